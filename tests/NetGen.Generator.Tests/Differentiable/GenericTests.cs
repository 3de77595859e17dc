using System.Globalization;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Generic functions: what they gain is generic too, and is right for every type of numbers.</summary>
public sealed class GenericTests
{
    private const string Members = """
        static readonly double[] Weights = [0.5, -1.25, 0.75];

        public readonly record struct Point<T>(T X, T Y)
            where T : IFloatingPointIeee754<T>
        {
            public T Length => T.Sqrt(T.One + X * X + Y * Y);

            public static Point<T> operator +(Point<T> a, Point<T> b) => new(a.X + b.X, a.Y + b.Y);

            public Point<T> Scaled(T factor) => new(factor * X, factor * Y);
        }

        // Of one expression.
        [Differentiable(Order = 2)]
        public static T Wave<T>(T x, T y)
            where T : IFloatingPointIeee754<T>
            => T.Sin(x * y) + T.Exp(-x) / (T.One + T.Exp(-y)) - T.CreateChecked(0.5) * T.Pi * x;

        // Of many functions, with more parameters than forward mode takes.
        [Differentiable]
        public static T Many<T>(T a, T b, T c, T d)
            where T : struct, IBinaryFloatingPointIeee754<T>
        {
            var sum = T.Atan2(a, b) + T.Hypot(c, d) + T.Pow(a * a + T.One, b) + T.Log(T.One + T.Exp(c)) + T.Tanh(d);
            sum += T.Cbrt(a) + T.Cosh(b) + T.Log10(T.CreateChecked(3) + c) + T.ExpM1(d) + T.LogP1(a * a) + T.Lerp(a, b, c);
            if (c > d || T.IsNaN(a))
                sum *= T.Max(a, T.CreateChecked(2)) + T.Clamp(b, T.NegativeOne, T.One);
            else
                sum -= T.Abs(c) * T.Floor(d + T.CreateChecked(2.5));
            return sum % T.CreateChecked(50) + ScalarMath.Softplus(b) * T.CreateTruncating(2) + ScalarMath.Log2(T.CreateChecked(1.5f) + c * c);
        }

        // A loop with a tape, a helper, data and a span of parameters.
        [Differentiable]
        public static T Fit<T>(ReadOnlySpan<T> p, [Constant] ReadOnlySpan<T> x, T scale)
            where T : IFloatingPointIeee754<T>
        {
            var sum = T.Zero;
            for (var i = 0; i < x.Length; i++)
                sum += Square(p[i % p.Length] * x[i] - T.Sin(sum * scale)) * T.CreateChecked(i + 1) * T.CreateChecked(Weights[i % 3]);
            return sum / T.CreateChecked(x.Length);
        }

        private static U Square<U>(U x)
            where U : INumberBase<U>
            => x * x;

        // A loop that ends when it does, within another one: how often it ran is kept.
        [Differentiable(Order = 2)]
        public static T Halving<T>(T x, T y, int count)
            where T : IFloatingPointIeee754<T>
        {
            var sum = x;
            for (var i = 0; i < count; i++)
            {
                var size = T.CreateChecked(3) + T.Tanh(y * sum);
                var rounds = 0;
                while (size > T.CreateChecked(0.4) && rounds++ < 600)
                {
                    size *= T.CreateChecked(0.5) + T.CreateChecked(0.1) * T.Sin(x);
                    sum += size * y * T.CreateChecked(0.1);
                }

                sum *= T.One + T.CreateChecked(rounds) * T.CreateChecked(0.01);
            }

            return sum;
        }

        // Structures, tuples, results by reference and an array of its own.
        [Differentiable]
        public static (T Value, Point<T> Moved) Move<T>(Point<T> p, (T A, T B) pair, in T step, int count, out T length)
            where T : IFloatingPointIeee754<T>
        {
            var kept = new T[count];
            for (var i = 0; i < count; i++)
            {
                p += new Point<T>(pair.A, pair.B).Scaled(step);
                var (sin, cos) = T.SinCos(p.X);
                kept[i] = sin * p.Y + cos;
            }

            length = p.Length;
            var value = T.Zero;
            foreach (var one in kept)
                value += one * one;
            return (value, p);
        }

        // What it writes into a span.
        [Differentiable]
        public static void Curve<T>(T a, T b, [Constant] ReadOnlySpan<T> x, Span<T> y)
            where T : unmanaged, IFloatingPointIeee754<T>
        {
            for (var i = 0; i < x.Length; i++)
                y[i] = a * T.Exp(b * x[i]) + T.CreateChecked(int.CreateTruncating(b));
        }

        // Of structures in a span.
        [Differentiable]
        public static T Spread<T>(ReadOnlySpan<Point<T>> points)
            where T : struct, IFloatingPointIeee754<T>
        {
            var sum = T.Zero;
            foreach (var point in points)
                sum += point.Length * point.X;
            return sum;
        }

        // A type parameter with another name, and a function of doubles that calls it.
        [Differentiable]
        public static number Cube<number>(number x)
            where number : IFloatingPointIeee754<number>
            => x * Square(x);

        [Differentiable]
        public static double Calls(double x) => Cube(x) + Square(2 * x);

        private static T N<T>(double x) where T : IFloatingPointIeee754<T> => T.CreateChecked(x);

        private static double[] Of<T>(params T[] numbers) where T : IFloatingPointIeee754<T>
        {
            var all = new double[numbers.Length];
            for (var i = 0; i < all.Length; i++)
                all[i] = double.CreateChecked(numbers[i]);
            return all;
        }

        private static T[] All<T>(double[] x) where T : IFloatingPointIeee754<T> => Array.ConvertAll(x, N<T>);

        // Each gives its values, and its derivatives row after row.
        public static double[] WaveRows<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var g = WaveGradient(N<T>(x[0]), N<T>(x[1]));
            return Of(g.Value, g.DX, g.DY);
        }

        public static double[] WaveSecond<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var h = WaveHessian(N<T>(x[0]), N<T>(x[1]));
            var product = WaveHessianVectorProduct(N<T>(x[0]), N<T>(x[1]), T.One, T.CreateChecked(2));
            return Of(h.Value, h.DX, h.DY, h.DXX, h.DXY, h.DYY, product.X, product.Y);
        }

        public static double[] WaveSpans<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            T[] a = All<T>([x[0], x[1]]), b = All<T>([x[1], x[0]]), value = new T[2], dX = new T[2], dY = new T[2], alone = new T[2];
            Wave<T>(a, b, alone);
            WaveGradient<T>(a, b, value, dX, dY);
            return Of([.. value, .. dX, .. dY, .. alone]);
        }

        public static double[] ManyRows<T>(double[] x) where T : struct, IBinaryFloatingPointIeee754<T>
        {
            var g = ManyGradient(N<T>(x[0]), N<T>(x[1]), N<T>(x[2]), N<T>(x[3]));
            return Of(g.Value, g.DA, g.DB, g.DC, g.DD);
        }

        public static double[] FitRows<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var d = new T[3];
            var g = FitGradient<T>(All<T>(x[..3]), All<T>([1, 0.5, 0.25, -0.75, 1.5]), N<T>(x[3]), d);
            return Of([g.Value, .. d, g.DScale]);
        }

        public static double[] HalvingRows<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var g = HalvingGradient(N<T>(x[0]), N<T>(x[1]), 4);
            return Of(g.Value, g.DX, g.DY);
        }

        public static double[] MoveRows<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var j = new T[20];
            var r = MoveJacobian(new(N<T>(x[0]), N<T>(x[1])), (N<T>(x[2]), N<T>(x[3])), N<T>(x[4]), 3, out var length, j);
            return Of([r.Value, r.Moved.X, r.Moved.Y, length, .. j]);
        }

        // The rows of the Jacobian by reverse mode, its columns by forward mode.
        public static double[] MoveProducts<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var p = new Point<T>(N<T>(x[0]), N<T>(x[1]));
            var pair = (N<T>(x[2]), N<T>(x[3]));
            var step = N<T>(x[4]);
            var j = new T[20];
            for (var row = 0; row < 4; row++)
            {
                T Seed(int one) => one == row ? T.One : T.Zero;
                var g = MoveVjp(p, pair, step, 3, out _, (Seed(0), new(Seed(1), Seed(2))), Seed(3));
                T[] own = [g.DP.X, g.DP.Y, g.DPair.A, g.DPair.B, g.DStep];
                own.CopyTo(j.AsSpan(5 * row));
            }

            for (var column = 0; column < 5; column++)
            {
                T Seed(int one) => one == column ? T.One : T.Zero;
                var r = MoveJvp(p, pair, step, 3, out _, new(Seed(0), Seed(1)), (Seed(2), Seed(3)), Seed(4));
                T[] own = [r.Derivative.Value, r.Derivative.Moved.X, r.Derivative.Moved.Y, r.LengthDerivative];
                for (var row = 0; row < 4; row++)
                    j[5 * row + column] = (j[5 * row + column] + own[row]) / T.CreateChecked(2);
            }

            var value = Move(p, pair, step, 3, out var length);
            return Of([value.Value, value.Moved.X, value.Moved.Y, length, .. j]);
        }

        public static double[] CurveRows<T>(double[] x) where T : unmanaged, IFloatingPointIeee754<T>
        {
            T[] y = new T[3], j = new T[6];
            CurveJacobian<T>(N<T>(x[0]), N<T>(x[1]), All<T>([0.5, -1, 0.25]), y, j);
            return Of([.. y, .. j]);
        }

        public static double[] SpreadRows<T>(double[] x) where T : struct, IFloatingPointIeee754<T>
        {
            var d = new Point<T>[2];
            var value = SpreadGradient<T>([new(N<T>(x[0]), N<T>(x[1])), new(N<T>(x[2]), N<T>(x[3]))], d);
            return Of(value, d[0].X, d[0].Y, d[1].X, d[1].Y);
        }

        public static double[] CubeRows<T>(double[] x) where T : IFloatingPointIeee754<T>
        {
            var g = CubeGradient(N<T>(x[0]));
            return Of(g.Value, g.DX);
        }

        public static double[] CallsRows(double[] x)
        {
            var g = CallsGradient(x[0]);
            return [g.Value, g.DX];
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Compile(
        "using System.Numerics;\nusing NetGen.Numerics;\npublic static partial class Functions\n{\n" + Members + "\n}\n"));

    public static TheoryData<string, double[], int> Rows => new()
    {
        { "WaveRows", [0.4, -0.7], 1 },
        { "ManyRows", [0.6, 0.9, -0.3, 0.4], 1 },
        { "ManyRows", [0.6, -0.5, 1.3, 0.4], 1 },
        { "FitRows", [0.3, -0.4, 0.8, 0.6], 1 },
        { "HalvingRows", [0.3, 0.7], 1 },
        { "MoveRows", [0.3, 0.7, -0.5, 0.4, 0.25], 4 },
        { "MoveProducts", [0.3, 0.7, -0.5, 0.4, 0.25], 4 },
        { "CurveRows", [0.8, 0.6], 3 },
        { "SpreadRows", [0.8, 0.6, -0.3, 0.2], 1 },
        { "CubeRows", [0.8], 1 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Derivatives_are_right_for_every_type_of_numbers(string name, double[] point, int results)
    {
        var rows = Call(name, typeof(double), point);
        for (var result = 0; result < results; result++)
        {
            for (var input = 0; input < point.Length; input++)
            {
                var expected = Differences.Derivative(x => Call(name, typeof(double), x)[result], point, input);
                Assert.NotNull(expected);
                var slope = rows[results + (result * point.Length) + input];
                Assert.True(Math.Abs(slope - expected.Value) <= 1e-6 * Math.Max(1, Math.Abs(slope)), $"∂{result}/∂{input} is {slope}, but {expected} was expected.");
            }
        }

        Close(rows, Call(name, typeof(float), point), 2e-5);
        Close(rows, Call(name, typeof(Half), point), 4e-2);
    }

    [Fact]
    public void Second_derivatives_are_those_of_the_first()
    {
        double[] point = [0.4, -0.7];
        var second = Call("WaveSecond", typeof(double), point);
        double First(double[] x, int which) => Call("WaveRows", typeof(double), x)[1 + which];
        double[] expected =
        [
            Differences.Derivative(x => First(x, 0), point, 0)!.Value, Differences.Derivative(x => First(x, 0), point, 1)!.Value, Differences.Derivative(x => First(x, 1), point, 1)!.Value,
        ];

        Close([.. Call("WaveRows", typeof(double), point), .. expected, expected[0] + (2 * expected[1]), expected[1] + (2 * expected[2])], second, 1e-6);
        Close(second, Call("WaveSecond", typeof(float), point), 1e-5);
    }

    [Fact]
    public void Spans_have_the_values_of_their_elements()
    {
        var there = Call("WaveRows", typeof(double), [0.4, -0.7]);
        var back = Call("WaveRows", typeof(double), [-0.7, 0.4]);

        Assert.Equal([there[0], back[0], there[1], back[1], there[2], back[2], there[0], back[0]], Call("WaveSpans", typeof(double), [0.4, -0.7]), static (expected, actual) => Math.Abs(expected - actual) < 1e-15);
    }

    [Fact]
    public void Functions_of_doubles_call_generic_ones()
        // x³ + 4·x²
        => Close([0.512 + 2.56, 1.92 + 6.4], (double[])Compiled.Value.CallStatic("Functions", "CallsRows", new double[] { 0.8 })!, 1e-12);

    [Fact]
    public void What_is_generated_is_generic_and_computes_with_its_type()
    {
        var text = TextOf("Wave");

        Assert.Contains("public static (T Value, T DX, T DY) WaveGradient<T>(T x, T y)", text, StringComparison.Ordinal);
        Assert.Contains("where T : global::System.Numerics.IFloatingPointIeee754<T>", text, StringComparison.Ordinal);
        Assert.Contains("T.Cos(", text, StringComparison.Ordinal);
        Assert.Contains("T.CreateChecked(", text, StringComparison.Ordinal);
        Assert.Contains("One element at a time: what vectors T has is known only where it is a type.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("double", text, StringComparison.Ordinal);
        Assert.Contains("where T : struct, global::System.Numerics.IBinaryFloatingPointIeee754<T>", TextOf("Many"), StringComparison.Ordinal);
        Assert.Contains("number CubeGradient<number>", TextOf("Cube").Replace("(number Value, number DX) ", "number ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static string TextOf(string function)
        => Compiled.Value.Run.Result.GeneratedSources.Single(file => file.HintName.Contains($"Functions.{function}.Differentiable", StringComparison.Ordinal)).SourceText.ToString();

    private static double[] Call(string name, Type type, double[] point)
        => (double[])Compiled.Value.Type("Functions").GetMethod(name)!.MakeGenericMethod(type).Invoke(null, [point])!;

    private static void Close(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
        {
            var error = Math.Abs(actual[index] - expected[index]) / Math.Max(1, Math.Abs(expected[index]));
            Assert.True(error <= tolerance, string.Create(CultureInfo.InvariantCulture, $"Number {index} is {actual[index]}, but {expected[index]} was expected."));
        }
    }
}
