namespace NetGen;

/// <summary>
/// Samples that a sequence of your own gives one after another, such as from a database: they need not fit in memory, and how many there are need not be known. A thread
/// reads ahead. Where a training shuffles, neighbours are mixed: see <see cref="BlockShuffle"/>.
/// </summary>
/// <example>
/// <code>
/// var samples = new SequenceDataset(inputSize: 4, targetSize: 1, () => rows.Select(row => (row.Values, new float[] { row.Class })));
/// </code>
/// </example>
public sealed class SequenceDataset : IDataset, IProducedDataset
{
    private readonly Func<SampleCursor> open;
    private readonly BlockShuffle shuffle;

    /// <summary>Takes a sequence of samples.</summary>
    /// <param name="inputSize">How many floats an input has.</param>
    /// <param name="targetSize">How many floats a target has; 0 for samples without targets.</param>
    /// <param name="samples">
    /// Begins the sequence anew. It gives the same samples in the same order each time; otherwise a training that is resumed learns from others. The arrays are copied at once, so
    /// a sequence may give the same ones again and again. It is used on the thread that reads ahead; by several at the same time where several readers read.
    /// </param>
    /// <param name="count">How many samples there are, where that is known.</param>
    /// <param name="shuffle">How samples are mixed where a training shuffles them.</param>
    public SequenceDataset(int inputSize, int targetSize, Func<IEnumerable<(float[] Input, float[] Target)>> samples, long? count = null, BlockShuffle? shuffle = null)
        : this(inputSize, targetSize, count, shuffle, () => new SampleSequence(samples().GetEnumerator(), inputSize, targetSize))
        => ArgumentNullException.ThrowIfNull(samples);

    /// <summary>Takes a sequence of batches, of any sizes: they are cut and put together to those that are asked for.</summary>
    /// <param name="inputSize">How many floats an input has.</param>
    /// <param name="targetSize">How many floats a target has; 0 for samples without targets.</param>
    /// <param name="batches">Begins the sequence anew; as for samples.</param>
    /// <param name="count">How many samples there are, where that is known.</param>
    /// <param name="shuffle">How samples are mixed where a training shuffles them.</param>
    public SequenceDataset(int inputSize, int targetSize, Func<IEnumerable<Dataset>> batches, long? count = null, BlockShuffle? shuffle = null)
        : this(inputSize, targetSize, count, shuffle, () => new BatchSequence(batches().GetEnumerator(), inputSize, targetSize))
        => ArgumentNullException.ThrowIfNull(batches);

    internal SequenceDataset(int inputSize, int targetSize, long? count, BlockShuffle? shuffle, Func<SampleCursor> open)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        ArgumentOutOfRangeException.ThrowIfNegative(count ?? 0, nameof(count));
        this.shuffle = shuffle ?? new BlockShuffle();
        _ = this.shuffle.For(checked(inputSize + targetSize));
        (InputSize, TargetSize, Count, this.open) = (inputSize, targetSize, count, open);
    }

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <inheritdoc/>
    public long? Count { get; }

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => PrefetchedDataset.Read(this, batchSize, dropLast, PrefetchedDataset.DefaultBatches);

    BatchProducer IProducedDataset.Produce(int batchSize, bool dropLast)
        => new BlockProducer(new SequentialSource(open, Count), InputSize, InputSize + TargetSize, shuffle, batchSize, dropLast);

    private static InvalidOperationException WrongSize(long sample, int input, int target, int inputSize, int targetSize)
        => new($"Sample {sample} of the sequence has an input of {input} floats and a target of {target}; {inputSize} and {targetSize} are expected.");

    private sealed class SampleSequence(IEnumerator<(float[] Input, float[] Target)> samples, int inputSize, int targetSize) : SampleCursor
    {
        private long number;

        public override bool Next(Span<float> row)
        {
            if (!samples.MoveNext())
                return false;
            var (input, target) = samples.Current;
            if (input.Length != inputSize || target.Length != targetSize)
                throw WrongSize(number, input.Length, target.Length, inputSize, targetSize);
            number++;
            if (row.IsEmpty)
                return true;
            input.CopyTo(row);
            target.CopyTo(row[inputSize..]);
            return true;
        }

        public override void Dispose() => samples.Dispose();
    }

    private sealed class BatchSequence(IEnumerator<Dataset> batches, int inputSize, int targetSize) : SampleCursor
    {
        private Dataset? batch;
        private int next;
        private long number;

        public override bool Next(Span<float> row)
        {
            while (batch is null || next == batch.Count)
            {
                if (!batches.MoveNext())
                    return false;
                (batch, next) = (batches.Current, 0);
                if (batch.InputSize != inputSize || batch.TargetSize != targetSize)
                    throw WrongSize(number, batch.InputSize, batch.TargetSize, inputSize, targetSize);
            }

            if (!row.IsEmpty)
            {
                batch.Input(next).CopyTo(row);
                batch.Target(next).CopyTo(row[inputSize..]);
            }

            (next, number) = (next + 1, number + 1);
            return true;
        }

        public override void Dispose() => batches.Dispose();
    }
}
