using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class DebuggingRun() : WholeRun("Debugging", "--picture", "gradients.svg");

public sealed class DebuggingTests(SharedBrowser shared, DebuggingRun whole) : IClassFixture<SharedBrowser>, IClassFixture<DebuggingRun>, IDisposable
{
    private const string Sample = "Debugging";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("debugging");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Each_case_is_diagnosed_and_every_remedy_helps()
    {
        var run = whole.Run;

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        (string Title, string Finding, int Attempts)[] cases =
        [
            ("Vanishing gradients", "vanishing gradients", 4),
            ("Exploding gradients", "exploding gradients", 3),
            ("A learning rate that is too large", "learning rate too large", 3),
            ("A learning rate that is too small", "learning rate too small", 3),
            ("Overfitting", "overfitting", 4),
        ];
        for (var i = 0; i < cases.Length; i++)
        {
            var start = run.Output.IndexOf($"{cases[i].Title}\n", StringComparison.Ordinal);
            var end = i + 1 < cases.Length ? run.Output.IndexOf($"{cases[i + 1].Title}\n", StringComparison.Ordinal) : run.Output.Length;
            var section = run.Output[start..end];
            Assert.Contains($"  > {cases[i].Finding}: ", section, StringComparison.Ordinal);

            // Name, training loss, validation loss, accuracy. The first is the one that fails.
            var rows = Regex.Matches(section, @"^  (\S.*?) {2,}(not finite|[\d.E+-]+) +(not finite|[\d.E+-]+) +([\d.]+%|–)\r?$", RegexOptions.Multiline);
            Assert.Equal(cases[i].Attempts, rows.Count);
            Assert.StartsWith("before: ", rows[0].Groups[1].Value, StringComparison.Ordinal);
            var before = rows[0].Groups[3].Value == "not finite" ? double.PositiveInfinity : Number(rows[0]);
            Assert.All(rows.Skip(1), row => Assert.InRange(Number(row), 0, 0.75 * before));
        }
    }

    [BrowserFact]
    public async Task The_page_tells_all_cases()
    {
        var browser = await shared.Get();

        await RenderedPage.Check(browser, whole.PathOf("debugging.html"));

        Assert.Equal(5, await browser.Evaluate<int>("document.querySelectorAll('h2').length"));
        Assert.Equal(5, await browser.Evaluate<int>("document.querySelectorAll('ul.findings').length"));

        // Before: from the first layer to the last, gradients grow by more than a thousand.
        var gradients = await browser.Evaluate<double[]>("NetGenPage.charts[0].data.series[0].y");
        Assert.InRange(gradients[^1] / gradients[0], 1e3, 1e15);
        Assert.StartsWith("<svg ", await File.ReadAllTextAsync(whole.PathOf("gradients.svg")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_told_in_one_line()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--epochs");

        Assert.Equal((2, "", "debugging: '--epochs' is not understood; --help lists the options."), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    private static double Number(Match row) => double.Parse(row.Groups[3].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
}
