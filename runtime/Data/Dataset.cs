namespace NetGen;

/// <summary>Samples in memory: inputs [count × input] and targets [count × target], row after row.</summary>
public sealed partial class Dataset
{
    /// <summary>Takes the given arrays, without a copy.</summary>
    /// <param name="inputs">The inputs, [count × inputSize].</param>
    /// <param name="targets">The targets, [count × targetSize].</param>
    /// <param name="inputSize">How many floats an input has; at least 1.</param>
    /// <param name="targetSize">How many floats a target has. A class index is one float; 0 is for samples without targets.</param>
    /// <exception cref="ArgumentException">The lengths are not those of the same whole number of samples.</exception>
    public Dataset(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int inputSize, int targetSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(targetSize);
        if (inputs.Length % inputSize != 0)
            throw new ArgumentException($"{inputs.Length} floats are not a whole number of inputs of {inputSize}.", nameof(inputs));
        if (targetSize == 0 ? !targets.IsEmpty : targets.Length % targetSize != 0)
            throw new ArgumentException($"{targets.Length} floats are not a whole number of targets of {targetSize}.", nameof(targets));
        if (targetSize > 0 && inputs.Length / inputSize != targets.Length / targetSize)
        {
            throw new ArgumentException(
                $"There are {inputs.Length / inputSize} inputs, but {targets.Length / targetSize} targets.", nameof(targets));
        }

        Inputs = inputs;
        Targets = targets;
        InputSize = inputSize;
        TargetSize = targetSize;
        Count = inputs.Length / inputSize;
    }

    /// <summary>Takes samples without targets, for a network whose own objective needs none.</summary>
    /// <param name="inputs">The inputs, [count × inputSize].</param>
    /// <param name="inputSize">How many floats an input has; at least 1.</param>
    /// <exception cref="ArgumentException">The length is not that of a whole number of samples.</exception>
    public Dataset(ReadOnlyMemory<float> inputs, int inputSize)
        : this(inputs, default, inputSize, 0)
    {
    }

    /// <summary>The inputs, [count × inputSize].</summary>
    public ReadOnlyMemory<float> Inputs { get; }

    /// <summary>The targets, [count × targetSize].</summary>
    public ReadOnlyMemory<float> Targets { get; }

    /// <summary>How many floats an input has.</summary>
    public int InputSize { get; }

    /// <summary>How many floats a target has.</summary>
    public int TargetSize { get; }

    /// <summary>How many samples there are.</summary>
    public int Count { get; }

    /// <summary>The input of one sample.</summary>
    public ReadOnlySpan<float> Input(int index) => Inputs.Span.Slice(index * InputSize, InputSize);

    /// <summary>The target of one sample.</summary>
    public ReadOnlySpan<float> Target(int index) => Targets.Span.Slice(index * TargetSize, TargetSize);
}
