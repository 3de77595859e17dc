using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>The emitted code compiles, and means the right thing, whatever the developer's layers, inputs, locals, members, types and namespaces are called.</summary>
public sealed class NameTests
{
    /// <summary>Names that emitted code uses for something else, in one way or another, and words of C#.</summary>
    private static readonly string[] Nasty =
    [
        "Kernels", "Generated", "Vector", "Math", "MathF", "Unsafe", "Vector256", "Lanes", "VectorMath", "ScalarMath", "MethodImpl", "MethodImplOptions",
        "Workspace", "Network", "System", "NetGen", "Span", "Tensor", "TensorView", "Functional", "INetwork", "networkParameters", "networkGradients",
        "predictionScratch", "workspace", "batch", "gradients", "inputs", "outputs", "samples", "start", "scratch", "seed", "path", "Element", "Value",
        "Class", "@class", "@ref", "@this", "@base", "@global", "@nameof", "@value", "@field", "@var", "@_", "_", "__", "_1", "_x", "层", "Größe", "P320", "p_32",
    ];

    /// <summary>Names of a network's own public members, which inputs and locals may have.</summary>
    private static readonly string[] Public = ["Parameters", "Gradients", "Description", "Predict", "CreateWorkspace", "Save", "Load"];

    /// <summary>Names of types: no two of one spelling but for case, and none called 'var', which would mean that type in all code.</summary>
    private static readonly string[] Types =
        [.. Nasty.Where(static name => char.IsUpper(name[0]) || (name[0] == '@' && name != "@var")).DistinctBy(static name => name.TrimStart('@'), StringComparer.OrdinalIgnoreCase)];

    private static IEnumerable<string> Layers => Nasty.Where(static name => char.IsLetter(name.TrimStart('@')[0]));

    private const string Body = """
        {
            [global::NetGen.Dense(19, global::NetGen.Activation.Gelu)] private partial global::NetGen.Tensor Hidden(global::NetGen.Tensor x);
            [global::NetGen.Dense(3)] private partial global::NetGen.Tensor Last(global::NetGen.Tensor x);
            [global::NetGen.Forward] private global::NetGen.Tensor Forward([global::NetGen.Shape(9)] global::NetGen.Tensor x) => Last(Hidden(x));
            [global::NetGen.Differentiable] public static float Curve(float x, float y) => x * global::System.MathF.Exp(x - y);
            [global::NetGen.Loss] public static float Distance(float x, float y, float scale) => scale * (x - y) * (x - y);
        }
        """;

    /// <summary>In an interface no gradient can stand.</summary>
    private static string WithoutFunctions => Net[..Net.IndexOf("[global::NetGen.Differentiable]", StringComparison.Ordinal)] + "}";

    private const string Net = "[global::NetGen.Network] public partial class Net " + Body;

    [Fact]
    public void A_layer_may_have_any_name()
        => AssertClean(TestTier.OneIn(6, Layers), static name => $$"""
            [Network]
            public partial class Net
            {
                [Dense(9, Activation.Gelu)] private partial Tensor {{name}}(Tensor x);
                [Dense(9, Count = 2)] private partial Tensor {{name}}s(int index, Tensor x);
                [Parameter(9)] private partial Tensor {{name}}Scale();
                [Dense(2)] private partial Tensor Last(Tensor x);
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => Last({{name}}s(1, {{name}}s(0, {{name}}(x))) * {{name}}Scale());
            }
            [Network]
            public partial class Own
            {
                [Parameter(9)] private partial Tensor {{name}}();
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => x * {{name}}();
            }
            """);

    [Fact]
    public void An_input_an_output_a_target_and_a_local_may_have_any_name()
        => AssertClean(TestTier.OneIn(6, [.. Nasty, .. Public]), static name => $$"""
            [Network]
            public partial class Inputs
            {
                [Dense(9)] private partial Tensor Hidden(Tensor x);
                [Dense(9)] private partial Tensor Other(Tensor {{name}});
                [Forward] private (Tensor first, Tensor other) Forward([Shape(9)] Tensor {{name}}, [Shape(9)] Tensor y) => (global::NetGen.Functional.Gelu(Hidden({{name}})), Other(y));
                [Objective] private Tensor Objective(Tensor first, Tensor second, Tensor {{name}}, [Shape(9)] Tensor target)
                    => global::NetGen.Functional.Sum((first - target) * (second - {{name}}));
            }
            [Network]
            public partial class Outputs
            {
                [Dense(9)] private partial Tensor Hidden(Tensor x);
                [Forward] private (Tensor {{(name is "_" or "@_" ? "o" : name)}}, Tensor) Forward([Shape(9)] Tensor x)
                {
                    var {{name}} = global::NetGen.Functional.Relu(Hidden(x));
                    return ({{name}} * {{name}}, {{name}});
                }
            }
            [Network]
            public partial class Targets
            {
                [Parameter(9)] private partial Tensor Scale();
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => x * Scale();
                [Objective] private Tensor Objective(Tensor output, [Shape(9)] Tensor {{name}}) => global::NetGen.Functional.Sum((output - {{name}}) * (output - {{name}}));
            }
            """);

    [Theory]
    [InlineData("public int {0} { get; set; }")]
    [InlineData("private static global::NetGen.Tensor {0}(global::NetGen.Tensor x, int y) => x * y; public static float {0}(float x) => x;")]
    public void A_member_may_have_any_name(string member)
        => AssertClean(TestTier.OneIn(6, Nasty), name => Net.Replace("{\n", "{\n" + member.Replace("{0}", name, StringComparison.Ordinal) + "\n", StringComparison.Ordinal));

    [Fact]
    public void A_nested_type_may_have_any_name()
        => AssertClean(TestTier.OneIn(6, Types), static name => Net.Replace("{\n", $"{{\npublic class {name} {{ }}\n", StringComparison.Ordinal));

    [Fact]
    public void A_type_or_a_namespace_around_may_have_any_name()
    {
        AssertClean(TestTier.OneIn(6, Types), static name => $"public class {name} {{ }} {Net}");
        AssertClean(TestTier.OneIn(6, Types), static name => $"namespace {name} {{ {Net} }} {Net}");
        AssertClean(TestTier.OneIn(6, Types), static name => $"public partial class Outer {{ public class {name} {{ }} {Net} }}");
        AssertClean(TestTier.OneIn(6, Types), static name => $"public interface IBase {{ public class {name} {{ }} }} public partial interface IOuter : IBase {{ {WithoutFunctions} }}");
        AssertClean(TestTier.OneIn(6, Types), static name => $"[global::NetGen.Network] public partial class {name} {Body}");
    }

    [Fact]
    public void A_type_or_an_alias_of_the_project_may_have_any_name()
    {
        var types = Types.Where(static name => name is not ("System" or "NetGen")).ToList();
        Host.RunWithoutNullability(string.Concat(types.Select(static name => $"public class {name} {{ }} ")), Net, "namespace Space { " + Net + " }").AssertClean();
        var aliases = types.Except(["Network", "Tensor"]).ToList();
        Host.RunWithoutNullability(string.Concat(aliases.Select(static name => $"global using {name} = global::System.Text.StringBuilder; ")), Net, "namespace Space { " + Net + " }").AssertClean();
    }

    [Theory]
    [InlineData("Parameters")]
    [InlineData("Gradients")]
    [InlineData("Description")]
    public void A_layer_that_is_called_as_a_property_is_told_and_nothing_else(string name)
        => Assert.Equal(["NETGEN006"], Host.Run($$"""
            [Network]
            public partial class Net
            {
                [Dense(3)] private partial Tensor {{name}}(Tensor x);
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => {{name}}(x);
            }
            """).Result.Diagnostics.Select(static diagnostic => diagnostic.Id));

    [Fact]
    public void Names_that_differ_in_files_are_accepted()
    {
        var run = Host.Run("""
            [Network]
            public partial class Net
            {
                [Dense(9, Count = 3)] private partial Tensor P32(int index, Tensor x);
                [Dense(9)] private partial Tensor P320(Tensor x);
                [Dense(9)] private partial Tensor P3(Tensor x);
                [Dense(9, Name = "p3_2")] private partial Tensor Third(Tensor x);
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => Third(P3(P320(P32(2, P32(1, P32(0, x))))));
            }
            static class Use { static int Count(Net net) => net.P320Weight.Count + net.P320Weight2.Count + net.P320Weight2Gradient.Count + net.P32Weight.Count; }
            """,
            """
            [Network, Input(9)]
            [Dense(3, Name = "fc1"), Dense(3, Name = "fc_1"), Dense(3, Name = "f_c1"), Dense(3, Name = "dense_4"), Dense(3)]
            public partial class Stack;
            """).AssertClean();

        Assert.Contains("\"p32.0.weight\"", run.Files["Net.Description.g.cs"], StringComparison.Ordinal);
        Assert.Contains("\"p320.weight\"", run.Files["Net.Description.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Views_are_never_called_as_another_member()
        => Host.Run("""
            [Network]
            public partial class Inner
            {
                [Parameter(9)] private partial Tensor Workspace ();
                [Parameter(9)] private partial Tensor Weight ();
                [Parameter(9)] private partial Tensor WeightGradient ();
                [Parameter(9)] private partial Tensor Math ();
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => x * Workspace() * Weight() * WeightGradient() * Math();
            }
            [Network]
            public partial class Net
            {
                [Nested(typeof(Inner))] private partial Tensor Create(Tensor x);
                [Nested(typeof(Inner))] private partial Tensor Vector(Tensor x);
                [Dense(19, Activation.Gelu)] private partial Tensor Last(Tensor x);
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => Last(Vector(Create(x)));
            }
            """).AssertClean();

    [Fact]
    public void Parameters_are_described_in_the_order_of_their_declaration()
    {
        var run = Host.Run("""
            [Network]
            public partial class Net
            {
                [Dense(9, Frozen = true)] private partial Tensor Last(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [Parameter(9)] private partial Tensor Scale ();
                [Dense(9)] private partial Tensor First(Tensor x);
                [Forward] private Tensor Forward([Shape(9)] Tensor x) => Last(Norm(First(x) * Scale()));
            }
            """).AssertClean();

        var description = run.Files["Net.Description.g.cs"];
        string[] names = ["last.weight", "last.bias", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var", "scale", "first.weight", "first.bias"];
        var places = names.Select(name => description.IndexOf($"new(\"{name}\", \"", StringComparison.Ordinal)).ToList();
        // 'scale' is a layer of its name too.
        places[6] = description.LastIndexOf("new(\"scale\", \"scale\"", StringComparison.Ordinal);
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    /// <summary>Compiles the code that is made for each name, each in a namespace of its own, as one project.</summary>
    private static void AssertClean(IEnumerable<string> names, Func<string, string> code)
    {
        // In a quick run every eighth of them.
        var step = TestTier.Cases(quick: 16, complete: 1);
        string[] all = [.. names.Where((_, index) => index % step == 0)];
        var run = Host.RunWithoutNullability([.. all.Select((name, index) => $"namespace N{index} {{ using global::NetGen; {code(name)} }}")]);
        Assert.Null(run.Result.Exception);
        Assert.Equal("", string.Join("\n", run.Diagnostics.Select(diagnostic => $"{string.Join(", ", all.Where((_, index) => IsOf(diagnostic, index)))}: {diagnostic}")));

        static bool IsOf(Microsoft.CodeAnalysis.Diagnostic diagnostic, int index)
            => diagnostic.Location.GetLineSpan().Path is var path && (path == Host.FileName(index) || path.Contains($"/N{index}.", StringComparison.Ordinal));
    }
}
