using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.FunctionPipeline;

namespace NetGen.Generator.Tests.Incrementality;

/// <summary>What an edit does not concern is not differentiated again; what it does concern is, in whatever file it was made.</summary>
public sealed class FunctionCachingTests
{
    private const string Functions = """
        using NetGen;

        public static partial class Functions
        {
            [Differentiable(Order = 2)]
            public static double Rosenbrock(double x, double y)
            {
                var valley = y - x * x;
                return (1 - x) * (1 - x) + 100 * Parts.Square(valley);
            }

            [Loss]
            public static float Quantile(float prediction, float target)
                => prediction < target ? 0.9f * (target - prediction) : 0.1f * (prediction - target);

            public static int Answer() => 41;
        }
        """;

    private const string Parts = """
        public static partial class Parts
        {
            [Differentiable]
            public static double Square(double x) => x * x;
        }
        """;

    private const string Networks = """
        [Network, Input(2), Dense(1, ActivationMethod = nameof(Swish))]
        public sealed partial class Net
        {
            [Differentiable] public static float Swish(float x) => x / (1 + MathF.Exp(-x));
        }
        """;

    public static TheoryData<string, string> UnrelatedEdits => new()
    {
        { "using NetGen;", "// A comment above, which moves everything below.\n\nusing NetGen;" },
        { "Answer() => 41", "Answer() => 42" },
        { "=> 41;", "=> 41;\n    public static int Question() => 7 * 9;" },
        { "var valley = y - x * x;", "// the valley\n        double valley = (y) - x * (x);" },
        { "[Differentiable(Order = 2)]", "/// <summary>A valley.</summary>\n    [Differentiable(Order = 1 + 1)]" },
        { "=> prediction < target", "// asymmetric\n        => prediction < target" },
    };

    [Theory]
    [MemberData(nameof(UnrelatedEdits))]
    public void An_edit_that_leaves_the_functions_as_they_are_makes_nothing_anew(string text, string edited)
    {
        var result = RunAgain(0, Functions, text, edited);

        Assert.NotEmpty(result.FinalReasons());
        Assert.All(result.FinalReasons(), static reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        Assert.All(
            ((string[])[Steps.FunctionDeclarations, Steps.FunctionOutcomes, Steps.FunctionFiles, Steps.FunctionProblems]).SelectMany(step => result.Outputs(step)),
            static output => Assert.True(output.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void An_edit_of_a_function_in_another_file_makes_those_that_call_it_anew_and_no_others()
    {
        var result = RunAgain(1, Parts, "x * x", "x * x * x * x");

        Assert.Equal(
            ["Functions.Rosenbrock.Differentiable.g.cs", "Parts.Square.Differentiable.g.cs"],
            Changed(result));
        Assert.Contains("valley", Text(result, "Functions.Rosenbrock.Differentiable.g.cs"), StringComparison.Ordinal);
        Assert.Contains("+ 100·(y − x²)⁴", Text(result, "Functions.Rosenbrock.Differentiable.g.cs"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_one_function_makes_that_one_anew()
        => Assert.Equal(["Functions.Quantile.Loss.g.cs"], Changed(RunAgain(0, Functions, "0.9f", "0.95f")));

    [Fact]
    public void An_edit_of_an_activation_method_makes_its_network_anew()
        => Assert.Equal(
            ["Net.Description.g.cs", "Net.Forward.g.cs", "Net.Kernels.g.cs", "Net.Swish.Differentiable.g.cs"],
            Changed(RunAgain(2, Networks, "Exp(-x)", "Exp(-2 * x)"), NetworkGenerator.Steps.Files));

    [Fact]
    public void Every_step_can_be_watched()
    {
        var result = Host.Run(Functions, Parts, Networks, "public class Fixed { [Differentiable] static float F(float x) => x; }").Result;

        Assert.All(
            [Steps.Functions, Steps.FunctionDeclarations, Steps.FunctionFileNames, Steps.FunctionOutcomes, Steps.FunctionFiles, Steps.FunctionProblems],
            step => Assert.NotEmpty(result.Outputs(step)));
    }

    [Fact]
    public void Models_hold_nothing_of_Roslyn_and_those_of_the_same_text_are_equal()
    {
        string[] sources =
        [
            Functions, Parts, Networks,
            "public class Fixed { [Differentiable] static float F(float x) => x; }",
            "static partial class Wrong { [Differentiable(Order = 3)] static float F(float x) => x % 2; [Loss] static float G(float x) => x; }",
        ];
        var first = Host.Run(sources).Result;
        var second = Host.Run(sources).Result;
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var step in (string[])[Steps.Functions, Steps.FunctionDeclarations, Steps.FunctionFileNames, Steps.FunctionOutcomes, Steps.FunctionFiles, Steps.FunctionProblems])
        {
            var values = first.Outputs(step).Select(static output => output.Value).ToList();
            Assert.Equal(values, second.Outputs(step).Select(static output => output.Value), EqualityComparer<object>.Default);
            Assert.Equal(values.Select(static value => value.GetHashCode()), second.Outputs(step).Select(static output => output.Value.GetHashCode()));
            foreach (var value in values)
                ModelTests.Walk(value, step, seen);
        }

        Assert.True(seen.Count > 100, $"Only {seen.Count} objects were found.");
    }

    [Fact]
    public void A_declaration_that_differs_in_one_number_is_another()
    {
        static FunctionDeclaration Read(string body) => (FunctionDeclaration)Host.Run(
            $"static partial class Functions {{ [Differentiable] static float F(float x) => {body}; }}").Result.Outputs(Steps.FunctionDeclarations).Single().Value;

        Assert.Equal(Read("x * 2 + 1"), Read("(x * 2f) + 1"));
        Assert.NotEqual(Read("x * 2 + 1"), Read("x * 2 + 1.5f"));
        Assert.NotEqual(Read("x < 1 ? x : 1"), Read("x <= 1 ? x : 1"));
    }

    private static GeneratorRunResult RunAgain(int file, string source, string text, string edited)
    {
        Assert.Contains(text, source, StringComparison.Ordinal);
        CSharpCompilation compilation = Host.Compile(Functions, Parts, Networks);
        var driver = Host.Driver().RunGenerators(compilation);
        Assert.Empty(driver.GetRunResult().Diagnostics);
        return driver.RunGenerators(compilation.WithSource(file, source.Replace(text, edited, StringComparison.Ordinal))).GetRunResult().Results.Single();
    }

    private static IEnumerable<string> Changed(GeneratorRunResult result, params string[] steps)
        => ((string[])[Steps.FunctionFiles, .. steps]).SelectMany(step => result.Outputs(step))
            .Where(static output => output.Reason is not (IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged))
            .Select(static output => ((NetGen.Generator.Emission.SourceFile)output.Value).Name).Order(StringComparer.Ordinal);

    private static string Text(GeneratorRunResult result, string file)
        => result.GeneratedSources.Single(source => source.HintName == file).SourceText.ToString();
}
