namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Whatever the parameters of a function or a loss are called, what is generated compiles and computes with them.</summary>
public sealed class ParameterNameTests
{
    private static readonly string[] Nasty = [.. TestTier.OneIn(4,
    [
        "Delta", "delta", "_x", "_1", "_", "__", "层", "Größe", "@class", "@this", "@value", "@nameof", "@var", "dX", "DX", "dY", "X", "x2", "vX", "i", "rest", "value", "result",
        "Element", "Evaluate", "Vector", "Vector256", "Math", "MathF", "Lanes", "Unsafe", "MemoryMarshal", "VectorMath", "ScalarMath", "SpanLength", "Loss", "ElementwiseMean",
        "IElementwiseLoss", "MethodImpl", "System", "NetGen", "column", "lane", "values", "predicted", "wanted", "outputs", "targets", "gradients", "batch", "TargetSize",
        "ToString", "GetType", "Item1", "Rest", "Functions",
    ])];

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(string.Concat(Nasty.Select(static (name, index) => $$"""
        [Loss] public static float Setting{{index}}(float prediction, float target, float {{name}}) => {{name}} * (prediction - target) * global::System.MathF.Exp({{name}} - {{name}});
        [Loss] public static float Target{{index}}(float prediction, float {{name}}) => global::System.MathF.Atan2(prediction, 2) * {{name}};
        [Differentiable(Order = 2)] public static float Function{{index}}(float x, float y, float {{name}}) => x * y * {{name}} * global::System.MathF.Exp(x - x);
        [Differentiable(Order = 2)] public static double Double{{index}}(double {{name}}, double y, double z, double w) => {{name}} * y * z * w * global::System.Math.Tan(y - y + 1);
        """))));

    [Fact]
    public void A_setting_of_a_loss_is_what_it_was_made_with()
    {
        for (var index = 0; index < Nasty.Length; index++)
        {
            var loss = (Loss)Activator.CreateInstance(Compiled.Value.Type($"Functions+Setting{index}Loss"), 3f)!;
            var gradients = new float[9];
            Assert.True(Math.Abs(loss.Evaluate([2, 2, 2, 2, 2, 2, 2, 2, 2], new float[9], gradients, 9) - 6) < 1e-5, Nasty[index]);
            Assert.All(gradients, gradient => Assert.Equal(3f / 9, gradient, 1e-5f));
        }
    }

    [Fact]
    public void A_derivative_is_that_by_its_parameter()
    {
        for (var index = 0; index < Nasty.Length; index++)
            Assert.Equal([30, 15, 10, 6], Compiled.Value.CallSingle($"Function{index}Gradient", 2, 3, 5));
    }

    [Fact]
    public void Parameters_that_differ_in_case_or_by_a_prefix_have_derivatives_of_their_own()
    {
        var functions = CompiledFunctions.Members("""
            [Differentiable(Order = 2)] public static float Case(float x, float X, float dX) => x * X * dX;
            [Differentiable(Order = 2)] public static double Prefix(double x, double _x, double dX2) => x * _x * dX2;
            [Loss] public static float Settings(float x, float X, float dX, float _dX, float DX, float @class, float Class) => (x - X) * dX * _dX * DX * @class * Class;
            """);

        Assert.Equal([30, 15, 10, 6], functions.CallSingle("CaseGradient", 2, 3, 5));
        Assert.Equal([30, 15, 10, 6], functions.Call("PrefixGradient", 2, 3, 5));
        var loss = (Loss)Activator.CreateInstance(functions.Type("Functions+SettingsLoss"), 2f, 3f, 5f, 7f, 11f)!;
        Assert.Equal(2310, loss.Evaluate([1], [0], new float[1], 1), 1e-3);
    }
}
