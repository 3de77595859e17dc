namespace NetGen;

/// <summary>Makes one sample.</summary>
/// <param name="index">Its place in the dataset, from 0.</param>
/// <param name="input">Receives the input.</param>
/// <param name="target">Receives the target.</param>
public delegate void SampleFunction(long index, Span<float> input, Span<float> target);

/// <summary>
/// Samples that a function of yours makes by their numbers, such as from pictures in a folder, or drawn: none of them is in memory before it is asked for. A thread makes batches
/// ahead. Where a training shuffles, the order is completely random.
/// </summary>
/// <example>
/// <code>
/// var pictures = new GeneratedDataset(files.Length, 32 * 32, 1, (index, input, target) =>
/// {
///     Decode(files[index], input);
///     target[0] = classes[index];
/// });
/// </code>
/// </example>
public sealed class GeneratedDataset : IDataset, IProducedDataset
{
    private readonly SampleFunction make;

    /// <summary>Takes a function that makes samples.</summary>
    /// <param name="count">How many samples there are.</param>
    /// <param name="inputSize">How many floats an input has.</param>
    /// <param name="targetSize">How many floats a target has; 0 for samples without targets.</param>
    /// <param name="make">Makes a sample, the same one for the same number. Called on the thread that reads ahead; by several at the same time where several readers read.</param>
    public GeneratedDataset(int count, int inputSize, int targetSize, SampleFunction make)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        ArgumentNullException.ThrowIfNull(make);
        (Count, InputSize, TargetSize, this.make) = (count, inputSize, targetSize, make);
    }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    long? IDataset.Count => Count;

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => PrefetchedDataset.Read(this, batchSize, dropLast, PrefetchedDataset.DefaultBatches);

    BatchProducer IProducedDataset.Produce(int batchSize, bool dropLast) => new ReaderProducer(new BatchReader(this, batchSize, dropLast));

    private sealed class BatchReader(GeneratedDataset data, int batchSize, bool dropLast) : OrderedReader(data.Count, batchSize, dropLast)
    {
        protected override void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets)
        {
            for (var i = 0; i < samples.Length; i++)
                data.make(samples[i], inputs.Slice(i * data.InputSize, data.InputSize), targets.Slice(i * data.TargetSize, data.TargetSize));
        }
    }
}
