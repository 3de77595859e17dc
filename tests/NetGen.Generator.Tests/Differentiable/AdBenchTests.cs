using System.Runtime.CompilerServices;
using System.Text.Json;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Differentiable;

/// <summary>The functions of ADBench as they are measured, with the values and derivatives that PyTorch gives them.</summary>
public sealed class AdBenchTests
{
    private const string Wrappers = """
        namespace NetGen.Benchmarks;

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
        File.ReadAllText(Path("Benchmarks/DifferentiatedFunctions.cs")), File.ReadAllText(Path("Benchmarks/GradientsByHand.cs")), File.ReadAllText(Path("Benchmarks/GradientsByHand.AdBench.cs")),
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

    private static void Check(string name, string method, params object[] arguments)
    {
        using var fixture = JsonDocument.Parse(File.ReadAllText(Path("Fixtures/adbench.json")));
        double[] expected = [.. fixture.RootElement.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];
        var actual = (double[])Compiled.Value.CallStatic("NetGen.Benchmarks.AdBench", method, arguments)!;
        Assert.Equal(expected.Length, actual.Length);
        for (var index = 0; index < expected.Length; index++)
            Assert.True(Math.Abs(expected[index] - actual[index]) <= 1e-11 * Math.Max(1, Math.Abs(expected[index])), $"{name}: number {index} is {actual[index]:R} instead of {expected[index]:R}");
    }
}
