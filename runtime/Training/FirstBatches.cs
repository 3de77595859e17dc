namespace NetGen;

/// <summary>The first batches of a dataset, in whatever order and of whatever size they are read.</summary>
internal sealed class FirstBatches(IDataset data, int batches) : IDataset
{
    public int InputSize => data.InputSize;

    public int TargetSize => data.TargetSize;

    /// <summary>No more than these; how many it is depends on the size of the batches.</summary>
    public long? Count => data.Count;

    public int? Streams => data.Streams;

    public bool Continues(long sample) => data.Continues(sample);

    public string NameOf(long sample, string dataset) => data.NameOf(sample, dataset);

    public IBatchReader Read(int batchSize, bool dropLast) => new Reader(data.Read(batchSize, dropLast), batches);

    private sealed class Reader(IBatchReader reader, int batches) : IBatchReader
    {
        private long read;

        public int Count => reader.Count;

        public void Start(ulong? seed, long firstBatch = 0)
        {
            read = firstBatch;
            reader.Start(seed, firstBatch);
        }

        public void Start(ulong seed, bool shuffle, long firstBatch)
        {
            read = firstBatch;
            reader.Start(seed, shuffle, firstBatch);
        }

        public bool MoveNext() => read++ < batches && reader.MoveNext();

        public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets) => reader.CopyTo(first, count, inputs, targets);

        public long SampleAt(int index) => reader.SampleAt(index);

        public bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
            => reader.TryGetRows(first, count, out inputs, out targets);

        public void Dispose() => reader.Dispose();
    }
}
