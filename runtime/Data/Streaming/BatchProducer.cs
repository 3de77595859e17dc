namespace NetGen;

/// <summary>
/// Fills batches that it is given, one after another: what a reader is made of. Producers can be put on top of each other without a copy between them, and the
/// outermost runs on the thread that reads ahead.
/// </summary>
internal abstract class BatchProducer : IDisposable
{
    /// <summary>Goes to the place before a batch; see <see cref="IBatchReader.Start(ulong, bool, long)"/>.</summary>
    public abstract void Start(ulong seed, bool shuffle, long firstBatch);

    /// <summary>Fills the next batch; false where there is none.</summary>
    public abstract bool Next(SampleBatch batch);

    public abstract void Dispose();

    /// <summary>A producer of a dataset's batches.</summary>
    public static BatchProducer Of(IDataset dataset, int batchSize, bool dropLast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return dataset is IProducedDataset produced ? produced.Produce(batchSize, dropLast) : new ReaderProducer(dataset.Read(batchSize, dropLast));
    }
}

/// <summary>A dataset whose readers are made of producers.</summary>
internal interface IProducedDataset : IDataset
{
    BatchProducer Produce(int batchSize, bool dropLast);
}

/// <summary>The batches of a reader.</summary>
internal sealed class ReaderProducer(IBatchReader reader) : BatchProducer
{
    public override void Start(ulong seed, bool shuffle, long firstBatch) => reader.Start(seed, shuffle, firstBatch);

    public override bool Next(SampleBatch batch)
    {
        if (!reader.MoveNext())
            return false;
        batch.Count = reader.Count;
        reader.CopyTo(0, batch.Count, batch.Inputs, batch.Targets);
        for (var i = 0; i < batch.Count; i++)
            batch.Places[i] = reader.SampleAt(i);
        return true;
    }

    public override void Dispose() => reader.Dispose();
}
