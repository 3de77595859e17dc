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
        Compare(options, table, "double, span form", PointsByHand, SpanGenerated);
        Console.Write(table);
        Console.WriteLine();
        RunPrograms(options);
        return double.IsNaN(sink) ? 1 : 0;
    }

    private static void Compare(Options options, MarkdownTable table, string name, Action byHand, Action generated, int count = Count)
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

        string Nanoseconds(BestTime time) => (time.Microseconds * 1000 / count).ToString("0.00", CultureInfo.InvariantCulture);
    }

    /// <summary>Functions with loops and branches, beside their gradients by hand, and beside the functions themselves.</summary>
    private static void RunPrograms(Options options)
    {
        var byHand = new MarkdownTable("gradient", "by hand, ns", "generated, ns", "generated / by hand");
        double[] gradient = new double[21], tape = new double[40_000], jacobian = new double[30];
        double[] camera = [0.1, -0.2, 0.3, 0.4, 0.5, -2, 500, 320, 240, 0.01, 0.002], point = [0.3, 0.2, 1.5];
        double[] w = [0.40255, 1.18385, 3.173, 15.69105, 7.1949, 0.5345, 1.4604, 0.0046, 1.54575, 0.1192, 1.01925, 1.9395, 0.11, 0.29605, 2.2698, 0.2315, 2.9898, 0.51655, 0.6621];
        CompareCalls(
            options, byHand, "BA, Jacobian of the reprojection error (15 × 2)",
            () => GradientsByHand.Reproject(camera, point, 0.9, 300, 200, jacobian),
            () => DifferentiatedFunctions.ReprojectJacobian(camera, point, 0.9, 300, 200, jacobian));
        foreach (var reviews in (int[])[12, 64])
        {
            var (ratings, days) = History(reviews);
            CompareCalls(
                options, byHand, $"FSRS, {reviews} reviews",
                () => sink += GradientsByHand.Fsrs(w, ratings, days, gradient, tape),
                () => sink += DifferentiatedFunctions.FsrsGradient(w, ratings, days, gradient.AsSpan(0, w.Length)));
        }

        CompareCalls(
            options, byHand, "pendulum, Euler, 100 steps",
            () => sink += GradientsByHand.Euler(9.81, 1.2, 0.1, 0.5, 0.2, 0.01, 100, gradient, tape),
            () => sink += DifferentiatedFunctions.EulerGradient(9.81, 1.2, 0.1, 0.5, 0.2, 0.01, 100).Value);

        var ofValue = new MarkdownTable("gradient", "function, ns", "gradient, ns", "gradient / function");
        CompareCalls(
            options, ofValue, "pendulum, Runge-Kutta, 100 steps",
            () => sink += DifferentiatedFunctions.RungeKutta(9.81, 1.2, 0.1, new(0.5, 0.2), 0.01, 100),
            () => sink += DifferentiatedFunctions.RungeKuttaGradient(9.81, 1.2, 0.1, new(0.5, 0.2), 0.01, 100).Value);
        foreach (var count in (int[])[1, 10, 100, 1000])
        {
            double[] x = [.. Enumerable.Range(0, count).Select(static i => Math.Sin(i))], dX = new double[count];
            CompareCalls(
                options, ofValue, $"chain of {count} parameters",
                () => sink += DifferentiatedFunctions.Chain(x),
                () => sink += DifferentiatedFunctions.ChainGradient(x, dX));
        }

        foreach (var d in (int[])[10, 32])
        {
            double[] alphas = Numbers(5, 1), means = Numbers(5 * d, 2), factors = Numbers(5 * d * (d + 1) / 2, 3), x = Numbers(100 * d, 4);
            double[] dAlphas = new double[alphas.Length], dMeans = new double[means.Length], dFactors = new double[factors.Length];
            CompareCalls(
                options, byHand, $"GMM, d {d}, K 5, N 100",
                () => sink += GradientsByHand.Gmm(alphas, means, factors, x, d, 1, 0, dAlphas, dMeans, dFactors, tape),
                () => sink += DifferentiatedFunctions.GmmGradient(alphas, means, factors, x, d, 1, 0, dAlphas, dMeans, dFactors),
                calls: 1);
            CompareCalls(
                options, ofValue, $"GMM, d {d}, K 5, N 100",
                () => sink += DifferentiatedFunctions.Gmm(alphas, means, factors, x, d, 1, 0),
                () => sink += DifferentiatedFunctions.GmmGradient(alphas, means, factors, x, d, 1, 0, dAlphas, dMeans, dFactors),
                calls: 1);
        }

        double[] parameters = Numbers(4 * 4 * 14, 5), extra = Numbers(3 * 14, 6), state = Numbers(4 * 14, 7), sequence = Numbers(128 * 14, 8);
        double[] dParameters = new double[parameters.Length], dExtra = new double[extra.Length];
        CompareCalls(
            options, byHand, "LSTM, 2 layers of 14, T 128",
            () => sink += GradientsByHand.Lstm(parameters, extra, state, sequence, 14, dParameters, dExtra, tape),
            () => sink += DifferentiatedFunctions.LstmGradient(parameters, extra, state, sequence, 14, dParameters, dExtra),
            calls: 1);
        CompareCalls(
            options, ofValue, "LSTM, 2 layers of 14, T 128",
            () => sink += DifferentiatedFunctions.Lstm(parameters, extra, state, sequence, 14),
            () => sink += DifferentiatedFunctions.LstmGradient(parameters, extra, state, sequence, 14, dParameters, dExtra),
            calls: 1);
        Console.Write(byHand);
        Console.WriteLine();
        Console.Write(ofValue);
        Console.WriteLine();
        RunCheckpoints(options);
        RunGeneric(options);
    }

    /// <summary>A gradient with checkpoints beside the one that keeps every step: time and the numbers on the tape.</summary>
    private static void RunCheckpoints(Options options)
    {
        var table = new MarkdownTable("gradient with checkpoints", "every step, ns", "checkpoints, ns", "checkpoints / every step");
        double[] memory = new double[20_000_000];
        foreach (var count in (int[])[100, 10_000, 1_000_000])
        {
            double Whole() => DifferentiatedFunctions.EulerGradient(9.81, 1.2, 0.1, 0.5, 0.2, 1e-5, count, memory).Value;
            double Cut() => DifferentiatedFunctions.EulerWithCheckpointsGradient(9.81, 1.2, 0.1, 0.5, 0.2, 1e-5, count, memory).Value;
            var (whole, cut) = (Used(memory, Whole), Used(memory, Cut));
            var name = string.Create(CultureInfo.InvariantCulture, $"pendulum, Euler, {count:N0} steps; rounds on the tape: {whole:N0} and {cut:N0} numbers");
            CompareCalls(options, table, name, () => sink += Whole(), () => sink += Cut(), calls: 1);
        }

        Console.Write(table);
        Console.WriteLine();
    }

    /// <summary>How many numbers of a memory a gradient writes.</summary>
    private static int Used(double[] memory, Func<double> gradient)
    {
        Array.Fill(memory, double.MaxValue);
        sink += gradient();
        return 1 + Array.FindLastIndex(memory, static number => number != double.MaxValue);
    }

    /// <summary>Gradients of generic functions at double, beside those of the same functions of doubles.</summary>
    private static void RunGeneric(Options options)
    {
        var table = new MarkdownTable("gradient of a generic function", "of double, ns", "of T at double, ns", "generic / double");
        double[] alphas = Numbers(5, 1), means = Numbers(5 * 10, 2), factors = Numbers(5 * 55, 3), x = Numbers(1000, 4);
        double[] dAlphas = new double[alphas.Length], dMeans = new double[means.Length], dFactors = new double[factors.Length];
        double[] links = Numbers(100, 5), dLinks = new double[100];
        CompareCalls(
            options, table, "pendulum, Euler, 100 steps",
            () => sink += DifferentiatedFunctions.EulerGradient(9.81, 1.2, 0.1, 0.5, 0.2, 0.01, 100).Value,
            () => sink += GenericFunctions.EulerGradient(9.81, 1.2, 0.1, 0.5, 0.2, 0.01, 100).Value);
        CompareCalls(
            options, table, "pendulum, Runge-Kutta, 100 steps",
            () => sink += DifferentiatedFunctions.RungeKuttaGradient(9.81, 1.2, 0.1, new(0.5, 0.2), 0.01, 100).Value,
            () => sink += GenericFunctions.RungeKuttaGradient<double>(9.81, 1.2, 0.1, new(0.5, 0.2), 0.01, 100).Value);
        CompareCalls(
            options, table, "chain of 100 parameters",
            () => sink += DifferentiatedFunctions.ChainGradient(links, dLinks),
            () => sink += GenericFunctions.ChainGradient<double>(links, dLinks));
        CompareCalls(
            options, table, "GMM, d 10, K 5, N 100",
            () => sink += DifferentiatedFunctions.GmmGradient(alphas, means, factors, x, 10, 1, 0, dAlphas, dMeans, dFactors),
            () => sink += GenericFunctions.GmmGradient<double>(alphas, means, factors, x, 10, 1, 0, dAlphas, dMeans, dFactors),
            calls: 1);
        Console.Write(table);
    }

    private static (int[] Ratings, double[] Days) History(int reviews)
    {
        var random = new Random(1);
        int[] ratings = [.. Enumerable.Range(0, reviews).Select(_ => random.Next(10) == 0 ? 1 : random.Next(2, 5))];
        return (ratings, [.. ratings.Select(rating => rating > 1 && random.Next(6) == 0 ? 0.5 : random.Next(1, 30))]);
    }

    private static double[] Numbers(int count, int kind) => [.. Enumerable.Range(0, count).Select(i => 0.5 * Math.Sin(kind + (1.7 * i)))];

    private static void CompareCalls(Options options, MarkdownTable table, string name, Action first, Action second, int calls = 100)
    {
        Compare(options, table, name, () => Repeat(first), () => Repeat(second), calls);

        void Repeat(Action call)
        {
            for (var i = 0; i < calls; i++)
                call();
        }
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

    private static void SpanGenerated() => Valley.RosenbrockGradient(X, Y, Values, DX, DY);

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
