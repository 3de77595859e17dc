namespace NetGen.Generator.Tests.Layers;

/// <summary>Layers that change the size of an image, against loops.</summary>
public sealed class ImageTests
{
    [Theory]
    [InlineData("Input(2, 6, 8), AdaptiveAveragePool2D(3, 2)", 3, 2)]
    [InlineData("Input(2, 5, 7), AdaptiveAveragePool2D(3)", 3, 3)]
    [InlineData("Input(2, 5, 7), AdaptiveAveragePool2D(1)", 1, 1)]
    [InlineData("Input(1, 5, 4), AdaptiveAveragePool2D(5, 4)", 5, 4)]
    [InlineData("Input(1, 3, 2), AdaptiveAveragePool2D(7, 4)", 7, 4)]
    [InlineData("Input(2, 6, 8), AdaptiveMaxPool2D(3, 2)", 3, 2)]
    [InlineData("Input(2, 5, 7), AdaptiveMaxPool2D(3)", 3, 3)]
    [InlineData("Input(1, 3, 2), AdaptiveMaxPool2D(7, 4)", 7, 4)]
    public void Parts_of_an_image_are_as_many_as_are_asked_for(string attributes, int rows, int columns)
        => LayerCheck.Run(attributes, (x, _) => Values.Of([x.Sizes[0], rows, columns], index =>
        {
            var elements = Part(index[1], rows, x.Sizes[1]).SelectMany(row => Part(index[2], columns, x.Sizes[2]).Select(column => x[index[0], row, column]));
            return attributes.Contains("Max", StringComparison.Ordinal) ? elements.Max() : elements.Average();
        }));

    [Theory]
    [InlineData("Input(2, 28), AdaptiveAveragePool1D(7)", 7)]
    [InlineData("Input(2, 7), AdaptiveAveragePool1D(3)", 3)]
    [InlineData("Input(2, 7), AdaptiveAveragePool1D(7)", 7)]
    [InlineData("Input(2, 28), AdaptiveMaxPool1D(7)", 7)]
    [InlineData("Input(2, 31), AdaptiveMaxPool1D(5)", 5)]
    [InlineData("Input(1, 31), AdaptiveMaxPool1D(1)", 1)]
    public void Parts_of_a_sequence_are_as_many_as_are_asked_for(string attributes, int size)
        => LayerCheck.Run(attributes, (x, _) => Values.Of([x.Sizes[0], size], index =>
        {
            var elements = Part(index[1], size, x.Sizes[1]).Select(place => x[index[0], place]);
            return attributes.Contains("Max", StringComparison.Ordinal) ? elements.Max() : elements.Average();
        }));

    [Fact]
    public void A_global_pool_leaves_one_number_for_each_channel()
    {
        LayerCheck.Run("Input(3, 4, 5), GlobalAveragePool", static (x, _) => Values.Of([3], index => x.Elements.Skip(20 * index[0]).Take(20).Average()));
        LayerCheck.Run("Input(3, 7), GlobalAveragePool", static (x, _) => Values.Of([3], index => x.Elements.Skip(7 * index[0]).Take(7).Average()));
        LayerCheck.Run("Input(3, 4, 5), GlobalMaxPool", static (x, _) => Values.Of([3], index => x.Elements.Skip(20 * index[0]).Take(20).Max()));
    }

    [Fact]
    public void Zeros_go_around_an_image()
    {
        LayerCheck.Run("Input(2, 3, 4), ZeroPad2D(2)", static (x, _) => Values.Of([2, 7, 8], index => x.At(0, index[0], index[1] - 2, index[2] - 2)));
        LayerCheck.Run("Input(2, 3, 4), ZeroPad2D(1, 2, 0, 3)", static (x, _) => Values.Of([2, 6, 7], index => x.At(0, index[0], index[1], index[2] - 1)));
    }

    [Fact]
    public void A_sequence_is_continued_at_its_ends()
    {
        LayerCheck.Run("Input(2, 4), ZeroPad1D(2)", static (x, _) => Values.Of([2, 8], index => x.At(0, index[0], index[1] - 2)));
        LayerCheck.Run("Input(2, 4), ZeroPad1D(1, 3)", static (x, _) => Values.Of([2, 8], index => x.At(0, index[0], index[1] - 1)));
        int[] places = [2, 1, 0, 1, 2, 3, 2];
        LayerCheck.Run("Input(2, 4), ReflectionPad1D(2, 1)", (x, _) => Values.Of([2, 7], index => x[index[0], places[index[1]]]));
    }

    [Fact]
    public void An_image_is_mirrored_at_its_borders()
        => LayerCheck.Run("Input(2, 4, 3), ReflectionPad2D(2, 1, 3, 0)", static (x, _) => Values.Of([2, 7, 6], index =>
        {
            int[] rows = [3, 2, 1, 0, 1, 2, 3];
            int[] columns = [2, 1, 0, 1, 2, 1];
            return x[index[0], rows[index[1]], columns[index[2]]];
        }));

    [Theory]
    [InlineData("Input(2, 3, 2), Upsample(2)", 2)]
    [InlineData("Input(2, 3, 2), Upsample(3, UpsampleMode.Nearest)", 3)]
    public void The_nearest_element_is_repeated(string attributes, int scale)
        => LayerCheck.Run(
            attributes, (x, _) => Values.Of([x.Sizes[0], x.Sizes[1] * scale, x.Sizes[2] * scale], index => x[index[0], index[1] / scale, index[2] / scale]));

    [Theory]
    [InlineData("Input(2, 3, 4), Upsample(2, UpsampleMode.Bilinear)", 2)]
    [InlineData("Input(1, 4, 3), Upsample(3, UpsampleMode.Bilinear)", 3)]
    [InlineData("Input(1, 1, 2), Upsample(4, UpsampleMode.Bilinear)", 4)]
    public void Lines_go_through_the_nearest_elements(string attributes, int scale)
        => LayerCheck.Run(attributes, (x, _) => Values.Of([x.Sizes[0], x.Sizes[1] * scale, x.Sizes[2] * scale], index =>
        {
            // The formula of PyTorch's area_pixel_compute_source_index.
            var (y, column) = (Math.Max(0, ((index[1] + 0.5) / scale) - 0.5), Math.Max(0, ((index[2] + 0.5) / scale) - 0.5));
            var (top, left) = ((int)y, (int)column);
            var (bottom, right) = (Math.Min(top + 1, x.Sizes[1] - 1), Math.Min(left + 1, x.Sizes[2] - 1));
            double Row(int row) => (x[index[0], row, left] * (1 - (column - left))) + (x[index[0], row, right] * (column - left));
            return (Row(top) * (1 - (y - top))) + (Row(bottom) * (y - top));
        }));

    private static IEnumerable<int> Part(int place, int count, int size)
    {
        var start = place * size / count;
        return Enumerable.Range(start, (int)Math.Ceiling((place + 1) * size / (double)count) - start);
    }
}
