using NetGen.Generator.Graph;
using NetGen.Generator.Lowering;
using NetGen.Generator.Passes;
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

    /// <summary>The output and the gradient of the input of one sample, whose random numbers are given.</summary>
    private static (double[] Output, double[] Gradient) Trained(string attributes, double[] input, double[] random, double[] outputGradient)
    {
        var lowered = StackLowering.Lower(Stages.Declare(attributes));
        var graph = DeadCodeRemoval.Run(Differentiation.Run(ModeResolution.Run(lowered, isTraining: true), ofInputs: true));
        GraphVerifier.Verify(graph, GraphRules.Clean);
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
