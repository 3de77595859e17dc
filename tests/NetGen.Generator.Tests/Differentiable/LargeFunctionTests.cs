using System.Globalization;
using System.Text;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Functions whose derivatives are more than the JIT optimises as one method: they are taken apart.</summary>
public sealed class LargeFunctionTests
{
    private const string Members = """
            static readonly double[] Data = [0.3, -0.7, 1.1];

            public static double[] Gradient(double[] x) { var g = new double[x.Length]; var value = FGradient(x, Data, 5, g); return [value, .. g]; }
            public static double[] Value(double[] x) => [F(x, Data, 5)];
            public static double[] Second(double[] x, double[] v) { var g = new double[x.Length]; FHessianVectorProduct(x, Data, 5, v, g); return g; }
            public static double[] Rows(double[] x) { var j = new double[2 * x.Length]; var (u, w) = GJacobian(x, j); return [u, w, .. j]; }
            public static double[] Values(double[] x) { var (u, w) = G(x); return [u, w]; }
            public static double[] ManyRows(double[] x) { var j = new double[20 * x.Length]; HJacobian(x, j); return j; }
            public static double[] ManyValues(double[] x) => ManyOf(H(x));
            public static double[] ManyOf(System.Runtime.CompilerServices.ITuple all) { var values = new double[all.Length]; for (var i = 0; i < values.Length; i++) values[i] = (double)all[i]!; return values; }

        """;

    /// <summary>As many statements as asked for, of which each uses some before it, with branches and whole numbers in between.</summary>
    private static string Statements(int count, int seed)
    {
        var random = new Random(seed);
        var text = new StringBuilder("        var t0 = p[0];\n        var t1 = p[1];\n        var t2 = p[2];\n");
        for (var number = 3; number < count; number++)
        {
            string Any() => string.Create(CultureInfo.InvariantCulture, $"t{(random.Next(10) == 0 ? random.Next(number) : number - 1 - random.Next(Math.Min(number, 12)))}");
            text.Append(CultureInfo.InvariantCulture, $"        var t{number} = ").Append(random.Next(8) switch
            {
                0 => $"Math.Sin({Any()} + 0.5 * {Any()})",
                1 => $"{Any()} > 0.2 ? {Any()} * 0.7 : 0.3 - {Any()} * p[{number % 3}]",
                2 => $"{Any()} / (1.5 + Math.Tanh({Any()}))",
                3 => $"Math.Sqrt(1 + {Any()} * {Any()}) - 1",
                _ => $"0.6 * {Any()} - {Any()} * 0.35",
            }).Append(";\n");
            if (random.Next(40) == 0)
                text.Append(CultureInfo.InvariantCulture, $"        if (t{number} > 0.1)\n            t{number} = Math.Exp(-t{number}) * p[1];\n        else\n            t{number} -= 0.25 * p[0];\n");
        }

        return text.ToString();
    }

    private static string Source(int count) => $$"""
        public static partial class Functions
        {
        {{Members}}
            [Differentiable(Order = 2)]
            public static double F(ReadOnlySpan<double> p, [Constant] ReadOnlySpan<double> data, int n)
            {
                var sum = 0.0;
                var isLong = n > 3;
                var half = n / 2;
                for (var i = 0; i < n; i++)
                    sum += Math.Sin(p[i % 3] * data[i % 3]);
        {{Statements(count, 1)}}
                for (var i = half; i < n; i++)
                {
                    if (isLong)
                        sum += Math.Cos(t{{count - 1}} * i) * data[i % 3];
                }

                return sum + t{{count - 1}};
            }

            [Differentiable]
            public static (double U, double W) G(ReadOnlySpan<double> p)
            {
                var u = 0.0;
                for (var i = 0; i < 6; i++)
                {
        {{Statements(count, 2)}}
                    u += t{{count - 1}} * (i + 1) - t{{count - 2}};
                }

                return (u, Math.Tanh(u) + p[2]);
            }

            [Differentiable]
            public static ({{string.Join(", ", Enumerable.Range(0, 20).Select(static row => $"double R{row}"))}}) H(ReadOnlySpan<double> p)
            {
        {{Statements(count / 4, 3)}}
                return ({{string.Join(", ", Enumerable.Range(0, 20).Select(row => $"t{(count / 4) - 1} * {row + 1} + t{(count / 4) - 2 - row}"))}});
            }
        }
        """;

    [Fact]
    public void Their_derivatives_are_those_of_central_differences()
    {
        var compiled = CompiledFunctions.Compile(Source(TestTier.Cases(quick: 160, complete: 500)));
        Assert.Contains(compiled.Run.Result.GeneratedSources, static file => file.SourceText.ToString().Contains("static void Part3(", StringComparison.Ordinal));

        double[] Call(string name, params object[] arguments) => (double[])compiled.CallStatic("Functions", name, arguments)!;
        double[] x = [0.4, -0.3, 0.8], v = [1, -0.5, 0.25];
        var gradient = Call("Gradient", x);
        var second = Call("Second", x, v);
        var rows = Call("Rows", x);
        Assert.Equal(Call("Value", x)[0], gradient[0], 1e-9);
        var (first, others) = (0, 0);
        for (var input = 0; input < 3; input++)
        {
            if (Differences.Derivative(at => Call("Value", at)[0], x, input) is { } expected)
            {
                first++;
                Assert.Equal(expected, gradient[input + 1], 1e-5 * Math.Max(1, Math.Abs(expected)));
            }

            if (Differences.Derivative(step => Call("Gradient", x.Select((start, index) => start + (step[0] * v[index])).ToArray())[input + 1], [0.0], 0) is { } change)
            {
                others++;
                Assert.Equal(change, second[input], 1e-4 * Math.Max(1, Math.Abs(change)));
            }

            for (var result = 0; result < 2; result++)
            {
                if (Differences.Derivative(at => Call("Values", at)[result], x, input) is { } slope)
                {
                    others++;
                    Assert.Equal(slope, rows[2 + (3 * result) + input], 1e-5 * Math.Max(1, Math.Abs(slope)));
                }
            }
        }

        var many = Call("ManyRows", x);
        for (var element = 0; element < 60; element++)
        {
            if (Differences.Derivative(at => Call("ManyValues", at)[element / 3], x, element % 3) is { } slope)
            {
                others++;
                Assert.Equal(slope, many[element], 1e-5 * Math.Max(1, Math.Abs(slope)));
            }
        }

        Assert.True(first >= 2 && others >= 40, $"Only {first} and {others} derivatives could be compared.");
    }

    [Theory]
    [InlineData(150)]
    [LongInlineData(300)]
    public void The_JIT_optimises_them(int statements)
    {
        var run = Host.Run(Source(statements), "public static class Program { public static void Main() { } }");
        Assert.Empty(run.Result.Diagnostics);
        var (optimised, givenUp) = EmittedProgram.Summary(run.Output);

        Assert.Contains(optimised, static method => method.Contains("FGradient(", StringComparison.Ordinal));
        Assert.Contains(optimised, static method => method.Contains("FHessianVectorProduct(", StringComparison.Ordinal));
        Assert.Contains(optimised, static method => method.Contains("GJacobian(", StringComparison.Ordinal));
        Assert.Contains(optimised, static method => method.Contains("HJacobian(", StringComparison.Ordinal));
        // The functions themselves are the developer's.
        Assert.DoesNotContain(givenUp, static method => !method.Contains("Functions:F(", StringComparison.Ordinal) && !method.Contains("Functions:G(", StringComparison.Ordinal) && !method.Contains("Functions:H(", StringComparison.Ordinal));
    }

    /// <summary>What elements of a result matter is in an array of the method's own, which the methods of its parts read and add to.</summary>
    [Fact]
    public void Their_parts_know_how_much_the_elements_of_a_result_matter()
    {
        var statements = string.Concat(Enumerable.Range(0, TestTier.Cases(quick: 200, complete: 400)).Select(static step => string.Create(
            CultureInfo.InvariantCulture, $"y[{step % 3}] = 0.4 * y[{(step + 1) % 3}] + Math.Sin(x[{step % 2}] + 0.1 * y[{(step + 2) % 3}]) + 0.01 * x[{(step + 1) % 2}];\n")));
        var compiled = CompiledFunctions.Members($$"""
            [Differentiable]
            public static void F(ReadOnlySpan<double> x, Span<double> y)
            {
                y[0] = x[0];
                y[1] = x[1];
                y[2] = x[0] * x[1];
                {{statements}}
            }

            public static double[] Values(double[] x) { var y = new double[3]; F(x, y); return y; }
            public static double[] Back(double[] x, double[] w) { var y = new double[3]; var g = new double[2]; FVjp(x, y, w, g); return g; }
            """);
        double[] x = [0.3, -0.8];
        double[] w = [0.7, -1.1, 0.4];

        var gradient = Call("Back", x, w);

        Assert.Contains("static void Part2(", Assert.Single(compiled.Run.Files.Values, static file => file.Contains("FVjp(", StringComparison.Ordinal)), StringComparison.Ordinal);
        for (var input = 0; input < x.Length; input++)
            Assert.Equal(Differences.Derivative(at => Call("Values", at).Zip(w, static (value, weight) => value * weight).Sum(), x, input)!.Value, gradient[input], 1e-6);

        double[] Call(string name, params object[] arguments) => (double[])compiled.CallStatic("Functions", name, arguments)!;
    }

    /// <summary>Functions of numbers that are one expression, and their forms over spans.</summary>
    [Theory]
    [InlineData("float", 20)]
    [LongInlineData("float", 90)]
    [LongInlineData("double", 90)]
    public void The_JIT_optimises_what_is_made_of_one_expression(string type, int terms)
    {
        var math = type == "float" ? "MathF" : "Math";
        var sum = string.Join(" + ", Enumerable.Range(1, terms).Select(term => string.Create(CultureInfo.InvariantCulture, $"{math}.Log(1 + {math}.Exp({term} * x + y * {term % 5} - z))")));
        var chosen = string.Join(" + ", Enumerable.Range(1, terms).Select(term => string.Create(CultureInfo.InvariantCulture, $"(x > {term} ? {term} * x * y : y * z - x * {term % 7})")));
        var run = Host.Run(
            $"public static partial class Functions {{ [Differentiable(Order = 2)] public static {type} F({type} x, {type} y, {type} z) => {sum}; [Differentiable(Order = 2)] public static {type} C({type} x, {type} y, {type} z) => {chosen}; }}",
            "public static class Program { public static void Main() { } }");
        Assert.Empty(run.Result.Diagnostics);

        var (optimised, givenUp) = EmittedProgram.Summary(run.Output);

        Assert.Contains(optimised, static method => method.Contains("FGradient(", StringComparison.Ordinal));
        Assert.Empty(givenUp);
    }
}
