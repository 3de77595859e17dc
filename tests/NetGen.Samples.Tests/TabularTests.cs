using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class TabularTests(SharedBrowser shared) : IClassFixture<SharedBrowser>, IDisposable
{
    private const string Sample = "Tabular";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tabular");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_network_is_better_than_the_line_and_the_saved_model_predicts_what_it_has_not_seen()
    {
        var run = await SampleRun.Of(Sample, folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var (linear, network) = (R2("linear"), R2("network"));
        Assert.InRange(linear, 0.7, 0.95);
        Assert.InRange(network, linear + 0.02, 1);
        Assert.InRange(Number(Regex.Match(run.Output, @"mean error ([\d.]+)% of the price")), 1, 10);
        Assert.True(File.Exists(Path.Combine(folder.FullName, "houses.safetensors")));

        // By the rule of the made-up prices an old house in the centre is worth more, and one of unknown age is in between.
        double[] prices = [.. Regex.Matches(run.Output, @"built in .{4}: (\d+) thousand").Select(Number)];
        Assert.InRange(prices[0], prices[1], 1000);
        Assert.InRange(prices[2], prices[1], prices[0]);

        double R2(string name) => Number(Regex.Match(run.Output, $@"{name} +R² ([\d.]+) ±"));
    }

    [Fact]
    public async Task A_file_of_ones_own_is_read()
    {
        var rows = string.Concat(Enumerable.Range(0, 60).Select(static row => $"{50 + row},{(row % 7 == 0 ? "?" : 1950 + row)},{(row % 2 == 0 ? "north" : "centre")},{(row % 5 == 0 ? "" : "oil")},no,{100 + (2 * row)}\n"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "own.csv"), "area,year,district,heating,garden,price\n" + rows);

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "own.csv", "--epochs", "20");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("own.csv: 60 rows; missing: 9 of year, 12 of heating", run.Output, StringComparison.Ordinal);
    }

    [BrowserFact]
    public async Task The_report_can_be_read_everywhere()
    {
        Assert.Equal(0, (await SampleRun.Of(Sample, folder.FullName, "--epochs", "30", "--picture", "loss.svg")).ExitCode);
        var path = Path.Combine(folder.FullName, "tabular.html");
        var browser = await shared.Get();

        await RenderedPage.Check(browser, path);

        Assert.Equal("House prices", await browser.Evaluate<string>("document.querySelector('h1').textContent"));
        Assert.Contains("Gradient norm by layer", await browser.Evaluate<string[]>("NetGenPage.charts.map(chart => chart.data.title)"));
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(Path.Combine(folder.FullName, "loss.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_without_a_column_is_refused()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "other.csv"), "area,price\n" + string.Concat(Enumerable.Range(0, 20).Select(static row => $"{row},{row}\n")));

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "other.csv");

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith("tabular: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("'year'", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no option '--colour'; --help lists them.", "--colour")]
    [InlineData("--epochs takes a whole number from 1, but got '0'.", "--epochs", "0")]
    [InlineData("--save needs a value.", "--save")]
    public async Task A_wrong_option_is_told_in_one_line(string message, params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, "", $"tabular: {message}"), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
}
