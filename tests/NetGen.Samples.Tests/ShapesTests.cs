using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class ShapesTests : IDisposable
{
    private const string Sample = "Shapes";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("shapes");

    public void Dispose() => folder.Delete(recursive: true);

    [LongFact]
    public async Task One_network_underfits_one_overfits_and_one_learns_the_shapes()
    {
        var run = await SampleRun.Of(Sample, folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var accuracies = Regex.Matches(run.Output, @"^(.{44}) *([\d.]+)% +([\d.]+)%", RegexOptions.Multiline)
            .ToDictionary(static match => match.Groups[1].Value.Trim(), static match => (Train: Number(match, 2), Test: Number(match, 3)));
        var (simple, dense, best) = (accuracies["four numbers a picture"], accuracies["dense, nothing against overfitting"], accuracies["residual, all of it"]);
        Assert.InRange(simple.Train, 20, 60);
        Assert.InRange(dense.Train, 95, 100);
        Assert.InRange(dense.Test, 20, 65);
        Assert.InRange(best.Test, 85, 100);
    }

    [Fact]
    public async Task A_wrong_option_is_refused()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--epochs", "0");

        Assert.Equal((2, "shapes: '--epochs 0' is not understood; --help lists the options."), (run.ExitCode, run.Error.Trim()));
    }

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);
}
