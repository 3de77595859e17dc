using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Layers;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

public sealed class DropoutTests
{
    [Fact]
    public void An_element_is_dropped_where_its_random_number_is_below_the_rate()
    {
        var (output, gradient) = Trained("Input(4), Dropout(0.75)", [1, 2, 3, 4], [0.1, 0.75, 0.9, 0.7], [5, 6, 7, 8]);

        Assert.Equal([0.0, 8, 12, 0], output);
        Assert.Equal([0.0, 24, 28, 0], gradient);
    }

    [Fact]
    public void A_channel_is_dropped_as_a_whole()
    {
        var (output, gradient) = Trained("Input(3, 1, 2), Dropout2D(0.5)", [1, 2, 3, 4, 5, 6], [0.4, 0.6, 0.5], [1, 1, 1, 1, 2, 3]);

        Assert.Equal([0.0, 0, 6, 8, 10, 12], output);
        Assert.Equal([0.0, 0, 2, 2, 4, 6], gradient);
    }

    [Fact]
    public void Emitted_code_drops_in_training_and_not_in_prediction()
    {
        const double Rate = 0.3;
        const int Batch = 50;
        const int Features = 40;
        var graph = Graphs.Build([Features], static (graph, input) =>
        {
            var scale = graph.Parameter(new TrainableTensor("scale", "", [Features], InitializerKind.Ones, 1, 1, 1));
            var scaled = graph.Map(new Map(new Argument(0) * new Argument(1), "{0} · {1}"), [input, scale], new ValueName("scaled"));
            return graph.Copy(DropoutLayer.Add(graph, new DropoutDeclaration("drop", Rate), scaled));
        });
        var network = CompiledGraph.Compile([graph])[0];
        var workspace = network.CreateWorkspace(Batch);
        workspace.Inputs.Fill(1);
        workspace.OutputGradients.Fill(1);

        network.Forward(workspace);
        var outputs = workspace.Outputs.ToArray();
        Assert.Equal([0, (float)(1 / (1 - Rate))], outputs.Distinct().Order());
        // Of 2,000 draws: five standard deviations of 0.0102.
        Assert.InRange(outputs.Count(static output => output == 0) / (double)outputs.Length, Rate - 0.051, Rate + 0.051);
        network.Backward(workspace, network.Gradients);
        var gradient = new TensorView(network.Gradients, network.Description.Parameters[0]).ToArray();
        for (var feature = 0; feature < Features; feature++)
            Assert.Equal(outputs.Where((_, place) => place % Features == feature).Sum(), gradient[feature], 1e-4);

        workspace.Step++;
        network.Forward(workspace);
        Assert.NotEqual(outputs, workspace.Outputs.ToArray());

        var predicted = new float[Features];
        network.Predict([.. Enumerable.Repeat(2f, Features)], predicted);
        Assert.All(predicted, static output => Assert.Equal(2, output));
    }

    /// <summary>The output and the gradient of the input of one sample, whose random numbers are given.</summary>
    private static (double[] Output, double[] Gradient) Trained(string attributes, double[] input, double[] random, double[] outputGradient)
    {
        var lowered = StackLowering.Lower(Stages.Declare(attributes));
        var graph = DeadCodeRemoval.Run(Differentiation.Run(ModeResolution.Run(lowered, isTraining: true), ofInputs: true));
        GraphVerifier.Verify(graph, isClean: true);
        var values = new GraphEvaluator(graph, 1).Evaluate(operation => operation switch
        {
            RandomNumbers => random,
            OutputGradient => outputGradient,
            _ => input,
        });
        var prediction = DeadCodeRemoval.Run(ModeResolution.Run(lowered, isTraining: false));
        Assert.Equal(input, new GraphEvaluator(prediction, 1).Evaluate(_ => input)[prediction.Outputs[0]]);
        return (values[graph.Outputs[0]], values[graph.InputGradients[0]]);
    }
}
