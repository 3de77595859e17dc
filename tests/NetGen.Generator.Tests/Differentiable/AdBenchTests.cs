using System.Runtime.CompilerServices;
using System.Text.Json;

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

            public static double[] Lstm(double[] parameters, double[] extra, double[] state, double[] sequence, int width)
            {
                double[] dParameters = new double[parameters.Length], dExtra = new double[extra.Length];
                var value = DifferentiatedFunctions.LstmGradient(parameters, extra, state, sequence, width, dParameters, dExtra);
                return [value, .. dParameters, .. dExtra];
            }
        }
        """;

    private static readonly Lazy<CompiledFunctions> Compiled = new(static () => CompiledFunctions.Compile(File.ReadAllText(Path("Benchmarks/DifferentiatedFunctions.cs")), Wrappers));

    private static string Path(string file, [CallerFilePath] string here = "") => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(here)!, "..", "..", file);

    private static double[] Numbers(int count, int kind) => [.. Enumerable.Range(0, count).Select(i => 0.5 * Math.Sin(kind + (1.7 * i)))];

    [Fact]
    public void Ba_has_the_Jacobian_of_PyTorch()
        => Check("ba", "Ba", new[] { 0.1, -0.2, 0.3, 0.4, 0.5, -2, 500, 320, 240, 0.01, 0.002 }, new[] { 0.3, 0.2, 1.5 }, 0.9, 300.0, 200.0);

    [Fact]
    public void Gmm_has_the_gradient_of_PyTorch() => Check("gmm", "Gmm", Numbers(4, 1), Numbers(12, 2), Numbers(24, 3), Numbers(18, 4), 3, 1.5, 2);

    [Fact]
    public void Lstm_has_the_gradient_of_PyTorch() => Check("lstm", "Lstm", Numbers(80, 5), Numbers(15, 6), Numbers(20, 7), Numbers(30, 8), 5);

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
