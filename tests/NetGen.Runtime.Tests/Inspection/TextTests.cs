using NetGen.Runtime.Tests.Metrics;
using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Inspection;

public class TextTests
{
    [Fact]
    public void A_confusion_matrix_is_an_aligned_table()
    {
        using var hostile = new HostileCulture();
        var matrix = MetricTests.Matrix(3, [0, 1, 2, 0, 1, 2], [0, 2, 1, 0, 0, 1]);
        const string Expected = """
            true \ predicted  cat  dog  mouse  precision  recall      F1
            cat                 2    0      0     0.6667  1.0000  0.8000
            dog                 1    0      1     0.0000  0.0000  0.0000
            mouse               0    2      0     0.0000  0.0000  0.0000
            macro average                         0.2222  0.3333  0.2667
            accuracy 0.3333 of 6 samples
            """;
        Assert.Equal(Expected, matrix.ToText(["cat", "dog", "mouse"]));
    }

    [Fact]
    public void Counts_wider_than_a_class_number_widen_their_column()
    {
        var matrix = new ConfusionMatrix(2);
        for (var i = 0; i < 100; i++)
            matrix.Add([1, 0], [0], 1);
        const string Expected = """
            true \ predicted    0  1  precision  recall      F1
            0                 100  0     1.0000  1.0000  1.0000
            1                   0  0     0.0000  0.0000  0.0000
            macro average                1.0000  1.0000  1.0000
            accuracy 1.0000 of 100 samples
            """;
        Assert.Equal(Expected, matrix.ToText());
        Assert.Contains("There are 2 classes, but 1 names", Assert.Throws<ArgumentException>(() => matrix.ToText(["cat"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_is_a_table_of_its_layers()
    {
        using var hostile = new HostileCulture();
        var network = new TwoLayerNetwork(784, 128, 10, name: "DigitNet");
        const string Expected = """
            DigitNet: [784] → [10]
            layer   kind   output  parameters  multiply-adds    bytes
            hidden  Dense  [128]      100,480        100,352  401,920
            output  Dense  [10]         1,290          1,280    5,160
            total                     101,770        101,632  407,080
            """;
        Assert.Equal(Expected, network.Description.ToText());
    }

    [Fact]
    public void A_rising_curve_runs_from_corner_to_corner()
    {
        using var hostile = new HostileCulture();

        // 8 × 8 dots: the diagonal, one dot in each row and column.
        const string Expected = """
              8 ┤  ⡠⠊
            0.5 ┤⡠⠊
                └────
                 1  8
            """;
        Assert.Equal(Expected, TextPlot.Line([0.5, 1.5714285, 2.6428571, 3.7142857, 4.7857142, 5.8571428, 6.9285714, 8], 4, 2));
    }

    [Fact]
    public void Neighbours_are_connected_and_what_is_not_finite_interrupts()
    {
        // 6 × 12 dots: two across, the upper half of the drop in the third column and the lower in the fourth, two across.
        const string Expected = """
            1 ┤⠉⡇
              │ ⢣
            0 ┤ ⢸⣀
              └───
               1 6
            """;
        Assert.Equal(Expected, TextPlot.Line([1, 1, 1, 0, 0, 0], 3, 3));
        var interrupted = TextPlot.Line([1, 1, double.NaN, double.PositiveInfinity, 0, 0], 3, 2).Split('\n');
        Assert.Equal("1 ┤⠉", interrupted[0]);
        Assert.Equal("0 ┤  ⣀", interrupted[1]);
    }

    [Fact]
    public void A_flat_curve_runs_through_the_middle_and_a_single_value_is_a_dot()
    {
        Assert.Equal("3 ┤\n3 ┤⠉⠉⠉\n  └───\n   1 2", TextPlot.Line([3, 3], 3, 2));
        Assert.Equal("3 ┤\n3 ┤⠁\n  └───\n   1", TextPlot.Line([3], 3, 2));
        Assert.Equal("no values", TextPlot.Line([double.NaN], 3, 2));
        Assert.Equal("no values", TextPlot.Line([], 3, 2));
    }

    [Fact]
    public void Extremes_and_more_values_than_dots_are_drawn()
    {
        Assert.StartsWith(" 1.798E+308 ┤", TextPlot.Line([double.MinValue, double.MaxValue], 3, 2), StringComparison.Ordinal);
        var lines = TextPlot.Line([.. Enumerable.Range(0, 1000).Select(static i => (double)(i % 2))], 10, 2).Split('\n');
        Assert.Equal("1 ┤⣿⣿⣿⣿⣿⣿⣿⣿⣿⣿", lines[0]);
        Assert.Equal("   1     1000", lines[3]);
    }

    [Fact]
    public void Shades_are_two_characters_a_pixel()
    {
        Assert.Equal("  ░░▒▒\n▓▓████", TextImage.Shades([0, 0.25f, 0.5f, 0.75f, 1, 7], 2, 3));
        Assert.Equal("    ??", TextImage.Shades([-1, 0.1f, float.NaN], 1, 3));
    }

    [Fact]
    public void Half_blocks_are_two_pixels_a_character()
        => Assert.Equal("█▀▄ \n▀▀  ", TextImage.HalfBlocks([1, 0.5f, 0, 0.4f, 1, 0, 1, 0, 1, 1, 0, 0], 3, 4));

    [Fact]
    public void Pictures_stand_beside_one_another_with_their_captions()
    {
        Assert.Equal("██     a\n████   b\nseven  c", TextImage.Beside(["██\n████\nseven", "a\nb\nc"]));
        Assert.Equal("xx y\n   z", TextImage.Beside(["xx", "y\nz"], gap: 1));
        Assert.Equal("", TextImage.Beside([]));
    }

    [Fact]
    public void Pictures_of_another_size_are_refused()
    {
        var exception = Assert.Throws<ArgumentException>(() => TextImage.Shades(new float[5], 2, 3));
        Assert.Contains("A picture of 2 × 3 has 6 pixels; 5 were given", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => TextImage.HalfBlocks([], 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => TextPlot.Line([1], 1, 2));
    }
}
