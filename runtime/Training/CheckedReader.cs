namespace NetGen;

/// <summary>
/// Checks each batch of a dataset that is not in memory as it is read: its size, its numbers and its targets. What is wrong is told with the sample's place in the dataset,
/// and in the file that it comes from.
/// </summary>
internal sealed class CheckedReader : IBatchReader
{
    private readonly IBatchReader reader;
    private readonly IDataset dataset;
    private readonly NetworkDescription network;
    private readonly Loss? loss;
    private readonly SampleCheck check;
    private readonly Func<int, string> nameOf;
    private readonly int batchSize;
    private readonly int smallestBatch;

    // Of a reader whose samples are not one behind another.
    private float[] inputs = [];
    private float[] targets = [];
    private bool isCopied;
    private bool hasBatches;
    private bool someCount;

    /// <param name="reader">What is checked; it is disposed with this.</param>
    /// <param name="dataset">Whose reader it is.</param>
    /// <param name="batchSize">How many samples a batch may have.</param>
    /// <param name="network">What reads the samples.</param>
    /// <param name="loss">What the network is trained for; null for its own objective.</param>
    /// <param name="check">What they are checked for.</param>
    /// <param name="smallestBatch">How many samples a batch must have.</param>
    public CheckedReader(IBatchReader reader, IDataset dataset, int batchSize, NetworkDescription network, Loss? loss, SampleCheck check, int smallestBatch)
    {
        (this.reader, this.dataset, this.batchSize, this.smallestBatch) = (reader, dataset, batchSize, smallestBatch);
        (this.network, this.loss, this.check) = (network, loss, check);
        nameOf = index => dataset.NameOf(reader.SampleAt(index), check.Argument);
    }

    public int Count { get; private set; }

    public void Start(ulong? seed, long firstBatch = 0)
    {
        Begin(firstBatch);
        reader.Start(seed, firstBatch);
    }

    public void Start(ulong seed, bool shuffle, long firstBatch)
    {
        Begin(firstBatch);
        reader.Start(seed, shuffle, firstBatch);
    }

    public bool MoveNext()
    {
        Count = 0;
        if (!reader.MoveNext())
        {
            CheckEnd();
            return false;
        }

        var count = reader.Count;
        if (count < 1 || count > batchSize)
            throw new InvalidOperationException($"A reader of '{check.Argument}' gave a batch of {count} samples where at most {batchSize} were asked for.");
        if (count < smallestBatch)
            throw new ArgumentException($"The last batch of '{check.Argument}' has {count} of {batchSize} samples. {network.TooSmall(count)}", check.Argument);
        isCopied = !reader.TryGetRows(0, count, out var batchInputs, out var batchTargets);
        if (isCopied)
        {
            if (inputs.Length < count * dataset.InputSize || targets.Length < count * dataset.TargetSize)
                (inputs, targets) = (new float[count * dataset.InputSize], new float[count * dataset.TargetSize]);
            reader.CopyTo(0, count, inputs.AsSpan(0, count * dataset.InputSize), targets.AsSpan(0, count * dataset.TargetSize));
            batchInputs = inputs.AsSpan(0, count * dataset.InputSize);
            batchTargets = targets.AsSpan(0, count * dataset.TargetSize);
        }

        check.Check(batchInputs, batchTargets, dataset.InputSize, dataset.TargetSize, nameOf);
        someCount = someCount || SampleCheck.SomeCount(loss, batchTargets, dataset.TargetSize);
        (Count, hasBatches) = (count, true);
        return true;
    }

    public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets) => this.CopyRows(first, count, inputs, targets);

    public bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        if (!isCopied)
            return reader.TryGetRows(first, count, out inputs, out targets);
        inputs = this.inputs.AsSpan(0, Count * dataset.InputSize).Slice(first * dataset.InputSize, count * dataset.InputSize);
        targets = this.targets.AsSpan(0, Count * dataset.TargetSize).Slice(first * dataset.TargetSize, count * dataset.TargetSize);
        return true;
    }

    public long SampleAt(int index) => reader.SampleAt(index);

    public void Dispose() => reader.Dispose();

    // Where an epoch is gone on with, it had batches before.
    private void Begin(long firstBatch) => (Count, hasBatches, someCount) = (0, firstBatch > 0, firstBatch > 0);

    private void CheckEnd()
    {
        if (!hasBatches)
            throw new ArgumentException($"There is no batch to give {network.Name}: '{check.Argument}' has no sample, or DropLast leaves out all that there are, fewer than {batchSize}.", check.Argument);

        // The mean over nothing is not a number, which Evaluate says, and no training can go by.
        if (!someCount && check.Argument != "data")
            throw SampleCheck.NoneCounts(loss, check.Argument);
    }
}
