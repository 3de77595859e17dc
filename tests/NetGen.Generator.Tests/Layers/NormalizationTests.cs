using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Normalisations, and activations with parameters, against their formulas.</summary>
public sealed class NormalizationTests
{
    [Theory]
    [InlineData("Input(7), LayerNorm", 7, true, true, 1e-5)]
    [InlineData("Input(4, 6), LayerNorm(Epsilon = 0.1)", 6, true, true, 0.1)]
    [InlineData("Input(2, 3, 4), LayerNorm(Axes = 2)", 12, true, true, 1e-5)]
    [InlineData("Input(2, 3, 4), LayerNorm(Axes = 3, Bias = false)", 24, true, false, 1e-5)]
    [InlineData("Input(4, 6), LayerNorm(Affine = false)", 6, false, false, 1e-5)]
    public void The_last_axes_are_brought_to_mean_0_and_variance_1(string attributes, int count, bool hasWeight, bool hasBias, double epsilon)
        => LayerCheck.Run(attributes, (x, parameters) => x with
        {
            Elements = [.. x.Elements.Chunk(count).SelectMany(elements => Normalized(elements, epsilon)
                .Select((value, place) => (value * (hasWeight ? parameters[0].Elements[place] : 1)) + (hasBias ? parameters[1].Elements[place] : 0)))],
        });

    [Theory]
    [InlineData("Input(7), RMSNorm", 7, true, 1.1920929e-7)]
    [InlineData("Input(3, 5), RMSNorm(Axes = 2, Epsilon = 0.01)", 15, true, 0.01)]
    [InlineData("Input(3, 5), RMSNorm(Affine = false)", 5, false, 1.1920929e-7)]
    public void The_last_axes_are_brought_to_mean_square_1(string attributes, int count, bool hasWeight, double epsilon)
        => LayerCheck.Run(attributes, (x, parameters) => x with
        {
            Elements = [.. x.Elements.Chunk(count).SelectMany(elements =>
            {
                var root = Math.Sqrt(elements.Average(static value => value * value) + epsilon);
                return elements.Select((value, place) => value / root * (hasWeight ? parameters[0].Elements[place] : 1));
            })],
        });

    [Theory]
    [InlineData("Input(6, 3, 2), GroupNorm(2)", 2, true, 1e-5)]
    [InlineData("Input(6, 5), GroupNorm(3, Epsilon = 0.01)", 3, true, 0.01)]
    [InlineData("Input(6), GroupNorm(1)", 1, true, 1e-5)]
    [InlineData("Input(4, 2, 3), GroupNorm(4, Affine = false)", 4, false, 1e-5)]
    public void Groups_of_channels_are_brought_to_mean_0_and_variance_1(string attributes, int groups, bool isAffine, double epsilon)
        => LayerCheck.Run(attributes, (x, parameters) =>
        {
            var inner = x.Elements.Length / x.Sizes[0];
            return x with
            {
                Elements = [.. x.Elements.Chunk(x.Elements.Length / groups).SelectMany(elements => Normalized(elements, epsilon))
                    .Select((value, place) => isAffine ? (value * parameters[0].Elements[place / inner]) + parameters[1].Elements[place / inner] : value)],
            };
        });

    [Theory]
    [InlineData("Input(5), PRelu", 5, 1)]
    [InlineData("Input(3, 2, 4), PRelu(3)", 8, 3)]
    [InlineData("Input(3, 2, 4), PRelu(1, Start = 0.1)", 24, 1)]
    public void A_slope_is_learned_for_values_below_zero(string attributes, int inner, int slopes)
        => LayerCheck.Run(attributes, (x, parameters) => x with
        {
            Elements = [.. x.Elements.Select((value, place) => value > 0 ? value : value * parameters[0].Elements[place / inner % slopes])],
        });

    private static IEnumerable<double> Normalized(double[] elements, double epsilon)
    {
        var mean = elements.Average();
        var variance = elements.Average(value => (value - mean) * (value - mean));
        return elements.Select(value => (value - mean) / Math.Sqrt(variance + epsilon));
    }

    [Theory]
    [InlineData("LayerNorm")]
    [InlineData("RMSNorm")]
    [InlineData("BatchNorm")]
    public void The_smallest_epsilon_has_finite_gradients_where_all_values_are_equal(string layer)
    {
        // At 1e-30, which is refused, the gradient has infinity · 0 in it.
        var network = new LoadedProject($"[Network(InputGradient = true), Input(4), {layer}(Epsilon = 1e-24), Dense(3)] public partial class Net;").Network();
        var workspace = network.CreateWorkspace(5);
        workspace.Batch = 5;
        workspace.Inputs.Fill(layer == "RMSNorm" ? 0 : 0.5f);
        network.Forward(workspace);
        workspace.OutputGradients.Fill(0.25f);
        network.Backward(workspace, network.Gradients);

        Assert.All(network.Gradients.ToArray(), static gradient => Assert.True(float.IsFinite(gradient)));
        Assert.All(workspace.InputGradient(0).ToArray(), static gradient => Assert.True(float.IsFinite(gradient)));
    }
}
