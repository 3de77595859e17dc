using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>What C# can be in a forward method: each construct gives the graph of the plain arithmetic that it comes to.</summary>
public sealed class ConstructTests
{
    private static readonly Dictionary<string, (string Construct, string Plain)> Cases = new()
    {
        ["const members and arithmetic on them"] = (
            "const int Depth = 4; const float Half = Depth / 8f; [Forward] Tensor F([Shape(3)] Tensor x) => x * (Half + Depth % 3);",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 1.5f;"),
        ["const members of other classes"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * Settings.Scale;",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 7;"),
        ["static readonly fields with a value"] = (
            "static readonly int[] Factors = [2, 3]; [Forward] Tensor F([Shape(3)] Tensor x) { foreach (var factor in Factors) x = x * factor; return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 3;"),
        ["properties that compute"] = (
            "static int Twice => 2 * Once; static int Once { get { return 3; } } [Forward] Tensor F([Shape(3)] Tensor x) => x * Twice;",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 6;"),
        ["integer division and remainder"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * (7 / 2) + -7 / 2 + -7 % 4;",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 3 + -3 + -3;"),
        ["conversions between numbers"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var n = 7; return x * (n / 2f) * (int)3.9 * (double)n; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 3.5f * 3 * 7;"),
        ["bits and shifts"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var n = 5; return x * (n << 2 | 1) * (n & 4 ^ 1); }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 21 * 5;"),
        ["a for loop"] = (
            "const int Depth = 3; [Forward] Tensor F([Shape(3)] Tensor x) { for (var i = 0; i < Depth; i++) x = x + i; return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x + 0 + 1 + 2;"),
        ["a for loop with two variables, break and continue"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { for (int i = 1, j = 10; ; i += 2, --j) { if (i == 3) continue; if (j < 8) break; x *= i + j; } return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 11 * 13;"),
        ["nested loops with a return"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { for (var i = 0; i < 2; i++) { foreach (var j in new[] { 1, 2 }) { x = x * (10 * i + j); if (i == 1) return x; } } return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 1 * 2 * 11;"),
        ["foreach over a range, an array and a collection expression"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { foreach (var i in Enumerable.Range(2, 2)) x *= i; foreach (int i in (int[])[5, 6]) x *= i; foreach (var i in new List<int> { 7 }) x *= i; return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 3 * 5 * 6 * 7;"),
        ["foreach with deconstruction"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { foreach (var (scale, shift) in new[] { (2, 3), (4, 5) }) x = x * scale + shift; return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => (x * 2 + 3) * 4 + 5;"),
        ["if and else on constants"] = (
            "const bool Deep = true; [Forward] Tensor F([Shape(3)] Tensor x) { if (Deep && 1 < 2) x = Relu(x); else x = Exp(x); if (!Deep || false) x = Exp(x); return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => Relu(x);"),
        ["a conditional expression"] = (
            "const int Depth = 3; [Forward] Tensor F([Shape(3)] Tensor x) => Depth > 2 ? Relu(x) : Exp(x);",
            "[Forward] Tensor F([Shape(3)] Tensor x) => Relu(x);"),
        ["a switch"] = (
            "const int Kind = 2; [Forward] Tensor F([Shape(3)] Tensor x) { switch (Kind) { case 0: x = Exp(x); break; case 1: case 2: x = Relu(x); break; default: return x; } return x + 1; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => Relu(x) + 1;"),
        ["a switch with patterns"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { for (var i = 0; i < 3; i++) switch (i) { case > 0 and < 2: x *= 10; break; case 2 when true: x *= 20; break; default: x *= 5; break; } return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 5 * 10 * 20;"),
        ["a switch expression"] = (
            "const string Kind = \"relu\"; [Forward] Tensor F([Shape(3)] Tensor x) => Kind switch { \"exp\" => Exp(x), \"relu\" => Relu(x), _ => x };",
            "[Forward] Tensor F([Shape(3)] Tensor x) => Relu(x);"),
        ["a switch on an enumeration"] = (
            "enum Shape3 { A, B } const Shape3 Which = Shape3.B; [Forward] Tensor F([Shape(3)] Tensor x) => Which switch { Shape3.A => Exp(x), _ => Relu(x) };",
            "[Forward] Tensor F([Shape(3)] Tensor x) => Relu(x);"),
        ["is with a pattern"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { for (var i = 0; i < 3; i++) if (i is 0 or not (1 or 0)) x = x * (i + 4); return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 4 * 6;"),
        ["tuples and deconstruction"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var pair = (left: Relu(x), right: Exp(x)); var (a, b) = pair; (a, b) = (b, a); (Tensor c, _) = (a, b); return c - pair.left * pair.Item2; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) { var a = Relu(x); var b = Exp(x); return b - a * b; }"),
        ["private methods, static and not, with named and optional arguments"] = (
            """
            [Forward] Tensor F([Shape(3)] Tensor x) => Twice(Scaled(by: 3, x: x));
            private static Tensor Scaled(Tensor x, float by, float shift = 1) => x * by + shift;
            private Tensor Twice(Tensor x) { x = x * 2; return x; }
            """,
            "[Forward] Tensor F([Shape(3)] Tensor x) => (x * 3 + 1) * 2;"),
        ["methods of another class, called again"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) => Settings.Half(Settings.Half(x));",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x / 2 / 2;"),
        ["extension methods, of the project and of the framework"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { foreach (var i in Enumerable.Range(1, 3).Reverse().Skip(1).ToArray()) x = x.Times(i); return x; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 1;"),
        ["methods that give tuples"] = (
            "[Forward] Tensor F([Shape(4)] Tensor x) { var (a, b) = Split(x); return a * b; } static (Tensor, Tensor) Split(Tensor x) => (Slice(x, 0, 0, 2), Slice(x, 0, 2, 2));",
            "[Forward] Tensor F([Shape(4)] Tensor x) => Slice(x, 0, 0, 2) * Slice(x, 0, 2, 2);"),
        ["local functions that see what is around them"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var n = 2; Tensor Scaled(Tensor t) => t * n; x = Scaled(x); n = 5; return Scaled(x); }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 5;"),
        ["arrays"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var all = new Tensor[3]; all[0] = x; for (var i = 1; i < all.Length; i++) all[i] = all[i - 1] * 2; return all[^1] + all[0]; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 2 + x;"),
        ["numbers in arrays"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { var n = new int[2]; n[1] += 3; n[0]--; return x * n[1] * n[0]; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 3 * -1;"),
        ["lists, as DenseNet needs them"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) { var all = new List<Tensor> { x }; for (var i = 0; i < 2; i++) all.Add(Relu(Concatenate(all))); return Concatenate([.. all]); }",
            "[Forward] Tensor F([Shape(2)] Tensor x) { var a = Relu(Concatenate(x)); var b = Relu(Concatenate(x, a)); return Concatenate(x, a, b); }"),
        ["lists that change"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) { List<int> all = [1, 2, 3]; all.Insert(0, 9); all.RemoveAt(1); all.Reverse(); all[0] = 5; return x * all[0] * all[1] * all[^1] * all.Count; }",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 5 * 2 * 9 * 3;"),
        ["null until there is a value"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) { Tensor? sum = null; for (var i = 1; i < 3; i++) sum = sum is null ? x * i : sum + x * i; return sum!; }",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 1 + x * 2;"),
        ["names of members"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) => nameof(F) + \"!\" == \"F!\" ? Relu(x) : x;",
            "[Forward] Tensor F([Shape(2)] Tensor x) => Relu(x);"),
        ["functions of Math"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * Math.Max(2, 3) * MathF.Sqrt(16) * Math.Clamp(9, 0, 5);",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 3 * 4 * 5;"),
        ["a block body with blocks in it"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) { { var y = x * 2; x = y; } ; { var y = x + 1; x = y; } return x; }",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 2 + 1;"),
        ["checked arithmetic and parentheses"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) => ((x)) * checked(2 + 3);",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 5;"),
        ["small whole numbers, which wrap around"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { byte b = 200; b += 100; sbyte s = 127; s++; var n = 300; return x * b * s * (byte)n; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 44 * -128 * 44;"),
        ["overloads by their signatures"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { List<int> all = [1, 2, 3]; all.Reverse(0, 2); return x * Math.Round(2.5, MidpointRounding.AwayFromZero) * all[0] * all[2]; }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 3 * 2 * 3;"),
        ["the order of evaluation"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { int i = 0; int[] a = [7, 7, 7]; a[i] = i = 2; var n = 1; return x * a[0] * a[2] * Less(b: n++, a: n++); } static int Less(int a, int b) => 10 * a + b;",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 2 * 7 * 21;"),
        ["numbers that become those of another type in a tuple, a collection and a tensor"] = (
            "[Forward] Tensor F([Shape(3)] Tensor x) { double d; (d, _) = (1, 2); double[] all = [1]; Tensor t = 1; foreach (double e in new[] { 3 }) d += e / 2; return x * (d / 2) * (all[0] / 2) * (t / 2); }",
            "[Forward] Tensor F([Shape(3)] Tensor x) => x * 1.25 * 0.5 * 0.5;"),
        ["an unused local, for which there is nothing"] = (
            "[Forward] Tensor F([Shape(2)] Tensor x) { _ = 5; return x * 2; }",
            "[Forward] Tensor F([Shape(2)] Tensor x) => x * 2;"),
    };

    private const string Others = "static class Settings { public const int Scale = 7; public static Tensor Half(Tensor x) => x / 2; public static Tensor Times(this Tensor x, int by) => x * by; }";

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_construct_comes_to_plain_arithmetic(string name)
    {
        var (construct, plain) = Cases[name];

        Assert.Equal(Structure(plain, Others), Structure(construct, Others));
    }
}
