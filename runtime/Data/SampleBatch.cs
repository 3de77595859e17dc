namespace NetGen;

/// <summary>A batch on its way to a network, which a function may change: see <see cref="DatasetExtensions.Augment"/>.</summary>
public sealed class SampleBatch
{
    private readonly float[] inputs;
    private readonly float[] targets;
    private readonly long[] places;

    internal SampleBatch(int capacity, int inputSize, int targetSize)
    {
        inputs = new float[checked(capacity * inputSize)];
        targets = new float[checked(capacity * targetSize)];
        places = new long[capacity];
        (InputSize, TargetSize) = (inputSize, targetSize);
    }

    /// <summary>How many samples it has.</summary>
    public int Count { get; internal set; }

    /// <summary>How many floats an input has.</summary>
    public int InputSize { get; }

    /// <summary>How many floats a target has.</summary>
    public int TargetSize { get; }

    /// <summary>All inputs, [count × input].</summary>
    public Span<float> Inputs => inputs.AsSpan(0, Count * InputSize);

    /// <summary>All targets, [count × target].</summary>
    public Span<float> Targets => targets.AsSpan(0, Count * TargetSize);

    /// <summary>Where in the dataset each sample is.</summary>
    internal Span<long> Places => places.AsSpan(0, Count);

    /// <summary>What <see cref="Random"/> depends on, beside the sample.</summary>
    internal ulong Seed { get; set; }

    /// <summary>The input of one sample.</summary>
    public Span<float> Input(int index) => Inputs.Slice(index * InputSize, InputSize);

    /// <summary>The target of one sample.</summary>
    public Span<float> Target(int index) => Targets.Slice(index * TargetSize, TargetSize);

    /// <summary>Where in the dataset a sample is.</summary>
    public long SampleAt(int index) => Places[index];

    /// <summary>
    /// Random numbers for one sample. They are decided by the trainer's seed, the epoch and the sample, and by nothing else: not by the batch that the sample
    /// is in, nor by what was drawn before. So a training that is resumed sees the same changes.
    /// </summary>
    public CounterRandom Random(int index) => new(new CounterRandom(Seed) { Counter = (ulong)SampleAt(index) }.NextUInt64());
}
