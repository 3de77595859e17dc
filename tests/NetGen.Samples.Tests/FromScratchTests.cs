using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Samples.Tests;

public sealed class FromScratchRun() : WholeRun("FromScratch", "--picture", "spiral.svg");

public sealed class FromScratchTests(FromScratchRun whole) : IClassFixture<FromScratchRun>, IDisposable
{
    private const string Sample = "FromScratch";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("from-scratch");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Both_networks_have_the_same_losses_and_learn()
    {
        var run = whole.Run;

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var losses = Regex.Matches(run.Output, @"^ +(\d+) +(\d\.\d{6}) +(\d\.\d{6})\r?$", RegexOptions.Multiline);
        Assert.Equal(11, losses.Count);
        Assert.All(losses, static row => Assert.Equal(Number(row, 2), Number(row, 3), 2e-6));
        Assert.InRange(Number(losses[0], 2), 0.9, 1.3);
        Assert.InRange(Number(losses[10], 2), 0, 0.1);
        Assert.InRange(Number(Regex.Match(run.Output, @"largest difference ([\d.e-]+)"), 1), 0, 1e-5);
    }

    [Fact]
    public void Every_formula_is_found_in_the_emitted_code()
    {
        var run = whole.Run;

        foreach (var method in (string[])["HiddenForward", "LogitsForward", "LogitsBiasGradient", "LogitsWeightGradient", "HiddenZGradient", "HiddenBiasGradient", "HiddenWeightGradient"])
        {
            var place = Regex.Match(run.Output, $@"SpiralNet\.Kernels\.g\.cs:(\d+), {method}\r?\n +(.+)");
            Assert.True(place.Success, $"{method} is not in:\n{run.Output}");
            Assert.Contains(" = ", place.Groups[2].Value, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_picture_has_all_points_on_regions_of_three_colours()
    {
        var svg = XDocument.Load(whole.PathOf("spiral.svg")).Root!;
        Assert.Equal(180, svg.Elements().Count(static element => element.Name.LocalName == "circle"));
        Assert.Equal(3, svg.Elements().Where(static element => element.Name.LocalName == "rect").Select(static element => element.Attribute("fill")!.Value).Distinct().Count());
    }

    [Theory]
    [InlineData("--colour")]
    [InlineData("--steps")]
    [InlineData("--steps", "0")]
    [InlineData("--steps", "many")]
    [InlineData("--picture", "")]
    public async Task A_wrong_option_is_told_in_one_line(params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, "", $"from-scratch: '{string.Join(' ', arguments)}' is not understood; --help lists the options."), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
