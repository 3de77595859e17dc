using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Stability;

/// <summary>
/// Forward methods whose steps overflow as they are written, compared with what they are in 1,400 bits: outputs in training and in
/// prediction, and the gradients of a weighted sum of them.
/// </summary>
public sealed class StableNetworkTests
{
    private const int Size = 3;

    private static readonly int Points = TestTier.Cases(quick: 2, complete: 20);

    private static readonly double Epsilon = Math.ScaleB(1, -23);

    private static readonly double[] Extremes = [0, 0.5, -1.25, 6, -9, 20, -30, 50, -87.5, 88, -89, 95, -104, 120, 1000, -1000, 1e4, -1e4];

    private static readonly Lazy<LoadedProject> Project = new(Compile);

    private delegate BigFloat[] Function(BigFloat[] x, BigFloat[] y);

    public static TheoryData<string> Names => [.. Forms.Keys];

    private static Dictionary<string, (string Body, Function Value)> Forms { get; } = new()
    {
        ["softplus"] = ("Log(1 + Exp(x))", Each(static (x, y) => BigFloat.Log(1 + BigFloat.Exp(x)))),
        ["softplus by steps"] = ("{ var e = Exp(x); var s = e + 1; return Log(s); }", Each(static (x, y) => BigFloat.Log(1 + BigFloat.Exp(x)))),
        ["softplus by a helper"] = ("Log(OnePlus(x))", Each(static (x, y) => BigFloat.Log(1 + BigFloat.Exp(x)))),
        ["log of a sum"] = ("Log(Exp(x) + Exp(y))", Each(static (x, y) => BigFloat.Log(BigFloat.Exp(x) + BigFloat.Exp(y)))),
        ["log of a sum with coefficients"] = ("Log(3 * Exp(x) + Exp(y) / 4 + 2)", Each(static (x, y) => BigFloat.Log((3 * BigFloat.Exp(x)) + (0.25 * BigFloat.Exp(y)) + 2))),
        ["sigmoid"] = ("1 / (1 + Exp(-x))", Each(static (x, y) => 1 / (1 + BigFloat.Exp(-x)))),
        ["sigmoid of large numbers"] = ("Exp(x) / (1 + Exp(x))", Each(static (x, y) => 1 / (1 + BigFloat.Exp(-x)))),
        ["sigmoid by a product"] = ("{ var e = Exp(x); var s = 1 / (1 + e); return s * e; }", Each(static (x, y) => 1 / (1 + BigFloat.Exp(-x)))),
        ["gate"] = ("y * Exp(x) / (1 + Exp(x))", Each(static (x, y) => y / (1 + BigFloat.Exp(-x)))),
        ["softmax of two"] = ("Exp(x) / (Exp(x) + Exp(y))", Each(static (x, y) => 1 / (1 + BigFloat.Exp(y - x)))),
        ["tanh"] = ("(Exp(x) - Exp(-x)) / (Exp(x) + Exp(-x))", Each(static (x, y) => 1 - (2 / (BigFloat.Exp(2 * x) + 1)))),
        ["tanh of the double"] = ("(Exp(2 * x) - 1) / (Exp(2 * x) + 1)", Each(static (x, y) => 1 - (2 / (BigFloat.Exp(2 * x) + 1)))),
        ["tanh by one exponential"] = ("1 - 2 / (Exp(2 * x) + 1)", Each(static (x, y) => 1 - (2 / (BigFloat.Exp(2 * x) + 1)))),
        ["log of a sigmoid"] = ("Log(Sigmoid(x))", Each(static (x, y) => -BigFloat.Log(1 + BigFloat.Exp(-x)))),
        ["log of one minus a sigmoid"] = ("Log(1 - Sigmoid(x))", Each(static (x, y) => -BigFloat.Log(1 + BigFloat.Exp(x)))),
        ["log of cosh"] = ("Log((Exp(x) + Exp(-x)) / 2)", Each(static (x, y) => BigFloat.Log(0.5 * (BigFloat.Exp(x) + BigFloat.Exp(-x))))),
        ["log of a product"] = ("Log(Exp(x) * Exp(y))", Each(static (x, y) => x + y)),
        ["length"] = ("{ var u = 1e17f * x; var v = 1e17f * y; return Sqrt(u * u + v * v); }", Each(static (x, y) => BigFloat.Sqrt((x * x) + (y * y)) * 1e17)),
        ["log of a sum over an axis"] = ("Log(Sum(Exp(x))) + 0 * y", LogSum),
        ["log of a sum over an axis that stays"] = ("Log(Sum(Exp(x), [0], true)) + 0 * y", LogSum),
        ["log of a sum over an axis by steps"] = ("{ var e = Exp(x); var s = Sum(e, [-1], keepDimensions: true); return Log(s) + 0 * y; }", LogSum),
        ["log of a mean"] = ("Log(Mean(Exp(x))) + 0 * y", static (x, y) => [.. LogSum(x, y).Select(static value => value - BigFloat.Log(3))]),
        ["log of one and a sum"] = ("Log(1 + Sum(Exp(x))) + 0 * y", static (x, y) => [.. LogSum(x, y).Select(static value => BigFloat.Log(1 + BigFloat.Exp(value)))]),
        ["log of a sum of sums"] = ("Log(Sum(Exp(x)) + Sum(Exp(y))) + 0 * y", static (x, y) => LogSum([.. x, .. y], y)[..Size]),
        ["log of a sum of products"] = ("Log(Sum(Exp(x) * Exp(y))) + 0 * y", static (x, y) => LogSum([.. x.Zip(y, static (a, b) => a + b)], y)),
        ["softmax"] = ("Exp(x) / Sum(Exp(x), [0], true)", Softmax),
        ["softmax by steps"] = ("{ var e = Exp(x); return e / Sum(e, [0], true); }", Softmax),
        ["softmax with a scale"] = ("{ var e = Exp(0.5f * x); return 2 * e / Sum(e, [0], true); }", static (x, y) => [.. Softmax([.. x.Select(static value => 0.5 * value)], y).Select(static value => 2 * value)]),
        ["log of a softmax"] = ("Log(Exp(x) / Sum(Exp(x), [0], true))", LogSoftmax),
        ["log of the function Softmax"] = ("Log(Softmax(x))", LogSoftmax),
        ["logarithm of a softmax by a difference"] = ("x - Log(Sum(Exp(x), [0], true))", LogSoftmax),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_and_gradients_are_right_where_the_exponentials_overflow(string name)
    {
        var function = Forms[name].Value;
        var network = Network(name);
        var random = new Random(5);
        var workspace = network.CreateWorkspace(1);
        for (var point = 0; point < Points; point++)
        {
            var x = Enumerable.Range(0, Size).Select(_ => (float)(random.Next(4) == 0 ? (random.NextDouble() * 8) - 4 : Extremes[random.Next(Extremes.Length)])).ToArray();
            var y = Enumerable.Range(0, Size).Select(place => random.Next(4) == 0 ? x[place] : (float)Extremes[random.Next(Extremes.Length)]).ToArray();
            float[] weights = [1, -0.5f, 2];
            x.CopyTo(workspace.Input(0));
            y.CopyTo(workspace.Input(1));
            network.Forward(workspace);
            weights.CopyTo(workspace.OutputGradient(0));
            network.Backward(workspace, network.Gradients);

            var where = $"{name} at x = ({string.Join(", ", x)}), y = ({string.Join(", ", y)})";
            var expected = Reference(function, x, y);
            var largest = x.Concat(y).Max(Math.Abs);
            for (var place = 0; place < Size; place++)
            {
                var (value, slopes) = expected[place];
                var tolerance = 20 * Epsilon * (Math.Abs(value) + x.Concat(y).Zip(slopes, static (argument, slope) => Math.Abs(argument * slope)).Sum() + (function == LogSoftmax ? 1 : Math.ScaleB(1, -100)));
                AssertClose(value, workspace.Output(0)[place], tolerance, where);
            }

            for (var argument = 0; argument < 2 * Size; argument++)
            {
                var gradient = Enumerable.Range(0, Size).Sum(place => weights[place] * expected[place].Slopes[argument]);
                var size = Enumerable.Range(0, Size).Sum(place => Math.Abs(weights[place] * expected[place].Slopes[argument]));
                AssertClose(
                    gradient, workspace.InputGradient(argument / Size)[argument % Size], 20 * Epsilon * ((size * (1 + largest)) + 1 + (name == "gate" ? largest : 0)), $"gradient {argument} of {where}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Predictions_are_those_of_the_forward_pass_and_NaN_stays_NaN(string name)
    {
        var network = Network(name);
        float[] values = [0.5f, 95, -104, 1000, -1000, float.NaN];
        var inputs = values.SelectMany(x => values.Select(y => (X: new[] { x, y, 0.25f }, Y: new[] { y, 2, x }))).ToArray();
        var workspace = network.CreateWorkspace(1);
        var predict = network.GetType().GetMethod("Predict", [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<Predict>(network);
        foreach (var (x, y) in inputs)
        {
            x.CopyTo(workspace.Input(0));
            y.CopyTo(workspace.Input(1));
            network.Forward(workspace);
            var outputs = new float[Size];
            predict(x, y, outputs);
            for (var place = 0; place < Size; place++)
            {
                var (trained, predicted) = (workspace.Output(0)[place], outputs[place]);
                Assert.True(trained.Equals(predicted) || Math.Abs(trained - predicted) <= 1e-5 * Math.Abs(trained), $"{name}: {trained} and {predicted}");
            }

            // the first output depends on the first element of x, and on nothing that could be infinite
            if (float.IsNaN(x[0]))
                Assert.True(float.IsNaN(outputs[0]), $"{name} of NaN is {outputs[0]}");
        }
    }

    [Fact]
    public void An_inner_gradient_is_that_of_the_stable_form()
    {
        var network = new LoadedProject(BodyNetworks.Source("""
            [Forward] private Tensor Forward([Shape(4)] Tensor x) => Gradient(Log(Exp(x) + Exp(-2 * x)), x);
            """)).Network();
        var outputs = new float[4];
        network.Predict([200, -200, 0, 1], outputs);
        Assert.Equal(1, outputs[0]);
        Assert.Equal(-2, outputs[1]);
        Assert.Equal(-0.5, outputs[2], 1e-6);
        Assert.Equal((Math.E - (2 * Math.Exp(-2))) / (Math.E + Math.Exp(-2)), outputs[3], 1e-6);
    }

    [Fact]
    public void What_is_the_same_for_all_elements_of_a_channel_is_computed_once()
    {
        var lines = BodyNetworks.Lines("""
            [Parameter(3)] private partial Tensor Scale { get; }

            [Forward] private Tensor Forward([Shape(5, 3)] Tensor x) => x / (1 + Exp(-Scale));
            """);
        Assert.Contains("[3]", Assert.Single(lines, static line => line.Contains("sigmoid", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x * Log(x * x + 2)")]
    [InlineData("Exp(x) + Exp(y)")]
    [InlineData("Sqrt(x * x + 1)")]
    [InlineData("(x - y) / (x * x + y * y + 1)")]
    [InlineData("Sum(Exp(x)) * y")]
    [InlineData("x * Exp(y) - y")]
    public void What_is_fine_stays_as_it_is_written(string body)
    {
        var lines = BodyNetworks.Lines($"[Forward] private Tensor Forward([Shape(3)] Tensor x, [Shape(3)] Tensor y) => {body};");
        foreach (var function in (string[])["softplus", "sigmoid", "logaddexp", "logcosh", "hypot", "log1p", "expm1", "tanh", "max"])
            Assert.DoesNotContain(lines, line => line.Contains(function, StringComparison.OrdinalIgnoreCase));
    }

    private delegate void Predict(ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> outputs);

    /// <summary>All of them in one project, each a class of its own.</summary>
    private static LoadedProject Compile() => new("using static NetGen.Functional;\n" + string.Join("\n", Forms.Values.Select(static (form, index) => $$"""
        [Network(InputGradient = true)]
        public sealed partial class Net{{index}}
        {
            private Tensor OnePlus(Tensor z) => 1 + Exp(z);

            [Forward] private Tensor Forward([Shape(3)] Tensor x, [Shape(3)] Tensor y) {{(form.Body[0] == '{' ? form.Body : $"=> {form.Body};")}}
        }
        """)));

    private static INetwork Network(string name) => Project.Value.Network($"Net{Forms.Keys.ToList().IndexOf(name)}");

    private static Function Each(Func<BigFloat, BigFloat, BigFloat> function) => (x, y) => [.. x.Zip(y, function)];

    private static BigFloat[] LogSum(BigFloat[] x, BigFloat[] y)
    {
        var logarithm = BigFloat.Log(x.Aggregate((BigFloat)0, static (sum, value) => sum + BigFloat.Exp(value)));
        return [.. Enumerable.Repeat(logarithm, Size)];
    }

    private static BigFloat[] Softmax(BigFloat[] x, BigFloat[] y) => [.. LogSoftmax(x, y).Select(BigFloat.Exp)];

    private static BigFloat[] LogSoftmax(BigFloat[] x, BigFloat[] y) => [.. x.Zip(LogSum(x, y), static (value, sum) => value - sum)];

    private static (double Value, double[] Slopes)[] Reference(Function function, float[] x, float[] y)
    {
        var step = BigFloat.PowerOfTwo(-200);
        BigFloat[] arguments = [.. x.Concat(y).Select(static value => (BigFloat)value)];
        BigFloat[] At(int moved, BigFloat by)
        {
            BigFloat[] all = [.. arguments.Select((value, place) => place == moved ? value + by : value)];
            return function(all[..Size], all[Size..]);
        }

        var values = At(-1, 0);
        var differences = Enumerable.Range(0, arguments.Length).Select(moved => (After: At(moved, step), Before: At(moved, -step))).ToArray();
        return [.. values.Select((value, place) => (
            (double)value,
            differences.Select(difference => (double)((difference.After[place] - difference.Before[place]) / (2 * step))).ToArray()))];
    }

    private static void AssertClose(double expected, double actual, double tolerance, string what)
        => Assert.True(Math.Abs(expected - actual) <= tolerance, $"{what}: {actual:R} instead of {expected:R} (± {tolerance:R})");
}
