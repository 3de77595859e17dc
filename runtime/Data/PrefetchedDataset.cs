namespace NetGen;

/// <summary>A dataset whose batches are read ahead; see <see cref="DatasetExtensions.Prefetch"/>.</summary>
internal sealed class PrefetchedDataset(IDataset inner, int batches) : IDataset, IProducedDataset
{
    /// <summary>How many batches are read ahead unless said otherwise.</summary>
    public const int DefaultBatches = 2;

    public int InputSize => inner.InputSize;

    public int TargetSize => inner.TargetSize;

    public long? Count => inner.Count;

    public int? Streams => inner.Streams;

    public bool Continues(long sample) => inner.Continues(sample);

    public IBatchReader Read(int batchSize, bool dropLast) => Read(inner, batchSize, dropLast, batches);

    public string NameOf(long sample, string dataset) => inner.NameOf(sample, dataset);

    public BatchProducer Produce(int batchSize, bool dropLast) => BatchProducer.Of(inner, batchSize, dropLast);

    /// <summary>A reader that reads ahead.</summary>
    public static IBatchReader Read(IDataset dataset, int batchSize, bool dropLast, int batches)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _ = PrefetchReader.Capacity(dataset, batchSize);
        return new PrefetchReader(BatchProducer.Of(dataset, batchSize, dropLast), dataset, batchSize, batches);
    }
}
