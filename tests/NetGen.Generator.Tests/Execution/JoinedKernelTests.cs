using NetGen.Generator.Loops;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Attention whose scores, softmax and product are one method, run and compared with the readable form, which computes each of them by its definition.</summary>
public sealed class JoinedKernelTests
{
    // From 72 on, each turn has some of the rows. 70 has no blocks of whole vectors, and 40 none at all.
    private static readonly string[] Attributes =
    [
        "Input(72, 8), MultiHeadAttention(2, Causal = true), Dense(2)",
        "Input(72, 8), MultiHeadAttention(2), Dense(2)",
        "Input(70, 6), MultiHeadAttention(2, Causal = true), Dense(2)",
        "Input(40, 8), MultiHeadAttention(1, Causal = true), Dense(2)",
        "Input(80, 6), MultiHeadAttention(3, Causal = true), Dense(2)",
        "Input(256, 16), MultiHeadAttention(2, Causal = true), Dense(2)",
        "Input(256, 8), MultiHeadAttention(1, Dropout = 0.25), Dense(2)",
    ];

    [Theory]
    [InlineData(256)]
    [LongInlineData(512)]
    public void Attention_in_turns_computes_what_its_definition_says(int bits)
    {
        var vectors = (VectorSize)bits;
        NetGen.Generator.Graph.NetworkGraph[] graphs = [.. Attributes.Select(static attributes => Stages.Of(attributes).Lowered)];
        Assert.All(Attributes, attributes => Assert.Equal(2, Stages.Of(attributes, Target.Of(vectors)).Program.Training.Kernels.Count(static kernel => kernel.Parts.Count > 0)));

        var definitions = CompiledGraph.Compile(graphs, CodeForm.Readable, vectors);
        foreach (var (joined, definition) in CompiledGraph.Compile(graphs, vectors: vectors).Zip(definitions))
        {
            foreach (var batch in new[] { 1, 3 })
                AssertSame(definition, joined, batch);
        }
    }

    /// <summary>Outputs, predictions and gradients of one batch.</summary>
    private static void AssertSame(INetwork expected, INetwork network, int batch)
    {
        var (outputs, gradients, predicted) = Run(expected, batch);
        var own = Run(network, batch);
        AssertClose(outputs, own.Outputs);
        AssertClose(predicted, own.Predicted);
        Assert.All(gradients.Zip(own.Gradients), static pair => AssertClose(pair.First, pair.Second));
    }

    private static (float[] Outputs, float[][] Gradients, float[] Predicted) Run(INetwork network, int batch)
    {
        var random = new CounterRandom((ulong)batch);
        var workspace = network.CreateWorkspace(batch + 2);
        (workspace.Batch, workspace.Seed, workspace.Step, workspace.FirstSample) = (batch, 3, 4, 5);
        foreach (ref var element in workspace.Input(0))
            element = (float)random.NextNormal();
        foreach (ref var element in workspace.OutputGradients)
            element = (float)random.NextNormal();
        network.Forward(workspace);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        var predicted = new float[workspace.Outputs.Length];
        network.Predict(workspace.Input(0), predicted);
        return (workspace.Outputs.ToArray(), [.. network.Description.Parameters.Select(parameter => new TensorView(network.Gradients, parameter).ToArray())], predicted);
    }

    private static void AssertClose(float[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        var scale = expected.Max(Math.Abs);
        for (var place = 0; place < expected.Length; place++)
            Assert.True(Math.Abs(expected[place] - found[place]) <= 1e-4 * scale, $"element {place} is {found[place]}, and its definition {expected[place]}, of at most {scale}");
    }
}
