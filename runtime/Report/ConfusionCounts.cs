namespace NetGen;

/// <summary>The counts of a <see cref="ConfusionMatrix"/> at one moment: the metric itself counts on.</summary>
/// <param name="Name">What reports call the metric.</param>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Counts">The counts, a row for each true class.</param>
internal sealed record ConfusionCounts(string Name, int Classes, long[] Counts)
{
    /// <summary>Those of the first matrix among a trainer's metrics; null where there is none, or nothing was counted.</summary>
    public static ConfusionCounts? Of(Trainer trainer)
    {
        if (trainer.Metrics.OfType<ConfusionMatrix>().FirstOrDefault() is not { Total: > 0 } matrix)
            return null;
        var counts = new long[matrix.Classes * matrix.Classes];
        for (var i = 0; i < counts.Length; i++)
            counts[i] = matrix[i / matrix.Classes, i % matrix.Classes];
        return new(matrix.Name, matrix.Classes, counts);
    }

    public long this[int actual, int predicted] => Counts[(actual * Classes) + predicted];

    public long Actual(int index) => Enumerable.Range(0, Classes).Sum(other => this[index, other]);

    public long Predicted(int index) => Enumerable.Range(0, Classes).Sum(other => this[other, index]);
}
