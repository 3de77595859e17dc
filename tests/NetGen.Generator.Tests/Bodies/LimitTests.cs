using System.Globalization;
using Microsoft.CodeAnalysis;
using NetGen.Generator.Programs;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Typing;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks that would keep the compiler busy, or that need a deep stack: each on a stack of 1 MB, as an editor has it.</summary>
public sealed class LimitTests(ITestOutputHelper output)
{
    private const string Layer = "[Dense(3)] private partial Tensor Hidden(Tensor x); ";

    private const string Middle = """
        [Network]
        public sealed partial class Middle
        {
            [Dense(3, Count = 11)] private partial Tensor Inner(int i, Tensor x);
            [Forward] private Tensor Forward([Shape(3)] Tensor x) { for (var i = 0; i < 11; i++) x = Inner(i, x); return x; }
        }
        """;

    private static readonly Dictionary<string, (string Id, string Limit, string Members)> Refused = new()
    {
        ["a loop without an end that adds layers"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = Hidden(x); return x;")),
        ["a loop without an end that adds operations"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = x + 1; return Hidden(x);")),
        ["a loop without an end of exponentials"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = Exp(x) + 1; return Hidden(x);")),
        ["a loop without an end of rectifiers"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = Relu(x) + 1; return Hidden(x);")),
        ["a loop without an end of softmaxes"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = Log(Softmax(x)); return Hidden(x);")),
        ["a loop without an end of views"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("var y = Reshape(x, 3, 1); for (var i = 0; i < 3; ) y = Reshape(Transpose(Reshape(y, 3, 1)), 3, 1); return Hidden(Reshape(y, 3));")),
        ["a loop without an end of random numbers"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = WhenTraining(x * RandomNormal(3), x); return Hidden(x);")),
        ["a loop without an end of batch normalisations"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + "[BatchNorm] private partial Tensor Norm(Tensor x); " + Forward("for (var i = 0; i < 3; ) x = Norm(x); return Hidden(x);")),
        ["a loop without an end that concatenates"] = ("NETGEN120", Text(EvaluationLimits.Operations), Layer + Forward("for (var i = 0; i < 3; ) x = Slice(Concatenate(0, x, x), 0, 1, 3); return Hidden(x);")),
        ["a loop without an end that computes"] = ("NETGEN092", Text(EvaluationLimits.Steps), Layer + Forward("for (var i = 0; ; ) i = unchecked(i + 1); return Hidden(x);")),
        ["a list that is doubled"] = ("NETGEN120", Text(EvaluationLimits.Elements), Layer + Forward("var all = new List<int> { 1 }; for (var i = 0; i < 40; i++) all.AddRange(all); return Hidden(x) * all.Count;")),
        ["a list that is doubled by spreads"] = ("NETGEN120", Text(EvaluationLimits.Elements), Layer + Forward("List<int> all = [1]; for (var i = 0; i < 40; i++) all = [.. all, .. all]; return Hidden(x) * all.Count;")),
        ["a query that is doubled"] = ("NETGEN120", Text(EvaluationLimits.Elements), Layer + Forward("IEnumerable<int> all = new[] { 1 }; for (var i = 0; i < 40; i++) all = all.Concat(all); return Hidden(x) * all.Count();")),
        ["a long array"] = ("NETGEN120", Text(EvaluationLimits.Elements), Layer + Forward("var all = new Tensor[2000000000]; return Hidden(x) * all.Length;")),
        ["a long range"] = ("NETGEN120", Text(EvaluationLimits.Elements), Layer + Forward("return Hidden(x) * Enumerable.Range(0, int.MaxValue).Count();")),
        ["a text that is doubled"] = ("NETGEN120", Text(EvaluationLimits.Characters), Layer + Forward("var s = \"a\"; for (var i = 0; i < 40; i++) s += s; return s == \"\" ? x : Hidden(x);")),
        ["many layers of one method"] = ("NETGEN029", Text(EvaluationLimits.Count), "[Dense(8, Count = 100000)] private partial Tensor Block(int i, Tensor x); " + Forward("return Block(0, x);")),
        ["very many layers of one method"] = ("NETGEN029", Text(EvaluationLimits.Count), "[Dense(8, Count = 1000000000)] private partial Tensor Block(int i, Tensor x); " + Forward("return Block(0, x);")),
        ["a deep expression"] = ("NETGEN121", Text(EvaluationLimits.Nesting), Layer + Forward($"return Hidden({string.Concat(Enumerable.Repeat("Relu(", 300))}x{new string(')', 300)});")),
        ["deep statements"] = ("NETGEN121", Text(EvaluationLimits.Nesting), Layer + Forward($"var n = 1; {string.Concat(Enumerable.Repeat("if (n > 0) { ", 200))}n = 2;{new string('}', 200)} return Hidden(x) * n;")),
        ["a long chain of helpers"] = ("NETGEN120", Text(EvaluationLimits.Calls), Layer + Forward("return F0(Hidden(x));") + Helpers(600)),
        ["nested networks of nested networks"] = ("NETGEN120", Text(EvaluationLimits.Tensors), "[Nested(typeof(Middle), Count = 1000)] private partial Tensor Block(int i, Tensor x); " + Forward("return Block(0, x);")),
    };

    // A complete run takes as many as a model of GPT-2's second size has.
    private static readonly int Blocks = TestTier.Cases(quick: 8, complete: 24);

    // Roslyn itself takes 3,000.
    private const int Terms = 3000;

    private static readonly Dictionary<string, string> Taken = new()
    {
        ["a sum of many terms"] = Layer
            + Forward($"return Hidden(x){string.Concat(Enumerable.Range(0, Terms).Select(static i => i % 2 == 0 ? " + x" : $" * {i}"))};"),
        ["60 choices of two values"] = Layer + Forward("for (var i = 0; i < 60; i++) x = WhenTraining(StopGradient(x), x); return Hidden(Reshape(Reshape(x, 3, 1) * 2, 3));"),
        ["a sum of 3,000 numbers"] = Layer + Forward($"var n = 1; return Hidden(x) * (n{string.Concat(Enumerable.Repeat(" + n", 3000))});"),
        ["a condition of 3,000 terms"] = Layer + Forward($"var n = 1; return n > 0{string.Concat(Enumerable.Repeat(" && n > 0", 3000))} ? Hidden(x) : x;"),
        ["200 helpers that call each other"] = Layer + Forward("return F0(Hidden(x));") + Helpers(200),
        ["blocks of attention"] = $$"""
            [Dense(48, Count = {{Blocks}})] private partial Tensor QueryKeyValue(int i, Tensor x);
            [Dense(16, Count = {{Blocks}})] private partial Tensor Projection(int i, Tensor x);
            [LayerNorm(Count = {{2 * Blocks}})] private partial Tensor Norm(int i, Tensor x);
            [Dense(64, Activation.Gelu, Count = {{Blocks}})] private partial Tensor Expand(int i, Tensor x);
            [Dense(16, Count = {{Blocks}})] private partial Tensor Contract(int i, Tensor x);
            [Forward] private Tensor Forward([Shape(8, 16)] Tensor x)
            {
                for (var i = 0; i < {{Blocks}}; i++)
                {
                    var all = QueryKeyValue(i, Norm(2 * i, x));
                    var heads = new List<Tensor>();
                    for (var h = 0; h < 4; h++)
                    {
                        var (q, k, v) = (Slice(all, 1, 4 * h, 4), Slice(all, 1, 16 + 4 * h, 4), Slice(all, 1, 32 + 4 * h, 4));
                        heads.Add(MatMul(Softmax(MatMul(q, Transpose(k)) / Math.Sqrt(4)), v));
                    }
                    x = x + Projection(i, Concatenate(1, [.. heads]));
                    x = x + Contract(i, Expand(i, Norm(2 * i + 1, x)));
                }
                return x;
            }
            """,
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> TakenNames => [.. Taken.Keys];

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void What_takes_too_much_is_refused_at_once_with_the_limit(string name)
    {
        var (id, limit, members) = Refused[name];
        var compilation = Host.Compile(Source(members));
        var run = OnASmallStack(compilation);

        // The compiler has taken its first steps now, which take longer.
        var (_, time) = ThreadTime.Of(() => Host.Driver().RunGenerators(compilation));

        // dotnet test … --filter LimitTests --logger "console;verbosity=detailed" prints them.
        output.WriteLine(FormattableString.Invariant($"{name}: refused after {time.TotalMilliseconds:0.0} ms"));
        Assert.Null(run.Result.Exception);
        var diagnostic = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(limit, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);

        // Far less on most machines; without the limits it would be minutes, or all memory.
        Assert.InRange(time.TotalSeconds, 0, 1);
    }

    [Theory]
    [MemberData(nameof(TakenNames))]
    public void What_is_long_but_possible_is_taken(string name)
    {
        var run = OnASmallStack(Host.Compile(Source(Taken[name])));

        Assert.Null(run.Result.Exception);
        Assert.Empty(run.Result.Diagnostics);
        Assert.Contains("Net.Forward.g.cs", run.Files.Keys);
    }

    /// <summary>
    /// Four times as many terms are about four times as much work, counted in bytes that are allocated, which are the same on a busy machine. What looks at all
    /// terms for each of them would take sixteen times.
    /// </summary>
    [Theory]
    [InlineData("a sum of exponentials", "x = Hidden(x)", " + Exp(x * {0})", "")]
    [LongInlineData("a product of sums", "x = Hidden(x)", " * (x + {0})", "")]
    [LongInlineData("a product of tangents", "x = Hidden(x)", " * Tanh(x * {0})", "")]
    [InlineData("statements of maxima", "var y = Hidden(x)", "; y = Maximum(y, x * {0})", "x = y; ")]
    public void Work_grows_with_the_terms_and_not_with_their_square(string name, string first, string next, string last)
    {
        var terms = TestTier.Cases(quick: 100, complete: 250);
        AssertWork(name, terms, 7, count => Source(Layer + Forward($"{first}{Repeated(count, next)}; {last}return x;")));
    }

    /// <summary>The same of functions.</summary>
    [Theory]
    [InlineData("maxima of elements", 200, "; m = Math.Max(m, x[{0}])")]
    [InlineData("a product of sums", 120, "; m *= x[{0}] + {0}")]
    [InlineData("a sum of exponentials", 120, "; m += Math.Exp(x[{0}] * {0})")]
    public void Work_of_a_function_grows_with_the_statements_and_not_with_their_square(string name, int terms, string next)
        => AssertWork(name, terms, 4.8, count =>
            $"public static partial class Functions {{ [Differentiable] public static double F(ReadOnlySpan<double> x) {{ var m = x[0]{Repeated(count, next)}; return m; }} }}");

    private void AssertWork(string name, int terms, double times, Func<int, string> source)
    {
        _ = Work(10);
        var (few, many) = (Work(terms), Work(4 * terms));

        output.WriteLine(FormattableString.Invariant($"{name}: {few:N0} bytes for {terms}, {many:N0} for {4 * terms}"));
        Assert.InRange(many / few, 1, times);

        double Work(int count)
        {
            var compilation = Host.Compile(source(count));
            return DeepStack.Run(() =>
            {
                var start = GC.GetAllocatedBytesForCurrentThread();
                var result = Host.Driver().RunGenerators(compilation).GetRunResult().Results.Single();
                Assert.Empty(result.Diagnostics);
                return (double)(GC.GetAllocatedBytesForCurrentThread() - start);
            });
        }
    }

    private static string Repeated(int count, string next) => string.Concat(Enumerable.Range(1, count).Select(term => string.Format(CultureInfo.InvariantCulture, next, term)));

    private static GeneratorRun OnASmallStack(Microsoft.CodeAnalysis.CSharp.CSharpCompilation compilation)
    {
        GeneratorRun? run = null;
        var thread = new Thread(() => run = new(Host.Driver().RunGenerators(compilation).GetRunResult().Results.Single(), compilation), 1024 * 1024);
        thread.Start();
        thread.Join();
        return run!;
    }

    private static string Forward(string statements) => $"[Forward] private Tensor Forward([Shape(3)] Tensor x) {{ {statements} }}\n";

    private static string Helpers(int count)
        => string.Concat(Enumerable.Range(0, count).Select(i => $"private static Tensor F{i}(Tensor x) {{ var y = x; return {(i == count - 1 ? "y * 2" : $"F{i + 1}(y)")}; }}\n"));

    private static string Text(int limit) => limit.ToString("N0", CultureInfo.InvariantCulture);

    private static string Source(string members) => BodyNetworks.Source(members, members.Contains("Middle", StringComparison.Ordinal) ? Middle : "");
}
