using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>The ready recurrent layers: their gradients, and the code that is emitted for them. That they are PyTorch's is proven by its recordings.</summary>
public sealed class RecurrentLayerTests
{
    private static readonly string[] All =
    [
        "Input(5, 3), Rnn(4)",
        "Input(4, 3), Rnn(5, Activation.Relu, Bias = false), Dense(2)",
        "Input(6, 2), Lstm(3)",
        "Input(5, 3), Lstm(4, Layers = 2, LastStep = true), Dense(2)",
        "Input(4, 3), Lstm(3, Layers = 2, Bidirectional = true), Dense(2)",
        "Input(5, 2), Gru(4)",
        "Input(4, 3), Gru(3, Layers = 2, Bidirectional = true, LastStep = true)",
        "Input(1, 3), Gru(9), Flatten, Dense(2)",
    ];

    public static TheoryData<string> Stacks => [.. All];

    public static TheoryData<string> Emitted => [.. TestTier.OneIn(4, All)];

    [Theory]
    [MemberData(nameof(Stacks))]
    public void Gradients_are_central_differences_at_every_stage(string attributes) => RecurrenceCheck.Run(StackLowering.Lower(Stages.Declare(attributes)), seed: 2);

    [Theory]
    [MemberData(nameof(Emitted))]
    public void Emitted_loops_compute_what_the_graph_says(string attributes)
    {
        var graph = StackLowering.Lower(Stages.Declare(attributes));
        foreach (var form in new[] { CodeForm.Fast, CodeForm.Readable })
        {
            var network = CompiledGraph.Compile([graph], form)[0];
            foreach (var batch in new[] { 1, 7 })
                ExecutionTests.Compare(graph, network, batch);
        }
    }

    /// <summary>As a tree the state before the first step has 2⁶⁰ parts.</summary>
    [Fact]
    public void Parts_of_a_first_state_that_are_shared_are_looked_at_once()
    {
        var network = new LoadedProject(Bodies.BodyNetworks.Source("""
            [Parameter(4)] private partial Tensor First();
            private Tensor Step(Tensor x, Tensor h) => Tanh(x + h);
            [Forward] Tensor F([Shape(3, 4)] Tensor x)
            {
                var h = First();
                for (var i = 0; i < 60; i++)
                    h = Tanh(h) + h;
                return Scan(Step, x, h);
            }
            """).Replace("[Network]", "[Network(State = true)]", StringComparison.Ordinal)).Network();
        float[] inputs = new float[24], outputs = new float[24];
        var state = network.CreateState(2);
        network.Predict(inputs, state, outputs);
        Assert.Equal(3, state.Position);
        Assert.Equal(outputs.AsSpan(8, 4), state[0][..4]);
    }
}
