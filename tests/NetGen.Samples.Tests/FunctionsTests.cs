using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace NetGen.Samples.Tests;

public sealed class FunctionsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("functions");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Functions_are_fitted_to_data_and_drawn()
    {
        var run = await SampleRun.Of("Functions", folder.FullName);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var losses = Numbers(run.Output, @"published parameters ([\d.]+), fitted ([\d.]+)");
        Assert.InRange(losses[1], 0.2, losses[0] - 0.03);
        var pendulum = Numbers(run.Output, @"pull ([\d.]+) \(6\.20\), friction ([\d.]+) \(0\.30\), start ([\d.]+) \(1\.20\)");
        Assert.Equal(6.2, pendulum[0], 0.05);
        Assert.Equal(0.3, pendulum[1], 0.02);
        Assert.Equal(1.2, pendulum[2], 0.02);
        Assert.InRange(Numbers(run.Output, @"step 0: error ([\d.]+)")[0], 10, 1000);
        Assert.Equal(0, Numbers(run.Output, @"step 7: error ([\d.]+)")[0], 1e-6);
        foreach (var picture in (string[])["flashcards.svg", "pendulum.svg", "camera.svg"])
            Assert.Contains(XDocument.Load(Path.Combine(folder.FullName, picture)).Descendants(), static element => element.Name.LocalName == "polyline");
    }

    private static double[] Numbers(string output, string pattern)
        => [.. Regex.Match(output, pattern).Groups.Values.Skip(1).Select(static group => double.Parse(group.Value, CultureInfo.InvariantCulture))];
}
