using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What the steps of a sequence leave for those after them, such as the keys and values of an attention or the state of a recurrence: made by the <c>CreateGenerationState</c> of a network that is declared with
/// <see cref="NetworkAttribute.Generation"/>, and taken up by each <c>PredictNext</c>. It belongs to one thread at a time.
/// </summary>
public sealed class GenerationState
{
    private readonly NetworkDescription network;
    private readonly int inputSize;
    private readonly int outputSize;
    private readonly int[] rowSizes;
    private readonly bool[] areStates;
    private readonly AlignedBuffer[] kept;
    private readonly AlignedBuffer[] rows;
    private readonly AlignedBuffer places;

    /// <summary>For generated code: makes room.</summary>
    /// <param name="network">Whose state it is.</param>
    /// <param name="batch">How many sequences there are, side by side; at least 1.</param>
    /// <param name="length">How many steps a sequence has at most.</param>
    /// <param name="inputSize">How many numbers an element of a sequence has.</param>
    /// <param name="outputSize">How many numbers a step gives.</param>
    /// <param name="rowSizes">How many numbers a step leaves, in each of the places where it leaves some.</param>
    /// <param name="preparedLength">How many numbers depend on the parameters alone.</param>
    /// <param name="areStates">Which of these are states, of which only the last one is kept; none unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batch"/> is less than 1, or so large that the rows of all steps are more than an array has.</exception>
    public GenerationState(NetworkDescription network, int batch, int length, int inputSize, int outputSize, int[] rowSizes, long preparedLength, bool[]? areStates = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(rowSizes);
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        this.areStates = areStates ?? new bool[rowSizes.Length];
        long[] sizes = [.. rowSizes.Select((size, row) => (long)size * (this.areStates[row] ? 1 : length))];
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sizes.DefaultIfEmpty(1).Max(), Array.MaxLength / batch, nameof(batch));
        (this.network, Batch, Length, this.inputSize, this.outputSize, this.rowSizes) = (network, batch, length, inputSize, outputSize, rowSizes);
        kept = Array.ConvertAll(sizes, size => new AlignedBuffer(batch * (int)size));
        rows = Array.ConvertAll(rowSizes, size => new AlignedBuffer(batch * size));
        places = new AlignedBuffer(batch);
        Prepared = new AlignedBuffer(Math.Max(1, (int)preparedLength));
    }

    /// <summary>How many sequences there are, side by side.</summary>
    public int Batch { get; }

    /// <summary>How many steps a sequence has at most.</summary>
    public int Length { get; }

    /// <summary>How many steps have been taken.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the sequence has as many steps as it can have.</summary>
    public bool IsFull => Position == Length;

    /// <summary>For generated code: what depends on the parameters alone, computed at the first step.</summary>
    public AlignedBuffer Prepared { get; }

    /// <summary>For generated code: the place of the step in its sequence, for each of them.</summary>
    public ref float Places => ref places.Start;

    /// <summary>Begins new sequences.</summary>
    public void Reset()
    {
        Position = 0;
        foreach (var buffer in kept)
            buffer.Span.Clear();
        places.Span.Clear();
    }

    /// <summary>Takes over all that another state has, so that both go on from the same place.</summary>
    /// <exception cref="ArgumentException">It is of another network, or has another number of sequences.</exception>
    public void CopyFrom(GenerationState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(network, other.network) || Batch != other.Batch)
            throw new ArgumentException($"This is the state of {Batch} sequences of {network.Name}, and the other one of {other.Batch} of {other.network.Name}.", nameof(other));
        for (var i = 0; i < kept.Length; i++)
            other.kept[i].Span.CopyTo(kept[i].Span);
        other.places.Span.CopyTo(places.Span);
        other.Prepared.Span.CopyTo(Prepared.Span);
        Position = other.Position;
    }

    /// <summary>For generated code: checks what a step is given.</summary>
    /// <exception cref="ArgumentException">The state is of another network, or there is not one element and room for one output for each sequence, or spans overlap, or a number is outside of its vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The sequence is full.</exception>
    public void Begin(NetworkDescription expected, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, ReadOnlySpan<float> parameters)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (!ReferenceEquals(network, expected))
            throw new ArgumentException($"The state was made by {network.Name}, and not by {expected.Name}; call its CreateGenerationState.");
        if (IsFull)
            throw new InvalidOperationException($"The sequence has all of its {Length} steps. Begin a new one by Reset, with its last elements if it is to go on.");
        if (inputs.Length != Batch * inputSize)
            throw new ArgumentException($"{network.Name} takes {inputSize} floats for the next step of each of {Batch} sequences: {Batch * inputSize} in all, not {inputs.Length}.", nameof(inputs));
        if (outputs.Length != Batch * outputSize)
            throw new ArgumentException($"{network.Name} gives {outputSize} floats for a step of each of {Batch} sequences: {Batch * outputSize} in all; there is room for {outputs.Length}.", nameof(outputs));
        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), inputs, nameof(inputs));
        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), parameters, "Parameters");
        if (network.Inputs[0].Vocabulary is { } vocabulary && Indices.FindOutside(inputs, vocabulary) is >= 0 and var place)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Sequence {place / inputSize} has {inputs[place]} at step {Position}, but the vocabulary of '{network.Inputs[0].Name}' in {network.Name} is the whole numbers from 0 to {vocabulary - 1}."),
                nameof(inputs));
        }
    }

    /// <summary>For generated code: the rows of all steps so far, [batch × length × row]; zeros where there is none yet. Of a state, what the step before has left, [batch × row].</summary>
    public ref float Kept(int number) => ref kept[number].Start;

    /// <summary>For generated code: the rows of this step, [batch × row].</summary>
    public ref float Row(int number) => ref rows[number].Start;

    /// <summary>For generated code: keeps the rows of a step.</summary>
    public void End()
    {
        for (var i = 0; i < kept.Length; i++)
        {
            if (areStates[i])
            {
                (kept[i], rows[i]) = (rows[i], kept[i]);
                continue;
            }

            var size = rowSizes[i];
            for (var sequence = 0; sequence < Batch; sequence++)
                rows[i].Span.Slice(sequence * size, size).CopyTo(kept[i].Span.Slice(((sequence * Length) + Position) * size, size));
        }

        Position++;
        places.Span.Fill(Position);
    }
}
