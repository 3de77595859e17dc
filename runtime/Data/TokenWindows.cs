namespace NetGen;

/// <summary>
/// Windows over a text of whole numbers, without a copy of it: an input is some of them in a row, [length], and its target the same one further on, [length], so that each place has the next
/// number as its target.
/// </summary>
/// <example>
/// <code>
/// // 3,000 windows an epoch, drawn anew in each.
/// var (train, validation) = new TokenWindows(tokens, length: 64) { PerEpoch = 3000 }.Split(0.9);
/// trainer.Fit(train, epochs: 8, validation);
/// </code>
/// </example>
public sealed class TokenWindows : IDataset, IWindows
{
    /// <summary>Makes windows over a text.</summary>
    /// <param name="tokens">The text; it is not copied. Each number is at least 0 and less than 2²⁴.</param>
    /// <param name="length">How many numbers a window has.</param>
    /// <param name="stride">How many numbers the next window begins after this one.</param>
    /// <exception cref="ArgumentException">The text is shorter than one window and the number behind it.</exception>
    public TokenWindows(ReadOnlyMemory<int> tokens, int length, int stride = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        if (tokens.Length <= length)
            throw new ArgumentException($"A window has {length} tokens and one behind it, and there are {tokens.Length}.", nameof(tokens));
        (Tokens, Length, Stride) = (tokens, length, stride);
    }

    /// <summary>The text.</summary>
    public ReadOnlyMemory<int> Tokens { get; }

    /// <summary>How many numbers a window has.</summary>
    public int Length { get; }

    /// <summary>How many numbers the next window begins after this one.</summary>
    public int Stride { get; }

    /// <summary>
    /// How many windows an epoch has; all unless set. Where a training shuffles, they are drawn at random and anew for each epoch, so that one may be drawn twice; where it does not, they are
    /// spread evenly over the text.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? PerEpoch
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1);
            if (value is not null && Streams is not null)
                throw new InvalidOperationException("Windows of streams are handed out in their order, all of them: leave PerEpoch as it is.");
            field = value;
        }
    }

    /// <summary>
    /// Into how many parts of the same length the text is cut, to be gone through side by side: a batch has the next window of each part, as PyTorch's language models do. Each window begins where the
    /// one before has ended, whatever <see cref="Stride"/> is; what is left at the end of a part is left out. Not cut unless set. It is what <see cref="Trainer.CarryState"/> learns from.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1, or makes parts that are shorter than a window and the number behind it.</exception>
    /// <exception cref="InvalidOperationException"><see cref="PerEpoch"/> is set: all windows are handed out in their order.</exception>
    public int? Streams
    {
        get;
        init
        {
            if (value is { } streams)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1, nameof(value));
                if ((Tokens.Length - 1) / streams < Length)
                    throw new ArgumentOutOfRangeException(nameof(value), streams, $"{streams} parts of {Tokens.Length} tokens have {(Tokens.Length - 1) / streams} each, with the one behind it, and a window has {Length}.");
                if (PerEpoch is not null)
                    throw new InvalidOperationException("Windows of streams are handed out in their order, all of them: leave PerEpoch as it is.");
            }

            field = value;
        }
    }

    /// <summary>How many windows there are in all.</summary>
    public int Windows => Streams is { } streams ? (Tokens.Length - 1) / streams / Length * streams : ((Tokens.Length - 1 - Length) / Stride) + 1;

    /// <summary>How many windows an epoch has.</summary>
    public int Count => PerEpoch ?? Windows;

    long? IDataset.Count => Count;

    /// <inheritdoc/>
    public int InputSize => Length;

    /// <inheritdoc/>
    public int TargetSize => Length;

    /// <summary>Cuts the text into two, and makes windows over each part: no window of one part has a number of the other.</summary>
    /// <param name="fraction">The first part's share of the numbers, between 0 and 1; rounded to whole numbers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves a part that is shorter than a window and the number behind it.</exception>
    public (TokenWindows Train, TokenWindows Validation) Split(double fraction)
    {
        var first = (int)RandomParts.FirstPart(Tokens.Length, fraction, "tokens");
        if (Math.Min(first, Tokens.Length - first) <= Length)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, FormattableString.Invariant($"{fraction} of {Tokens.Length} tokens makes parts of {first} and {Tokens.Length - first}, and one window takes {Length + 1}."));
        }

        return (new(Tokens[..first], Length, Stride) { PerEpoch = PerEpoch, Streams = Streams }, new(Tokens[first..], Length, Stride) { PerEpoch = PerEpoch, Streams = Streams });
    }

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => PerEpoch is null ? new OrderedWindows(this, batchSize, dropLast) : new DrawnWindows(this, batchSize, dropLast);

    /// <inheritdoc/>
    public string NameOf(long sample, string dataset)
        => FormattableString.Invariant($"the window of '{dataset}' over tokens {StartOf(sample)} to {StartOf(sample) + Length}");

    bool IWindows.FollowEachOther => Stride == Length && Streams is null && PerEpoch is null;

    void IWindows.Copy(int window, Span<float> input, Span<float> target) => Copy(window, input, target);

    /// <inheritdoc/>
    public bool Continues(long sample) => Streams is { } streams && sample >= streams;

    private int StartOf(long window)
        => Streams is { } streams ? (int)((window % streams * ((Tokens.Length - 1) / streams)) + (window / streams * Length)) : (int)(window * Stride);

    private void Copy(long window, Span<float> input, Span<float> target)
    {
        var tokens = Tokens.Span.Slice(StartOf(window), Length + 1);
        for (var i = 0; i < input.Length; i++)
        {
            input[i] = tokens[i];
            target[i] = tokens[i + 1];
        }
    }

    /// <summary>All windows, each once.</summary>
    private sealed class OrderedWindows(TokenWindows windows, int batchSize, bool dropLast) : OrderedReader(windows.Windows, batchSize, dropLast)
    {
        protected override void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets)
        {
            for (var i = 0; i < samples.Length; i++)
                windows.Copy(samples[i], inputs.Slice(i * windows.Length, windows.Length), targets.Slice(i * windows.Length, windows.Length));
        }
    }

    /// <summary>As many as an epoch has, of which each is found by its number alone: at random, or evenly.</summary>
    private sealed class DrawnWindows : IBatchReader
    {
        private readonly TokenWindows windows;
        private readonly int batchSize;
        private readonly int end;
        private ulong? seed;
        private int first;

        public DrawnWindows(TokenWindows windows, int batchSize, bool dropLast)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
            this.windows = windows;
            this.batchSize = Math.Min(batchSize, windows.Count);
            end = dropLast ? windows.Count - (windows.Count % this.batchSize) : windows.Count;
        }

        public int Count { get; private set; }

        public void Start(ulong? seed, long firstBatch = 0)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(firstBatch);
            (this.seed, first, Count) = (seed, (int)Math.Min(end, Math.Min(firstBatch, windows.Count) * batchSize), 0);
        }

        public bool MoveNext()
        {
            first += Count;
            Count = Math.Min(batchSize, end - first);
            return Count > 0;
        }

        public void CopyTo(int first, int count, Span<float> inputs, Span<float> targets)
        {
            for (var i = 0; i < count; i++)
                windows.Copy(SampleAt(first + i), inputs.Slice(i * windows.Length, windows.Length), targets.Slice(i * windows.Length, windows.Length));
        }

        public long SampleAt(int index)
        {
            var number = first + index;
            return seed is { } drawn
                ? new CounterRandom(drawn) { Counter = (ulong)number }.NextInt32(windows.Windows)
                : (long)number * windows.Windows / windows.Count;
        }

        public void Dispose()
        {
        }
    }
}
