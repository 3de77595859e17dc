namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The gradient of the gradient, against central differences of the gradient.</summary>
public sealed class SecondOrderTests
{
    private const string Members = """
        [Differentiable(Order = 2)] public static double Rosenbrock(double x, double y) { var valley = y - x * x; return (1 - x) * (1 - x) + 100 * valley * valley; }
        [Differentiable(Order = 2)] public static double Himmelblau(double x, double y) => Math.Pow(x * x + y - 11, 2) + Math.Pow(x + y * y - 7, 2);
        [Differentiable(Order = 2)] public static double Saddle(double x, double y) => x * x - y * y;
        [Differentiable(Order = 2)] public static double Mish(double x) => x * Math.Tanh(Math.Log(1 + Math.Exp(x)));
        [Differentiable(Order = 2)] public static double Three(double x, double y, double z) => Math.Sin(x * y) * Math.Exp(-z * z) + (x > z ? x * x * y : z * y);
        [Differentiable(Order = 2)] public static double Four(double x, double y, double z, double w) => Math.Log(1 + x * x + y * y) * Math.Cos(z + w * x);
        [Differentiable(Order = 2)] public static float Single(float x, float y) => MathF.Exp(-x * x) * MathF.Sin(y);
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    public static TheoryData<string, int> Functions => new()
    {
        { "Rosenbrock", 2 }, { "Himmelblau", 2 }, { "Saddle", 2 }, { "Mish", 1 }, { "Three", 3 }, { "Four", 4 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Second_derivatives_are_those_of_central_differences_of_the_gradient(string function, int count)
    {
        foreach (var point in Points(count))
        {
            var hessian = Hessian(function, point);
            if (count <= 3)
            {
                var gradient = Compiled.Value.Call(function + "Gradient", point);
                var all = Compiled.Value.Call(function + "Hessian", point);
                for (var element = 0; element <= count; element++)
                    Assert.Equal(gradient[element], all[element], 1e-12 * Math.Max(1, Math.Abs(gradient[element])));
                var place = count + 1;
                for (var row = 0; row < count; row++)
                {
                    for (var column = row; column < count; column++)
                        Assert.Equal(hessian[row][column], all[place++], 1e-6 * Math.Max(1, Math.Abs(hessian[row][column])));
                }

                Assert.Equal(all.Length, place);
            }

            if (count == 1)
                continue;
            double[] direction = [.. Enumerable.Range(0, count).Select(static i => 0.7 - (0.45 * i))];
            var product = Compiled.Value.Call(function + "HessianVectorProduct", [.. point, .. direction]);
            for (var row = 0; row < count; row++)
            {
                var expected = hessian[row].Zip(direction, static (h, v) => h * v).Sum();
                Assert.Equal(expected, product[row], 1e-6 * Math.Max(1, hessian[row].Max(Math.Abs)));
            }
        }
    }

    [Fact]
    public void Rosenbrock_has_a_minimum_of_known_curvature()
    {
        Assert.Equal([0, 0, 0, 802, -400, 200], Compiled.Value.Call("RosenbrockHessian", 1, 1));
        Assert.Equal([802, -400], Compiled.Value.Call("RosenbrockHessianVectorProduct", 1, 1, 1, 0));
    }

    [Fact]
    public void Floats_have_the_second_derivatives_of_doubles()
    {
        var (x, y) = (0.5, 1.25);
        var sine = Math.Exp(-x * x) * Math.Sin(y);
        Assert.Equal(((4 * x * x) - 2) * sine, Compiled.Value.CallSingle("SingleHessian", x, y)[3], 1e-6);
    }

    [Fact]
    public void Order_one_gives_no_second_derivatives()
        => Assert.DoesNotContain(
            CompiledFunctions.Members("[Differentiable(Order = 1)] public static float F(float x, float y) => x * y;").Type("Functions").GetMethods(),
            static method => method.Name.Contains("Hessian", StringComparison.Ordinal));

    private static double[][] Hessian(string function, double[] point)
        => [.. Enumerable.Range(0, point.Length).Select(row => Enumerable.Range(0, point.Length).Select(column =>
            Differences.Derivative(at => Compiled.Value.Call(function + "Gradient", at)[row + 1], point, column)!.Value).ToArray())];

    private static IEnumerable<double[]> Points(int count)
    {
        var random = new Random(count);
        for (var i = 0; i < 8; i++)
            yield return [.. Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 3) - 1.5)];
    }
}
