using System.Text;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Every construct of the language: the C# compiler says what it computes, central differences what its derivatives are.</summary>
public sealed class ConstructTests
{
    /// <summary>Bodies of functions of x and y in double; <c>=></c> in front of an expression.</summary>
    private static readonly (string Name, string Body)[] Constructs =
    [
        ("parentheses in a collection", "{ double[] a = [(x), (-0.5), ((y * x))]; return a[0] * a[1] + a[2]; }"),
        ("arrays at indices that depend on a loop", "{ var a = new double[20]; for (var i = 0; i < 20; i++) a[i] = x * i + (i > 0 ? a[i - 1] * y * 0.1 : 0); var s = 0.0; foreach (var item in a) s += item; return s; }"),
        ("memory on the stack", "{ Span<double> a = stackalloc double[(12)]; a.Fill(x); a[2..5].Clear(); var s = y; for (var i = 0; i < a.Length; i++) s += a[i] * y; return s; }"),
        ("operators", "=> -x + 2 * y - x / (2 + y * y) * +x"),
        ("constants", "{ const double half = 0.5; const int two = 2; return half * x + two * y + Third + Math.PI * x - Math.E + double.Epsilon; }"),
        ("whole literals and mixed types", "=> 3 * x + 1 / 2 * y + 1 / 2.0 * y + 2f * x + 7L"),
        ("casts", "=> (double)(float)0.5 * x + (float)2 * y + (int)2.9 * x + (double)(int)3.0 * y"),
        ("variables", "{ var a = x * y; double b = a + 1, c = b * b; a = c - a; return a * b; }"),
        ("a variable declared before it is assigned", "{ double a; if (x > 0.3) a = x; else a = y * y; return a * a; }"),
        ("compound assignments", "{ var a = x; a += y; a *= a; a -= 0.5; a /= 2 + x * x; return a; }"),
        ("increments", "{ var a = x; a++; ++a; a--; var b = a++ * 2; return a * b - --a; }"),
        ("chained assignments", "{ double a, b; a = b = x * y; return a + b * a; }"),
        ("an assigned parameter", "{ x = x * x + 1; y -= x; return x * y; }"),
        ("if", "{ var a = x; if (y > 0.1) a = -x * y; return a * a; }"),
        ("if and else", "{ double a; if (y > x) { a = x; a *= y; } else if (y > 0) a = y; else { a = 1; } return a * x; }"),
        ("early returns", "{ if (x < -1) return x * x; if (y < 0) { if (x > 1) return y; x += y; } else return x * y; return x * 3; }"),
        ("nested early returns that meet again", "{ var a = y; if (x > 0) { if (y > 0) return 2 * x; a = x; } if (a > 0.5) { a *= 2; } return a * x; }"),
        ("conditional expressions", "=> x > 0 ? y > 0 ? x * y : -x : y < -1 ? y * y : 3 * x"),
        ("all comparisons", "=> (x < 0.2 ? x : 0) + (x <= 0.4 ? y : 0) + (y > 0.1 ? x * x : 1) + (y >= -0.3 ? y * y : 2) + (x == y ? 5 : x) + (x != y ? y : 5)"),
        ("and, or, not", "=> x > 0.1 && y > 0.2 || !(x < -0.5) && !(y > 1) ? x * y : x + y * y"),
        ("and, or that do not short-circuit", "=> (x > 0.1 & y > 0.2) | (x < -0.5 ^ y > 1) ? x * y : x + y * y"),
        ("conditions in variables", "{ var inside = x > -1 && x < 1; bool above = y > 0; inside = inside == above; return inside ? x * x : above != inside ? y : x; }"),
        ("conditions that change in branches", "{ var flag = x > 0; if (y > 0) flag = !flag; else flag &= y < -1; return flag ? x * y : y; }"),
        ("a known condition", "{ const bool use = true; if (use && Third > 0) return x; return y; }"),
        ("whole numbers that depend on a parameter", "{ var n = x > 0 ? 2 : -3; var m = 1; if (y > 0) m = n + 4; return n * x + m * y * (m > n ? 1 : 2) - -n + Math.Abs(n) * Math.Max(n, m); }"),
        ("sign as a whole number", "{ int s = Math.Sign(x); return s * y * y + (s + 1) * x * (s == 1 ? 2 : 3); }"),
        ("sign of whole numbers", "{ var n = x > 0 ? 2 : -3; var s = 0.0; for (var i = 0; i < 4; i++) s += Math.Sign(i - 1) * x * y; return s + Math.Sign(n) * y * y; }"),
        ("a loop", "{ var s = 0.0; for (var i = 0; i < 5; i++) s += i * x / (i + 1) + y * (i / 2); return s; }"),
        ("loops in loops", "{ var s = x; for (int i = 3, n = 1; i >= n; --i) for (var j = 0; j < i; j += 2) s = Math.Sin(s) + i * y - j; return s; }"),
        ("a loop over constants of the class", "{ var s = x; for (var i = 0; i <= Count; i++) s += i % 2 == 0 ? x * y : -y; return s; }"),
        ("a loop that stops", "{ var s = x; for (var i = 0; i < 6; i++) { s += 0.4; if (s > y) break; s *= 1.5; } return s * s; }"),
        ("a loop that skips", "{ var s = x; for (var i = 0; i < 4; i++) { if (s > y) { s -= 0.3 * y; continue; } s += x * i; } return s; }"),
        ("a loop that is left", "{ var s = x; for (var i = 0; i < 6; i++) { s *= 1.3; if (s > 1) return s * y; s += 0.1; } return s + y; }"),
        ("a loop with a counter of numbers with a fraction", "{ var s = 0.0; for (var t = 0.0; t < 1; t += 0.25) s += Math.Exp(-t * x) * y; return s; }"),
        ("a loop without head", "{ var s = x; var i = 0; for (; ; ) { if (i++ == 3) break; s *= y; } return s; }"),
        ("integer arithmetic", "{ var s = 0.0; for (var i = 1; i < 9; i++) { var k = (i * 7 - 3) % 5 / 2; k -= -i / 3; s += (k & 3 | 4) * x; } return s * y; }"),
        ("a long that wraps", "{ int n = int.MaxValue; n++; uint u = 0; u--; byte b = 250; b += 10; return x * (n / 1e9) + y * (u / 1e9) + b; }"),
        ("shifts", "{ int n = 5, low = int.MinValue; n <<= 3; byte b = 200; b <<= 1; uint u = 0; u--; long l = 1; return x * (n >> 1) + y * (low >> 35) / 1e9 + b + (u >> 4) / 1e8 + (l << 40) / 1e12 + (n << 33); }"),
        ("methods of the class", "=> Called(x, y) * Called(y, 0.5) + Called(b: x, a: y) + Scaled(x)"),
        ("a static local function", "{ var a = Twice(x) * y; return a + Twice(Twice(y)); static double Twice(double z) { var w = z + z; return w > 3 ? 3 * z : w; } }"),
        ("local functions that call one another", "{ static double F(double a) => G(a) * a; static double G(double a) => a + 1; return F(x) - G(y); }"),
        ("local functions of conditions and whole numbers", "{ return Weight(2) * x + (IsIn(y) ? x : y); static int Weight(int n) => n * n; static bool IsIn(double a) => a > -1 && a < 1; }"),
        ("functions of the framework", "=> Math.Exp(Math.Sin(x)) * Math.Cos(y) + Math.Log(2 + x * x) + Math.Sqrt(1 + y * y) + Math.Tanh(x * y)"),
        ("inverse functions", "=> Math.Asin(0.3 * x) + Math.Acos(0.3 * y) + Math.Atan(x) + Math.Asinh(y) + Math.Acosh(2 + x * x) + Math.Atanh(0.3 * x)"),
        ("hyperbolic and other functions", "=> Math.Sinh(x) + Math.Cosh(y) + Math.Tan(0.4 * x) + Math.Log2(3 + y) + Math.Log10(4 + x) + Math.Cbrt(4 + x) + Math.Abs(y)"),
        ("functions of two", "=> Math.Pow(3 + x, y) + Math.Atan2(x, y) + Math.Min(x, y) * Math.Max(x, 0.4) + Math.Log(3 + x, 4 + y)"),
        ("functions of three", "=> Math.Clamp(x, -1.1, 1.2) * y + Math.FusedMultiplyAdd(x, y, x) + double.Lerp(x, y, 0.25)"),
        ("functions of the types", "=> double.Exp(double.Min(x, y)) + double.ExpM1(x) + double.LogP1(y * y) + double.Exp2(x) + double.Abs(y)"),
        ("steps", "=> Math.Floor(x) * y + Math.Ceiling(y) * x + Math.Round(x) + Math.Truncate(3 * y) * x"),
        ("NetGen's functions", "=> NetGen.Numerics.ScalarMath.Sigmoid(x) * NetGen.Numerics.ScalarMath.Softplus(y) + NetGen.Numerics.ScalarMath.Erf(x) + NetGen.Numerics.ScalarMath.Expm1(y)"),
        ("tests of numbers", "=> double.IsNaN(x) || double.IsInfinity(y) ? 0 : double.IsFinite(x) && double.IsNegative(y) ? x * y : x"),
        ("a remainder", "=> 3 * (x % (2 + y * y)) + y % 0.3 + 7 % (x + 3)"),
        ("a compound remainder", "{ var a = x * y; a %= 0.7; return a * a + x; }"),
        ("a switch", "{ switch (x) { case < -1: return x * y; case 0.5 or > 1 when y > 0: y *= x; break; case > 1: y += x * x; break; default: x = 2 * y; break; } return x * y; }"),
        ("a switch over a whole number that depends on a parameter", "{ var n = x > 0 ? 1 : y > 0 ? 2 : 3; switch (n) { case 1: case 3: x *= y; break; case 2: return y * y; } return x + n; }"),
        ("a switch expression", "=> x switch { < -1 => x * y, > 0.5 and < 1 => y * y, double.NaN => 0, var z when z > y => z * 3, _ => x }"),
        ("patterns", "=> x is > 0 and < 1 or not (> -1.5) ? x * y : y is double.NaN ? 0 : y * y"),
        ("tuples and deconstruction", "{ var pair = (left: x * y, right: x + 1); var (a, b) = pair; (a, b) = (b, a); (double c, _) = x > 0 ? (a, b) : (b, 2.0); return a * b + c * pair.Item1; }"),
        ("arrays that depend on parameters", "{ var a = new[] { x, y, x * y }; if (x > y) a[1] = x * x; a[^1] += y; var s = 0.0; foreach (var v in a) s += v * v; return s + a.Length; }"),
        ("lists that depend on parameters", "{ List<double> all = [x, y]; all.Add(x * y); if (y > 0) all[0] = y; else all.Reverse(); var s = 1.0; for (var i = 0; i < all.Count; i++) s *= 1 + all[i] / 4; return s; }"),
        ("arrays in branches", "{ double s; if (x > 0) { var a = new double[2]; a[1] = x; s = a[0] + a[1] * y; } else { var b = new List<double> { y, y }; b.RemoveAt(0); s = b[0] * y; } return s; }"),
        ("an array that a method changes under a condition", "{ var a = new[] { x, y }; Double(a, 0, x > y); if (y > 0) Double(a, 1, true); return a[0] * a[1]; }"),
        ("coefficients in a static field", "{ var s = 0.0; foreach (var c in Coefficients) s = s * x + c; return s + Coefficients[^1] * y; }"),
        ("a property that computes", "=> Shift * x + y * Shift"),
        ("methods that are not marked", "=> Plain(x, y) + Plain(y, 0.5) + Sum(x, y, x * y)"),
        ("local functions that see what is around them", "{ var n = 2.0; double Scaled(double t) => t * n; void More() { if (x > 0) n *= y; else n += 1; } x = Scaled(x); More(); return Scaled(x); }"),
        ("texts and null decide", "{ const string kind = \"square\"; int[]? none = null; return kind switch { \"cube\" => x * x * x, nameof(Plain) => 0, _ => none is null ? x * x : y } + y; }"),
        ("LINQ on what is known", "{ var s = 0.0; foreach (var i in System.Linq.Enumerable.Reverse(System.Linq.Enumerable.Range(1, 3))) s = s * x + i * y; return s; }"),
        ("functions of known numbers", "{ var s = 0.0; for (var i = 0; i < (int)Math.Sqrt(16); i++) s += Math.Round(x * 0 + 1) * Math.Clamp(i, 1, 2) * y; return s * Math.Cbrt(8) * Math.Round(2.345, 2); }"),
        ("assignments under a condition", "{ double a = 1, b = 2; var c = x > 0 && (a = y) > 0.2 ? (b = x) * a : a + b; return a * b + c; }"),
        ("a label that nothing jumps to", "{ x *= y; end: x += 1; return x; }"),
        ("a loop that stops in a switch", "{ var s = x; for (var i = 0; i < 5; i++) { switch (i) { case 1: continue; case 3: s *= y; break; default: if (s > 1) return s; s += 0.3; break; } s += 0.1; } return s; }"),
        ("parentheses, comments and blocks", "{ /* first */ { x = (x); } ; { ; } return ((x)) * y; /* last */ }"),
    ];

    private static readonly double[][] Points =
    [
        .. from x in (double[])[-1.9, -1.03, -0.41, 0.23, 0.77, 1.31, 2.2] from y in (double[])[-1.7, -0.62, 0.14, 0.58, 1.44] select (double[])[x, y],
    ];

    private static readonly Lazy<CompiledFunctions> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. Constructs.Select(static construct => construct.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_construct_is_differentiated_as_CSharp_computes_it(string name)
    {
        var method = $"F{Array.FindIndex(Constructs, construct => construct.Name == name)}";
        var settled = 0;
        foreach (var point in Points)
        {
            var value = Value(point);
            var gradient = Compiled.Value.Call(method + "Gradient", point);
            Assert.Equal(value, gradient[0], 1e-10 * Math.Max(1, Math.Abs(value)));
            for (var argument = 0; argument < 2; argument++)
            {
                if (Differences.Derivative(Value, point, argument) is not { } expected)
                    continue;
                Assert.Equal(expected, gradient[argument + 1], 1e-6 * Math.Max(1, Math.Abs(expected)));
                settled++;
            }
        }

        Assert.InRange(settled, Points.Length, 2 * Points.Length);

        double Value(double[] at) => Compiled.Value.Call(method, at)[0];
    }

    // C# would round to float in between; what is differentiated is mathematics.
    [Fact]
    public void Functions_of_single_precision_are_read_as_those_of_real_numbers()
    {
        var functions = CompiledFunctions.Members("[Differentiable] public static double F(double x) => (double)MathF.Exp((float)x) * x;");

        var exponential = Math.Exp(0.7);
        var gradient = functions.Call("FGradient", 0.7);
        Assert.Equal(0.7 * exponential, gradient[0], 1e-15);
        Assert.Equal(1.7 * exponential, gradient[1], 1e-15);
    }

    [Fact]
    public void A_function_takes_its_parameters_by_name_and_leaves_out_those_that_have_a_value()
    {
        var functions = CompiledFunctions.Members("""
            [Differentiable] public static float Swish(float x, float beta = 1.5f) => x / (1 + MathF.Exp(-beta * x));
            [Differentiable] public static float Twice(float x) => Swish(x) + Swish(beta: 1.5f, x: x);
            public static float Use() => SwishGradient(2).DX - SwishGradient(beta: 1.5f, x: 2).DX;
            """);

        Assert.Equal(0, functions.CallSingle("Use")[0]);
        Assert.Equal(2 * functions.CallSingle("SwishGradient", 0.5, 1.5)[1], functions.CallSingle("TwiceGradient", 0.5)[1], 1e-6);
    }

    [Fact]
    public void Functions_of_floats_and_of_doubles_may_share_a_name()
    {
        var functions = CompiledFunctions.Members("""
            [Differentiable] public static float Cube(float x) => x * x * x;
            [Differentiable] public static double Cube(double x) => x * x * x;
            [Differentiable] public static double Cube(double x, double y) => Cube(x) * Cube(y);
            [Differentiable] public static double cube(double x) => 2 * Cube(x);
            """);

        Assert.Equal([8, 12], functions.CallSingle("CubeGradient", 2));
        Assert.Equal([8, 12], functions.Call("CubeGradient", 2));
        Assert.Equal([8, 12, 24], functions.Call("CubeGradient", 2, 1));
        Assert.Equal([16, 24], functions.Call("cubeGradient", 2));
    }

    [Fact]
    public void A_function_may_stand_in_any_type_and_have_any_name()
    {
        var run = CompiledFunctions.Compile("""
            namespace Space.@event
            {
                public partial record struct Outer
                {
                    internal sealed partial class @class
                    {
                        // Names that generated code uses, too.
                        private const float Vector = 1, MathF = 2, Element = 3;
                        [Differentiable(Order = 2)] protected internal static float @double(float i, float I, float @float) => i * I * @float + System.MathF.Exp(@float);
                        [Differentiable(Order = 2)] private static float Rest(float rest, float result, float value, float dRest, float vRest, float restStart) => rest * result + value * dRest * vRest * restStart;
                        [Differentiable(Order = 2)] private static float Items(float item2, float item1, float equals, float toString) => item2 * item1 * equals * toString;
                        [Loss] internal static float loss(float outputs, float targets, float evaluate, float @element, float gradients, float column, float targetSize)
                            => (outputs - targets) * evaluate * element * gradients * column * targetSize;
                        public static float Use() => doubleGradient(1, 2, 3).DI2 + RestGradient(1, 2, 3, 4, 5, 6).DDRest + (float)new lossLoss(1, 2, 3, 4, 5).TargetSize2;
                    }
                }

                public static partial class Math
                {
                    [Differentiable] public static double Vector256(double Lanes, double Unsafe) => System.Math.Sin(Lanes) * Unsafe;
                }
            }
            """);

        Assert.Equal(5, run.Declarations.Count());
    }

    [Fact]
    public void Calls_reach_other_classes_and_other_files()
    {
        var functions = CompiledFunctions.Members(
            "[Differentiable] public static double F(double x) => Space.Other.Square(x) * x;",
            "namespace Space { public static partial class Other { [Differentiable] internal static double Square(double z) => z * z; } }");

        Assert.Equal([8, 12], functions.Call("FGradient", 2));
    }

    [Fact]
    public void A_partial_method_may_be_marked_on_either_part()
    {
        var functions = CompiledFunctions.Members("""
            [Differentiable] public static partial double F(double x);
            public static partial double F(double x) => x * x;
            public static partial double G(double x);
            [Differentiable] public static partial double G(double x) { return F(x) * x; }
            """);

        Assert.Equal([8, 12], functions.Call("GGradient", 2));
        Assert.Equal([4, 4], functions.Call("FGradient", 2));
    }

    [Fact]
    public void The_largest_function_compiles_on_a_small_stack()
    {
        const string source = """
            public static partial class Functions
            {
                [Differentiable(Order = 2)]
                public static float Deep(float x, float y)
                {
                    for (var i = 0; i < 190; i++)
                        x = MathF.Sin(x + y);
                    return x;
                }

                [Differentiable]
                public static float Wide(float x, float y)
                {
                    var sum = 0f;
                    for (var i = 0; i < 160; i++)
                        sum += i * x * MathF.Cos(i * y);
                    return sum;
                }
            }
            """;
        CompiledFunctions? compiled = null;
        // The main thread of a program has 8 MB, or 1 MB on Windows; the compiler's others have 1.5 MB, or 1 MB.
        var thread = new Thread(() => compiled = CompiledFunctions.Compile(source), maxStackSize: 1 << 20);
        thread.Start();
        thread.Join();

        Assert.Equal(Differences.Derivative(static at => Wide(at[0], at[1]), [0.3, 0.1], 0)!.Value, compiled!.CallSingle("WideGradient", 0.3, 0.1)[1], 1e-1);

        static double Wide(double x, double y) => Enumerable.Range(0, 160).Sum(i => i * x * Math.Cos(i * y));
    }

    private static CompiledFunctions Compile()
    {
        var members = new StringBuilder("""
                private const double Third = 1 / 3.0;
                private const int Count = 3;
                private static readonly double[] Coefficients = [0.5, -1, Third];
                private static double Shift => 2 * Third + Count;
                private static double Plain(double a, double b) { if (a > b) a *= b; return a + b * b; }
                private static double Sum(params double[] all) { var s = 0.0; foreach (var a in all) s += a * a; return s; }
                private static void Double(double[] all, int index, bool isDoubled) { if (isDoubled) all[index] *= 2; }
                [Differentiable] private static double Called(double a, double b) => b > 0.4 ? a * b : a - b * b;
                [Differentiable] private static double Scaled(double x, double factor = 2.5) => factor * x;

            """);
        for (var i = 0; i < Constructs.Length; i++)
            members.Append($"[Differentiable] public static double F{i}(double x, double y) {Constructs[i].Body}{(Constructs[i].Body[0] == '=' ? ";" : "")}\n");
        return CompiledFunctions.Members(members.ToString());
    }
}
