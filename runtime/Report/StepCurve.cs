namespace NetGen;

/// <summary>
/// A value of every step, in bounded memory: where there are more steps than points, each point is the mean of as many steps in a row, always a power of two.
/// Allocates nothing after it is made.
/// </summary>
internal sealed class StepCurve
{
    public const int Points = 1024;

    private double[] sums = new double[Points];
    private long[] counts = new long[Points];
    private long first = -1;
    private long stepsPerPoint = 1;
    private int used;

    /// <summary>Adds the value of a step. Steps come in order; what is not a number is left out of the means.</summary>
    public void Add(long step, double value)
    {
        if (first < 0)
            first = step;
        var point = (step - first) / stepsPerPoint;
        if (point < 0)
            return;
        while (point >= Points)
        {
            Halve();
            point = (step - first) / stepsPerPoint;
        }

        used = Math.Max(used, (int)point + 1);
        if (double.IsNaN(value))
            return;
        sums[point] += value;
        counts[point]++;
    }

    /// <summary>The curve. A point stands in the middle of its steps; one without a value interrupts the line.</summary>
    public ChartSeries ToSeries(string name)
        => new(name, [.. Enumerable.Range(0, used).Select(point => first + (point * stepsPerPoint) + ((stepsPerPoint - 1) / 2.0))], [.. Enumerable.Range(0, used).Select(point => counts[point] == 0 ? double.NaN : sums[point] / counts[point])]);

    /// <summary>Names the curve to a checkpoint.</summary>
    public void Exchange(StateExchange state)
    {
        state.Value("first", ref first);
        state.Value("steps_per_point", ref stepsPerPoint);
        state.Value("used", ref used);
        state.Values("sums", ref sums);
        state.Values("counts", ref counts);
    }

    private void Halve()
    {
        for (var point = 0; point < Points; point++)
        {
            var isFirstHalf = point < Points / 2;
            sums[point] = isFirstHalf ? sums[2 * point] + sums[(2 * point) + 1] : 0;
            counts[point] = isFirstHalf ? counts[2 * point] + counts[(2 * point) + 1] : 0;
        }

        stepsPerPoint *= 2;
        used = (used + 1) / 2;
    }
}
