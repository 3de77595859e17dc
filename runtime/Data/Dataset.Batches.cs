namespace NetGen;

/// <content>Handing out the samples in batches.</content>
public sealed partial class Dataset : IDataset
{
    long? IDataset.Count => Count;

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => new BatchReader(this, batchSize, dropLast);

    /// <summary>A reader at its first batch, of all samples.</summary>
    internal IBatchReader FirstBatch()
    {
        var reader = new BatchReader(this, Count, dropLast: false);
        reader.MoveNext();
        return reader;
    }

    private sealed class BatchReader : IBatchReader
    {
        private readonly Dataset data;
        private readonly int[] order;
        private readonly int batchSize;
        private readonly int end;
        private bool isShuffled;
        private int first;

        public BatchReader(Dataset data, int batchSize, bool dropLast)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
            this.data = data;
            this.batchSize = Math.Min(batchSize, Math.Max(data.Count, 1));
            order = new int[data.Count];
            end = dropLast ? data.Count - (data.Count % this.batchSize) : data.Count;
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
            (first, Count) = ((int)Math.Min(end, firstBatch * batchSize), 0);
        }

        public bool MoveNext()
        {
            first += Count;
            Count = Math.Min(batchSize, end - first);
            return Count > 0;
        }

        public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets)
            => data.Gather(order.AsSpan(0, this.first + Count).Slice(this.first + first, count), inputs, targets);

        public long SampleAt(int index) => order.AsSpan(this.first, Count)[index];

        public bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
        {
            inputs = targets = default;
            if (isShuffled)
                return false;
            var rows = data.Slice(this.first + first, count);
            inputs = rows.Inputs.Span;
            targets = rows.Targets.Span;
            return true;
        }

        public void Dispose()
        {
        }
    }
}
