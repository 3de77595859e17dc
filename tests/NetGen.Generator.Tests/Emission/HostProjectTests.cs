using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>The emitted code fits any project: whatever it is set to, and whatever its own types and members are called.</summary>
public sealed class HostProjectTests
{
    /// <summary>Every schedule and every function of the runtime is in one of these.</summary>
    private const string AllLayers = """
        [Network, Input(4, 9)]
        [Dense(17, Activation.Gelu)]
        [Dense(2, Activation.Mish, Bias = false)]
        [Flatten]
        [Dense(20, Activation.Selu, Initializer = Initializer.HeNormal)]
        [Softmax]
        [Dense(3)]
        [LogSoftmax]
        """;

    /// <summary>In a quick run a few of them, where a test asks for names alone.</summary>
    private static readonly string Layers = TestTier.IsComplete ? AllLayers : "[Network, Input(4, 9), Dense(17, Activation.Gelu), Flatten, Dense(3), LogSoftmax]";

    /// <summary>Members of a network in which each must be reached by the name that the developer gave it.</summary>
    private static readonly string[] ShortNames =
    [
        "Lanes", "Math", "MethodImpl", "MethodImplOptions", "ScalarMath", "Unsafe", "Vector", "Vector256", "VectorMath",
    ];

    public static TheoryData<string> Names => [.. TestTier.OneIn(8, ShortNames)];

    private static IEnumerable<string> ContextualKeywords
        => [.. SyntaxFacts.GetContextualKeywordKinds().Select(static kind => SyntaxFacts.GetText(kind)).Where(static keyword => keyword.Length > 0 && keyword.All(char.IsLower))];

    [Theory]
    [InlineData(NullableContextOptions.Disable, false, LanguageVersion.CSharp12)]
    [InlineData(NullableContextOptions.Enable, true, LanguageVersion.CSharp12)]
    [InlineData(NullableContextOptions.Warnings, true, LanguageVersion.Latest)]
    [InlineData(NullableContextOptions.Enable, true, LanguageVersion.Preview)]
    public void It_compiles_without_a_warning(NullableContextOptions nullable, bool isChecked, LanguageVersion version)
    {
        // The strictest project there is: no implicit usings, every warning an error, documentation asked for.
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            checkOverflow: isChecked,
            allowUnsafe: false,
            warningLevel: 9999,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: nullable);
        var source = $$"""
            using NetGen;
            namespace Strict
            {
                /// <summary>A network.</summary>
                {{AllLayers}}
                public sealed partial class Net { }
            }
            """;
        Assert.Empty(Diagnostics(version, options, source));
    }

    [Theory]
    [InlineData("namespace System.Something { {0} public partial class Net; }")]
    [InlineData("namespace System { {0} public partial class Net; }")]
    [LongInlineData("namespace System.Numerics { {0} public partial class Net; }")]
    [LongInlineData("namespace System.Runtime.Intrinsics { {0} public partial class Net; }")]
    [LongInlineData("namespace NetGen { {0} public partial class Net; }")]
    [InlineData("namespace NetGen.Numerics { {0} public partial class Net; }")]
    [LongInlineData("namespace My.NetGen.System { {0} public partial class Net; }")]
    [LongInlineData("public partial class Outer { {0} protected partial class Net; }")]
    [InlineData("public partial class Outer { public partial class Middle { {0} private partial class Net; } }")]
    [LongInlineData("public partial struct Outer { {0} public partial class Net; }")]
    [LongInlineData("public partial record Outer(int Number) { {0} public partial class Net; }")]
    [InlineData("public partial record struct Outer { {0} public partial class Net; }")]
    [LongInlineData("public partial interface IOuter { {0} public partial class Net; }")]
    [InlineData("public partial class Outer<Vector, T> where T : struct { {0} public partial class Net; }")]
    [InlineData("{0} internal sealed partial class Net : System.IDisposable { public void Dispose() { } }")]
    [InlineData("public class Model { protected int Kernels; protected class Generated; } {0} public partial class Net : Model;")]
    [InlineData("{0} public partial class Net { public int Kernels { get; } public void Generated() { } public float networkParameters, networkGradients, predictionScratch, start; }")]
    [InlineData("{0} public partial class Kernels;")]
    [LongInlineData("{0} public partial class Generated;")]
    [LongInlineData("{0} public partial class Vector;")]
    [LongInlineData("{0} public partial class @class;")]
    [InlineData("namespace @namespace.@in { {0} public partial class @event; }")]
    [InlineData("{0} public partial class Net { private static class NetGenVector; private static class Vector; }")]
    public void It_compiles_wherever_the_class_stands(string source)
        => Host.RunWithoutNullability(source.Replace("{0}", Layers, StringComparison.Ordinal)).AssertClean();

    [Theory]
    [MemberData(nameof(Names))]
    public void A_short_name_of_its_own_may_be_taken(string name)
    {
        Host.RunWithoutNullability(
            $"namespace Type {{ public class {name}; {Layers} public partial class Net; }}",
            $"namespace Inside.{name} {{ public class Other; }} namespace Inside {{ {Layers} public partial class Net; }}",
            $"namespace Own {{ {Layers} public partial class Net {{ public float {name} => 1; }} }}",
            $"namespace Inherited {{ public class Model {{ public void {name}() {{ }} }} {Layers} public partial class Net : Model; }}",
            $"namespace Around {{ public partial class Outer {{ public enum {name}; {Layers} public partial class Net; }} }}",
            $"using {name} = System.Text.StringBuilder; namespace Alias {{ {Layers} public partial class Net {{ public {name}? Own; }} }}").AssertClean();
        Host.RunWithoutNullability($"public class {name}; {Layers} public partial class Net;").AssertClean();
        Host.RunWithoutNullability($"global using {name} = System.Text.StringBuilder;", $"{Layers} public partial class Net;").AssertClean();
    }

    [Fact]
    public void A_name_that_is_not_taken_stays()
    {
        var run = Host.Run($"using Vector = System.Numerics.Vector2; {Layers} public partial class Net {{ public void Method(Vector Vector256) {{ }} }}").AssertClean();

        Assert.All(run.Files.Values, static text => Assert.DoesNotContain("NetGenVector256", text, StringComparison.Ordinal));
    }

    /// <summary>Names that emitted code uses for variables, and letters of other alphabets.</summary>
    private static readonly string[] LayerNames =
    [
        "batch", "sum", "total", "lanes", "term", "count", "row", "rows", "row0", "columns0", "sum00", "workspace", "inputs", "outputs", "samples",
        "start", "scratch", "sample", "feature", "firstSample", "output", "element", "gradients", "gradientsStart", "networkParameters",
        "predictionScratch", "kernels", "generated", "vector256", "math", "hidden_layer_1", "größe", "層"
    ];

    [Fact]
    public void It_compiles_whatever_a_layer_is_called()
        => AssertClean(TestTier.OneIn(8, LayerNames), static name =>
            // The name stands for a dense layer, for one whose gradient needs its output, for an activation, for a reduction and for the input.
            $"[Network, Input(9), Dense(17, Activation.Relu, Name = \"{name}\"), Dense(2)] public partial class A; "
            + $"[Network, Input(9), Dense(17), Dense(2, Activation.Gelu, Name = \"{name}\")] public partial class B; "
            + $"[Network, Input(9), Dense(17), Activation(Activation.Mish, Name = \"{name}\"), Dense(2)] public partial class C; "
            + $"[Network, Input(9), Dense(17), Softmax(Name = \"{name}\"), Dense(2)] public partial class D; "
            + $"[Network, Input(9, Name = \"{name}\"), Dense(17, Activation.Tanh), Dense(2)] public partial class E;");

    [Fact]
    public void A_layer_may_be_called_by_a_contextual_keyword()
        => AssertClean(TestTier.OneIn(8, ContextualKeywords), static keyword =>
            $"[Network, Input(9), Dense(17, Activation.Gelu, Name = \"{keyword}\"), Softmax, Dense(2)] public partial class Net;");

    // One project with a namespace for each name.
    private static void AssertClean(IEnumerable<string> names, Func<string, string> code)
        => Host.RunWithoutNullability([.. names.Select((name, number) => $"namespace N{number} {{ {code(name)} }}")]).AssertClean();

    [Theory]
    [InlineData("class")]
    [InlineData("float")]
    [InlineData("ref")]
    public void A_layer_may_be_called_by_a_keyword(string keyword)
        => Host.Run($"[Network, Input(9, Name = \"this\"), Dense(17, Activation.Gelu, Name = \"{keyword}\"), Dense(2)] public partial class Net;").AssertClean();

    [Fact]
    public void Views_have_the_names_that_the_declaration_gives_them()
    {
        const string Use = "static class Use { static int Count(Net net) => net.HiddenLayer1Weight.Count + net.HiddenLayer1BiasGradient.Count; }";

        Host.Run("[Network, Input(9), Dense(2, Name = \"hidden_layer_1\")] public partial class Net;", Use).AssertClean();
    }

    [Fact]
    public void Networks_of_one_name_stand_beside_each_other()
        => Host.Run($"{Layers} public partial class Net; namespace Space {{ {Layers} public partial class Net; public partial class Outer {{ {Layers} public partial class Net; }} }}").AssertClean();

    [Fact]
    public void It_compiles_in_a_project_that_is_checked_for_CLS_compliance()
    {
        const string Source = """
            [assembly: System.CLSCompliant(true)]
            namespace Space
            {
                [NetGen.Network, NetGen.Input(9), NetGen.Dense(17, NetGen.Activation.Gelu, Name = "층"), NetGen.BatchNorm, NetGen.Dense(2)]
                public partial class Net { }
                public static partial class Functions
                {
                    [NetGen.Differentiable(Order = 2)] public static float Curve(float x, float X) => x * X;
                    [NetGen.Loss] public static float Distance(float x, float y, float _) => _ * (x - y) * (x - y);
                }
            }
            """;
        var run = Host.Run(Source);

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Diagnostics);
        Assert.All(run.Files, static file => Assert.Contains("#pragma warning disable CS3001", file.Value, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp10)]
    [InlineData(LanguageVersion.CSharp11)]
    public void A_version_of_the_language_that_is_too_old_is_told_once(LanguageVersion version)
    {
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);
        var problems = Diagnostics(version, options, """
            #pragma warning disable CS1591
            using NetGen;
            [Network, Input(9), Dense(2)] public partial class Net { public float[] Run() { var net = new Net(1); net.Save(""); return net.Parameters.ToArray(); } }
            [Network] public partial class Body
            {
                [Dense(2)] private partial Tensor Hidden(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);
            }
            public static partial class Functions
            {
                [Differentiable] public static float Square(float x) => x * x;
                [Loss] public static float Distance(float x, float y) => x - y;
                public static float Use() => SquareGradient(3).DX + (float)new DistanceLoss().Evaluate(default, default, 0);
            }
            """);

        var problem = Assert.Single(problems);
        Assert.Equal(("NETGEN133", Location.None), (problem.Id, problem.Location));
        Assert.Contains($"needs C# 12, and this project is set to C# {version.ToDisplayString()}", problem.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    private static List<Diagnostic> Diagnostics(LanguageVersion version, CSharpCompilationOptions options, string source)
    {
        var parse = Host.ParseOptions.WithLanguageVersion(version);
        var compilation = Host.Compile().RemoveAllSyntaxTrees().WithOptions(options).AddSyntaxTrees(CSharpSyntaxTree.ParseText(source, parse, "Net.cs"));
        CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var reported);
        return [.. reported, .. output.GetDiagnostics().Where(static diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)];
    }
}
