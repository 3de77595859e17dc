using System.Reflection;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The forms over spans.</summary>
public sealed class SpanTests
{
    private const string Members = """
        [Differentiable] public static float Swish(float x, float beta) => x / (1 + MathF.Exp(-beta * x));
        [Differentiable] public static float Angle(float x, float beta) => MathF.Atan2(x, beta);
        [Differentiable] public static double Wide(double x, double beta) => x * Math.Exp(beta);

        [Differentiable] public static float Steps(float x, float beta) { for (var i = 0; i < 7; i++) x += 0.1f * MathF.Exp(-beta * x); return x; }
        [Differentiable] public static float Left(float x, float beta) { for (var i = 0; i < 6; i++) { if (x * x < 0.04f) break; x *= 0.4f + 0.1f * beta; } return x * beta; }
        [Differentiable] public static float Bounded(float x, float beta) { var n = 0; while (x > 0.3f && n++ < 5) x = 0.7f * x - 0.01f * beta; return x < 0 ? MathF.Exp(x) : MathF.Log(1 + x) + 1; }
        [Differentiable] public static float Unbounded(float x, float beta) { while (x > 0.3f) x = 0.7f * x - 0.01f * beta; return x; }
        static readonly float[] Table = [0.5f, -1.25f, 0.75f];
        [Differentiable] public static float Tables(float x, float beta)
        {
            var sum = 0f;
            for (var i = 0; i < 12; i++)
            {
                if (i % 4 == 3)
                    continue;
                for (var j = i; j < 6; j++)
                    sum += Table[j % 3] * MathF.Exp(-0.1f * i * x) * beta + 0.1f * j * sum;
                beta = beta > 0 ? 0.9f * beta : beta - 0.1f;
            }
            return sum / (1 + sum * sum);
        }
        [Differentiable] public static float Many(float x, float beta) { for (var i = 0; i < 200; i++) x += 0.01f * MathF.Sin(beta * x); return x; }

        public static void AllSteps(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Steps(x, beta, result); StepsGradient(x, beta, value, dX, dBeta); }
        public static void AllLeft(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Left(x, beta, result); LeftGradient(x, beta, value, dX, dBeta); }
        public static void AllBounded(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Bounded(x, beta, result); BoundedGradient(x, beta, value, dX, dBeta); }
        public static void AllUnbounded(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Unbounded(x, beta, result); UnboundedGradient(x, beta, value, dX, dBeta); }
        public static void AllTables(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Tables(x, beta, result); TablesGradient(x, beta, value, dX, dBeta); }
        public static void AllMany(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta) { Many(x, beta, result); ManyGradient(x, beta, value, dX, dBeta); }

        public static void All(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta)
        {
            Swish(x, beta, result);
            SwishGradient(x, beta, value, dX, dBeta);
        }

        public static void AllAngles(float[] x, float[] beta, float[] result, float[] value, float[] dX, float[] dBeta)
        {
            Angle(x, beta, result);
            AngleGradient(x, beta, value, dX, dBeta);
        }

        public static void AllWide(double[] x, double[] beta, double[] result, double[] value, double[] dX, double[] dBeta)
        {
            Wide(x, beta, result);
            WideGradient(x, beta, value, dX, dBeta);
        }

        public static void InPlace(float[] x, float[] beta, float[] dBeta) => SwishGradient(x, beta, x, beta, dBeta);

        public static long Allocated(float[] x, float[] beta, float[] result, float[] dX, float[] dBeta)
        {
            Swish(x, beta, result);
            SwishGradient(x, beta, result, dX, dBeta);
            var before = GC.GetAllocatedBytesForCurrentThread();
            Swish(x, beta, result);
            SwishGradient(x, beta, result, dX, dBeta);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(16)]
    [InlineData(29)]
    public void Spans_of_any_length_have_the_values_of_single_calls_and_nothing_behind_them_is_touched(int length)
    {
        CheckSingles("All", "Swish", length);
        CheckSingles("AllAngles", "Angle", length);
        foreach (var name in (string[])["Steps", "Left", "Bounded", "Unbounded", "Many", "Tables"])
            CheckSingles("All" + name, name, length);

        var (x, beta) = (Numbers(length, 0.3), Numbers(length, -0.2));
        var results = Enumerable.Range(0, 4).Select(_ => new double[length]).ToArray();
        Compiled.Value.CallStatic("Functions", "AllWide", x, beta, results[0], results[1], results[2], results[3]);
        for (var i = 0; i < length; i++)
        {
            var expected = Compiled.Value.Call("WideGradient", x[i], beta[i]);
            // Vectors multiply and add in one rounding.
            foreach (var (one, result) in new[] { expected[0] }.Concat(expected).Zip(results))
                Assert.Equal(one, result[i], 1e-14);
        }
    }

    [Theory]
    [InlineData("Steps", 2)]
    [InlineData("Left", 2)]
    [InlineData("Tables", 2)]
    [InlineData("Many", 2)]
    [InlineData("Bounded", 2)]
    [InlineData("Unbounded", 0)]
    public void Loops_that_end_are_vectorised(string name, int count)
    {
        var file = Assert.Single(Compiled.Value.Run.Files, file => file.Key.Contains($".{name}.", StringComparison.Ordinal)).Value;

        Assert.Equal(count, file.Split(", eight at a time").Length - 1);
        Assert.Equal(2 - count, file.Split("One element at a time: it goes other ways for other values.").Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_span_of_another_length_is_refused_by_name(int place)
    {
        object[] arguments = [.. Enumerable.Range(0, 6).Select(i => new float[i == place ? 4 : 5])];
        var exception = Assert.Throws<TargetInvocationException>(() => Compiled.Value.CallStatic("Functions", "All", arguments)).InnerException;

        var name = ((string[])["", "beta", "result", "value", "dX", "dBeta"])[place];
        Assert.Equal($"'{name}' expects as many elements as 'x' has, 5, but got 4. (Parameter '{name}')", Assert.IsType<ArgumentException>(exception).Message);
    }

    [Fact]
    public void Results_may_take_the_place_of_arguments()
    {
        var (x, beta) = (Singles(21, 0.3), Singles(21, -0.2));
        var (inPlaceX, inPlaceBeta, dBeta) = (x.ToArray(), beta.ToArray(), new float[21]);
        var results = Enumerable.Range(0, 4).Select(static _ => new float[21]).ToArray();
        Compiled.Value.CallStatic("Functions", "All", x, beta, results[0], results[1], results[2], results[3]);

        Compiled.Value.CallStatic("Functions", "InPlace", inPlaceX, inPlaceBeta, dBeta);

        Assert.Equal(results[1], inPlaceX);
        Assert.Equal(results[2], inPlaceBeta);
        Assert.Equal(results[3], dBeta);
    }

    [Fact]
    public void What_overflows_as_it_is_written_does_not_over_spans()
    {
        var functions = CompiledFunctions.Members("""
            [Differentiable] public static double Softplus(double x) => Math.Log(1 + Math.Exp(x));
            public static double[] All(double[] x)
            {
                var result = new double[x.Length];
                Softplus(x, result);
                return result;
            }
            """);

        Assert.Equal([double.PositiveInfinity], functions.Call("Softplus", 800));
        Assert.Equal([800, 1], functions.Call("SoftplusGradient", 800));
        Assert.Equal([800, Math.Log(2)], (double[])functions.CallStatic("Functions", "All", [new double[] { 800, 0 }])!);
    }

    [Fact]
    public void Nothing_is_allocated()
        => Assert.Equal(0L, Allocation.Least(static () => (long)Compiled.Value.CallStatic("Functions", "Allocated", new float[99], new float[99], new float[99], new float[99], new float[99])!));

    private static void CheckSingles(string all, string function, int length)
    {
        var (x, beta) = (Singles(length, 0.3), Singles(length, -0.2));
        var results = Enumerable.Range(0, 4).Select(_ => new float[length]).ToArray();
        Compiled.Value.CallStatic("Functions", all, x, beta, results[0], results[1], results[2], results[3]);
        for (var i = 0; i < length; i++)
        {
            var expected = Compiled.Value.CallSingle(function + "Gradient", x[i], beta[i]);
            foreach (var (value, result) in ((double[])[expected[0], .. expected]).Zip(results))
                Assert.Equal(value, result[i], 1e-6 * Math.Max(1, Math.Abs(value)));
        }
    }

    private static float[] Singles(int length, double start) => Array.ConvertAll(Numbers(length, start), static x => (float)x);

    private static double[] Numbers(int length, double start) => [.. Enumerable.Range(0, length).Select(i => start + (0.37 * i * (i % 2 == 0 ? 1 : -1)))];
}
