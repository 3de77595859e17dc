using System.Globalization;
using System.Text;
using NetGen.Generator.Tests.Differentiable;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Programs;

/// <summary>
/// There is one reader of C#: what a differentiable function can be, a forward method can be too, and the other way round. Each body is compiled as a function of
/// floats and as a forward method of tensors. C# runs the function, and both passes of the network give its value and its derivatives for every element.
/// </summary>
public sealed class SharedConstructTests
{
    private const int Elements = 24;

    /// <summary>Bodies of methods of x and y of type <c>T</c>. Conditions are known, since those of tensors have to be.</summary>
    private static readonly (string Name, string Body)[] Constructs =
    [
        ("an expression body", "=> x * y + 2 * x - y / 4 + +x - -y"),
        ("a remainder", "=> x % 2 + 3 * (x % (y + 4)) + 7 % (y + 5)"),
        ("variables and chained assignments", "{ T a, b; a = b = x * y; var c = a + 1; return a * b + c; }"),
        ("compound assignments and increments", "{ var a = x; a += y; a *= a; a -= 0.5f; a /= 2; a %= 3; var n = 1; n <<= 2; n |= 1; n--; ++n; return a * n++ + n; }"),
        ("an assigned parameter", "{ x = x * x + 1; y -= x; return x * y; }"),
        ("constants of the class and others", "{ const float Half = 0.5f; return Half * x + Count * y + Limits.Top * x * y; }"),
        ("static readonly fields", "{ foreach (var c in Coefficients) x = x * c + y; return x * Coefficients[^1] + Base; }"),
        ("properties that compute", "=> x * Twice + y * Once"),
        ("whole numbers that wrap", "{ byte b = 250; b += 10; var n = unchecked(int.MaxValue + Count); return x * b + y * (n / 1e9f); }"),
        ("bits and shifts", "{ var n = 5; return x * (n << 2 | 1) + y * (n >> 1 & 3 ^ 1); }"),
        ("conversions", "{ var n = 7; double d = n / 2.0; return x * (float)d + y * (int)3.9f + (long)n * x; }"),
        ("checked and unchecked", "=> x * checked(Count + 2) + y * unchecked(Count * 3)"),
        ("a tuple", "{ var pair = (left: x * y, right: x + y); (x, y) = (y, x); return pair.left * x + pair.Item2 * y; }"),
        ("deconstruction and discards", "{ var (a, b) = (x * y, x + 1); (T c, _) = (a, b); _ = 5; return a + b * c; }"),
        ("methods with named and optional arguments", "=> Scaled(by: 2, value: x) + Scaled(y, 3, shift: 2) * x"),
        ("methods of any number of arguments", "=> Sum(x, y, x * y)"),
        ("methods that give tuples", "{ var (a, b) = Both(x, y); return a * b; }"),
        ("methods of another class", "=> Other.Mix(x, y) * Other.Mix(y, x)"),
        ("extension methods", "=> x.Times(2) + y.Times(3)"),
        ("local functions", "{ static T Square(T t) => t * t; T Shifted(T t) { var s = t + x; return s * y; } return Square(x) + Shifted(y); }"),
        ("local functions that change what is around them", "{ var n = 2; T Next(T t) { n++; return t * n; } x = Next(x); y = Next(y); return x * y + n; }"),
        ("a for loop", "{ for (var i = 0; i < Count; i++) x = x * y + i; return x; }"),
        ("loops in loops, break and continue", "{ for (int i = 0, j = 9; ; i += 2, --j) { if (i == 2) continue; if (j < 6) break; for (var k = 0; k < 2; k++) x += y * (i + k); } return x * y; }"),
        ("a loop without a head", "{ var i = 0; for (; ; ) { if (i++ == 3) break; x = x * 0.5f + y; } return x; }"),
        ("a loop that is left", "{ for (var i = 0; i < 5; i++) { x = x + y; if (i == 2) return x * y; } return x; }"),
        ("foreach over an array, a list and a collection", "{ foreach (var f in new[] { 1f, 2f }) x = x * f + y; foreach (var n in new List<int> { 3, 4 }) y = y * n + x; foreach (double d in (int[])[5, 6]) x = x + (float)d; return x * y; }"),
        ("foreach with deconstruction", "{ foreach (var (scale, shift) in new[] { (0.5f, 1), (2f, 3) }) x = x * scale + y * shift; return x; }"),
        ("foreach over values", "{ foreach (var v in new[] { x, y, x * y }) x = x + v * v; return x; }"),
        ("if and else", "{ if (Count > 2 && IsDeep) x = x * y; else x = y; if (!IsDeep || Count < 1) return y; return x + y; }"),
        ("a conditional expression", "=> Count > 2 ? x * y : y"),
        ("a switch", "{ switch (Count) { case 0: x = y; break; case 1: case 3: x = x * y; break; default: return x; } return x + 1; }"),
        ("a switch with patterns", "{ for (var i = 0; i < 4; i++) switch (i) { case > 0 and < 2: x = x * y; break; case 2 when IsDeep: y = y * 2; break; case var n when n == 3: x = x + n; break; default: x = x + y; break; } return x * y; }"),
        ("a switch expression", "=> Kind switch { \"sum\" => x + y, \"product\" => x * y, _ => x }"),
        ("a switch on an enumeration", "=> Mode.Deep switch { Mode.Flat => x, Mode.Deep => x * y, _ => y }"),
        ("is with a pattern", "{ for (var i = 0; i < 3; i++) if (i is 0 or not (1 or 0)) x = x * (i + 2) + y; return x; }"),
        ("arrays", "{ var all = new T[3]; all[0] = x; all[1] = y; for (var i = 2; i < all.Length; i++) all[i] = all[i - 1] * all[i - 2]; return all[^1] + all[0]; }"),
        ("arrays of arrays", "{ var all = new[] { new[] { x, y }, new[] { y, x * x } }; all[1][0] *= x; return all[0][0] * all[1][0] + all[1][1]; }"),
        ("numbers in arrays", "{ var n = new int[2]; n[1] += 3; n[0]--; return x * n[1] + y * n[0]; }"),
        ("lists that change", "{ var all = new List<T> { x }; all.Add(y); all.Insert(0, x * y); all.AddRange([y, x]); all.RemoveAt(1); all.Reverse(); return all[0] * all[1] + all[^1] * all.Count; }"),
        ("spreads", "{ List<T> some = [x, y]; T[] all = [.. some, x * y]; return all[0] + all[1] * all[2]; }"),
        ("LINQ", "{ foreach (var i in Enumerable.Range(1, 3).Reverse().Skip(1).Concat([7]).ToArray()) x = x * 0.5f + y * i; return x * Enumerable.Repeat(2, 3).Count(); }"),
        ("texts", "=> nameof(Kind) + \"!\" == \"Kind!\" ? x * y : x"),
        ("null until there is a value", "{ int[]? none = null; foreach (var i in none is null ? new[] { 1, 2 } : none) x = x + y * i; return x; }"),
        ("functions of known numbers", "=> x * Math.Max(2, 3) * MathF.Sqrt(16) + y * Math.Clamp(9, 0, 5) + (float)Math.Round(2.345, 2) * x + MathF.Cbrt(8) * y"),
        ("functions of the types", "=> x * float.Lerp(1, 3, Half) + y * float.Hypot(3, 4) + (float.IsNaN(Half) ? 0 : x) + Math.Sign(-Half) * y"),
        ("the order of evaluation", "{ int i = 0; int[] a = [7, 7, 7]; a[i] = i = 2; var n = 1; return x * a[0] + y * a[2] * Less(b: n++, a: n++); }"),
        ("a label", "{ x = x * y; end: return x + y; }"),
        ("blocks and empty statements", "{ { var t = x * 2; x = t; } ; { var t = y + 1; y = t; } return x * y; }"),
    ];

    /// <summary>What the bodies use.</summary>
    private const string Members = """
            private const int Count = 3;
            private const bool IsDeep = true;
            private const string Kind = "product";
            private enum Mode { Flat, Deep }
            private static readonly float[] Coefficients = [0.5f, 2, 1];
            private static readonly int Base = Count + 1;
            private static readonly float Half = 0.5f;
            private static int Twice => 2 * Once;
            private static int Once { get { return 3; } }
            private static T Scaled(T value, float by, float shift = 1) => value * by + shift;
            private static T Sum(params T[] all) { var s = all[0]; for (var i = 1; i < all.Length; i++) s += all[i]; return s; }
            private static (T, T) Both(T a, T b) => (a * b, a + b);
            private static int Less(int a, int b) => 10 * a + b;
        """;

    private const string Others = """
        internal static class Limits { public const float Top = 0.25f; }
        internal static partial class Other
        {
            public static float Mix(float a, float b) => a * 2 + b;
            public static Tensor Mix(Tensor a, Tensor b) => a * 2 + b;
            public static float Times(this float x, int by) => x * by;
            public static Tensor Times(this Tensor x, int by) => x * by;
        }
        """;

    private static readonly Lazy<(CompiledFunctions Functions, LoadedProject Networks)> Compiled = new(Compile);

    public static TheoryData<string> Names => [.. Constructs.Select(static construct => construct.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_and_a_forward_method_can_have_it(string name)
    {
        var number = Array.FindIndex(Constructs, construct => construct.Name == name).ToString(CultureInfo.InvariantCulture);
        var (functions, networks) = Compiled.Value;
        var network = networks.Network("Net" + number);
        var workspace = network.CreateWorkspace(1);
        var random = new Random(11);
        for (var element = 0; element < Elements; element++)
        {
            workspace.Input(0)[element] = (float)((4 * random.NextDouble()) - 2);
            workspace.Input(1)[element] = (float)((3 * random.NextDouble()) - 1.5);
        }

        network.Forward(workspace);
        workspace.OutputGradient(0).Fill(1);
        network.Backward(workspace, network.Gradients);

        for (var element = 0; element < Elements; element++)
        {
            double[] point = [workspace.Input(0)[element], workspace.Input(1)[element]];
            var expected = functions.CallSingle("F" + number, point)[0];
            var gradient = functions.CallSingle($"F{number}Gradient", point);
            AssertClose(expected, gradient[0]);
            AssertClose(expected, workspace.Output(0)[element]);
            AssertClose(gradient[1], workspace.InputGradient(0)[element]);
            AssertClose(gradient[2], workspace.InputGradient(1)[element]);
            // The functions' own derivatives are compared with differences in double elsewhere; here a wide tolerance is enough to see one that is missing.
            for (var argument = 0; argument < 2; argument++)
            {
                if (Differences.Derivative(at => functions.CallSingle("F" + number, at)[0], point, argument) is { } difference)
                    Assert.Equal(difference, gradient[argument + 1], 0.05 * Math.Max(1, Math.Abs(difference)));
            }
        }

        static void AssertClose(double expected, double actual) => Assert.Equal(expected, actual, 2e-5 * Math.Max(1, Math.Abs(expected)));
    }

    private static (CompiledFunctions Functions, LoadedProject Networks) Compile()
    {
        var functions = new StringBuilder("using System.Linq;\nusing T = float;\npublic static partial class Functions\n{\n" + Members);
        var networks = new StringBuilder("#pragma warning disable CS0162, CS0164, CS0414 // what is never reached, the label, and fields that one body does not use\nusing System.Linq;\nusing T = NetGen.Tensor;\n");
        for (var number = 0; number < Constructs.Length; number++)
        {
            var body = Constructs[number].Body + (Constructs[number].Body[0] == '=' ? ";" : "");
            functions.Append(CultureInfo.InvariantCulture, $"\n[Differentiable] public static T F{number}(T x, T y) {body}");
            networks.Append(CultureInfo.InvariantCulture, $$"""

                [Network(InputGradient = true)]
                public sealed partial class Net{{number}}
                {
                {{Members}}
                [Forward] private T Forward([Shape({{Elements}})] T x, [Shape({{Elements}})] T y) {{body}}
                }
                """);
        }

        return (CompiledFunctions.Compile(functions.Append("\n}\n").ToString(), Others), new LoadedProject(networks.ToString(), Others));
    }
}
