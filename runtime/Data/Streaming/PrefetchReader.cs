using System.Runtime.ExceptionServices;

namespace NetGen;

/// <summary>
/// Reads ahead: a thread of its own fills batches while the caller works on earlier ones. What the thread throws comes out of <see cref="MoveNext"/>, after the
/// batches before it. A reader that is disposed, or that nobody uses any more, ends its thread. Going to the next batch allocates nothing.
/// </summary>
internal sealed class PrefetchReader : IBatchReader
{
    private const int PortionBytes = 1 << 18;

    // The thread knows this and not the reader, so that a reader that nobody uses can be collected while the thread sleeps.
    private readonly ReadAhead ahead;
    private BatchPortion? portion;
    private SampleBatch? batch;
    private int next;
    private bool isStarted;

    /// <param name="producer">Fills the batches; it is disposed with the reader.</param>
    /// <param name="dataset">Whose batches they are.</param>
    /// <param name="batchSize">How many samples a batch has at most.</param>
    /// <param name="batches">How many batches are read ahead, at least.</param>
    public PrefetchReader(BatchProducer producer, IDataset dataset, int batchSize, int batches)
    {
        var capacity = Capacity(dataset, batchSize);

        // Small batches are handed over many at a time: handing one over takes longer than a step of a small network.
        var batchBytes = sizeof(float) * (long)capacity * ((long)dataset.InputSize + dataset.TargetSize);
        var each = (int)Math.Clamp(PortionBytes / batchBytes, 1, 64);
        var portions = new BatchPortion[1 + ((batches + each - 1) / each)];
        for (var i = 0; i < portions.Length; i++)
            portions[i] = new BatchPortion(each, () => new SampleBatch(capacity, dataset.InputSize, dataset.TargetSize));
        ahead = new ReadAhead(producer, portions);
    }

    ~PrefetchReader() => ahead.Stop();

    public int Count => batch?.Count ?? 0;

    /// <summary>How many samples the largest batch has.</summary>
    /// <exception cref="ArgumentException">It is not known, or too many for one array.</exception>
    public static int Capacity(IDataset dataset, int batchSize)
    {
        var capacity = Math.Min(batchSize, Math.Max(dataset.Count ?? batchSize, 1));
        if (capacity * Math.Max(dataset.InputSize, dataset.TargetSize) <= Array.MaxLength)
            return (int)capacity;
        throw new ArgumentException(
            $"A batch of {capacity} samples of {dataset.InputSize} floats does not fit in memory{(dataset.Count is null ? ", and the dataset does not say how many samples it has" : "")}. Choose a smaller batch.", nameof(batchSize));
    }

    public void Start(ulong? seed, long firstBatch = 0) => Start(seed ?? 0, seed is not null, firstBatch);

    public void Start(ulong seed, bool shuffle, long firstBatch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
        (portion, batch, next, isStarted) = (null, null, 0, true);
        ahead.Start(seed, shuffle, firstBatch);
        GC.KeepAlive(this);
    }

    public bool MoveNext()
    {
        if (!isStarted)
            Start(null);
        batch = null;
        if (portion is null)
        {
            portion = ahead.Take();
        }
        else if (next == portion.Count && portion.Continues)
        {
            ahead.Release();
            portion = ahead.Take();
            next = 0;
        }

        GC.KeepAlive(this);
        if (next < portion.Count)
        {
            batch = portion.Batches[next++];
            return true;
        }

        if (portion.Failure is not null)
            ExceptionDispatchInfo.Throw(portion.Failure);
        return false;
    }

    public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets) => this.CopyRows(first, count, inputs, targets);

    public bool TryGetRows(int first, int count, out ReadOnlySpan<float> inputs, out ReadOnlySpan<float> targets)
    {
        var current = batch ?? throw new InvalidOperationException("There is no current batch: MoveNext was not called, or was false.");
        inputs = current.Inputs.Slice(first * current.InputSize, count * current.InputSize);
        targets = current.Targets.Slice(first * current.TargetSize, count * current.TargetSize);
        return true;
    }

    public long SampleAt(int index) => (batch ?? throw new InvalidOperationException("There is no current batch: MoveNext was not called, or was false.")).SampleAt(index);

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        (portion, batch, next) = (null, null, 0);
        ahead.Dispose();
    }
}
