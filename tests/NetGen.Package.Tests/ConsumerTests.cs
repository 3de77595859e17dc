namespace NetGen.Package.Tests;

public class ConsumerTests
{
    private readonly PackedPackage package = OnePackage.Package;

    [Theory]
    [InlineData("enable", "Release")]
    [LongInlineData("enable", "Debug")]
    [LongInlineData("disable", "Release")]
    public void A_strict_project_builds_without_a_warning_and_its_program_trains_and_predicts(string nullable, string configuration)
    {
        var folder = new ConsumerProject("net10.0", nullable).Write(package, $"strict-{nullable}-{configuration}");
        Assert.Contains(" 0 Warning(s)", DotNet.Run(folder, "build", "-c", configuration, DotNet.OneProcess), StringComparison.Ordinal);
        var output = DotNet.Run(folder, $"bin/{configuration}/net10.0/Consumer.dll");
        Assert.Equal("xor 0110\nnested sums to 1\nprivate has 154 parameters\n", output);
    }

    [Fact]
    public void A_mistake_in_a_declaration_is_an_error_of_the_build()
    {
        var folder = new ConsumerProject("net10.0", "enable").Write(package, "mistaken");
        File.WriteAllText(
            Path.Combine(folder, "GlobalNetwork.cs"),
            "/// <summary>No output at all.</summary>\n[NetGen.Network, NetGen.Input(2), NetGen.Dense(0)]\npublic sealed partial class GlobalNetwork;\n");
        var output = DotNet.Fail(folder, "build", DotNet.OneProcess);
        Assert.Matches(@"GlobalNetwork\.cs\(2,\d+\): error NETGEN025: .*\(file:///.*/docs/Diagnostics\.md#netgen025\)", output);
    }
}
