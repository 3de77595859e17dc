using System.Globalization;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>What a refusal advises is accepted: each mistake, a part of the advice, and the same written as advised.</summary>
public sealed class AdviceTests
{
    private static readonly Dictionary<string, (string Mistake, string Advice, string Advised)> Cases = new()
    {
        ["a query"] = (
            Forward("return Hidden(x) * new[] { 1, 2 }.Sum();"), "write a 'for' or a 'foreach' loop",
            Forward("var sum = 0; foreach (var i in new[] { 1, 2 }) sum += i; return Hidden(x) * sum;")),
        ["another overload"] = (
            Forward("return Hidden(x) * (double)Math.Round(1.5m);"), "Round(double, MidpointRounding)",
            Forward("return Hidden(x) * Math.Round(1.5, MidpointRounding.AwayFromZero);")),
        ["a sum that wraps around"] = (
            Forward("var n = int.MaxValue; return Hidden(x) * (n + 1);"), "write unchecked(…)",
            Forward("var n = int.MaxValue; return Hidden(x) * unchecked(n + 1);")),
        ["a query of a list that has changed"] = (
            Forward("var list = new List<int> { 1 }; var query = list.Append(2); list.Add(3); return Hidden(x) * query.Count();"), "call ToArray() first",
            Forward("var list = new List<int> { 1 }; var query = list.Append(2).ToArray(); list.Add(3); return Hidden(x) * query.Length;")),
        ["a change of a static field"] = (
            "static readonly int[] Widths = [1, 2]; " + Forward("Widths[0] = 3; return Hidden(x) * Widths[0];"), "copy it with ToArray()",
            "static readonly int[] Widths = [1, 2]; " + Forward("var widths = Widths.ToArray(); widths[0] = 3; return Hidden(x) * widths[0];")),
        ["a field that has no value yet"] = (
            "static readonly int First = Second + 1; static readonly int Second = 2; " + Forward("return Hidden(x) * First;"), "declare 'Second' before it",
            "static readonly int Second = 2; static readonly int First = Second + 1; " + Forward("return Hidden(x) * First;")),
        ["a function of elements that has a derivative"] = (
            Forward("return Map(Hidden(x), MathF.Tanh);"), "write one that calls it, and mark that [Differentiable]",
            "[Differentiable] static float Own(float x) => MathF.Tanh(x); " + Forward("return Map(Hidden(x), Own);")),
        ["a function of elements that has none"] = (
            Forward("return Map(Hidden(x), MathF.BitIncrement);"), "write it with the functions that have one",
            "[Differentiable] static float Own(float x) => x + 1e-7f; " + Forward("return Map(Hidden(x), Own);")),
        ["items of another type"] = (
            Forward("foreach (byte b in new[] { 300 }) x = x * b; return Hidden(x);"), "write 'var', and convert the item in the loop",
            Forward("foreach (var b in new[] { 300 }) x = x * (byte)b; return Hidden(x);")),
        ["a spread beside a change"] = (
            Forward("var n = 1; int[] a = [1]; int[] b = [.. a, n++]; return Hidden(x) * b.Length;"), "keep the item in a variable first",
            Forward("var n = 1; int[] a = [1]; var m = n++; int[] b = [.. a, m]; return Hidden(x) * b.Length;")),
        ["an index from the end with a change"] = (
            Forward("var n = 1; int[] a = [1, 2]; return Hidden(x) * a[^n++];"), "keep the index in a variable first",
            Forward("var n = 1; int[] a = [1, 2]; var m = n++; return Hidden(x) * a[^m];")),
        ["a question whether something is null"] = (
            Forward("Tensor? y = null; return Hidden(y ?? x);"), "write 'x is null ? … : …'",
            Forward("Tensor? y = null; return Hidden(y is null ? x : y);")),
        ["a range of an array"] = (
            Forward("var a = new[] { 1, 2, 3 }; foreach (var i in a[1..]) x = x * i; return Hidden(x);"), "of an array with Skip and Take",
            Forward("var a = new[] { 1, 2, 3 }; foreach (var i in a.Skip(1)) x = x * i; return Hidden(x);")),
        ["deep nesting"] = (
            Forward($"return Hidden({string.Concat(Enumerable.Repeat("Relu(", 260))}x{new string(')', 260)});"), "keep a part of it in a variable",
            Forward($"var y = {string.Concat(Enumerable.Repeat("Relu(", 130))}x{new string(')', 130)}; return Hidden({string.Concat(Enumerable.Repeat("Relu(", 130))}y{new string(')', 130)});")),
        ["a method by reference"] = (
            "static void Halve(Tensor x, out Tensor y) => y = x / 2; " + Forward("Halve(x, out var y); return Hidden(y);"), "several values as a tuple",
            "static (Tensor, Tensor) Halve(Tensor x) => (x / 2, x); " + Forward("var (y, _) = Halve(x); return Hidden(y);")),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_advised_is_accepted(string name)
    {
        var (mistake, advice, advised) = Cases[name];
        var refused = Host.Run(BodyNetworks.Source(mistake));

        Assert.Contains(advice, Assert.Single(refused.Result.Diagnostics).GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Empty(Host.Run(BodyNetworks.Source(advised)).Result.Diagnostics);
    }

    private static string Forward(string statements) => $"[Dense(2)] private partial Tensor Hidden(Tensor x); [Forward] private Tensor Forward([Shape(2)] Tensor x) {{ {statements} }}";
}
