using System.Globalization;
using System.Xml.Linq;
using NetGen.Runtime.Tests.Inspection;

namespace NetGen.Runtime.Tests.Report;

public sealed class ChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_picture_has_a_line_through_every_point()
    {
        var svg = XDocument.Parse(new Chart("Loss", [ChartSeries.Of("training", [3, 2, 1])]) { YLabel = "nats" }.ToSvg(400, 200));

        var line = svg.Descendants(Svg + "path").Single(static path => path.Attribute("fill")?.Value == "none").Attribute("d")!.Value;
        var points = Points(line);
        Assert.Equal(3, points.Length);

        // From the left edge of the plot to its right one at equal distances, and down by equal heights.
        Assert.Equal(400 - 18, points[2].X);
        Assert.Equal(points[1].X - points[0].X, points[2].X - points[1].X, 0.11);
        Assert.Equal(points[1].Y - points[0].Y, points[2].Y - points[1].Y, 0.11);
        Assert.True(points[0].Y < points[1].Y);
        string[] words = [.. svg.Descendants(Svg + "text").Select(static text => text.Value)];
        Assert.Equal(["Loss", "nats", "1", "2", "3", "1", "2", "3", "epoch"], words);
    }

    [Fact]
    public void A_value_that_is_no_number_interrupts_the_line_and_a_single_one_is_a_dot()
    {
        var svg = XDocument.Parse(new Chart("c", [ChartSeries.Of("a", [1, 2, double.NaN, 3, double.PositiveInfinity, 4, 5])]).ToSvg());

        string[] paths = [.. svg.Descendants(Svg + "path").Where(static path => path.Attribute("class")!.Value == "ng-s0").Select(static path => path.Attribute("d")!.Value)];
        Assert.Equal(2, paths.Length);
        Assert.Equal([2, 1, 2], paths[0].Split('M', StringSplitOptions.RemoveEmptyEntries).Select(static part => part.Split('L').Length));
        Assert.Equal(1, paths[1].Count(static character => character == 'M'));
    }

    [Fact]
    public void Nothing_to_show_is_said()
    {
        foreach (var chart in (Chart[])[new("c", []), new("c", [ChartSeries.Of("a", [])]), new("c", [ChartSeries.Of("a", [double.NaN])]), new("c", [ChartSeries.Of("a", [-1, 0])]) { IsLogY = true }])
            Assert.Contains("no values to show", chart.ToSvg(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_the_same_in_every_culture()
    {
        var chart = new Chart("Loss", [ChartSeries.Of("a", [-1234.5, 0.5, 2345.25]), ChartSeries.Of("b", [1e-5, 2e9])]);
        var plain = chart.ToSvg();
        using var culture = new HostileCulture();

        Assert.Equal(plain, chart.ToSvg());
        Assert.Equal(new ReportPage("p").Charts(chart).ToString(), new ReportPage("p").Charts(chart).ToString());
        Assert.DoesNotContain("¬", new ReportPage("p").Charts(chart).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_title_of_markup_is_a_text()
    {
        const string Title = "a < b && \"c\" > 'd' \u0003\ud800 😀";
        var svg = XDocument.Parse(new Chart(Title, [ChartSeries.Of(Title, [1]), ChartSeries.Of("b", [1])]) { XLabel = Title, YLabel = Title }.ToSvg());

        const string Shown = "a < b && \"c\" > 'd' \uFFFD\uFFFD 😀";
        Assert.Equal(4, svg.Descendants(Svg + "text").Count(static text => text.Value == Shown));
    }

    [Fact]
    public void Every_peak_of_a_million_values_is_in_the_picture()
    {
        var values = new double[1_000_000];
        (values[123_456], values[777_777]) = (5, -4);
        var series = ChartSeries.Of("a", values).Thin(1000);

        Assert.InRange(series.X.Count, 500, 1000);
        Assert.Contains((123_457.0, 5.0), series.X.Zip(series.Y));
        Assert.Contains((777_778.0, -4.0), series.X.Zip(series.Y));
    }

    [Theory]
    [InlineData(new[] { 1.0, 2, 2 }, 2, "The series 'a' has 3 places, but 2 values. (Parameter 'y')")]
    [InlineData(new[] { 1.0, 3, 2 }, 3, "The places of the series 'a' must be finite and in ascending order, but place 2 is 2 after 3. (Parameter 'x')")]
    [InlineData(new[] { double.NaN }, 1, "The places of the series 'a' must be finite and in ascending order, but place 0 is NaN. (Parameter 'x')")]
    public void Places_that_do_not_fit_are_refused(double[] x, int values, string message)
        => Assert.Equal(message, Assert.Throws<ArgumentException>(() => new ChartSeries("a", x, new double[values])).Message);

    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(0.1, 0.9, "0 0.2 0.4 0.6 0.8 1.0")]
    [InlineData(-1, 1, "−1.0 −0.5 0 0.5 1.0")]
    [InlineData(0, 5e6, "0 1e6 2e6 3e6 4e6 5e6")]
    [InlineData(0, 5e-5, "0 1e−5 2e−5 3e−5 4e−5 5e−5")]
    [InlineData(1000, 1001, "1000.0 1000.2 1000.4 1000.6 1000.8 1001.0")]
    public void Marked_values_are_round(double lowest, double highest, string labels)
        => Assert.Equal(labels, string.Join(' ', ChartScale.Of([lowest, highest], isLog: false, isValueAxis: true, ticks: 5)!.Ticks.Select(static tick => tick.Label)));

    [Fact]
    public void Epochs_are_whole_numbers()
        => Assert.Equal(["1", "2", "3"], ChartScale.Of([1, 2, 3], isLog: false, isValueAxis: false, ticks: 8)!.Ticks.Select(static tick => tick.Label));

    [Fact]
    public void Lines_can_be_told_apart_with_any_colour_vision_and_seen_on_their_ground()
    {
        for (var i = 0; i < ChartColors.Series.Length; i++)
        {
            // WCAG 2.2: 3 to 1 for what is no text.
            Assert.InRange(ColorVision.Contrast(ChartColors.Series[i].Light, ChartColors.Ground.Light), 3, 21);
            Assert.InRange(ColorVision.Contrast(ChartColors.Series[i].Dark, ChartColors.Ground.Dark), 3, 21);
        }

        // The first four are solid lines; later ones differ by their dashes too.
        foreach (var vision in ColorVision.All)
        {
            for (var i = 0; i < ChartColors.Series.Length; i++)
            {
                for (var j = 0; j < i; j++)
                {
                    if (ChartColors.Dash(i) != ChartColors.Dash(j))
                        continue;
                    Assert.True(vision.Distance(ChartColors.Series[i].Light, ChartColors.Series[j].Light) >= 15, $"{vision.Name}, light: {j} and {i} are {vision.Distance(ChartColors.Series[i].Light, ChartColors.Series[j].Light):0.0} apart.");
                    Assert.True(vision.Distance(ChartColors.Series[i].Dark, ChartColors.Series[j].Dark) >= 15, $"{vision.Name}, dark: {j} and {i} are {vision.Distance(ChartColors.Series[i].Dark, ChartColors.Series[j].Dark):0.0} apart.");
                }
            }
        }
    }

    private static (double X, double Y)[] Points(string path)
        => [.. path[1..].Split('L').Select(static point => point.Split(' ')).Select(static point => (double.Parse(point[0], CultureInfo.InvariantCulture), double.Parse(point[1], CultureInfo.InvariantCulture)))];
}
