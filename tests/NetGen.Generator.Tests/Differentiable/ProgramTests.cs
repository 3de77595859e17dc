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
            for (var i = 0; i < 10; i++)
            {
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
