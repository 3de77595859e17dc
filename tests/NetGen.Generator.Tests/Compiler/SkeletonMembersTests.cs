using NetGen.Generator.Declaration.Functions;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission.Functions;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Compiler;

/// <summary>While a network or a function has an error, its class has exactly the members that it will have when the error is mended.</summary>
public sealed class SkeletonMembersTests
{
    private static readonly Dictionary<string, string> Networks = new()
    {
        ["a stack"] = """[Network, Input(3), Dense(4, Activation.Relu, Name = "hidden"), Dense(2, Bias = false)] public sealed partial class Net;""",
        ["a stack without parameters"] = "[Network, Input(3), Softmax] public sealed partial class Net;",
        ["a stack whose inputs have gradients"] = "[Network(InputGradient = true), Input(3), Dense(2)] public sealed partial class Net;",
        ["batch normalisation"] = "[Network, Input(3), Dense(4), BatchNorm, Dense(2), BatchNorm(Affine = false)] public sealed partial class Net;",
        ["layers that are not trained"] = """[Network, Input(3), Dense(4, Frozen = true), BatchNorm(Frozen = true), Dense(2)] public sealed partial class Net;""",
        ["other layers with parameters"] = "[Network, Input(4, 6, 6), Conv2D(4, 3), GroupNorm(2), PRelu(4), LayerNorm(Axes = 2), Flatten, RMSNorm] public sealed partial class Net;",
        ["a stack with an objective"] = """
            using static NetGen.Functional;
            [Network, Input(3), Dense(2)] public sealed partial class Net { [Objective] private Tensor Loss(Tensor y, [Shape(2)] Tensor target) => (y - target) * (y - target); }
            """,
        ["a network in a layer's place"] = """
            [Network, Input(3), Dense(4), BatchNorm] public sealed partial class Trunk;
            [Network, Input(3), Nested(typeof(Trunk)), Dense(2), Nested(typeof(Head), Frozen = true)] public sealed partial class Net;
            [Network, Input(2), Dense(2), BatchNorm] public sealed partial class Head;
            """,
        ["a forward method"] = """
            [Network]
            public sealed partial class Net
            {
                [Dense(4)] private partial Tensor Hidden(Tensor x);
                [Dense(4, Count = 3)] private partial Tensor Block(int index, Tensor x);
                [Parameter(4)] private partial Tensor Scale();
                [Forward] private Tensor Forward([Shape(3)] Tensor x) { var h = Hidden(x) * Scale(); for (var i = 0; i < 3; i++) h = h + Block(i, h); return h; }
            }
            """,
        ["a forward method with several inputs and outputs, an objective and a state"] = """
            [Network(InputGradient = true)]
            public sealed partial class Net
            {
                [Dense(4)] private partial Tensor Hidden(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [Dense(4, Frozen = true)] private partial Tensor Kept(Tensor x);
                [Forward] private (Tensor First, Tensor @int) Forward([Shape(3)] Tensor batch, [Shape(4)] Tensor batchValue) => (Norm(Hidden(batch)), Kept(batchValue));
                [Objective] private Tensor Loss(Tensor first, Tensor other, [Shape(4)] Tensor target) => first * other - target;
            }
            """,
        ["a network within another"] = """
            [Network, Input(3), Dense(2)]
            public sealed partial class Net
            {
                [Network, Input(2), Dense(1)] public sealed partial class Inner;
            }
            """,
    };

    private static readonly Dictionary<string, string> Functions = new()
    {
        ["one parameter"] = "[Differentiable] public static float F(float x) => x * x;",
        ["several parameters, some with values"] = "[Differentiable(Order = 2)] internal static float F(float x, float @int = 2, float z = float.NaN) => x * @int * z;",
        ["many parameters"] = "[Differentiable(Order = 2)] protected internal static float F(float a, float b, float c, float d) => a * b * c * d;",
        ["doubles"] = "[Differentiable(Order = 2)] public static double F(double x, double y) => x * y;",
        ["a loss"] = "[Loss] public static float F(float prediction, float target) => prediction - target;",
        ["a loss with settings"] = "[Loss] public static float F(float prediction, float target, float delta = 1, float scale = 2) => (prediction - target) * delta * scale;",
        ["a loss that is differentiable"] = "[Loss, Differentiable] public static float F(float prediction, float target, float delta) => (prediction - target) * delta;",
        ["overloads"] = "[Differentiable] public static float F(float x) => x; [Differentiable] public static float F(float x, float y) => x * y; [Differentiable] public static double F(double x) => x;",
    };

    public static TheoryData<string> NetworkKinds => [.. Networks.Keys];

    public static TheoryData<string> FunctionKinds => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(NetworkKinds))]
    public void A_skeleton_has_the_members_of_the_network(string kind)
    {
        var project = Host.Compile(Networks[kind]);

        var real = Host.Run(project).AssertClean();
        var skeleton = Host.Run(project, static _ => new([], [new(ProblemKind.ImpossibleShape, 0, ["Dense", "dense1", "for some reason"])]));

        Assert.DoesNotContain(real.Files.Keys, static file => file.Contains("Skeleton", StringComparison.Ordinal));
        Assert.Contains("Net.Skeleton.g.cs", skeleton.Files.Keys);
        Assert.Equal(PublicMembers.Of(real, "Net"), PublicMembers.Of(skeleton, "Net"));
        Assert.All(skeleton.Diagnostics, static diagnostic => Assert.Equal("NETGEN040", diagnostic.Id));
    }

    [Theory]
    [MemberData(nameof(FunctionKinds))]
    public void A_function_with_an_error_has_the_members_of_one_without(string kind)
    {
        var project = Host.Compile($"public partial class Functions {{ {Functions[kind]} }}");

        var real = Host.Run(project).AssertClean();
        var skeleton = Host.Run(project, Host.Driver(new GeneratorParts { WriteFunction = static function => FunctionFile.Write(function with { Body = null }) })).AssertClean();

        Assert.All(skeleton.Files.Values, static text => Assert.Contains("has errors", text, StringComparison.Ordinal));
        Assert.Equal(PublicMembers.Of(real, "Functions"), PublicMembers.Of(skeleton, "Functions"));
    }

    /// <summary>The developer's members are compared with these.</summary>
    [Theory]
    [MemberData(nameof(FunctionKinds))]
    public void The_members_that_a_function_is_said_to_gain_are_those_that_it_gains(string kind)
    {
        var run = Host.Run($"public partial class Functions {{ {Functions[kind]} }}").AssertClean();
        var type = run.Output.GetTypeByMetadataName("Functions")!;
        var own = Host.Compile($"public partial class Functions {{ {Functions[kind]} }}").GetTypeByMetadataName("Functions")!;

        var said = own.GetMembers().SelectMany(FunctionReader.Gains)
            .Select(static member => $"{member.Name}({string.Join(", ", member.Parameters?.Select(static parameter => parameter.Type) ?? [])})");
        var gained = PublicMembers.Generated(run, type);

        // Second derivatives are gained only where they are asked for, and are kept free always.
        Assert.Subset(said.ToHashSet(), gained.ToHashSet());
        if (Functions[kind].Contains("Order = 2", StringComparison.Ordinal))
            Assert.Equal(said.Order(StringComparer.Ordinal), gained.Order(StringComparer.Ordinal));
    }
}
