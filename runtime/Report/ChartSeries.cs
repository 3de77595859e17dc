namespace NetGen;

/// <summary>One line of a <see cref="Chart"/>.</summary>
public sealed record ChartSeries
{
    /// <summary>Makes a line through points.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">Where the points are: finite, in ascending order.</param>
    /// <param name="y">The values there. One that is not finite interrupts the line.</param>
    /// <exception cref="ArgumentException">There are not as many places as values, or a place is not finite or smaller than the one before it.</exception>
    public ChartSeries(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count)
            throw new ArgumentException(FormattableString.Invariant($"The series '{name}' has {x.Count} places, but {y.Count} values."), nameof(y));
        for (var i = 0; i < x.Count; i++)
        {
            if (!double.IsFinite(x[i]) || (i > 0 && x[i] < x[i - 1]))
                throw new ArgumentException(FormattableString.Invariant($"The places of the series '{name}' must be finite and in ascending order, but place {i} is {x[i]}{(i > 0 ? FormattableString.Invariant($" after {x[i - 1]}") : "")}."), nameof(x));
        }

        Name = name;
        X = x;
        Y = y;
    }

    /// <summary>What the legend calls it.</summary>
    public string Name { get; }

    /// <summary>Where the points are, in ascending order.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The values.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>Makes a line through values at whole numbers, such as the loss of each epoch.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="y">The values.</param>
    /// <param name="first">The number of the first value.</param>
    /// <exception cref="ArgumentNullException">A name or values are missing.</exception>
    public static ChartSeries Of(string name, IEnumerable<double> y, int first = 1)
    {
        ArgumentNullException.ThrowIfNull(y);
        double[] values = [.. y];
        return new(name, [.. Enumerable.Range(first, values.Length).Select(static number => (double)number)], values);
    }

    /// <summary>
    /// The same line with at most <paramref name="most"/> points: neighbours are taken together, and of each group the lowest and the highest point stay, so that
    /// no peak is lost.
    /// </summary>
    internal ChartSeries Thin(int most)
    {
        if (X.Count <= most)
            return this;
        var groups = most / 2;
        var (x, y) = (new List<double>(most), new List<double>(most));
        for (var group = 0; group < groups; group++)
        {
            var (start, end) = ((int)((long)X.Count * group / groups), (int)((long)X.Count * (group + 1) / groups));
            var (lowest, highest) = (start, start);
            for (var i = start; i < end; i++)
            {
                if (!double.IsFinite(Y[i]))
                    continue;
                if (!double.IsFinite(Y[lowest]) || Y[i] < Y[lowest])
                    lowest = i;
                if (!double.IsFinite(Y[highest]) || Y[i] > Y[highest])
                    highest = i;
            }

            Take(Math.Min(lowest, highest));
            if (lowest != highest)
                Take(Math.Max(lowest, highest));
        }

        return new(Name, x, y);

        void Take(int index)
        {
            x.Add(X[index]);
            y.Add(Y[index]);
        }
    }
}
