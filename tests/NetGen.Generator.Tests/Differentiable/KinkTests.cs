namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Where a function has no derivative, the one that is given is PyTorch's; and what was not chosen is never seen.</summary>
public sealed class KinkTests
{
    private const string Members = """
        [Differentiable] public static float Relu(float x) => x > 0 ? x : 0;
        [Differentiable] public static float ReluOfMax(float x) => MathF.Max(x, 0);
        [Differentiable] public static float Magnitude(float x) => MathF.Abs(x);
        [Differentiable] public static float Clamped(float x) => Math.Clamp(x, -1f, 1f);
        [Differentiable] public static float Step(float x) { if (x >= 1) return 5 * x; return x * x; }
        [Differentiable] public static float Root(float x) { var root = MathF.Sqrt(x); return x > 0 ? root : 0; }
        [Differentiable] public static float Logarithm(float x) => x > 0 ? x * MathF.Log(x) : 0 * x;
        [Differentiable] public static float Quotient(float x) => MathF.Abs(x) > 0.5f ? 1 / x : 4 * x;
        [Differentiable] public static float Squared(float x) { var r = x < 0 ? 0 : MathF.Sqrt(x); return r * r * r; }
        [Differentiable] public static float Either(float x, float y) => MathF.Min(x, y) + 3 * MathF.Max(x, y);
        public static float[][] Spans(float[] x)
        {
            var d = new float[6][];
            for (var i = 0; i < d.Length; i++) d[i] = new float[x.Length];
            RootGradient(x, new float[x.Length], d[0]);
            LogarithmGradient(x, new float[x.Length], d[1]);
            QuotientGradient(x, new float[x.Length], d[2]);
            SquaredGradient(x, d[5], d[3]);
            ReluGradient(x, new float[x.Length], d[4]);
            return d;
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    [Theory]
    [InlineData("Relu", 0, 0)]
    [InlineData("Relu", 1e-20, 1)]
    [InlineData("ReluOfMax", 0, 0.5)]
    [InlineData("Magnitude", 0, 0)]
    [InlineData("Magnitude", -2, -1)]
    [InlineData("Clamped", 1, 1)]
    [InlineData("Clamped", -1, 1)]
    [InlineData("Clamped", 1.5, 0)]
    [InlineData("Step", 1, 5)]
    [InlineData("Step", 0.5, 1)]
    public void A_kink_has_the_derivative_of_the_branch_that_is_taken(string function, double x, double derivative)
        => Assert.Equal(derivative, Compiled.Value.CallSingle(function + "Gradient", x)[1]);

    [Fact]
    public void Of_two_equal_operands_each_has_half()
        => Assert.Equal([8, 2, 2], Compiled.Value.CallSingle("EitherGradient", 2, 2));

    [Theory]
    [InlineData("Root", 0)]
    [InlineData("Root", -4)]
    [InlineData("Logarithm", 0)]
    [InlineData("Logarithm", -1)]
    [InlineData("Quotient", 0)]
    [InlineData("Squared", -3)]
    public void What_the_branch_that_is_not_taken_would_give_does_not_leak(string function, double x)
    {
        Assert.All(Compiled.Value.CallSingle(function + "Gradient", x), static value => Assert.True(double.IsFinite(value)));

        float[] lanes = [(float)x, .. Enumerable.Repeat(0.25f, 6), (float)x, (float)x];
        var vectors = (float[][])Compiled.Value.CallStatic("Functions", "Spans", lanes)!;
        var derivatives = vectors[Array.IndexOf(["Root", "Logarithm", "Quotient", "Squared"], function)];
        Assert.Equal(Compiled.Value.CallSingle(function + "Gradient", x)[1], derivatives[0]);
        Assert.Equal(Compiled.Value.CallSingle(function + "Gradient", x)[1], derivatives[7]);
        Assert.Equal(Compiled.Value.CallSingle(function + "Gradient", x)[1], derivatives[8]);
        Assert.Equal(Compiled.Value.CallSingle(function + "Gradient", 0.25)[1], derivatives[3], 1e-6);
    }

    [Fact]
    public void What_is_not_a_number_stays_so()
    {
        Assert.Equal([0, 0], Compiled.Value.CallSingle("ReluGradient", double.NaN));
        Assert.True(double.IsNaN(Compiled.Value.CallSingle("ReluOfMaxGradient", double.NaN)[0]));
        Assert.True(double.IsNaN(Compiled.Value.CallSingle("StepGradient", double.NaN)[1]));
    }
}
