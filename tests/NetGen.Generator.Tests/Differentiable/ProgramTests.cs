using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Functions that are differentiated as programs: what they take and give, and what their loops and branches become.</summary>
public sealed class ProgramTests
{
    private const string Members = """
        static readonly double[] Weights = [1, 0.5, 0.25];

        public readonly record struct State(double Position, double Speed);

        public struct Mutable
        {
            public double X;
            public double Y { get; set; }
        }

        [Differentiable]
        public static double Pendulum(double gravity, double length, State state, double step, int count)
        {
            for (var i = 0; i < count; i++)
            {
                var speed = state.Speed - step * gravity / length * Math.Sin(state.Position);
                state = new State(state.Position + step * speed, speed);
            }

            return state.Position;
        }

        [Differentiable]
        public static double Weighted(ReadOnlySpan<double> p, [Constant] double[] x, ReadOnlySpan<int> kinds)
        {
            var sum = 0.0;
            for (var i = 0; i < x.Length; i++)
            {
                if (kinds[i] == 2)
                    continue;
                sum += Weights[kinds[i]] * Math.Exp(-p[kinds[i]] * x[i]);
            }

            return sum;
        }

        [Differentiable]
        public static void Polar(double radius, double angle, out double x, out double y)
        {
            var (sin, cos) = Math.SinCos(angle);
            x = radius * cos;
            y = radius * sin;
        }

        [Differentiable]
        public static double OfMutable(Mutable m, (double A, double B) pair)
        {
            m.X *= pair.A;
            m = m with { Y = m.X + pair.B };
            return m.X * m.Y;
        }

        [Differentiable]
        public static float Root(float a)
        {
            var x = a;
            while (MathF.Abs(x * x - a) > 1e-6f)
                x = 0.5f * (x + a / x);
            return x;
        }

        [Differentiable(Order = 2)]
        public static double Steps(double x, double y)
        {
            for (var i = 0; i < 50; i++)
                x += 0.01 * Math.Sin(x * y);
            return x;
        }

        [Differentiable]
        public static double Filter(ReadOnlySpan<double> x, double decay, int n)
        {
            var h = new double[n];
            for (var i = 0; i < n; i++)
                h[i] = x[i % x.Length] + (i > 0 ? decay * h[i - 1] : 0);
            var sum = 0.0;
            for (var i = 0; i < n; i++)
            {
                sum += h[i] * h[i];
                h[i] = 7;
            }

            return sum;
        }

        [Differentiable]
        public static double Mixed(double a, double b)
        {
            Span<double> s = stackalloc double[12];
            s.Fill(a);
            Scale(s[3..9], b);
            var sum = 0.0;
            foreach (var item in s)
                sum += item * item;
            s.Clear();
            return sum + s[4];
        }

        private static void Scale(Span<double> part, double factor)
        {
            for (var i = 0; i < part.Length; i++)
                part[i] *= factor;
        }

        [Differentiable]
        public static void Curve(double a, double b, [Constant] ReadOnlySpan<double> x, Span<double> y)
        {
            for (var i = 0; i < x.Length; i++)
                y[i] = a * Math.Exp(b * x[i]);
        }

        [Differentiable]
        public static void Chained(double a, double b, Span<double> y)
        {
            for (var i = 0; i < y.Length; i++)
                y[i] = a * i + b;
            y[2] += b * y[0];
        }

        [Differentiable]
        public static (double X, double Y, double Z) Helix(double t, ReadOnlySpan<double> radius)
        {
            var (sin, cos) = Math.SinCos(t);
            return (radius[0] * cos, radius[0] * sin, t * t);
        }

        public static double[] FilterRows(double[] x, double decay, int n)
        {
            var d = new double[x.Length];
            var r = FilterGradient(x, decay, n, d);
            return [r.Value, r.DDecay, .. d];
        }

        public static double[] MixedRows()
        {
            var r = MixedGradient(2, 3);
            return [r.Value, r.DA, r.DB];
        }

        public static double[] CurveRows(double[] x)
        {
            double[] y = new double[x.Length], j = new double[2 * x.Length], v = new double[x.Length];
            CurveJacobian(2, 0.5, x, y, j);
            CurveJvp(2, 0.5, x, y, 1, 0.25, v);
            var back = CurveVjp(2, 0.5, x, y, v);
            return [.. y, .. j, .. v, back.DA, back.DB];
        }

        public static double[] ChainedRows(double[] weights)
        {
            var y = new double[3];
            var r = ChainedVjp(2, 3, y, weights);
            return [.. y, r.DA, r.DB];
        }

        public static double[] HelixRows()
        {
            var j = new double[6];
            var r = HelixJacobian(0.5, [2], j);
            return [r.X, r.Y, r.Z, .. j];
        }

        public static void CurveOverlapping(double[] x) => CurveVjp(2, 0.5, x, x, new double[x.Length]);

        public static double[] WeightedRows(double[] p, double[] x, int[] kinds)
        {
            var d = new double[p.Length];
            var value = WeightedGradient(p, x, kinds, d);
            return [value, .. d];
        }

        public static double[] PolarRows(double radius, double angle)
        {
            var j = new double[4];
            PolarJacobian(radius, angle, out var x, out var y, j);
            return [x, y, .. j];
        }

        public static double[] PendulumRows(int count)
        {
            var r = PendulumGradient(9.81, 1.5, new State(0.4, 0.3), 0.02, count);
            return [r.Value, r.DGravity, r.DLength, r.DState.Position, r.DState.Speed, r.DStep];
        }

        public static double[] OfMutableRows()
        {
            var r = OfMutableGradient(new Mutable { X = 2, Y = 7 }, (3, 5));
            return [r.Value, r.DM.X, r.DM.Y, r.DPair.A, r.DPair.B];
        }

        public static void Overlapping(double[] p) => WeightedGradient(p, [1], [0], p);

        public static void TooShort(double[] p) => WeightedGradient(p, [1], [0], new double[p.Length + 1]);

        public static long Allocated()
        {
            var memory = new double[1000];
            for (var i = 0; i < 3; i++)
                PendulumGradient(9.81, 1.5, new State(0.4, 0.3), 0.02, 5000);
            var before = GC.GetAllocatedBytesForCurrentThread();
            double[] x = [0.3, 0.2], d = new double[2];
            FilterGradient(x, 0.5, 3000, d);
            before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 10; i++)
            {
                FilterGradient(x, 0.5, 3000, d);
                MixedGradient(2, 3);
                PendulumGradient(9.81, 1.5, new State(0.4, 0.3), 0.02, 5000);
                PendulumGradient(9.81, 1.5, new State(0.4, 0.3), 0.02, 100, memory);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Members(Members));

    private static double[] Call(string name, params object[] arguments) => (double[])Compiled.Value.CallStatic("Functions", name, arguments)!;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public void A_loop_has_as_many_rounds_as_it_is_told(int count)
    {
        double Value(double[] at)
        {
            var (position, speed) = (at[2], at[3]);
            for (var i = 0; i < count; i++)
            {
                speed -= at[4] * at[0] / at[1] * Math.Sin(position);
                position += at[4] * speed;
            }

            return position;
        }

        double[] point = [9.81, 1.5, 0.4, 0.3, 0.02];
        var rows = Call("PendulumRows", count);
        Assert.Equal(Value(point), rows[0], 1e-12);
        for (var input = 0; input < point.Length; input++)
            Assert.Equal(Differences.Derivative(Value, point, input)!.Value, rows[input + 1], 1e-6 * Math.Max(1, Math.Abs(rows[input + 1])));
    }

    [Fact]
    public void Derivatives_by_a_span_are_added_up_where_its_elements_are_chosen_at_run_time()
    {
        double[] p = [0.3, 0.7, 0.9], x = [1, 2, 3, 0.5];
        int[] kinds = [0, 1, 2, 0];
        var expected = new[]
        {
            Math.Exp(-0.3) + (0.5 * Math.Exp(-1.4)) + Math.Exp(-0.15),
            -Math.Exp(-0.3) - (0.5 * Math.Exp(-0.15)),
            -(0.5 * 2 * Math.Exp(-1.4)),
            0,
        };
        var rows = Call("WeightedRows", p, x, kinds);
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rows[i], 1e-12);
    }

    [Fact]
    public void Out_parameters_are_rows_of_the_Jacobian()
    {
        var rows = Call("PolarRows", 2.0, 0.5);
        double[] expected = [2 * Math.Cos(0.5), 2 * Math.Sin(0.5), Math.Cos(0.5), -2 * Math.Sin(0.5), Math.Sin(0.5), 2 * Math.Cos(0.5)];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rows[i], 1e-14);
    }

    [Fact]
    public void Structures_may_be_changed_and_tuples_be_given()
        // X·A·(X·A + B) at X = 2, A = 3, B = 5; the Y that comes in is overwritten.
        => Assert.Equal([66, (2 * 2 * 9) + 15, 0, (2 * 4 * 3) + 10, 6], Call("OfMutableRows"));

    [Fact]
    public void A_loop_runs_while_a_condition_holds()
    {
        var root = Compiled.Value.CallSingle("RootGradient", 2);
        Assert.Equal(Math.Sqrt(2), root[0], 1e-6);
        Assert.Equal(0.5 / Math.Sqrt(2), root[1], 1e-5);
    }

    [Fact]
    public void Second_derivatives_go_through_loops()
    {
        static double Value(double[] at)
        {
            var x = at[0];
            for (var i = 0; i < 50; i++)
                x += 0.01 * Math.Sin(x * at[1]);
            return x;
        }

        var hessian = Compiled.Value.Call("StepsHessian", 0.7, 1.3);
        Assert.Equal(Value([0.7, 1.3]), hessian[0], 1e-12);
        Assert.Equal(Differences.Derivative(at => Differences.Derivative(Value, at, 0)!.Value, [0.7, 1.3], 1)!.Value, hessian[4], 1e-3);
        Assert.Equal(hessian[4], Compiled.Value.Call("StepsHessianVectorProduct", 0.7, 1.3, 0, 1)[0], 1e-12);
    }

    [Fact]
    public void Spans_that_cannot_be_right_are_refused()
    {
        Assert.Contains("shares memory", Failure("Overlapping"), StringComparison.Ordinal);
        Assert.Contains("expects as many elements as 'p' has, 3, but got 4", Failure("TooShort"), StringComparison.Ordinal);

        static string Failure(string name)
            => Assert.IsType<ArgumentException>(Assert.Throws<System.Reflection.TargetInvocationException>(() => Compiled.Value.CallStatic("Functions", name, new double[3])).InnerException).Message;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void Arrays_may_be_as_long_as_is_known_at_run_time(int n)
    {
        double Value(double[] at)
        {
            var (h, sum) = (0.0, 0.0);
            for (var i = 0; i < n; i++)
            {
                h = at[1 + (i % 2)] + (i > 0 ? at[0] * h : 0);
                sum += h * h;
            }

            return sum;
        }

        double[] point = [0.7, 0.4, -0.3];
        var rows = Call("FilterRows", new[] { 0.4, -0.3 }, 0.7, n);
        Assert.Equal(Value(point), rows[0], 1e-12);
        for (var input = 0; input < point.Length; input++)
            Assert.Equal(Differences.Derivative(Value, point, input)!.Value, rows[input + 1], 1e-7);
    }

    [Fact]
    public void Parts_of_arrays_are_written_by_methods_that_are_called()
        // Six elements are a, six are a·b: 6·a²·(1 + b²) at a = 2, b = 3.
        => Assert.Equal([240, 240, 144], Call("MixedRows"));

    [Fact]
    public void A_span_that_is_written_is_a_result()
    {
        double[] x = [0.1, 0.7, -1.2];
        var rows = Call("CurveRows", x);
        var (dA, dB) = (0.0, 0.0);
        for (var i = 0; i < 3; i++)
        {
            var power = Math.Exp(0.5 * x[i]);
            Assert.Equal(2 * power, rows[i], 1e-14);
            Assert.Equal(power, rows[3 + (2 * i)], 1e-14);
            Assert.Equal(2 * power * x[i], rows[4 + (2 * i)], 1e-14);
            var along = power + (0.25 * 2 * power * x[i]);
            Assert.Equal(along, rows[9 + i], 1e-14);
            (dA, dB) = (dA + (along * power), dB + (along * 2 * power * x[i]));
        }

        Assert.Equal(dA, rows[12], 1e-13);
        Assert.Equal(dB, rows[13], 1e-13);
        Assert.Contains("shares memory", Assert.Throws<System.Reflection.TargetInvocationException>(() => Compiled.Value.CallStatic("Functions", "CurveOverlapping", x)).InnerException!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_the_function_reads_again_matters_for_itself_too()
    {
        // y = (b, a + b, 2a + b + b²) at a = 2, b = 3.
        double[] w = [0.5, 7, -1];
        Assert.Equal([3, 5, 16, w[1] + (2 * w[2]), w[0] + w[1] + ((1 + (2 * 3)) * w[2])], Call("ChainedRows", w));
    }

    [Fact]
    public void A_Jacobian_with_fewer_columns_than_rows_is_made_column_by_column()
    {
        var (sin, cos) = Math.SinCos(0.5);
        double[] expected = [2 * cos, 2 * sin, 0.25, -2 * sin, cos, 2 * cos, sin, 1, 0];
        var rows = Call("HelixRows");
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], rows[i], 1e-14);
        Assert.Contains("Forward mode, all columns side by side: there are 3 rows, and 2 columns.", FileOf("Helix"), StringComparison.Ordinal);
        Assert.Contains("Reverse mode, all rows side by side (2 rows; there are 2 columns)", FileOf("Polar"), StringComparison.Ordinal);

        static string FileOf(string function) => Assert.Single(Compiled.Value.Run.Files, file => file.Key.Contains($".{function}.", StringComparison.Ordinal)).Value;
    }

    [Fact]
    public void A_gradient_allocates_nothing() => Assert.Equal(0L, Compiled.Value.CallStatic("Functions", "Allocated"));

    [Fact]
    public void The_code_of_a_loop_does_not_depend_on_its_number_of_rounds()
    {
        Assert.Equal(Lines(10), Lines(100));
        Assert.Equal(Lines(10), Lines(1000));

        static int Lines(int rounds) => Assert.Single(Host.Run($$"""
            public static partial class Functions
            {
                [Differentiable]
                public static double Euler(double gravity, double angle, double speed)
                {
                    for (var i = 0; i < {{rounds}}; i++)
                    {
                        speed -= 0.01 * gravity * System.Math.Sin(angle);
                        angle += 0.01 * speed;
                    }

                    return angle;
                }
            }
            """).AssertClean().Files).Value.Split('\n').Length;
    }

    [Fact]
    public void A_gradient_of_many_parameters_has_a_few_lines_for_each()
    {
        var parameters = Enumerable.Range(0, 64).Select(static index => $"x{index}").ToList();
        var body = parameters.AsEnumerable().Reverse().Aggregate("0.5", static (inner, name) => $"System.Math.Tanh({name} + {inner})");
        var file = Assert.Single(Host.Run($$"""
            public static partial class Functions
            {
                [Differentiable]
                public static double Chain({{string.Join(", ", parameters.Select(static name => "double " + name))}}) => {{body}};
            }
            """).AssertClean().Files).Value;
        var gradient = file[..file.IndexOf("for every i", StringComparison.Ordinal)];
        Assert.InRange(gradient.Split('*').Length - 1, 63, 200);
    }
}
