using System.Text.RegularExpressions;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Readable;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Who decides how wide the vectors are: the network itself, else its project. And that nothing of the other width is in the code.</summary>
public sealed class VectorWidthTests
{
    // Long sums, strided loads, maxima across lanes, sums that are cut, copies, tails
    private const string Layers = "Input(3, 9, 7), Conv2D(5, 3, Activation.Tanh, Stride = 2), BatchNorm, Flatten, Dense(37, Activation.Gelu), LayerNorm, Dense(20), Softmax";

    [Theory]
    [InlineData("", "", false)]
    [LongInlineData("", "256", false)]
    [InlineData("", "512", true)]
    [LongInlineData("", " 512 ", true)]
    [LongInlineData("(VectorWidth = VectorWidth.Default)", "512", true)]
    [InlineData("(VectorWidth = VectorWidth.Bits256)", "512", false)]
    [LongInlineData("(VectorWidth = VectorWidth.Bits512)", "", true)]
    [InlineData("(VectorWidth = VectorWidth.Bits512)", "256", true)]
    public void The_network_decides_and_else_the_project(string network, string project, bool isWide)
    {
        var run = Run($"[Network{network}, {Layers}] public partial class Net;", ("NetGenVectorWidth", project)).AssertClean();

        var code = run.Files["Net.Kernels.g.cs"];
        Assert.Equal(isWide, code.Contains("Vector512", StringComparison.Ordinal));
        Assert.Equal(!isWide, code.Contains("Vector256", StringComparison.Ordinal));
        // The names of the runtime's helpers have the width.
        Assert.Equal(isWide, Regex.IsMatch(code, @"\bLanes512\."));
        Assert.Equal(!isWide, Regex.IsMatch(code, @"\bLanes\."));
        Assert.Equal(isWide, code.Contains("LongSum512", StringComparison.Ordinal));
    }

    [Fact]
    public void The_readable_form_has_no_vectors_of_either_width()
    {
        var run = Run($"[Network, {Layers}] public partial class Net;", ("NetGenVectorWidth", "512"), ("NetGenCode", "readable")).AssertClean();

        Assert.DoesNotContain(run.Files.Values, static text => text.Contains("Vector512", StringComparison.Ordinal) || text.Contains("Vector256", StringComparison.Ordinal));
    }

    [Fact]
    public void A_width_that_does_not_exist_is_told_once_for_a_project_with_networks()
    {
        const string Networks = "[Network, Input(3), Dense(2)] public partial class Net; [Network, Input(4), Dense(1)] public partial class Other;";
        var diagnostic = Assert.Single(Run(Networks, ("NetGenVectorWidth", "1024")).Result.Diagnostics);

        Assert.Equal("NETGEN180", diagnostic.Id);
        Assert.Contains("'1024'", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(Run("public class Nothing;", ("NetGenVectorWidth", "1024")).Result.Diagnostics);
    }

    [Fact]
    public void A_member_that_does_not_exist_is_told_at_its_place()
    {
        const string Source = "[Network(VectorWidth = (VectorWidth)128), Input(3), Dense(2)] public partial class Net;";
        var diagnostic = Assert.Single(Run(Source).Result.Diagnostics);

        Assert.Equal("NETGEN026", diagnostic.Id);
        Assert.Contains("128", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains("(VectorWidth)128", Source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length), StringComparison.Ordinal);
    }

    /// <summary>The members of a network are the same, so that nothing else of a project changes with the width.</summary>
    [Fact]
    public void Both_widths_have_the_same_public_members_and_the_same_parameters()
    {
        Assert.Equal(Members("256"), Members("512"));

        static IEnumerable<string> Members(string width)
            => Run($"[Network, {Layers}] public partial class Net;", ("NetGenVectorWidth", width)).Load().GetType("Net")!.GetMembers().Select(static member => member.ToString()!).Order(StringComparer.Ordinal);
    }

    private static GeneratorRun Run(string source, params (string Name, string Value)[] project)
        => Host.Run(Host.Compile(source), Host.Driver().WithUpdatedAnalyzerConfigOptions(new ProjectOptions(project)));
}
