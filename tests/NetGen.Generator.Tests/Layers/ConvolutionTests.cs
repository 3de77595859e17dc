namespace NetGen.Generator.Tests.Layers;

/// <summary>Convolutions against loops over every output, every input channel and every element of the kernel.</summary>
public sealed class ConvolutionTests
{
    [Theory]
    [InlineData("Input(1, 4, 4), Conv2D(1, 3)", 1, 0, 1, 1)]
    [InlineData("Input(3, 5, 7), Conv2D(2, 1)", 1, 0, 1, 1)]
    [InlineData("Input(2, 5, 6), Conv2D(3, 5)", 1, 0, 1, 1)]
    [InlineData("Input(2, 5, 6), Conv2D(3, 3, Padding = 1, Bias = false)", 1, 1, 1, 1)]
    [InlineData("Input(2, 5, 6), Conv2D(3, 3, Padding = 2)", 1, 2, 1, 1)]
    [InlineData("Input(2, 7, 8), Conv2D(2, 3, Stride = 2)", 2, 0, 1, 1)]
    [InlineData("Input(2, 7, 8), Conv2D(2, 3, Stride = 2, Padding = 1)", 2, 1, 1, 1)]
    [InlineData("Input(2, 8, 9), Conv2D(2, 2, Stride = 3, Padding = 1)", 3, 1, 1, 1)]
    [InlineData("Input(3, 6, 5), Conv2D(4, 1, Stride = 2)", 2, 0, 1, 1)]
    [InlineData("Input(3, 6, 5), Conv2D(4, 1, Stride = 3, Padding = 1)", 3, 1, 1, 1)]
    [InlineData("Input(1, 9, 8), Conv2D(2, 3, Dilation = 2)", 1, 0, 2, 1)]
    [InlineData("Input(2, 9, 10), Conv2D(2, 3, Dilation = 3, Stride = 2, Padding = 2)", 2, 2, 3, 1)]
    [InlineData("Input(4, 5, 5), Conv2D(6, 3, Groups = 2)", 1, 0, 1, 2)]
    [InlineData("Input(4, 5, 6), Conv2D(6, 3, Groups = 2, Padding = 1, Stride = 2)", 2, 1, 1, 2)]
    [InlineData("Input(3, 5, 5), Conv2D(3, 3, Groups = 3, Padding = 1)", 1, 1, 1, 3)]
    [InlineData("Input(2, 6, 5), Conv2D(6, 3, Groups = 2, Dilation = 2, Padding = 2)", 1, 2, 2, 2)]
    [InlineData("Input(4, 5, 5), Conv2D(2, 2, Groups = 2)", 1, 0, 1, 2)]
    public void A_convolution_is_a_sum_over_channels_and_the_kernel(string attributes, int stride, int padding, int dilation, int groups)
        => LayerCheck.Run(attributes, (x, parameters) => Convolved(x, parameters, (stride, stride), (padding, padding), (dilation, dilation), groups));

    [Fact]
    public void Height_and_width_can_differ()
        => LayerCheck.Run(
            "Input(2, 9, 8), Conv2D(3, 2, 3, StrideHeight = 2, Padding = 1, PaddingWidth = 2, Dilation = 2, DilationWidth = 1)",
            static (x, parameters) => Convolved(x, parameters, (2, 1), (1, 2), (2, 1), 1));

    [Fact]
    public void An_activation_follows_the_bias()
        => LayerCheck.Run("Input(2, 4, 5), Conv2D(3, 3, Activation.Tanh, Groups = 1)", static (x, parameters) =>
        {
            var sums = Convolved(x, parameters, (1, 1), (0, 0), (1, 1), 1);
            return sums with { Elements = [.. sums.Elements.Select(Math.Tanh)] };
        });

    [Theory]
    [InlineData("Input(2, 6, 5), Conv2D(2, 4, SamePadding = true)", 1)]
    [InlineData("Input(2, 6, 5), Conv2D(2, 3, SamePadding = true, Dilation = 2)", 2)]
    public void Same_padding_keeps_height_and_width(string attributes, int dilation)
        => LayerCheck.Run(attributes, (x, parameters) =>
        {
            var kernel = parameters[0].Sizes[2];
            var before = dilation * (kernel - 1) / 2;
            return Summed(x, parameters, [6, 5], 1, static (x, channel, y, place) => x.At(0, channel, y, place), (y, k) => y + (k * dilation) - before, (y, k) => y + (k * dilation) - before);
        });

    [Theory]
    [InlineData("Reflect", new[] { 2, 1, 0, 1, 2, 3, 2, 1 })]
    [InlineData("Replicate", new[] { 0, 0, 0, 1, 2, 3, 3, 3 })]
    [InlineData("Circular", new[] { 2, 3, 0, 1, 2, 3, 0, 1 })]
    public void Padding_modes_continue_the_input(string mode, int[] elements)
        => LayerCheck.Run(
            $"Input(2, 4, 4), Conv2D(2, 3, Padding = 2, PaddingMode = PaddingMode.{mode})",
            (x, parameters) => Summed(
                x, parameters, [6, 6], 1, static (x, channel, y, place) => x[channel, y, place], (y, k) => elements[y + k], (y, k) => elements[y + k]));

    [Theory]
    [InlineData("Input(3, 11), Conv1D(4, 3)", 1, 0, 1, 1)]
    [InlineData("Input(3, 11), Conv1D(4, 5, Stride = 3, Padding = 2)", 3, 2, 1, 1)]
    [InlineData("Input(4, 10), Conv1D(4, 3, Dilation = 2, Groups = 2, Bias = false)", 1, 0, 2, 2)]
    [InlineData("Input(4, 10), Conv1D(8, 3, Groups = 4)", 1, 0, 1, 4)]
    [InlineData("Input(4, 10), Conv1D(4, 3, Groups = 4, Padding = 1)", 1, 1, 1, 4)]
    public void A_sequence_is_convolved_along_its_length(string attributes, int stride, int padding, int dilation, int groups)
        => LayerCheck.Run(attributes, (x, parameters) =>
        {
            // A sequence is an image of height 1.
            var image = x with { Sizes = [x.Sizes[0], 1, x.Sizes[1]] };
            var weight = parameters[0] with { Sizes = [parameters[0].Sizes[0], parameters[0].Sizes[1], 1, parameters[0].Sizes[2]] };
            var y = Convolved(image, [weight, .. parameters[1..]], (1, stride), (0, padding), (1, dilation), groups);
            return y with { Sizes = [y.Sizes[0], y.Sizes[2]] };
        });

    /// <summary>PyTorch's definition of <c>Conv2d</c>.</summary>
    private static Values Convolved(Values x, Values[] parameters, (int Y, int X) stride, (int Y, int X) padding, (int Y, int X) dilation, int groups)
    {
        var weight = parameters[0].Sizes;
        int[] places =
        [
            ((x.Sizes[1] + (2 * padding.Y) - (dilation.Y * (weight[2] - 1)) - 1) / stride.Y) + 1,
            ((x.Sizes[2] + (2 * padding.X) - (dilation.X * (weight[3] - 1)) - 1) / stride.X) + 1,
        ];
        return Summed(
            x, parameters, places, groups, static (x, channel, y, place) => x.At(0, channel, y, place),
            (y, k) => (y * stride.Y) + (k * dilation.Y) - padding.Y,
            (place, k) => (place * stride.X) + (k * dilation.X) - padding.X);
    }

    private static Values Summed(
        Values x, Values[] parameters, int[] places, int groups, Func<Values, int, int, int, double> element, Func<int, int, int> row, Func<int, int, int> column)
    {
        var weight = parameters[0];
        var (outputs, inputs) = (weight.Sizes[0], weight.Sizes[1]);
        return Values.Of([outputs, .. places], index =>
        {
            var sum = parameters.Length > 1 ? parameters[1][index[0]] : 0;
            var first = index[0] / (outputs / groups) * inputs;
            for (var input = 0; input < inputs; input++)
            {
                for (var ky = 0; ky < weight.Sizes[2]; ky++)
                {
                    for (var kx = 0; kx < weight.Sizes[3]; kx++)
                        sum += weight[index[0], input, ky, kx] * element(x, first + input, row(index[1], ky), column(index[2], kx));
                }
            }

            return sum;
        });
    }
}
