using System.Globalization;

namespace NetGen;

/// <summary>What one reading of a dataset shows: how its columns are spread, which classes it has, and which inputs it has twice.</summary>
internal sealed class DatasetScan
{
    /// <summary>How many samples are looked at, at most.</summary>
    public const int Most = 100_000;

    private const int BatchSize = 256;

    private readonly Dictionary<RowKey, (long Sample, RowKey Target)> rows = [];

    public DatasetScan(IDataset data, TargetClasses? classes, int targetColumns)
    {
        Inputs = new ColumnStatistics(data.InputSize);
        Targets = new ColumnStatistics(targetColumns);
        Classes = new long[classes?.Count ?? 0];
        using var reader = data.Read(BatchSize, dropLast: false);
        reader.Start(seed: null);
        float[] inputs = [], targets = [];
        var last = -1;
        while (Count < Most && reader.MoveNext())
        {
            Array.Resize(ref inputs, Math.Max(inputs.Length, reader.Count * data.InputSize));
            Array.Resize(ref targets, Math.Max(targets.Length, reader.Count * data.TargetSize));
            reader.CopyTo(0, reader.Count, inputs.AsSpan(0, reader.Count * data.InputSize), targets.AsSpan(0, reader.Count * data.TargetSize));
            for (var i = 0; i < reader.Count && Count < Most; i++, Count++)
            {
                var input = inputs.AsSpan(i * data.InputSize, data.InputSize);
                var target = targets.AsSpan(i * data.TargetSize, targetColumns);
                Inputs.Add(input);
                Targets.Add(target);
                AddRow(input, target, reader.SampleAt(i));
                if (classes is null)
                    continue;
                var now = classes.Tally(target, Classes);
                ClassChanges += now != last && last >= 0 ? 1 : 0;
                last = now;
            }
        }

        IsWhole = data.Count is { } all ? Count == all : Count < Most;
    }

    /// <summary>How many samples were looked at.</summary>
    public long Count { get; private set; }

    /// <summary>Whether these are all.</summary>
    public bool IsWhole { get; }

    public ColumnStatistics Inputs { get; }

    public ColumnStatistics Targets { get; }

    /// <summary>How often each class is a target; empty where targets are no classes.</summary>
    public long[] Classes { get; }

    /// <summary>How often a sample is of another class than the one before it.</summary>
    public long ClassChanges { get; private set; }

    /// <summary>How many samples have the inputs of an earlier one.</summary>
    public long Repeated { get; private set; }

    /// <summary>How many samples have the inputs of an earlier one and another target.</summary>
    public long Contradictory { get; private set; }

    /// <summary>The first of these, and the earlier one.</summary>
    public (long Earlier, long Later) FirstContradiction { get; private set; }

    /// <summary>Such as <c>5,000 samples</c>, or <c>the first 100,000 samples</c> where there are more.</summary>
    public string Samples => string.Create(CultureInfo.InvariantCulture, $"{(IsWhole ? "" : "the first ")}{Count:N0} {(Count == 1 ? "sample" : "samples")}");

    /// <summary>How many samples of this are also in another, and the first pair.</summary>
    public (long Count, long Here, long There) Shared(DatasetScan other)
    {
        var (count, first) = (0L, (Here: 0L, There: 0L));
        foreach (var (key, (sample, _)) in rows)
        {
            if (!other.rows.TryGetValue(key, out var found))
                continue;
            if (count++ == 0 || sample < first.Here)
                first = (sample, found.Sample);
        }

        return (count, first.Here, first.There);
    }

    private void AddRow(ReadOnlySpan<float> input, ReadOnlySpan<float> target, long sample)
    {
        var (key, targetKey) = (RowKey.Of(input), RowKey.Of(target));
        if (rows.TryAdd(key, (sample, targetKey)))
            return;
        Repeated++;
        if (rows[key].Target == targetKey)
            return;
        if (Contradictory++ == 0)
            FirstContradiction = (rows[key].Sample, sample);
    }
}

/// <summary>Mean, deviation and extremes of each column of rows.</summary>
internal sealed class ColumnStatistics(int columns)
{
    private readonly double[] mean = new double[columns];
    private readonly double[] squares = new double[columns];
    private readonly float[] lowest = [.. Enumerable.Repeat(float.PositiveInfinity, columns)];
    private readonly float[] highest = [.. Enumerable.Repeat(float.NegativeInfinity, columns)];
    private long count;

    public int Columns => columns;

    /// <summary>Takes a row into account (Welford's method).</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        count++;
        for (var column = 0; column < row.Length; column++)
        {
            var from = row[column] - mean[column];
            mean[column] += from / count;
            squares[column] += from * (row[column] - mean[column]);
            lowest[column] = Math.Min(lowest[column], row[column]);
            highest[column] = Math.Max(highest[column], row[column]);
        }
    }

    public double Mean(int column) => mean[column];

    public double Deviation(int column) => Math.Sqrt(squares[column] / count);

    public double RootMeanSquare(int column) => Math.Sqrt((mean[column] * mean[column]) + (squares[column] / count));

    public float Lowest(int column) => lowest[column];

    public float Highest(int column) => highest[column];

    public bool IsConstant(int column) => lowest[column] == highest[column];
}
