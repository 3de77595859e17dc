namespace NetGen;

/// <summary>A dataset whose batches a function changes; see <see cref="DatasetExtensions.Augment"/>.</summary>
internal sealed class AugmentedDataset(IDataset inner, Action<SampleBatch> change) : IDataset, IProducedDataset
{
    public int InputSize => inner.InputSize;

    public int TargetSize => inner.TargetSize;

    public long? Count => inner.Count;

    public int? Streams => inner.Streams;

    public bool Continues(long sample) => inner.Continues(sample);

    // Functions that are stacked draw different numbers.
    private ulong Depth => inner is AugmentedDataset augmented ? augmented.Depth + 1 : 0;

    public IBatchReader Read(int batchSize, bool dropLast) => PrefetchedDataset.Read(this, batchSize, dropLast, PrefetchedDataset.DefaultBatches);

    public string NameOf(long sample, string dataset) => inner.NameOf(sample, dataset);

    public BatchProducer Produce(int batchSize, bool dropLast) => new Producer(BatchProducer.Of(inner, batchSize, dropLast), change, Depth);

    private sealed class Producer(BatchProducer inner, Action<SampleBatch> change, ulong depth) : BatchProducer
    {
        private ulong numbers;

        public override void Start(ulong seed, bool shuffle, long firstBatch)
        {
            inner.Start(seed, shuffle, firstBatch);
            numbers = new CounterRandom(~seed) { Counter = depth }.NextUInt64();
        }

        public override bool Next(SampleBatch batch)
        {
            if (!inner.Next(batch))
                return false;
            batch.Seed = numbers;
            change(batch);
            return true;
        }

        public override void Dispose() => inner.Dispose();
    }
}
