using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class ResidualTests : IDisposable
{
    private const string Sample = "Residual";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("residual");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task As_many_prices_are_below_a_quantile_as_it_says()
    {
        var run = await SampleRun.Of(Sample, folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var shares = Regex.Matches(run.Output, @"quantile 0\.(\d): loss [\d.]+ → [\d.]+, (\d+)% of")
            .ToDictionary(static match => match.Groups[1].Value, static match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        Assert.Equal(["1", "5", "9"], shares.Keys);
        Assert.InRange(shares["1"], 2, 35);
        Assert.InRange(shares["5"], 35, 65);
        Assert.InRange(shares["9"], 75, 99);
    }

    [Fact]
    public async Task A_file_of_other_columns_is_refused()
    {
        var path = Path.Combine(folder.FullName, "houses.csv");
        await File.WriteAllTextAsync(path, "1,2,3\n4,5,6\n");

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", path);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("has 3 columns; 13 facts and a price are expected", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_option_is_refused()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--price");

        Assert.Equal((2, "residual: there is no option '--price'; --help lists them."), (run.ExitCode, run.Error.Trim()));
    }
}
