using System.Globalization;
using System.Text.RegularExpressions;

namespace NetGen.Samples.Tests;

public sealed class ForecastTests : IDisposable
{
    private const string Sample = "Forecast";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("forecast");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Both_networks_are_better_than_the_week_before()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--folds", "1", "--epochs", "4");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var errors = Regex.Match(run.Output, @"mean +([\d.]+) +([\d.]+) +([\d.]+)").Groups.Values.Skip(1).Select(static group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray();
        Assert.Equal(3, errors.Length);
        Assert.True(errors[1] < 0.6 * errors[0], run.Output);
        Assert.True(errors[2] < 0.9 * errors[0], run.Output);
        Assert.Equal(3, Regex.Count(await File.ReadAllTextAsync(Path.Combine(folder.FullName, "forecast.svg")), "<polyline"));
    }

    [Fact]
    public async Task A_series_of_ones_own_is_read_from_a_file()
    {
        var lines = Enumerable.Range(0, 1400).Select(static hour => string.Create(CultureInfo.InvariantCulture, $"{hour},{10 * Math.Sin(2 * Math.PI * hour / 24):0.000}"));
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "series.csv"), lines.Prepend("hour,load"));

        var run = await SampleRun.Of(Sample, folder.FullName, "--data", "series.csv", "--folds", "1", "--epochs", "1");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("1,400 hours", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no option '--colour'; --help lists them.", "--colour")]
    [InlineData("--folds takes a whole number from 1, but got '0'.", "--folds", "0")]
    [InlineData("line 3 of short.csv ends with 'much', which is no number.", "--data", "short.csv")]
    [InlineData("few.csv has 2 values, and a forecast takes 1344: eight weeks of hours.", "--data", "few.csv")]
    public async Task What_is_wrong_is_told_in_one_line(string message, params string[] arguments)
    {
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "short.csv"), "load\n1\nmuch\n");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "few.csv"), "load\n1\n2\n");

        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, "", $"forecast: {message}"), (run.ExitCode, run.Output, run.Error.TrimEnd('\r', '\n')));
    }
}
