using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Samples.Tests;

public sealed class GradientDescentTests : IDisposable
{
    private const string Sample = "GradientDescent";

    private static readonly string[] Optimizers =
        ["SGD", "SGD, momentum 0.9", "SGD, Nesterov 0.9", "Adagrad", "Adadelta", "RMSprop", "Adam", "AdamW", "NAdam"];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("gradient-descent");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Every_optimizer_comes_down_on_every_landscape()
    {
        var run = await SampleRun.Of(Sample, folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        // Where they start: by the functions' definitions, above their least values.
        (string Landscape, double Start)[] starts =
        [
            ("Rosenbrock", 4 + (100 * 1.5 * 1.5)),
            ("Himmelblau", Math.Pow(-0.9 - 11, 2) + Math.Pow(0.81 - 7, 2)),
            ("Saddle", (1.4 * 1.4) + (Math.Pow(0.01, 4) / 4) - (0.01 * 0.01 / 2) + 0.25),
        ];
        foreach (var (landscape, start) in starts)
        {
            var section = run.Output[run.Output.IndexOf(landscape + ":", StringComparison.Ordinal)..];
            foreach (var optimizer in Optimizers)
            {
                var row = Regex.Match(section, $@"  {Regex.Escape(optimizer)} +[\d.]+ +(\d+ steps|–) +(\d+\.\d+)");
                Assert.True(row.Success, $"{optimizer} has no row under {landscape}:\n{section}");
                Assert.InRange(double.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture), 0, start / 20);
            }
        }
    }

    [Fact]
    public async Task A_rate_is_too_small_one_is_right_and_one_is_too_large()
    {
        var run = await SampleRun.Of(Sample, folder.FullName);

        Assert.Contains("0.001 is too small", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.01 is right", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.0195 is too large", run.Output, StringComparison.Ordinal);
        // The lowest height of each plot stands at the left of its last line: only the right one reaches the minimum.
        var lowest = Regex.Matches(run.Output, @"(\d+\.?\d*) ┤").Select(static match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).TakeLast(3).ToArray();
        Assert.InRange(lowest[0], 1, 10);
        Assert.InRange(lowest[1], 0, 1e-3);
        Assert.InRange(lowest[2], 0.1, 1);
    }

    [Fact]
    public async Task The_picture_shows_every_way_from_its_start()
    {
        var path = Path.Combine(folder.FullName, "ways.svg");
        var run = await SampleRun.Of(Sample, folder.FullName, "--output", path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(path, run.Output, StringComparison.Ordinal);
        var svg = XDocument.Load(path);
        XNamespace space = "http://www.w3.org/2000/svg";
        var panels = svg.Root!.Elements(space + "g").Where(group => group.Elements(space + "use").Any()).ToArray();
        Assert.Equal(6, panels.Length);
        Assert.Equal(["#Rosenbrock", "#Himmelblau", "#Saddle", "#Himmelblau", "#Himmelblau", "#Himmelblau"], panels.Select(panel => panel.Element(space + "use")!.Attribute("href")!.Value));
        for (var i = 0; i < panels.Length; i++)
        {
            // Each way has a light edge below it.
            var ways = panels[i].Element(space + "g")!.Elements(space + "path").Select(static way => way.Attribute("d")!.Value).ToArray();
            Assert.Equal(i < 3 ? 2 * Optimizers.Length : 2, ways.Length);
            Assert.Single(ways.Select(static way => way.Split('l')[0]).Distinct());
            Assert.All(ways, static way => Assert.Matches(@"^M-?[\d.]+ -?[\d.]+(l-?[\d.]+ -?[\d.]+)+$", way));
        }

        var words = svg.Descendants(space + "text").Select(static text => text.Value).ToArray();
        Assert.All(Optimizers, optimizer => Assert.Equal(3, words.Count(word => word == optimizer)));
        // Shaded fields are PNGs that can be read by their signature.
        Assert.All(svg.Descendants(space + "image"), static image => Assert.StartsWith("data:image/png;base64,iVBORw0KGgo", image.Attribute("href")!.Value, StringComparison.Ordinal));
        Assert.Equal(3, svg.Descendants(space + "image").Count());
    }

    [Fact]
    public async Task The_same_picture_comes_of_every_run()
    {
        await SampleRun.Of(Sample, folder.FullName, "--output=first.svg");
        await SampleRun.Of(Sample, folder.FullName, "--output=second.svg");

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "first.svg")), await File.ReadAllTextAsync(Path.Combine(folder.FullName, "second.svg")));
    }

    [Fact]
    public async Task Help_lists_the_options()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--help");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("--output PATH", run.Output, StringComparison.Ordinal);
        Assert.Empty(folder.GetFiles());
    }

    [Theory]
    [InlineData("there is no option '--colour'; --help lists them.", "--colour")]
    [InlineData("--output needs a value: --output PATH.", "--output")]
    [InlineData("--output needs a value: --output PATH.", "--output=")]
    [InlineData("--output: '.' is a folder.", "--output", ".")]
    [InlineData("--page needs a value: --page PATH.", "--page")]
    [InlineData("--page: '.' is a folder.", "--page", ".")]
    [InlineData("--help takes no value.", "--help=yes")]
    public async Task A_wrong_option_is_told_in_one_line(string message, params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, $"gradient-descent: {message}{Environment.NewLine}", ""), (run.ExitCode, run.Error, run.Output));
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_told_before_anything_is_computed()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--output", Path.Combine("missing", "ways.svg"));

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Equal($"gradient-descent: --output: there is no folder '{Path.Combine(folder.FullName, "missing")}'.{Environment.NewLine}", run.Error);
    }
}
