using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.NetworkGenerator;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>The compiler reruns the generator on nearly every keystroke: what an edit does not concern is not made again.</summary>
public sealed class CachingTests
{
    private const string Networks = """
        using NetGen;

        public static class Program
        {
            public static int Main() => 0;
        }

        [Network, Input(784)]
        [Dense(128, Activation.Relu, Name = "hidden")]
        [Dense(10)]
        public sealed partial class DigitNet
        {
            public int Answer() => 41;
        }

        [Network, Input(4)]
        [Dense(3)]
        public sealed partial class IrisNet;
        """;

    // It has an attribute: Roslyn keeps its place among the files that may have networks only if it is one of them before and after the edit.
    private const string Other = "[Serializable] public class Other { public int Value => 1; }";

    /// <summary>Edits that leave the networks as they are: what is replaced in their file, and by what.</summary>
    public static TheoryData<string, string> UnrelatedEdits => new()
    {
        { "using NetGen;", "// A comment above, which moves everything below.\n\nusing NetGen;" },
        { "Main() => 0", "Main() => Environment.ProcessId" },
        { "Answer() => 41", "Answer() => 42" },
        { "public int Answer() => 41;", "public int Answer() => 41;\n    public int Question() => 7 * 9;" },
        { "[Dense(10)]", "[Dense(units: 5 + 5, Activation.None)] // the digits" },
        { "[Network, Input(784)]", "/// <summary>Reads digits.</summary>\n[Network]\n[Input(784)]" },
        { "public sealed partial class IrisNet;", "public sealed partial class IrisNet\n{\n    // soon\n}" },
    };

    [Fact]
    public void An_edit_of_another_file_makes_nothing_anew()
    {
        var compilation = Host.Compile(Networks, Other);

        var result = RunAgain(compilation, compilation.WithSource(1, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)), out var compiled);

        result.AssertNothingIsMadeAnew();
        Assert.All(result.Outputs(Steps.Networks), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.Empty(compiled);
    }

    [Fact]
    public void A_type_without_its_mark_is_not_read_anew_and_networks_are_no_suspects()
    {
        var compilation = Host.Compile("[Input(2), Dense(1)] public partial class Unmarked;", Other);

        var result = RunAgain(compilation, compilation.WithSource(1, Other.Replace("=> 1", "=> 2", StringComparison.Ordinal)), out _);

        Assert.Equal([IncrementalStepRunReason.Cached], result.Outputs(Steps.Unmarked).Select(static output => output.Reason));
        Assert.Single(result.Diagnostics);
        Assert.Empty(Host.Run(Networks).Result.Outputs(Steps.Unmarked));
    }

    [Theory]
    [MemberData(nameof(UnrelatedEdits))]
    public void An_edit_of_the_same_file_that_leaves_the_networks_as_they_are_makes_nothing_anew(string text, string edited)
    {
        var result = RunAgain(text, edited, out var compiled);

        result.AssertNothingIsMadeAnew();
        Assert.Equal(2, result.Outputs(Steps.Files).Count());
        Assert.Empty(compiled);
    }

    [Theory]
    [InlineData("Dense(3)", "Dense(4)", "IrisNet")]
    [InlineData("Dense(3)", "Dense(3, Bias = false)", "IrisNet")]
    [InlineData("Input(784)", "Input(28, 28)", "DigitNet")]
    [InlineData("\"hidden\"", "\"features\"", "DigitNet")]
    public void An_edit_of_one_network_compiles_that_one_alone(string text, string edited, string network)
    {
        var result = RunAgain(text, edited, out var compiled);

        Assert.Equal([network], compiled);
        Assert.Equal(
            [IncrementalStepRunReason.Cached, IncrementalStepRunReason.Modified],
            result.Outputs(Steps.Files).Select(static output => output.Reason).OrderDescending());
    }

    [Fact]
    public void A_network_more_below_the_others_compiles_that_one_alone()
    {
        RunAgain("partial class IrisNet;", "partial class IrisNet;\n[Network, Input(2), Dense(1)] partial class Xor;", out var compiled);

        Assert.Equal(["Xor"], compiled);
    }

    [Fact]
    public void A_network_more_in_another_file_compiles_that_one_alone()
    {
        var compilation = Host.Compile(Other, Networks);

        RunAgain(compilation, compilation.WithSource(0, Other + "\n[Network, Input(2), Dense(1)] partial class Xor;"), out var compiled);

        Assert.Equal(["Xor"], compiled);
    }

    [Fact]
    public void Diagnostics_follow_the_text_without_a_compilation()
    {
        var compilation = Host.Compile(Networks.Replace("Dense(3)", "Dense(0)", StringComparison.Ordinal));
        var line = Line(Host.Run(compilation).Result);

        var result = RunAgain(
            compilation, compilation.WithSource(0, "\n\n" + compilation.SyntaxTrees.Single(static tree => tree.FilePath == Host.FileName(0))), out var compiled);

        Assert.Empty(compiled);
        Assert.Equal(line + 2, Line(result));
        Assert.All(result.Outputs(Steps.Files), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));

        static int Line(GeneratorRunResult result) => Assert.Single(result.Diagnostics).Location.GetLineSpan().StartLinePosition.Line;
    }

    [Fact]
    public void Every_step_can_be_watched()
    {
        var result = Host.Run("""
            [Network, Input(2), Dense(1)] partial class Whole;
            [Network, Input(2), Dense(0)] partial class Broken;
            """).Result;

        Assert.All(TrackedSteps.All, step => Assert.NotEmpty(result.Outputs(step)));
    }

    [Fact]
    public void Each_network_is_compiled_once()
    {
        var declarations = new Declarations();
        Host.Run(Host.Compile(Networks), declarations.Compile);

        Assert.Equal(["DigitNet", "IrisNet"], declarations.Names);
    }

    private static GeneratorRunResult RunAgain(string text, string edited, out IEnumerable<string> compiled)
    {
        Assert.Contains(text, Networks, StringComparison.Ordinal);
        var compilation = Host.Compile(Networks);
        return RunAgain(compilation, compilation.WithSource(0, Networks.Replace(text, edited, StringComparison.Ordinal)), out compiled);
    }

    /// <summary>Runs the generator before and after an edit, and tells which networks the second run compiled.</summary>
    private static GeneratorRunResult RunAgain(Microsoft.CodeAnalysis.Compilation before, Microsoft.CodeAnalysis.Compilation after, out IEnumerable<string> compiled)
    {
        var declarations = new Declarations();
        var driver = Host.Driver(declarations.Compile).RunGenerators(before);
        declarations.Clear();
        var result = driver.RunGenerators(after).GetRunResult().Results.Single();
        compiled = declarations.Names;
        return result;
    }
}
