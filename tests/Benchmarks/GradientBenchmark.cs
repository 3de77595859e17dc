using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>What is differentiated by the generator here, and by hand in <see cref="GradientBenchmark"/>.</summary>
internal static partial class Valley
{
    [Differentiable]
    public static double Rosenbrock(double x, double y)
    {
        var valley = y - x * x;
        return (1 - x) * (1 - x) + 100 * valley * valley;
    }

    [Differentiable]
    public static float RosenbrockSingle(float x, float y)
    {
        var valley = y - x * x;
        return (1 - x) * (1 - x) + 100 * valley * valley;
    }
}

/// <summary>A gradient written by hand beside the generated one, in turns, in one process.</summary>
internal static class GradientBenchmark
{
    private const int Count = 1000;

    private static readonly double[] X = [.. Enumerable.Range(0, Count).Select(static i => (i * 0.004) - 2)];
    private static readonly double[] Y = [.. Enumerable.Range(0, Count).Select(static i => 3 - (i * 0.004))];
    private static readonly double[] Values = new double[Count];
    private static readonly double[] DX = new double[Count];
    private static readonly double[] DY = new double[Count];
    private static readonly float[] SingleX = Array.ConvertAll(X, static x => (float)x);
    private static readonly float[] SingleY = Array.ConvertAll(Y, static y => (float)y);
    private static readonly float[] SingleValues = new float[Count];
    private static readonly float[] SingleDX = new float[Count];
    private static readonly float[] SingleDY = new float[Count];

    /// <summary>Keeps the JIT from leaving out what has no other use.</summary>
    private static double sink;

    public static int Run(Options options)
    {
        var table = new MarkdownTable("gradient of Rosenbrock, a point", "by hand, ns", "generated, ns", "generated / by hand");
        Compare(options, table, "double, independent points", PointsByHand, PointsGenerated);
        Compare(options, table, "double, 1000 steps of descent", DescentByHand, DescentGenerated);
        Compare(options, table, "float, independent points", SinglePointsByHand, SinglePointsGenerated);
        Compare(options, table, "float, span form", SinglePointsByHand, SingleSpanGenerated);
        Console.Write(table);
        return double.IsNaN(sink) ? 1 : 0;
    }

    private static void Compare(Options options, MarkdownTable table, string name, Action byHand, Action generated)
    {
        var (hand, machine) = (new BestTime(byHand), new BestTime(generated));
        hand.WarmUp(options.WarmUp);
        machine.WarmUp(options.WarmUp);
        for (var round = 0; round < options.Rounds; round++)
        {
            hand.Measure(options.Round);
            machine.Measure(options.Round);
        }

        table.Add(
            name, Nanoseconds(hand), Nanoseconds(machine), (machine.Microseconds / hand.Microseconds).ToString("0.00", CultureInfo.InvariantCulture));

        static string Nanoseconds(BestTime time) => (time.Microseconds * 1000 / Count).ToString("0.00", CultureInfo.InvariantCulture);
    }

    private static (double Value, double DX, double DY) ByHand(double x, double y)
    {
        var a = 1 - x;
        var b = y - (x * x);
        return ((a * a) + (100 * b * b), (-2 * a) - (400 * x * b), 200 * b);
    }

    private static (float Value, float DX, float DY) ByHand(float x, float y)
    {
        var a = 1 - x;
        var b = y - (x * x);
        return ((a * a) + (100 * b * b), (-2 * a) - (400 * x * b), 200 * b);
    }

    private static void PointsByHand()
    {
        for (var i = 0; i < Count; i++)
            (Values[i], DX[i], DY[i]) = ByHand(X[i], Y[i]);
    }

    private static void PointsGenerated()
    {
        for (var i = 0; i < Count; i++)
            (Values[i], DX[i], DY[i]) = Valley.RosenbrockGradient(X[i], Y[i]);
    }

    private static void SinglePointsByHand()
    {
        for (var i = 0; i < Count; i++)
            (SingleValues[i], SingleDX[i], SingleDY[i]) = ByHand(SingleX[i], SingleY[i]);
    }

    private static void SinglePointsGenerated()
    {
        for (var i = 0; i < Count; i++)
            (SingleValues[i], SingleDX[i], SingleDY[i]) = Valley.RosenbrockSingleGradient(SingleX[i], SingleY[i]);
    }

    private static void SingleSpanGenerated() => Valley.RosenbrockSingleGradient(SingleX, SingleY, SingleValues, SingleDX, SingleDY);

    private static void DescentByHand()
    {
        var (x, y, sum) = (-1.0, -0.5, 0.0);
        for (var i = 0; i < Count; i++)
        {
            var (value, dX, dY) = ByHand(x, y);
            (x, y, sum) = (x - (0.001 * dX), y - (0.001 * dY), sum + value);
        }

        sink += sum;
    }

    private static void DescentGenerated()
    {
        var (x, y, sum) = (-1.0, -0.5, 0.0);
        for (var i = 0; i < Count; i++)
        {
            var (value, dX, dY) = Valley.RosenbrockGradient(x, y);
            (x, y, sum) = (x - (0.001 * dX), y - (0.001 * dY), sum + value);
        }

        sink += sum;
    }
}
