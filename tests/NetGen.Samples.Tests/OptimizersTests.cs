using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class OptimizersRun() : WholeRun("Optimizers", "--picture", "losses.svg");

public sealed class OptimizersTests(SharedBrowser shared, OptimizersRun whole) : IClassFixture<SharedBrowser>, IClassFixture<OptimizersRun>, IDisposable
{
    private const string Sample = "Optimizers";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("optimizers");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Every_optimizer_learns_and_small_batches_learn_in_fewer_epochs()
    {
        var run = whole.Run;

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var rows = Regex.Matches(run.Output, @"^(\w[\w. -]*?) {2,}[\d.]+ +(\d+|–) +([\d.E-]+) +([\d.]+)% +([\d,]+) +[\d.]+\r?$", RegexOptions.Multiline)
            .ToDictionary(static row => row.Groups[1].Value, static row => (Loss: Number(row, 3), Accuracy: Number(row, 4), Steps: Number(row, 5)));
        Assert.Equal(["SGD", "momentum 0.9", "AdaGrad", "RMSprop", "Adam", "AdamW", "full batch", "mini-batches of 32", "single samples"], rows.Keys);
        Assert.All(rows.Where(static row => row.Key != "full batch"), static row => Assert.InRange(row.Value.Accuracy, 85, 100));

        // 480 samples, 60 epochs.
        Assert.Equal((60, 60 * 15, 60 * 480), (rows["full batch"].Steps, rows["mini-batches of 32"].Steps, rows["single samples"].Steps));
        Assert.True(rows["full batch"].Loss > 2 * rows["mini-batches of 32"].Loss);
        Assert.True(rows["SGD"].Loss > rows["Adam"].Loss);
    }

    [BrowserFact]
    public async Task The_page_compares_them_all()
    {
        var browser = await shared.Get();

        await RenderedPage.Check(browser, whole.PathOf("optimizers.html"));

        Assert.Equal("6 6 6 3 3 3", string.Join(" ", await browser.Evaluate<int[]>("NetGenPage.charts.map(chart => chart.figure.querySelectorAll('.curve').length)")));
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(whole.PathOf("losses.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_told_in_one_line()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--epochs", "none");

        Assert.Equal((2, "", "optimizers: '--epochs none' is not understood; --help lists the options."), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
}
