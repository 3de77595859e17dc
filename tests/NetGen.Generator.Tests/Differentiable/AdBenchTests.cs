using System.Runtime.CompilerServices;
using System.Text.Json;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The functions of ADBench as they are measured, with the values and derivatives that PyTorch gives them.</summary>
public sealed class AdBenchTests
{
    private const string Wrappers = """
        using static NetGen.Functional;

        namespace NetGen.Benchmarks;

        [Network]
        public sealed partial class TinyMixture
        {
            [Parameter(4)] private partial Tensor Alphas();
            [Parameter(4, 3)] private partial Tensor Means();
            [Parameter(4, 3)] private partial Tensor Diagonals();
            [Parameter(4, 3, 3)] private partial Tensor Factors();
            [Forward] private Tensor Forward([Shape(3)] Tensor x) => Likelihoods.Mixture(x, Alphas(), Means(), Diagonals(), Factors(), 4, 3);
        }

        [Network]
        public sealed partial class TinyLstm
        {
            [Parameter(4, 5)] private partial Tensor FirstWeights();
            [Parameter(4, 5)] private partial Tensor FirstBiases();
            [Parameter(4, 5)] private partial Tensor SecondWeights();
            [Parameter(4, 5)] private partial Tensor SecondBiases();
            [Parameter(3, 5)] private partial Tensor Extra();

            [Forward]
            private Tensor Forward([Shape(5, 5)] Tensor sequence, [Shape(4, 5)] Tensor states)
            {
                var first = Likelihoods.Layer(
                    sequence * Likelihoods.Row(Extra(), 0, 5), Likelihoods.Row(states, 0, 5), Likelihoods.Row(states, 1, 5), FirstWeights(), FirstBiases(), 5);
                var second = Likelihoods.Layer(first, Likelihoods.Row(states, 2, 5), Likelihoods.Row(states, 3, 5), SecondWeights(), SecondBiases(), 5);
                return Likelihoods.Next(second, Extra(), 5);
            }
        }

        public static class AdBench
        {
            public static double[] Ba(double[] camera, double[] point, double weight, double x, double y)
            {
                var jacobian = new double[30];
                var (first, second) = DifferentiatedFunctions.ReprojectJacobian(camera, point, weight, x, y, jacobian);
                return [first, second, .. jacobian];
            }

            public static double[] Gmm(double[] alphas, double[] means, double[] factors, double[] x, int d, double gamma, int m)
            {
                double[] dAlphas = new double[alphas.Length], dMeans = new double[means.Length], dFactors = new double[factors.Length];
                var value = DifferentiatedFunctions.GmmGradient(alphas, means, factors, x, d, gamma, m, dAlphas, dMeans, dFactors);
                return [value, .. dAlphas, .. dMeans, .. dFactors];
            }

            // The prior, which depends on the parameters alone, is added here.
            public static double[] MixtureNetwork(double[] alphas, double[] means, double[] factors, double[] x, int d, double gamma, int m)
            {
                var (components, size, count) = (alphas.Length, factors.Length / alphas.Length, x.Length / d);
                var network = new TinyMixture();
                for (var k = 0; k < components; k++)
                {
                    network.AlphasParameter[k] = (float)alphas[k];
                    for (var i = 0; i < d; i++)
                    {
                        network.MeansParameter[k, i] = (float)means[k * d + i];
                        network.DiagonalsParameter[k, i] = (float)factors[k * size + i];
                        for (var j = i + 1; j < d; j++)
                            network.FactorsParameter[[k, j, i]] = (float)factors[Below(k, i, j)];
                    }
                }

                var value = -count * Trained(network, new LikelihoodLosses.LikelihoodLoss(), count, new float[count], x);
                double[] dAlphas = Array.ConvertAll(Numbers(network.AlphasParameterGradient), g => -count * g), dMeans = Array.ConvertAll(Numbers(network.MeansParameterGradient), g => -count * g);
                var dFactors = new double[factors.Length];
                for (var k = 0; k < components; k++)
                {
                    for (var i = 0; i < d; i++)
                    {
                        var diagonal = Math.Exp(factors[k * size + i]);
                        value += 0.5 * gamma * gamma * diagonal * diagonal - m * factors[k * size + i];
                        dFactors[k * size + i] = -count * (double)network.DiagonalsParameterGradient[k, i] + gamma * gamma * diagonal * diagonal - m;
                        for (var j = i + 1; j < d; j++)
                        {
                            var factor = factors[Below(k, i, j)];
                            value += 0.5 * gamma * gamma * factor * factor;
                            dFactors[Below(k, i, j)] = -count * (double)network.FactorsParameterGradient[[k, j, i]] + gamma * gamma * factor;
                        }
                    }
                }

                return [value, .. dAlphas, .. dMeans, .. dFactors];

                int Below(int k, int i, int j) => k * size + d + i * (2 * d - i - 1) / 2 + j - i - 1;
            }

            public static double[] LstmNetwork(double[] parameters, double[] extra, double[] state, double[] sequence, int width)
            {
                var network = new TinyLstm();
                var gates = 4 * width;
                Set(network.FirstWeightsParameter, parameters.AsSpan(0, gates));
                Set(network.FirstBiasesParameter, parameters.AsSpan(gates, gates));
                Set(network.SecondWeightsParameter, parameters.AsSpan(2 * gates, gates));
                Set(network.SecondBiasesParameter, parameters.AsSpan(3 * gates, gates));
                Set(network.ExtraParameter, extra);
                var following = Array.ConvertAll(sequence[width..], number => (float)number);
                var value = Trained(network, new LikelihoodLosses.NextElementLoss(), 1, following, sequence[..^width], state);
                return
                [
                    value, .. Numbers(network.FirstWeightsParameterGradient), .. Numbers(network.FirstBiasesParameterGradient), .. Numbers(network.SecondWeightsParameterGradient),
                    .. Numbers(network.SecondBiasesParameterGradient), .. Numbers(network.ExtraParameterGradient),
                ];
            }

            static double[] Numbers(TensorView view)
            {
                var values = new float[view.Count];
                view.CopyTo(values);
                return Array.ConvertAll(values, number => (double)number);
            }

            static void Set(TensorView target, ReadOnlySpan<double> numbers)
            {
                for (var i = 0; i < target.Count; i++)
                    target[i / target.Shape[1], i % target.Shape[1]] = (float)numbers[i];
            }

            static void Set(Span<float> target, ReadOnlySpan<double> numbers)
            {
                for (var i = 0; i < target.Length; i++)
                    target[i] = (float)numbers[i];
            }

            static double Trained(INetwork network, Loss loss, int batch, float[] targets, params double[][] inputs)
            {
                var workspace = network.CreateWorkspace(batch);
                for (var input = 0; input < inputs.Length; input++)
                    Set(workspace.Input(input), inputs[input]);
                network.Forward(workspace);
                var value = loss.Evaluate(network, workspace, targets);
                network.Backward(workspace, network.Gradients);
                return value;
            }

            public static double[] GmmByHand(double[] alphas, double[] means, double[] factors, double[] x, int d, double gamma, int m)
            {
                double[] dAlphas = new double[alphas.Length], dMeans = new double[means.Length], dFactors = new double[factors.Length];
                var value = GradientsByHand.Gmm(alphas, means, factors, x, d, gamma, m, dAlphas, dMeans, dFactors, new double[1_000]);
                return [value, .. dAlphas, .. dMeans, .. dFactors];
            }

            public static double[] LstmByHand(double[] parameters, double[] extra, double[] state, double[] sequence, int width)
            {
                double[] dParameters = new double[parameters.Length], dExtra = new double[extra.Length];
                var value = GradientsByHand.Lstm(parameters, extra, state, sequence, width, dParameters, dExtra, new double[1_000]);
                return [value, .. dParameters, .. dExtra];
            }

            public static double[] BaByHand(double[] camera, double[] point, double weight, double x, double y)
            {
                var jacobian = new double[30];
                var (first, second) = GradientsByHand.Reproject(camera, point, weight, x, y, jacobian);
                return [first, second, .. jacobian];
            }

            public static double[] Fsrs(double[] w, int[] ratings, double[] days)
            {
                var gradient = new double[w.Length];
                return [DifferentiatedFunctions.FsrsGradient(w, ratings, days, gradient), .. gradient];
            }

            public static double[] FsrsByHand(double[] w, int[] ratings, double[] days)
            {
                var gradient = new double[w.Length];
                return [GradientsByHand.Fsrs(w, ratings, days, gradient, new double[1_000]), .. gradient];
            }

            public static double[] Euler(double gravity, double length, double damping, double angle, double speed, double step, int count)
            {
                var r = DifferentiatedFunctions.EulerGradient(gravity, length, damping, angle, speed, step, count);
                return [r.Value, r.DGravity, r.DLength, r.DDamping, r.DAngle, r.DSpeed, r.DStep];
            }

            public static double[] EulerByHand(double gravity, double length, double damping, double angle, double speed, double step, int count)
            {
                var gradient = new double[6];
                return [GradientsByHand.Euler(gravity, length, damping, angle, speed, step, count, gradient, new double[1_000]), .. gradient];
            }

            public static double[] Lstm(double[] parameters, double[] extra, double[] state, double[] sequence, int width)
            {
                double[] dParameters = new double[parameters.Length], dExtra = new double[extra.Length];
                var value = DifferentiatedFunctions.LstmGradient(parameters, extra, state, sequence, width, dParameters, dExtra);
                return [value, .. dParameters, .. dExtra];
            }
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Compile(
        File.ReadAllText(Path("Benchmarks/DifferentiatedFunctions.cs")), File.ReadAllText(Path("Benchmarks/GenericFunctions.cs")), File.ReadAllText(Path("Benchmarks/LikelihoodNetworks.cs")), File.ReadAllText(Path("Benchmarks/GradientsByHand.cs")), File.ReadAllText(Path("Benchmarks/GradientsByHand.AdBench.cs")),
        Wrappers, "public static class Program { public static void Main() { } }"));

    private static string Path(string file, [CallerFilePath] string here = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", file);

    private static double[] Numbers(int count, int kind) => [.. Enumerable.Range(0, count).Select(i => 0.5 * Math.Sin(kind + (1.7 * i)))];

    [Fact]
    public void Ba_has_the_Jacobian_of_PyTorch()
        => Check("ba", "Ba", new[] { 0.1, -0.2, 0.3, 0.4, 0.5, -2, 500, 320, 240, 0.01, 0.002 }, new[] { 0.3, 0.2, 1.5 }, 0.9, 300.0, 200.0);

    [Fact]
    public void Gmm_has_the_gradient_of_PyTorch() => Check("gmm", "Gmm", Numbers(4, 1), Numbers(12, 2), Numbers(24, 3), Numbers(18, 4), 3, 1.5, 2);

    [Fact]
    public void Lstm_has_the_gradient_of_PyTorch() => Check("lstm", "Lstm", Numbers(80, 5), Numbers(15, 6), Numbers(20, 7), Numbers(30, 8), 5);

    [Fact]
    public void The_mixture_as_a_network_has_the_gradient_of_PyTorch()
        => CheckWithin(2e-5, "gmm", "MixtureNetwork", Numbers(4, 1), Numbers(12, 2), Numbers(24, 3), Numbers(18, 4), 3, 1.5, 2);

    [Fact]
    public void The_LSTM_as_a_network_has_the_gradient_of_PyTorch()
        => CheckWithin(1e-6, "lstm", "LstmNetwork", Numbers(80, 5), Numbers(15, 6), Numbers(20, 7), Numbers(30, 8), 5);

    [Fact]
    public void What_is_measured_beside_them_gives_the_same()
    {
        AreAlike("Ba", new[] { 0.1, -0.2, 0.3, 0.4, 0.5, -2, 500, 320, 240, 0.01, 0.002 }, new[] { 0.3, 0.2, 1.5 }, 0.9, 300.0, 200.0);
        AreAlike("Gmm", Numbers(4, 1), Numbers(12, 2), Numbers(24, 3), Numbers(18, 4), 3, 1.5, 2);
        AreAlike("Lstm", Numbers(80, 5), Numbers(15, 6), Numbers(20, 7), Numbers(30, 8), 5);
        AreAlike("Euler", 9.81, 1.2, 0.1, 0.5, 0.2, 0.01, 100);
        double[] w = [0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192, 1.01925, 1.9395, 0.11, 0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621];
        AreAlike("Fsrs", w, new[] { 3, 1, 4, 2, 3, 1, 3, 3, 4 }, new[] { 0, 3, 0.5, 10, 20, 7, 1, 12, 0.5 });
    }

    [Fact]
    public void The_JIT_optimises_all_of_their_derivatives()
    {
        var (optimised, givenUp) = EmittedProgram.Summary(Compiled.Value.Run.Output);
        Assert.Contains(optimised, static method => method.Contains("ReprojectJacobian(", StringComparison.Ordinal));
        Assert.Empty(givenUp);
    }

    private static void AreAlike(string method, params object[] arguments)
    {
        var generated = (double[])Compiled.Value.CallStatic("NetGen.Benchmarks.AdBench", method, arguments)!;
        var byHand = (double[])Compiled.Value.CallStatic("NetGen.Benchmarks.AdBench", method + "ByHand", arguments)!;
        Assert.Equal(byHand.Length, generated.Length);
        for (var index = 0; index < byHand.Length; index++)
            Assert.True(Math.Abs(byHand[index] - generated[index]) <= 1e-9 * Math.Max(1, Math.Abs(byHand[index])), $"{method}: number {index} is {generated[index]:R}, and {byHand[index]:R} by hand");
    }

    private static void Check(string name, string method, params object[] arguments) => CheckWithin(1e-11, name, method, arguments);

    private static void CheckWithin(double tolerance, string name, string method, params object[] arguments)
    {
        using var fixture = JsonDocument.Parse(File.ReadAllText(Path("Fixtures/adbench.json")));
        double[] expected = [.. fixture.RootElement.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];
        var actual = (double[])Compiled.Value.CallStatic("NetGen.Benchmarks.AdBench", method, arguments)!;
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
            Assert.True(Math.Abs(expected[index] - actual[index]) <= tolerance * Math.Max(1, Math.Abs(expected[index])), $"{name}: number {index} is {actual[index]:R} instead of {expected[index]:R}");
    }
}
