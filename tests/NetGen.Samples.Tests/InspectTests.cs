using System.Xml.Linq;

namespace NetGen.Samples.Tests;

public sealed class InspectTests : IDisposable
{
    private const string Sample = "Inspect";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("inspect");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task The_expression_is_differentiated_node_by_node_with_its_code_beside_it()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--only", "expression");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));

        // y = (2 + 3)·4, and its gradients by the chain rule.
        foreach (var value in (string[])["sum = 5", "y = 20", "∂sum = 4", "∂a = 4", "∂b = 4", "∂c = 5"])
            Assert.Matches($@"(?m)(, |      |^){value}(,|\r?$)", run.Output);
        foreach (var method in (string[])["SumForward", "YForward"])
            Assert.Contains($"public static void {method}(", run.Output, StringComparison.Ordinal);
        Assert.Contains("∂sum = ∂y·c", run.Output, StringComparison.Ordinal);
        Assert.Contains("all gradients agree with central differences", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeNet5_is_shown_from_its_layers_to_its_memory()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--only", "lenet");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"total +44,426 +\d", run.Output);
        Assert.Contains("    n0([\"input<br/><small>[1, 28, 28]</small>\"])", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"how: outer product .+; cheapest of \d+ plans by an estimate: [\d,]+ cycles", run.Output);
        Assert.Matches(@"(?m)^∂conv1 .+\|·+█+\|\r?$", run.Output);
        Assert.Contains("all gradients agree with central differences", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_are_written_of_layers_and_of_both_passes()
    {
        var run = await SampleRun.Of(Sample, folder.FullName, "--out", "pictures");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        foreach (var name in (string[])["expression", "lenet5"])
        {
            foreach (var part in (string[])["layers", "forward", "backward"])
            {
                var path = Path.Combine(folder.FullName, "pictures", $"{name}-{part}");
                Assert.Equal("svg", XDocument.Load(path + ".svg").Root!.Name.LocalName);
                Assert.StartsWith("flowchart TD\n", await File.ReadAllTextAsync(path + ".mmd"), StringComparison.Ordinal);
                Assert.StartsWith("digraph ", await File.ReadAllTextAsync(path + ".dot"), StringComparison.Ordinal);
            }
        }

        var backward = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "pictures", "lenet5-backward.dot"));
        Assert.Contains("∂conv2.weight", backward, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--colour")]
    [InlineData("--only")]
    [InlineData("--only", "resnet")]
    [InlineData("--out", "")]
    public async Task A_wrong_option_is_told_in_one_line(params string[] arguments)
    {
        var run = await SampleRun.Of(Sample, folder.FullName, arguments);

        Assert.Equal((2, $"inspect: '{string.Join(' ', arguments)}' is not understood; --help lists the options."), (run.ExitCode, run.Error.Trim()));
    }
}
