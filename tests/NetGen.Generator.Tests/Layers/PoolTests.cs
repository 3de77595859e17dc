namespace NetGen.Generator.Tests.Layers;

/// <summary>Pools against loops over every window.</summary>
public sealed class PoolTests
{
    [Theory]
    [InlineData("Input(2, 4, 6), MaxPool2D(2)", 2, 2, 0)]
    [InlineData("Input(2, 5, 7), MaxPool2D(2)", 2, 2, 0)]
    [InlineData("Input(1, 7, 8), MaxPool2D(3)", 3, 3, 0)]
    [InlineData("Input(2, 7, 8), MaxPool2D(3, Stride = 2)", 3, 2, 0)]
    [InlineData("Input(2, 7, 8), MaxPool2D(3, Stride = 2, Padding = 1)", 3, 2, 1)]
    [InlineData("Input(1, 6, 7), MaxPool2D(2, Stride = 1)", 2, 1, 0)]
    [InlineData("Input(1, 6, 7), MaxPool2D(3, Stride = 1, Padding = 1)", 3, 1, 1)]
    [InlineData("Input(1, 9, 9), MaxPool2D(4)", 4, 4, 0)]
    [InlineData("Input(1, 9, 10), MaxPool2D(5, Stride = 3, Padding = 2)", 5, 3, 2)]
    [InlineData("Input(1, 12, 25), MaxPool2D(12)", 12, 12, 0)]
    [InlineData("Input(1, 7, 7), MaxPool2D(2, Stride = 3)", 2, 3, 0)]
    [InlineData("Input(2, 5, 5), MaxPool2D(1, Stride = 2)", 1, 2, 0)]
    public void A_maximum_is_taken_of_every_window(string attributes, int kernel, int stride, int padding)
        => LayerCheck.Run(attributes, (x, _) => Windows(x, (kernel, kernel), (stride, stride), padding, static elements => elements.Max()));

    [Theory]
    [InlineData("Input(2, 4, 6), AveragePool2D(2)", 2, 2, 0, true)]
    [InlineData("Input(2, 5, 7), AveragePool2D(2)", 2, 2, 0, true)]
    [InlineData("Input(2, 7, 8), AveragePool2D(3, Stride = 2, Padding = 1)", 3, 2, 1, true)]
    [InlineData("Input(2, 7, 8), AveragePool2D(3, Stride = 2, Padding = 1, CountIncludePad = false)", 3, 2, 1, false)]
    [InlineData("Input(1, 8, 9), AveragePool2D(4, Padding = 2, CountIncludePad = false)", 4, 4, 2, false)]
    [InlineData("Input(1, 5, 5), AveragePool2D(3, Stride = 1, CountIncludePad = false)", 3, 1, 0, false)]
    [InlineData("Input(1, 9, 10), AveragePool2D(5, Stride = 2)", 5, 2, 0, true)]
    [InlineData("Input(1, 24, 12), AveragePool2D(12)", 12, 12, 0, true)]
    public void A_mean_is_taken_of_every_window(string attributes, int kernel, int stride, int padding, bool countIncludesPad)
        => LayerCheck.Run(attributes, (x, _) => Windows(x, (kernel, kernel), (stride, stride), padding, elements =>
            elements.Where(double.IsFinite).Sum() / elements.Count(element => countIncludesPad || double.IsFinite(element))));

    [Theory]
    [InlineData("Input(2, 7), MaxPool1D(2)", 2, 2, 0)]
    [InlineData("Input(2, 28), MaxPool1D(5, Stride = 3)", 5, 3, 0)]
    [InlineData("Input(1, 31), MaxPool1D(3, Stride = 1, Padding = 1)", 3, 1, 1)]
    [InlineData("Input(1, 31), MaxPool1D(20, Stride = 4)", 20, 4, 0)]
    [InlineData("Input(2, 7), MaxPool1D(2, Stride = 3)", 2, 3, 0)]
    public void A_maximum_is_taken_along_a_sequence(string attributes, int kernel, int stride, int padding)
        => LayerCheck.Run(attributes, (x, _) => Windows(x, kernel, stride, padding, static elements => elements.Max()));

    [Theory]
    [InlineData("Input(2, 7), AveragePool1D(2)", 2, 2, 0, true)]
    [InlineData("Input(2, 31), AveragePool1D(3, Stride = 2, Padding = 1)", 3, 2, 1, true)]
    [InlineData("Input(2, 31), AveragePool1D(3, Stride = 2, Padding = 1, CountIncludePad = false)", 3, 2, 1, false)]
    [InlineData("Input(1, 28), AveragePool1D(5, Padding = 2, CountIncludePad = false)", 5, 5, 2, false)]
    public void A_mean_is_taken_along_a_sequence(string attributes, int kernel, int stride, int padding, bool countIncludesPad)
        => LayerCheck.Run(attributes, (x, _) => Windows(x, kernel, stride, padding, elements =>
            elements.Where(double.IsFinite).Sum() / elements.Count(element => countIncludesPad || double.IsFinite(element))));

    [Fact]
    public void Height_and_width_can_differ()
    {
        LayerCheck.Run(
            "Input(2, 6, 9), MaxPool2D(1, 3, StrideHeight = 2)",
            static (x, _) => Windows(x, (1, 3), (2, 3), 0, static elements => elements.Max()));
        LayerCheck.Run(
            "Input(2, 6, 9), AveragePool2D(3, 2)",
            static (x, _) => Windows(x, (3, 2), (3, 2), 0, static elements => elements.Average()));
    }

    private static Values Windows(Values x, int kernel, int stride, int padding, Func<double[], double> combine)
        => Values.Of([x.Sizes[0], ((x.Sizes[1] + (2 * padding) - kernel) / stride) + 1], index => combine(
            [.. Enumerable.Range(0, kernel).Select(place => x.At(double.NegativeInfinity, index[0], (index[1] * stride) + place - padding))]));

    /// <summary>The elements of every window; those of the padding are −∞.</summary>
    private static Values Windows(Values x, (int Y, int X) kernel, (int Y, int X) stride, int padding, Func<double[], double> combine)
    {
        int[] places = [((x.Sizes[1] + (2 * padding) - kernel.Y) / stride.Y) + 1, ((x.Sizes[2] + (2 * padding) - kernel.X) / stride.X) + 1];
        return Values.Of([x.Sizes[0], .. places], index => combine(
        [
            .. from y in Enumerable.Range(0, kernel.Y)
               from place in Enumerable.Range(0, kernel.X)
               select x.At(double.NegativeInfinity, index[0], (index[1] * stride.Y) + y - padding, (index[2] * stride.X) + place - padding),
        ]));
    }
}
