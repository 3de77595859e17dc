namespace NetGen;

/// <summary>
/// Windows over many sequences, of which some are gone through side by side: a batch has the next window of each of them, and where a sequence ends, the next one that nobody has begun takes its place. What
/// <see cref="Trainer.CarryState"/> learns from where there are many texts or series, and not one that is cut: the state is reset where a sequence begins.
/// </summary>
/// <remarks>
/// Batches are whole: an epoch ends when a sequence ends and none is left to take its place, and the windows behind that are left out. So it is well to have many more sequences than streams, or to have the long ones first.
/// </remarks>
/// <example>
/// <code>
/// // The windows of a sequence follow each other: the stride is the length.
/// var streams = new StreamedWindows([.. texts.Select(text => new TokenWindows(text, length: 64, stride: 64))], streams: 12);
/// var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam()) { BatchSize = 12, CarryState = true };
/// trainer.Fit(streams, epochs: 10);
/// </code>
/// </example>
public sealed class StreamedWindows : IDataset
{
    private readonly IWindows[] sequences;
    private readonly int streams;

    // The sequence and the window of each sample, in the order of the samples.
    private readonly List<(int Sequence, int Window)> samples = [];

    /// <summary>Goes through series, some of them side by side.</summary>
    /// <param name="series">The windows of each series, which follow each other: each begins where the input of the one before has ended.</param>
    /// <param name="streams">How many are gone through side by side; at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer series than streams, their windows do not follow each other, or are not alike.</exception>
    public StreamedWindows(IReadOnlyList<Windows> series, int streams)
        : this([.. series ?? throw new ArgumentNullException(nameof(series))], streams, nameof(series))
    {
    }

    /// <summary>Goes through texts, some of them side by side.</summary>
    /// <param name="texts">The windows of each text, which follow each other: the stride is the length.</param>
    /// <param name="streams">How many are gone through side by side; at least 1.</param>
    /// <exception cref="ArgumentException">There are fewer texts than streams, their windows do not follow each other, or are not alike.</exception>
    public StreamedWindows(IReadOnlyList<TokenWindows> texts, int streams)
        : this([.. texts ?? throw new ArgumentNullException(nameof(texts))], streams, nameof(texts))
    {
    }

    private StreamedWindows(IWindows[] sequences, int streams, string argument)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        if (sequences.Length < streams)
            throw new ArgumentException($"{streams} sequences side by side are more than the {sequences.Length} that there are.", argument);
        for (var i = 0; i < sequences.Length; i++)
        {
            if (!sequences[i].FollowEachOther)
                throw new ArgumentException($"The windows of sequence {i} do not follow each other: let each begin where the one before has ended, by a stride of a window's length, and leave PerEpoch and Streams as they are.", argument);
            if ((sequences[i].InputSize, sequences[i].TargetSize) != (sequences[0].InputSize, sequences[0].TargetSize))
                throw new ArgumentException($"Sequence {i} has inputs of {sequences[i].InputSize} floats and targets of {sequences[i].TargetSize}, and the first one has {sequences[0].InputSize} and {sequences[0].TargetSize}.", argument);
        }

        (this.sequences, this.streams) = (sequences, streams);
        var next = streams;
        (int Sequence, int Window)[] current = [.. Enumerable.Range(0, streams).Select(static sequence => (sequence, 0))];
        while (true)
        {
            samples.AddRange(current);
            for (var stream = 0; stream < streams; stream++)
            {
                var (sequence, window) = current[stream];
                if (window + 1 < sequences[sequence].Count)
                    current[stream] = (sequence, window + 1);
                else if (next < sequences.Length)
                    current[stream] = (next++, 0);
                else
                    return;
            }
        }
    }

    /// <inheritdoc/>
    public int InputSize => sequences[0].InputSize;

    /// <inheritdoc/>
    public int TargetSize => sequences[0].TargetSize;

    /// <summary>How many windows an epoch has: a whole number of batches.</summary>
    public int Count => samples.Count;

    long? IDataset.Count => Count;

    /// <summary>How many sequences are gone through side by side.</summary>
    public int Streams => streams;

    int? IDataset.Streams => streams;

    /// <inheritdoc/>
    public bool Continues(long sample) => samples[(int)sample].Window > 0;

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => new Reader(this, batchSize, dropLast);

    /// <inheritdoc/>
    public string NameOf(long sample, string dataset)
        => FormattableString.Invariant($"sample {sample} of '{dataset}' (window {samples[(int)sample].Window} of sequence {samples[(int)sample].Sequence})");

    private sealed class Reader(StreamedWindows windows, int batchSize, bool dropLast) : OrderedReader(windows.Count, batchSize, dropLast)
    {
        protected override void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets)
        {
            for (var i = 0; i < samples.Length; i++)
            {
                var (sequence, window) = windows.samples[samples[i]];
                windows.sequences[sequence].Copy(window, inputs.Slice(i * windows.InputSize, windows.InputSize), targets.Slice(i * windows.TargetSize, windows.TargetSize));
            }
        }
    }
}

/// <summary>Windows over one sequence, each of which is found by its number.</summary>
internal interface IWindows
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>How many floats an input has.</summary>
    int InputSize { get; }

    /// <summary>How many floats a target has.</summary>
    int TargetSize { get; }

    /// <summary>Whether each begins where the input of the one before has ended.</summary>
    bool FollowEachOther { get; }

    /// <summary>Copies a window.</summary>
    void Copy(int window, Span<float> input, Span<float> target);
}
