namespace NetGen;

/// <summary>Batches of samples that can be copied in any order, for datasets in memory: an order of all samples, completely random where a seed is given.</summary>
internal abstract class OrderedReader : IBatchReader
{
    private readonly int[] order;
    private readonly int batchSize;
    private readonly int end;
    private bool isShuffled;
    private int first;

    protected OrderedReader(int count, int batchSize, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        this.batchSize = Math.Min(batchSize, Math.Max(count, 1));
        order = new int[count];
        end = dropLast ? count - (count % this.batchSize) : count;
        Start(null);
    }

    public int Count { get; private set; }

    public void Start(ulong? seed, long firstBatch = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        isShuffled = seed is not null;
        if (seed is { } number)
            new CounterRandom(number).Shuffle<int>(order);
        // No batch is behind one that starts with each sample.
        (first, Count) = ((int)Math.Min(end, Math.Min(firstBatch, order.Length) * batchSize), 0);
    }

    public bool MoveNext()
    {
        first += Count;
        Count = Math.Min(batchSize, end - first);
        return Count > 0;
    }

    public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets)
        => Copy(order.AsSpan(this.first, Count).Slice(first, count), inputs, targets);

    public long SampleAt(int index) => order.AsSpan(first, Count)[index];

    bool IBatchReader.TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        inputs = targets = default;
        return !isShuffled && TryGetRows(this.first + first, count, out inputs, out targets);
    }

    public void Dispose()
    {
    }

    /// <summary>Copies samples by their places in the dataset. Called by several threads at the same time.</summary>
    protected abstract void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets);

    /// <summary>Samples of the dataset where they are, if they are one behind another in memory.</summary>
    protected virtual bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        inputs = targets = default;
        return false;
    }
}
