using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Readable;

/// <summary>Who decides in which form a network is written: the network itself, else its project.</summary>
public sealed class CodeFormTests
{
    private const string Undecided = "[Network, Input(3), Dense(2)] public partial class Net;";

    [Theory]
    [InlineData("", "", false)]
    [InlineData("", "fast", false)]
    [InlineData("", "readable", true)]
    [InlineData("", "Readable ", true)]
    [InlineData("(Code = EmittedCode.Default)", "readable", true)]
    [InlineData("(Code = EmittedCode.Fast)", "readable", false)]
    [InlineData("(Code = EmittedCode.Readable)", "", true)]
    [InlineData("(Code = EmittedCode.Readable)", "fast", true)]
    public void The_network_decides_and_else_the_project(string network, string project, bool isReadable)
    {
        var run = Run($"[Network{network}, Input(3), Dense(2)] public partial class Net;", project).AssertClean();

        Assert.Equal(isReadable, run.Files["Net.Forward.g.cs"].Contains("new TensorSpan(", StringComparison.Ordinal));
        Assert.Equal(!isReadable, run.Files.Values.Any(static text => text.Contains("Vector256", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_form_that_does_not_exist_is_told_once_for_a_project_with_networks()
    {
        var diagnostic = Assert.Single(Run(Undecided + "[Network, Input(4), Dense(1)] public partial class Other;", "slow").Result.Diagnostics);

        Assert.Equal("NETGEN190", diagnostic.Id);
        Assert.Contains("'slow'", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(Run("public class Nothing;", "slow").Result.Diagnostics);
    }

    /// <summary>The members of a network are the same, so that nothing else of a project changes with the form.</summary>
    [Fact]
    public void Both_forms_have_the_same_public_members()
    {
        Assert.Equal(Members("fast"), Members("readable"));

        static IEnumerable<string> Members(string form)
            => Run("[Network, Input(2, 6, 6), Conv2D(3, 3), BatchNorm, Flatten, Dense(2)] public partial class Net;", form).Load().GetType("Net")!
                .GetMembers().Select(static member => member.ToString()!).Order(StringComparer.Ordinal);
    }

    private static GeneratorRun Run(string source, string project)
        => Host.Run(Host.Compile(source), Host.Driver().WithUpdatedAnalyzerConfigOptions(new ProjectOptions(("NetGenCode", project))));
}
