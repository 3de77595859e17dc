namespace NetGen.Numeric.Checks;

/// <summary>The largest error that was measured in each group of checks, for the report.</summary>
public static class Measurements
{
    private static readonly SortedDictionary<string, double> Largest = new(StringComparer.Ordinal);

    public static void Add(string group, double error)
    {
        lock (Largest)
        {
            if (!Largest.TryGetValue(group, out var before) || error > before)
                Largest[group] = error;
        }
    }

    public static IReadOnlyList<KeyValuePair<string, double>> All
    {
        get
        {
            lock (Largest)
                return [.. Largest];
        }
    }
}
