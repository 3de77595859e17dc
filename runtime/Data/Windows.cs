namespace NetGen;

/// <summary>
/// Windows over a time series, without a copy of it: an input is some steps in a row, [length × features], and its target the steps that follow,
/// [horizon × target features]. A series has the features of each step, one step behind another.
/// </summary>
/// <example>
/// <code>
/// // From 24 hours of 5 measurements, the first of them over the next 6 hours.
/// var windows = new Windows(series, features: 5, length: 24, horizon: 6, targetFeatures: [0]);
/// var (train, validation) = windows.Split(0.8);
/// trainer.Fit(train, epochs: 10, validation);
/// </code>
/// </example>
public sealed class Windows : IDataset, IWindows
{
    private readonly int[] targetFeatures;

    /// <summary>Makes windows over a series.</summary>
    /// <param name="series">The series, [steps × features]; it is not copied.</param>
    /// <param name="features">How many numbers a step has.</param>
    /// <param name="length">How many steps an input has.</param>
    /// <param name="horizon">How many steps the target has; 0 for windows without targets.</param>
    /// <param name="stride">How many steps the next window begins after this one.</param>
    /// <param name="step">From one step of a window to its next, in steps of the series: 1 takes each, 2 every second one. It holds for the target too.</param>
    /// <param name="gap">How many steps are left out between input and target, counted as those of the window.</param>
    /// <param name="targetFeatures">Which numbers of a step the target has, in this order; all unless given.</param>
    /// <exception cref="ArgumentException">The series is no whole number of steps, or shorter than one window; or there is no such feature.</exception>
    public Windows(
        ReadOnlyMemory<float> series, int features, int length, int horizon = 1, int stride = 1, int step = 1, int gap = 0, IReadOnlyList<int>? targetFeatures = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        if (series.Length % features != 0)
            throw new ArgumentException($"{series.Length} floats are not a whole number of steps of {features} features.", nameof(series));
        this.targetFeatures = [.. targetFeatures ?? [.. Enumerable.Range(0, features)]];
        foreach (var feature in this.targetFeatures)
        {
            if (feature < 0 || feature >= features)
                throw new ArgumentException($"A step has {features} features, from 0 to {features - 1}; there is none at {feature}.", nameof(targetFeatures));
        }

        if (this.targetFeatures.Length == 0)
            throw new ArgumentException("A target has at least one feature; for windows without targets, set the horizon to 0.", nameof(targetFeatures));
        (Series, Features, Length, Horizon, Stride, Step, Gap) = (series, features, length, horizon, stride, step, gap);
        InputSize = checked(length * features);
        TargetSize = checked(horizon * this.targetFeatures.Length);
        if (Steps < Span)
            throw new ArgumentException($"The series has {Steps} steps, but one window takes {Span}: {length} of the input{(gap > 0 ? $", a gap of {gap}" : "")} and {horizon} of the target{(step > 1 ? $", every {step}. step" : "")}.", nameof(series));
        Count = (int)((Steps - Span) / stride) + 1;
    }

    /// <summary>
    /// Into how many parts of the same length the series is cut, to be gone through side by side: a batch has the next window of each part. Each window begins where the input of the
    /// one before has ended, whatever <see cref="Stride"/> is; what is left at the end of a part is left out. Not cut unless set. It is what <see cref="Trainer.CarryState"/> learns from.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1, or makes parts that are shorter than a window.</exception>
    public int? Streams
    {
        get;
        init
        {
            if (value is { } streams)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1, nameof(value));
                if (PartOf(streams) < Advance)
                    throw new ArgumentOutOfRangeException(nameof(value), streams, $"{streams} parts of {Steps} steps are shorter than a window, which takes {Span}.");
                Count = (int)(PartOf(streams) / Advance) * streams;
            }

            field = value;
        }
    }

    /// <summary>The series, [steps × features].</summary>
    public ReadOnlyMemory<float> Series { get; }

    /// <summary>How many numbers a step has.</summary>
    public int Features { get; }

    /// <summary>How many steps an input has.</summary>
    public int Length { get; }

    /// <summary>How many steps a target has.</summary>
    public int Horizon { get; }

    /// <summary>How many steps the next window begins after this one.</summary>
    public int Stride { get; }

    /// <summary>From one step of a window to its next.</summary>
    public int Step { get; }

    /// <summary>How many steps are left out between input and target.</summary>
    public int Gap { get; }

    /// <summary>Which numbers of a step the target has.</summary>
    public IReadOnlyList<int> TargetFeatures => targetFeatures;

    /// <summary>How many steps the series has.</summary>
    public int Steps => Series.Length / Features;

    /// <inheritdoc/>
    public int InputSize { get; }

    /// <inheritdoc/>
    public int TargetSize { get; }

    /// <summary>How many windows there are.</summary>
    public int Count { get; private init; }

    long? IDataset.Count => Count;

    // From the first step of a window to behind its last. The steps behind the input are the gap and the target; with neither the input is all.
    private long Span => ((Length + (Horizon > 0 ? (long)Gap + Horizon : 0) - 1) * Step) + 1;

    /// <summary>
    /// Cuts the series into two by time, and makes windows over each part: no window of the second part has a step that the first has too. A <see cref="Standardizer"/> is to
    /// be fitted on the first part alone: <c>Standardizer.Fit(train.Series.Span, train.Features)</c>.
    /// </summary>
    /// <param name="fraction">The first part's share of the steps, between 0 and 1; rounded to whole steps.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves a part with fewer steps than one window takes.</exception>
    public (Windows Train, Windows Validation) Split(double fraction)
    {
        var steps = (int)RandomParts.FirstPart(Steps, fraction, "steps");
        if (Math.Min(steps, Steps - steps) < Span)
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, FormattableString.Invariant($"{fraction} of {Steps} steps makes parts of {steps} and {Steps - steps}, and one window takes {Span}."));
        return (Over(Series[..(steps * Features)]), Over(Series[(steps * Features)..]));
    }

    /// <summary>The same windows over another series.</summary>
    /// <exception cref="ArgumentException">It is no whole number of steps, or shorter than one window.</exception>
    public Windows Over(ReadOnlyMemory<float> series) => new(series, Features, Length, Horizon, Stride, Step, Gap, targetFeatures) { Streams = Streams };

    /// <inheritdoc/>
    public IBatchReader Read(int batchSize, bool dropLast) => new BatchReader(this, batchSize, dropLast);

    /// <inheritdoc/>
    public string NameOf(long sample, string dataset) => FormattableString.Invariant($"sample {sample} of '{dataset}' (steps {StartOf(sample)} to {StartOf(sample) + Span - 1})");

    bool IWindows.FollowEachOther => Stride == Advance && Streams is null;

    void IWindows.Copy(int window, Span<float> input, Span<float> target) => Copy(window, input, target);

    /// <inheritdoc/>
    public bool Continues(long sample) => Streams is { } streams && sample >= streams;

    // How many steps of the series lie between the beginnings of two windows of a stream.
    private long Advance => (long)Length * Step;

    // The last window of the last part reaches behind its part.
    private long PartOf(int streams) => (Steps - (Span - Advance)) / streams;

    private long StartOf(long window) => Streams is { } streams ? (window % streams * PartOf(streams)) + (window / streams * Advance) : window * Stride;

    private void Copy(int window, Span<float> input, Span<float> target)
    {
        var series = Series.Span[((int)StartOf(window) * Features)..];
        if (Step == 1)
        {
            series[..InputSize].CopyTo(input);
        }
        else
        {
            for (var i = 0; i < Length; i++)
                series.Slice(i * Step * Features, Features).CopyTo(input[(i * Features)..]);
        }

        for (var i = 0; i < Horizon; i++)
        {
            var row = series.Slice((Length + Gap + i) * Step * Features, Features);
            for (var j = 0; j < targetFeatures.Length; j++)
                target[(i * targetFeatures.Length) + j] = row[targetFeatures[j]];
        }
    }

    private sealed class BatchReader(Windows windows, int batchSize, bool dropLast) : OrderedReader(windows.Count, batchSize, dropLast)
    {
        protected override void Copy(ReadOnlySpan<int> samples, Span<float> inputs, Span<float> targets)
        {
            for (var i = 0; i < samples.Length; i++)
                windows.Copy(samples[i], inputs.Slice(i * windows.InputSize, windows.InputSize), targets.Slice(i * windows.TargetSize, windows.TargetSize));
        }
    }
}
