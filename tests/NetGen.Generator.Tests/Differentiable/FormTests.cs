using System.Globalization;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>What a function may take, give and be written with: each form beside differences of its values.</summary>
public sealed class FormTests
{
    private const string Shared = """
        public enum Kernel { Gauss = 1, Cauchy = 2, Flat = 7 }

        public enum Small : sbyte { Down = -1, Up = 1 }

        public readonly struct Vec3
        {
            public Vec3(double x, double y, double z) => (X, Y, Z) = (x, y, z);

            public double X { get; }

            public double Y { get; }

            public double Z { get; }

            public double At(int index) => index switch { 0 => X, 1 => Y, _ => Z };

            public double Length => Math.Sqrt(Dot(this));

            public static Vec3 Up => new(0, 0, 1);

            public double Dot(Vec3 other) => X * other.X + Y * other.Y + Z * other.Z;

            public static Vec3 operator *(double factor, Vec3 v) => new(factor * v.X, factor * v.Y, factor * v.Z);

            public static Vec3 operator +(Vec3 a, Vec3 b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

            public static Vec3 operator -(Vec3 a) => new(-a.X, -a.Y, -a.Z);
        }

        public record struct Mass(Vec3 Place, double Weight);

        public record struct Counted(double Value, int Count, Kernel Kind);

        public readonly record struct Duo<T>(T A, T B);

        """;

    /// <summary>The members of each case: <c>Values</c> gives its results at numbers, <c>Rows</c> the derivatives of each of them by each number.</summary>
    private static readonly (string Name, int Inputs, string Source)[] Cases =
    [
        ("a constant of an enumeration", 2, """
            [Differentiable]
            public static double F(double x, double width, [Constant] Kernel kind = Kernel.Cauchy)
                => kind switch { Kernel.Gauss => Math.Exp(-x * x / width), Kernel.Cauchy => 1 / (1 + x * x / width), _ => width };
            public static double[] Values(double[] p) => [F(p[0], p[1], Kernel.Gauss), F(p[0], p[1]), F(p[0], p[1], Kernel.Flat)];
            public static double[] Rows(double[] p)
            {
                var (a, b, c) = (FGradient(p[0], p[1], Kernel.Gauss), FGradient(p[0], p[1]), FGradient(p[0], p[1], Kernel.Flat));
                return [a.DX, a.DWidth, b.DX, b.DWidth, c.DX, c.DWidth];
            }
            """),
        ("enumerations in spans, helpers and conditions", 2, """
            [Differentiable]
            public static double F(double x, double y, ReadOnlySpan<Kernel> kinds, Small side)
            {
                var sum = 0.0;
                for (var i = 0; i < kinds.Length; i++)
                {
                    if (kinds[i] == Kernel.Gauss || side != Small.Up)
                        sum += Of(x, kinds[i]) * (int)side;
                    else
                        sum += y * x * (int)kinds[i];
                }

                return sum;
            }
            private static double Of(double x, Kernel kind)
            {
                switch (kind)
                {
                    case Kernel.Gauss: return Math.Exp(-x * x);
                    case Kernel.Cauchy: return Math.Atan(x);
                    default: return Math.Sin(x);
                }
            }
            static readonly Kernel[] Kinds = [Kernel.Gauss, Kernel.Flat, Kernel.Cauchy];
            public static double[] Values(double[] p) => [F(p[0], p[1], Kinds, Small.Up), F(p[0], p[1], Kinds, Small.Down)];
            public static double[] Rows(double[] p) { var (a, b) = (FGradient(p[0], p[1], Kinds, Small.Up), FGradient(p[0], p[1], Kinds, Small.Down)); return [a.DX, a.DY, b.DX, b.DY]; }
            """),
        ("truth values and short numbers as data", 2, """
            [Differentiable]
            public static double F(double x, double y, [Constant] bool isSquared, bool isAdded = true, byte times = 3, short shift = -2)
            {
                var value = isSquared ? x * x : Math.Sin(x);
                if (isAdded)
                    value += y;
                for (var i = 0; i < times; i++)
                    value = Math.Tanh(value + shift * 0.1);
                return value;
            }
            public static double[] Values(double[] p) => [F(p[0], p[1], true), F(p[0], p[1], false, false, 2, 4)];
            public static double[] Rows(double[] p) { var (a, b) = (FGradient(p[0], p[1], true), FGradient(p[0], p[1], false, false, 2, 4)); return [a.DX, a.DY, b.DX, b.DY]; }
            """),
        ("a readonly struct with operators, methods and properties", 3, """
            static readonly Vec3 Axis = new(0.2, -0.5, 1.5);
            const double Half = 0.5;
            [Differentiable]
            public static double F(Vec3 v)
            {
                var w = Half * (v + -Axis) + Vec3.Up;
                return w.Length * w.At(1) + v.Dot(w);
            }
            public static double[] Values(double[] p) => [F(new(p[0], p[1], p[2]))];
            public static double[] Rows(double[] p) { var d = FGradient(new(p[0], p[1], p[2])).DV; return [d.X, d.Y, d.Z]; }
            """),
        ("a structure in a structure, in and out", 4, """
            [Differentiable]
            public static Mass F(Mass m, [Constant] double step)
            {
                for (var i = 0; i < 6; i++)
                    m = m with { Place = m.Place + (step * Math.Sin(m.Weight)) * m.Place, Weight = m.Weight - step * m.Place.X };
                return m;
            }
            static Mass Of(double[] p) => new(new(p[0], p[1], p[2]), p[3]);
            static double[] Numbers(Mass m) => [m.Place.X, m.Place.Y, m.Place.Z, m.Weight];
            public static double[] Values(double[] p) => Numbers(F(Of(p), 0.3));
            public static double[] Rows(double[] p)
            {
                var j = new double[16];
                FJacobian(Of(p), 0.3, j);
                var d = FJvp(Of(p), 0.3, Of([1, 0, 0, 0])).Derivative;
                var back = FVjp(Of(p), 0.3, Of([0, 0, 1, 0])).DM;
                for (var i = 0; i < 4; i++)
                {
                    if (Math.Abs(Numbers(d)[i] - j[4 * i]) > 1e-12 || Math.Abs(Numbers(back)[i] - j[8 + i]) > 1e-12)
                        throw new InvalidOperationException("products differ from the Jacobian");
                }

                return j;
            }
            """),
        ("a structure with data in it", 2, """
            [Differentiable]
            public static double F(Counted c, double x)
            {
                var sum = c.Value;
                for (var i = 0; i < c.Count; i++)
                    sum = c.Kind == Kernel.Flat ? sum + x : sum * Math.Cos(x);
                return sum;
            }
            public static double[] Values(double[] p) => [F(new(p[0], 3, Kernel.Flat), p[1]), F(new(p[0], 2, Kernel.Gauss), p[1])];
            public static double[] Rows(double[] p)
            {
                var (a, b) = (FGradient(new(p[0], 3, Kernel.Flat), p[1]), FGradient(new(p[0], 2, Kernel.Gauss), p[1]));
                return [a.DC.Value, a.DX, b.DC.Value, b.DX];
            }
            """),
        ("tuples in tuples", 3, """
            [Differentiable]
            public static (double Sum, (double First, double Second) Both) F(((double A, double B) Pair, double C) t)
            {
                var ((a, b), c) = t;
                (a, b) = (b, a * c);
                return (a + b, (a * b, Math.Sinh(c)));
            }
            public static double[] Values(double[] p) { var r = F(((p[0], p[1]), p[2])); return [r.Sum, r.Both.First, r.Both.Second]; }
            public static double[] Rows(double[] p) { var j = new double[9]; FJacobian(((p[0], p[1]), p[2]), j); return j; }
            """),
        ("out results and in parameters", 2, """
            [Differentiable]
            public static double F(in double x, in double y, out double product, out (double Low, double High) order)
            {
                product = x * y;
                order = x < y ? (x, y) : (y, x);
                return Math.Atan2(y, x);
            }
            public static double[] Values(double[] p) { var angle = F(p[0], p[1], out var product, out var order); return [angle, product, order.Low, order.High]; }
            public static double[] Rows(double[] p) { var j = new double[8]; FJacobian(p[0], p[1], out _, out _, j); return j; }
            """),
        ("while, do, break, continue, nested loops and early returns", 2, """
            [Differentiable]
            public static double F(double x, double y, int n)
            {
                var sum = x;
                var k = 0;
                while (k < n && sum < 20)
                {
                    k++;
                    if (k % 3 == 0)
                        continue;
                    for (var j = n; j > k; j -= 2)
                    {
                        if (sum > 12)
                            break;
                        sum += Math.Sin(x * j + y);
                    }
                }

                do
                {
                    sum *= 0.8;
                    if (sum < 0.05)
                        return sum * y;
                }
                while (sum > 1);
                return sum + x * y;
            }
            public static double[] Values(double[] p) => [F(p[0], p[1], 9), F(p[0], p[1], 0)];
            public static double[] Rows(double[] p) { var (a, b) = (FGradient(p[0], p[1], 9), FGradient(p[0], p[1], 0)); return [a.DX, a.DY, b.DX, b.DY]; }
            """),
        ("patterns and switch statements of numbers", 2, """
            [Differentiable]
            public static double F(double x, double y, int mode)
            {
                var scaled = x switch { < -1 => -x * x, > 1 and < 2 => x * x * x, var other when other * y > 0 => other * y, _ => Math.Exp(x) };
                switch (mode)
                {
                    case 0:
                    case 1:
                        scaled += y;
                        break;
                    case > 3 when y > 0:
                        return scaled * Math.Log(y);
                    default:
                        scaled *= y;
                        break;
                }

                return mode is 1 or 2 ? scaled : scaled + x;
            }
            public static double[] Values(double[] p) => [F(p[0], p[1], 1), F(p[0], p[1], 2), F(p[0], p[1], 5)];
            public static double[] Rows(double[] p)
            {
                var (a, b, c) = (FGradient(p[0], p[1], 1), FGradient(p[0], p[1], 2), FGradient(p[0], p[1], 5));
                return [a.DX, a.DY, b.DX, b.DY, c.DX, c.DY];
            }
            """),
        ("foreach over spans, structures and data", 4, """
            [Differentiable]
            public static double F(ReadOnlySpan<Duo<double>> pairs, [Constant] double[] data, [Constant] ReadOnlySpan<(int Index, double Weight)> marks)
            {
                var sum = 0.0;
                foreach (var (a, b) in pairs)
                    sum += a * Math.Exp(b);
                foreach (var number in data)
                    sum = Math.Tanh(sum + number);
                foreach (var mark in marks)
                    sum += mark.Weight * pairs[mark.Index].A * pairs[^1].B;
                return sum;
            }
            static readonly (int, double)[] Marks = [(1, 0.5), (0, -1.5)];
            static Duo<double>[] Of(double[] p) => [new(p[0], p[1]), new(p[2], p[3])];
            public static double[] Values(double[] p) => [F(Of(p), [0.3, -0.2], Marks)];
            public static double[] Rows(double[] p) { var d = new Duo<double>[2]; FGradient(Of(p), [0.3, -0.2], Marks, d); return [d[0].A, d[0].B, d[1].A, d[1].B]; }
            """),
        ("helpers: generic, local, with optional arguments, of extension", 2, """
            [Differentiable]
            public static double F(double x, double y)
            {
                double Inner(double z) => z * y + Squared(z);
                var (low, high) = Split(x * y);
                return Inner(x) + Scaled(y, factor: 3) + Scaled(x) + x.Cubed() + low * high;
            }
            private static T Squared<T>(T x) where T : System.Numerics.INumber<T> => x * x;
            private static double Scaled(double x, double offset = 0.5, double factor = 2) => factor * x + offset * x * x;
            private static (double Low, double High) Split(double x) => (Math.Min(x, 1), Math.Max(x, 1));
            public static double[] Values(double[] p) => [F(p[0], p[1])];
            public static double[] Rows(double[] p) { var d = FGradient(p[0], p[1]); return [d.DX, d.DY]; }
            """),
        ("tables of structures, tuples and truth values", 2, """
            static readonly Mass[] Masses = [new Mass(new Vec3(1, 2, 3), 0.5), new Mass(new Vec3(-1, 0, 2), 1.5), new Mass(new Vec3(0, 1, 0), -2)];
            static readonly ((double Low, double High) Range, int Power, bool IsOdd)[] Rules = [((-1, 2), 3, true), ((0.5, 1.5), 2, false)];
            static readonly bool[] On = [true, false, true];
            [Differentiable]
            public static double F(double x, double y, int n)
            {
                var sum = 0.0;
                for (var i = 0; i < n; i++)
                {
                    var (place, weight) = Masses[i % 3];
                    var rule = Rules[i % 2];
                    sum += weight * Math.Sin(place.X * x + place.Z * y) * Math.Pow(rule.Range.High - rule.Range.Low * x, rule.Power);
                    if (On[i % 3] && !rule.IsOdd)
                        sum *= x;
                }

                return sum;
            }
            public static double[] Values(double[] p) => [F(p[0], p[1], 1), F(p[0], p[1], 7)];
            public static double[] Rows(double[] p) { var (a, b) = (FGradient(p[0], p[1], 1), FGradient(p[0], p[1], 7)); return [a.DX, a.DY, b.DX, b.DY]; }
            """),
        ("tables, ranges and arrays of its own", 3, """
            static readonly double[] Table = [0.5, -1, 2, 0.25];
            static ReadOnlySpan<int> Order => [2, 0, 1];
            [Differentiable]
            public static double F(double[] x, int n)
            {
                Span<double> buffer = stackalloc double[4];
                for (var i = 0; i < x.Length; i++)
                    buffer[i] = x[i] * Table[i + n % 2];
                var tail = x.AsSpan()[1..];
                var squares = new double[n];
                for (var i = 0; i < n; i++)
                    squares[i] = (i == 0 ? buffer[0] : squares[i - 1]) * tail[i % tail.Length] + buffer[2];
                return squares[^1] + tail[^1];
            }
            public static double[] Values(double[] p) => [F(p, 5), F(p, 2)];
            public static double[] Rows(double[] p) { double[] a = new double[3], b = new double[3]; FGradient(p, 5, a); FGradient(p, 2, b); return [.. a, .. b]; }
            """),
        ("a generic function of tuples and structures", 3, """
            [Differentiable]
            public static (T Sum, T Product) F<T>(Duo<T> d, (T X, int Count) t) where T : System.Numerics.IFloatingPointIeee754<T>
            {
                var (sum, product) = (T.Zero, T.One);
                for (var i = 0; i < t.Count; i++)
                {
                    sum += T.Exp(-d.A * T.CreateChecked(i)) * t.X;
                    product *= d.B + T.CreateChecked(0.1) * sum;
                }

                return (sum, product);
            }
            public static double[] Values(double[] p) { var r = F(new Duo<double>(p[0], p[1]), (p[2], 5)); return [r.Sum, r.Product]; }
            public static double[] Rows(double[] p) { var j = new double[6]; FJacobian(new Duo<double>(p[0], p[1]), (p[2], 5), j); return j; }
            """),
        ("results in a span", 2, """
            [Differentiable]
            public static void F(double a, double b, Span<double> y)
            {
                y[0] = a;
                for (var i = 1; i < y.Length; i++)
                    y[i] = y[i - 1] * b + Math.Sin(a * i);
            }
            public static double[] Values(double[] p) { var y = new double[5]; F(p[0], p[1], y); return y; }
            public static double[] Rows(double[] p)
            {
                var rows = new double[10];
                for (var i = 0; i < 5; i++)
                {
                    double[] y = new double[5], weights = new double[5];
                    weights[i] = 1;
                    var r = FVjp(p[0], p[1], y, weights);
                    (rows[2 * i], rows[2 * i + 1]) = (r.DA, r.DB);
                }

                return rows;
            }
            """),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(static one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Derivatives_are_those_of_differences(string name)
    {
        var (_, inputs, source) = Cases.First(one => one.Name == name);
        var compiled = CompiledFunctions.Compile(
            $"public static partial class Functions\n{{\n{Shared}{source}\n}}\n", "public static class Extensions { public static double Cubed(this double x) => x * x * x; }");
        var random = new Random(1);
        var count = 0;
        for (var round = 0; round < 5; round++)
        {
            double[] point = [.. Enumerable.Range(0, inputs).Select(_ => (3 * random.NextDouble()) - 1.25)];
            var results = Call("Values", point).Length;
            var rows = Call("Rows", point);
            Assert.Equal(results * inputs, rows.Length);
            for (var result = 0; result < results; result++)
            {
                for (var input = 0; input < inputs; input++)
                {
                    if (Differences.Derivative(at => Call("Values", at)[result], point, input) is not { } expected)
                        continue;
                    var actual = rows[(result * inputs) + input];
                    Assert.True(
                        Math.Abs(actual - expected) <= 1e-5 * Math.Max(1, Math.Abs(expected)),
                        string.Create(CultureInfo.InvariantCulture, $"Of result {result} by input {input} at {string.Join(", ", point)}: {actual}, but {expected} by differences."));
                    count++;
                }
            }
        }

        Assert.InRange(count, 2 * inputs, int.MaxValue);

        double[] Call(string method, double[] at) => (double[])compiled.CallStatic("Functions", method, [at])!;
    }
}
