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

    private sealed class BatchReader(Dataset data, int batchSize, bool dropLast) : OrderedReader(data.Count, batchSize, dropLast)
    {
        protected override void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets) => data.Gather(samples, inputs, targets);

        protected override bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
        {
            var rows = data.Slice(first, count);
            inputs = rows.Inputs.Span;
            targets = rows.Targets.Span;
            return true;
        }
    }
}
