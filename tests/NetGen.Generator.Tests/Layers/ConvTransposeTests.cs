namespace NetGen.Generator.Tests.Layers;

/// <summary>Transposed convolutions against their definition: every element of the input adds the kernel to the output.</summary>
public sealed class ConvTransposeTests
{
    [Theory]
    [InlineData("Input(2, 3, 4), ConvTranspose2D(3, 3)", 1, 0, 0, 1, 1)]
    [InlineData("Input(2, 3, 4), ConvTranspose2D(3, 3, Padding = 1, Bias = false)", 1, 1, 0, 1, 1)]
    [InlineData("Input(2, 3, 4), ConvTranspose2D(2, 2, Stride = 2)", 2, 0, 0, 1, 1)]
    [InlineData("Input(2, 4, 3), ConvTranspose2D(2, 3, Stride = 2, Padding = 1)", 2, 1, 0, 1, 1)]
    [InlineData("Input(2, 4, 3), ConvTranspose2D(2, 3, Stride = 2, Padding = 1, OutputPadding = 1)", 2, 1, 1, 1, 1)]
    [InlineData("Input(1, 4, 3), ConvTranspose2D(2, 3, Stride = 3, OutputPadding = 2)", 3, 0, 2, 1, 1)]
    [InlineData("Input(1, 4, 3), ConvTranspose2D(2, 1, Stride = 3, OutputPadding = 1)", 3, 0, 1, 1, 1)]
    [InlineData("Input(2, 4, 3), ConvTranspose2D(2, 3, Dilation = 2, Padding = 2)", 1, 2, 0, 2, 1)]
    [InlineData("Input(2, 3, 3), ConvTranspose2D(2, 3, Dilation = 3, Stride = 2, Padding = 1, OutputPadding = 2)", 2, 1, 2, 3, 1)]
    [InlineData("Input(4, 3, 3), ConvTranspose2D(6, 3, Groups = 2, Stride = 2, Padding = 1)", 2, 1, 0, 1, 2)]
    [InlineData("Input(3, 3, 4), ConvTranspose2D(3, 2, Groups = 3, Stride = 2)", 2, 0, 0, 1, 3)]
    [InlineData("Input(2, 3, 4), ConvTranspose2D(3, 1)", 1, 0, 0, 1, 1)]
    public void Every_element_adds_the_kernel(string attributes, int stride, int padding, int outputPadding, int dilation, int groups)
        => LayerCheck.Run(
            attributes, (x, parameters) => Transposed(x, parameters, (stride, stride), padding, outputPadding, dilation, groups));

    [Fact]
    public void Height_and_width_can_differ()
        => LayerCheck.Run(
            "Input(2, 3, 4), ConvTranspose2D(2, 3, 2, Activation.Tanh, StrideHeight = 2, OutputPaddingHeight = 1)",
            static (x, parameters) =>
            {
                var sums = Transposed(x, parameters, (2, 1), 0, 0, 1, 1);
                // One more row, which nothing but the bias reaches.
                return Values.Of([sums.Sizes[0], sums.Sizes[1] + 1, sums.Sizes[2]], index => Math.Tanh(sums.At(parameters[1][index[0]], index)));
            });

    private static Values Transposed(Values x, Values[] parameters, (int Y, int X) stride, int padding, int outputPadding, int dilation, int groups)
    {
        var weight = parameters[0];
        var (inputs, outputs) = (x.Sizes[0] / groups, weight.Sizes[1]);
        int Size(int axis, int step) => ((x.Sizes[axis] - 1) * step) - (2 * padding) + (dilation * (weight.Sizes[axis + 1] - 1)) + outputPadding + 1;
        var result = Values.Of([outputs * groups, Size(1, stride.Y), Size(2, stride.X)], index => parameters.Length > 1 ? parameters[1][index[0]] : 0);
        foreach (var w in Graph.Tensors.Indices(weight.Sizes))
        {
            for (var y = 0; y < x.Sizes[1]; y++)
            {
                for (var column = 0; column < x.Sizes[2]; column++)
                {
                    int[] target = [(w[0] / inputs * outputs) + w[1], (y * stride.Y) + (w[2] * dilation) - padding, (column * stride.X) + (w[3] * dilation) - padding];
                    if (!double.IsNaN(result.At(double.NaN, target)))
                        result.Elements[Graph.Tensors.Place(result.Sizes, target)] += weight[w] * x[w[0], y, column];
                }
            }
        }

        return result;
    }
}
