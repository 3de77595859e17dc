using Microsoft.CodeAnalysis;
using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.NetworkGenerator;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>A forward method is compiled anew when what it computes changes, wherever that is written, and only then.</summary>
public sealed class BodyCachingTests
{
    private const string Network = """
        using NetGen;
        using static NetGen.Functional;

        [Network]
        public sealed partial class Net
        {
            [Dense(6)] private partial Tensor Stem(Tensor x);

            [Forward]
            private Tensor Forward([Shape(3)] Tensor x)
            {
                var h = Relu(Stem(x));
                for (var i = 0; i < Settings.Depth; i++)
                    h = Helpers.Scaled(h, i);
                return h;
            }

            public int Answer() => 41;
        }

        [Network, Input(4)]
        [Dense(3)]
        public sealed partial class IrisNet;
        """;

    // It has an attribute: see CachingTests.
    private const string Helpers = """
        using NetGen;

        [Serializable] public static class Settings { public const int Depth = 2; public const int Width = 9; }

        public static class Helpers
        {
            public static Tensor Scaled(Tensor x, int by) => x * (by + 2);
            public static int Unrelated() => 1;
        }
        """;

    public static TheoryData<string, string> UnrelatedEdits => new()
    {
        { "using NetGen;", "// A comment above.\n\nusing NetGen;" },
        { "Answer() => 41", "Answer() => 42" },
        { "        var h = Relu", "        var h  =  Relu" },
        { "i < Settings.Depth", "i < 1 + 1" },
        { "private Tensor Forward", "/// <summary>Reads.</summary>\n    private Tensor Forward" },
        { "public int Answer", "private static Tensor Unused(Tensor x) => x * 3;\n\n    public int Answer" },
    };

    [Theory]
    [MemberData(nameof(UnrelatedEdits))]
    public void An_edit_that_leaves_what_is_computed_makes_nothing_anew(string text, string edited)
    {
        var result = RunAgain(0, text, edited, out var compiled);

        result.AssertNothingIsMadeAnew();
        Assert.Empty(compiled);
    }

    [Theory]
    [InlineData("Width = 9", "Width = 10")]
    [InlineData("Unrelated() => 1", "Unrelated() => 2")]
    public void An_edit_of_another_file_that_the_method_does_not_use_makes_nothing_anew(string text, string edited)
    {
        var result = RunAgain(1, text, edited, out var compiled);

        result.AssertNothingIsMadeAnew();
        Assert.Empty(compiled);
    }

    [Theory]
    [InlineData(0, "Relu(Stem", "Tanh(Stem")]
    [InlineData(0, "Dense(6)", "Dense(7)")]
    [InlineData(0, "Shape(3)", "Shape(4)")]
    [InlineData(0, "Scaled(h, i)", "Scaled(h, i + 0)")]
    [InlineData(1, "Depth = 2", "Depth = 3")]
    [InlineData(1, "by + 2", "by + 3")]
    public void An_edit_of_what_is_computed_compiles_that_network_alone(int file, string text, string edited)
    {
        RunAgain(file, text, edited, out var compiled);

        Assert.Equal(["Net"], compiled);
    }

    /// <summary>The emitted code says on which line of the method a step is.</summary>
    [Fact]
    public void A_line_that_is_added_to_the_method_compiles_that_network_alone()
    {
        RunAgain(0, "        var h = Relu", "        // the stem\n        var h = Relu", out var compiled);

        Assert.Equal(["Net"], compiled);
    }

    [Fact]
    public void Diagnostics_of_evaluation_follow_the_text_without_a_compilation()
    {
        var source = Network.Replace("return h;", "return Reshape(h, 5);", StringComparison.Ordinal);
        var compilation = Host.Compile(source, Helpers);
        var driver = Host.Driver().RunGenerators(compilation);
        var line = Line(driver);

        driver = driver.RunGenerators(compilation.WithSource(0, "\n\n" + source));

        Assert.Equal(line + 2, Line(driver));
        Assert.All(driver.GetRunResult().Results.Single().Outputs(Steps.Outcomes), static output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));

        static int Line(GeneratorDriver driver) => Assert.Single(driver.GetRunResult().Diagnostics).Location.GetLineSpan().StartLinePosition.Line;
    }

    private static GeneratorRunResult RunAgain(int file, string text, string edited, out IEnumerable<string> compiled)
    {
        string[] sources = [Network, Helpers];
        Assert.Contains(text, sources[file], StringComparison.Ordinal);
        var compilation = Host.Compile(sources);
        var declarations = new Declarations();
        var driver = Host.Driver(declarations.Compile).RunGenerators(compilation);
        declarations.Clear();
        var result = driver.RunGenerators(compilation.WithSource(file, sources[file].Replace(text, edited, StringComparison.Ordinal))).GetRunResult().Results.Single();
        compiled = declarations.Names;
        return result;
    }
}
