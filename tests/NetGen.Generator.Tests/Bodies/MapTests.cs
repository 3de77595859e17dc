using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Functions of the developer's own on the elements of tensors.</summary>
public sealed class MapTests
{
    private const string Functions = """
        [Differentiable] private static float Swish(float x) => x / (1 + MathF.Exp(-x));
        [Differentiable] private static float Blend(float a, float b) => a * a + 0.5f * b;
        [Loss] internal static float Quantile(float prediction, float target, float level) => prediction < target ? level * (target - prediction) : (1 - level) * (prediction - target);
        [Differentiable] private static float Halved(float x) { var n = 0; while (x > 1 && n++ < 2) x *= 0.5f; return x; }
        [Differentiable] private static float Folded(float x) { for (var i = 0; i < 4; i++) { if (x < 1) break; x = 0.5f + 0.5f * x; } return x * x; }
        [Differentiable] private static float Four(float a, float b, float c, float d) => a * b + c * d;
        """;

    private const string Others = "public static partial class Others { [Differentiable] public static float Cube(float x) { var square = x * x; return square * x; } }";

    [Theory]
    [InlineData("Map(x, Swish)", "%0·sigmoid(%0)")]
    [InlineData("Map(x, Others.Cube)", "%0³")]
    [InlineData("Map(x, y, Blend)", "%0² + 0.5·%1")]
    [InlineData("Map(y, x, Blend)", "%1² + 0.5·%0")]
    [InlineData("Map(x, x, Blend)", "%0² + 0.5·%0")]
    [InlineData("Map(x, 3, Blend)", "1.5 + %0²")]
    [InlineData("Map(function: Swish, x: x)", "%0·sigmoid(%0)")]
    [InlineData("Map(x, y, 0.75, Quantile)", "%0 < %1 ? 0.75·(%1 − %0) : 0.25·(%0 − %1)")]
    [InlineData("Map(x, y, y, x, Four)", "2·%0·%1")]
    [InlineData("Map(x, Halved)", "%0 > 1 ? (0.5·%0 > 1 ? 0.25·%0 : 0.5·%0) : %0")]
    public void A_function_of_elements_is_one_map(string expression, string expected)
    {
        var graph = Lower($"[Forward] Tensor F([Shape(4)] Tensor x, [Shape(4)] Tensor y) => {expression}; {Functions}", Others);

        var inputs = graph[2].Inputs.Select(static input => $"%{input}").ToArray();
        Assert.Equal(3, graph.Nodes.Count);
        Assert.Equal(expected, ScalarText.Mathematics(((Map)graph[2].Operation).Expression, inputs));
    }

    [Fact]
    public void A_function_of_elements_broadcasts_and_has_a_notation()
    {
        var graph = Lower($"[Forward] Tensor F([Shape(3, 1)] Tensor x, [Shape(4)] Tensor y) => Map(y, 2, x, Quantile); {Functions}");

        var output = graph[graph.Outputs[0]];
        Assert.Equal("[batch × 3 × 4]", output.Shape.ToString());
        Assert.Equal("quantile({0}, 2, {1})", ((Map)output.Operation).Formula?.Pattern);
    }

    [Fact]
    public void Gradients_flow_through_functions_of_elements()
        => new RunningNetwork(
            $$"""
            [Dense(5)] private partial Tensor Mix(Tensor x);
            [Dense(5)] private partial Tensor Gate(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) => Map(Map(Mix(x), Swish), Map(Map(Gate(x), Others.Cube), Folded), Blend);
            {{Functions}}
            """,
            Others).AssertParameterGradients();

    [Fact]
    public void A_function_of_elements_is_called_in_the_kernels_comment()
    {
        var files = new LoadedProject(Source($"[Dense(5)] private partial Tensor Mix(Tensor x); [Forward] Tensor F([Shape(4)] Tensor x) => Map(Mix(x), Swish); {Functions}")).Files;

        Assert.Contains("output = swish(x · mix.weightᵀ + mix.bias)", files["Net.Forward.g.cs"], StringComparison.Ordinal);
    }
}
