using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What the steps of some sequences have left for those after them: the states of recurrences, and the keys and values of an attention. <c>CreateState</c> makes it. Passes begin with it
/// and leave it after their last step: <c>PredictNext</c> after one step, <c>Predict</c> and a training pass (<see cref="Workspace.State"/>) after a window of steps.
/// It belongs to one thread at a time.
/// </summary>
public sealed class SequenceState
{
    private readonly NetworkDescription network;
    private readonly int inputSize;
    private readonly int outputSize;
    private readonly int[] rowSizes;
    private readonly bool[] areStates;
    private readonly AlignedBuffer[] kept;
    private readonly AlignedBuffer[] rows;
    private readonly AlignedBuffer places;
    private readonly int[] positions;

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
    public SequenceState(NetworkDescription network, int batch, int length, int inputSize, int outputSize, int[] rowSizes, long preparedLength, bool[]? areStates = null)
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
        positions = new int[batch];
        Prepared = new AlignedBuffer(Math.Max(1, (int)preparedLength));
    }

    /// <summary>How many sequences there are, side by side.</summary>
    public int Batch { get; }

    /// <summary>How many steps a sequence has at most.</summary>
    public int Length { get; }

    /// <summary>How many steps have been taken: of the sequence that has most of them.</summary>
    public int Position => positions.AsSpan().IndexOfAnyExcept(positions[0]) < 0 ? positions[0] : positions.Max();

    /// <summary>Whether a sequence has as many steps as it can have.</summary>
    public bool IsFull => Position == Length;

    /// <summary>For generated code: what depends on the parameters alone, computed at the first step.</summary>
    public AlignedBuffer Prepared { get; }

    /// <summary>For generated code: whether <see cref="Prepared"/> is of the parameters as they were when the sequences began.</summary>
    public bool IsPrepared { get; private set; }

    /// <summary>For generated code: the place of the step in its sequence, for each of them.</summary>
    public ref float Places => ref places.Start;

    /// <summary>The states of recurrences and what they are called, [batch × state] each, for a look at them and for a start of one's own. They are in the order of <see cref="NetworkDescription.States"/>.</summary>
    /// <param name="index">Which of them.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such state.</exception>
    public Span<float> this[int index]
        => (uint)index < (uint)network.States.Count ? kept[index].Span[..(Batch * rowSizes[index])] : throw new ArgumentOutOfRangeException(nameof(index), index, $"{network.Name} has {network.States.Count} states.");

    /// <summary>How many steps a sequence has taken.</summary>
    public int PositionOf(int sequence) => positions[Checked(sequence)];

    /// <summary>Begins new sequences.</summary>
    public void Reset()
    {
        IsPrepared = false;
        foreach (var buffer in kept)
            buffer.Span.Clear();
        places.Span.Clear();
        positions.AsSpan().Clear();
    }

    /// <summary>Begins one of the sequences anew; the others go on.</summary>
    /// <param name="sequence">Its number, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sequence.</exception>
    public void Reset(int sequence)
    {
        (positions[Checked(sequence)], places.Span[sequence]) = (0, 0);
        for (var i = 0; i < kept.Length; i++)
        {
            var size = kept[i].Span.Length / Batch;
            kept[i].Span.Slice(sequence * size, size).Clear();
        }
    }

    /// <summary>Takes over all that another state has, so that both go on from the same place.</summary>
    /// <exception cref="ArgumentException">It is of another network, or has another number of sequences.</exception>
    public void CopyFrom(SequenceState other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!ReferenceEquals(network, other.network) || Batch != other.Batch)
            throw new ArgumentException($"This is the state of {Batch} sequences of {network.Name}, and the other one of {other.Batch} of {other.network.Name}.", nameof(other));
        for (var i = 0; i < kept.Length; i++)
            other.kept[i].Span.CopyTo(kept[i].Span);
        other.places.Span.CopyTo(places.Span);
        other.positions.CopyTo(positions, 0);
        other.Prepared.Span.CopyTo(Prepared.Span);
        IsPrepared = other.IsPrepared;
    }

    /// <summary>For generated code: checks what a step is given.</summary>
    /// <exception cref="ArgumentException">The state is of another network, or there is not one element and room for one output for each sequence, or spans overlap, or a number is outside of its vocabulary.</exception>
    /// <exception cref="InvalidOperationException">The sequence is full.</exception>
    public void Begin(NetworkDescription expected, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputs, ReadOnlySpan<float> parameters)
    {
        CheckNetwork(expected);
        if (IsFull)
            throw new InvalidOperationException($"The sequence has all of its {Length} steps. Begin a new one by Reset, with its last elements if it is to go on.");
        if (inputs.Length != Batch * inputSize)
            throw new ArgumentException($"{network.Name} takes {inputSize} floats for the next step of each of {Batch} sequences: {Batch * inputSize} in all, not {inputs.Length}.", nameof(inputs));
        if (outputs.Length != Batch * outputSize)
            throw new ArgumentException($"{network.Name} gives {outputSize} floats for a step of each of {Batch} sequences: {Batch * outputSize} in all; there is room for {outputs.Length}.", nameof(outputs));
        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), inputs, nameof(inputs));
        SpanOverlap.CheckApart<float>(outputs, nameof(outputs), parameters, "Parameters");
        if (network.Inputs[0].Vocabulary is { } vocabulary && Indices.FindOutside(inputs, 0, vocabulary - 1) is >= 0 and var place)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Sequence {place / inputSize} has {inputs[place]} at step {positions[place / inputSize]}, but the vocabulary of '{network.Inputs[0].Name}' in {network.Name} is the whole numbers from 0 to {vocabulary - 1}."),
                nameof(inputs));
        }
    }

    /// <summary>For generated code: says that <see cref="Prepared"/> is computed.</summary>
    public void EndPreparation() => IsPrepared = true;

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
                rows[i].Span.Slice(sequence * size, size).CopyTo(kept[i].Span.Slice(((sequence * Length) + positions[sequence]) * size, size));
        }

        Advance(0, Batch, 1);
    }

    /// <summary>For generated code: makes sure that a window of each sequence can go on from here.</summary>
    /// <exception cref="ArgumentException">The state is of another network or of another number of sequences.</exception>
    public void CheckWindow(NetworkDescription expected, int samples)
    {
        CheckNetwork(expected);
        if (samples != Batch)
            throw new ArgumentException($"The state is of {Batch} sequences of {network.Name}, and there are {samples} samples: each goes on with the sequence of its number. Make a state for as many by CreateState({samples}).");
    }

    /// <summary>For generated code: the place of each sequence from one on.</summary>
    public ref float PlacesFrom(int sequence) => ref places.Span[sequence..].GetPinnableReference();

    /// <summary>For generated code: a state before the window, [sequences × state] from one sequence on.</summary>
    public ref float Before(int number, int sequence) => ref kept[number].Span[(sequence * rowSizes[number])..].GetPinnableReference();

    /// <summary>For generated code: a state after the window.</summary>
    public ref float After(int number, int sequence) => ref rows[number].Span[(sequence * rowSizes[number])..].GetPinnableReference();

    /// <summary>For generated code: keeps what a window has left.</summary>
    public void EndWindow(int steps)
    {
        for (var i = 0; i < network.States.Count; i++)
            (kept[i], rows[i]) = (rows[i], kept[i]);
        Advance(0, Batch, steps);
    }

    /// <summary>For generated code: sequences that begin anew at each call, for a prediction without a state.</summary>
    public static SequenceState Fresh(ref SequenceState? own, Func<int, SequenceState> create, int batch)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (own is null || own.Batch < batch)
            own = create(batch);
        return own;
    }

    /// <summary>Checks whose state it is.</summary>
    internal void CheckNetwork(NetworkDescription expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (!ReferenceEquals(network, expected))
            throw new ArgumentException($"The state was made by {network.Name}, and not by {expected.Name}; call its CreateState.");
    }

    /// <summary>The rows of some sequences of a state.</summary>
    internal Span<float> Rows(int number, int first, int count) => kept[number].Span.Slice(first * rowSizes[number], count * rowSizes[number]);

    /// <summary>The places of some sequences.</summary>
    internal ReadOnlySpan<float> PlacesOf(int first, int count) => places.Span.Slice(first, count);

    /// <summary>Gives a smaller state the sequences from one on.</summary>
    internal void CopyTo(SequenceState part, int first) => Copy(this, first, part, 0, part.Batch);

    /// <summary>Gives a larger state its sequences, from one of it on.</summary>
    internal void CopyInto(SequenceState whole, int first) => Copy(this, 0, whole, first, Batch);

    /// <summary>Counts the steps of some sequences.</summary>
    internal void Advance(int first, int count, int steps)
    {
        for (var sequence = first; sequence < first + count; sequence++)
            places.Span[sequence] = positions[sequence] = positions[sequence] > int.MaxValue - steps ? int.MaxValue : positions[sequence] + steps;
    }

    /// <summary>Saves, checks or loads it.</summary>
    internal void Exchange(StateExchange state)
    {
        state.Setting("sequences", Batch);
        for (var i = 0; i < network.States.Count; i++)
            state.Values(network.States[i].Name, Rows(i, 0, Batch));
        long[] steps = [.. positions];
        state.Values("steps", steps.AsSpan());
        for (var sequence = 0; sequence < Batch; sequence++)
            places.Span[sequence] = positions[sequence] = (int)steps[sequence];
    }

    private static void Copy(SequenceState from, int first, SequenceState to, int place, int count)
    {
        for (var i = 0; i < from.network.States.Count; i++)
            from.Rows(i, first, count).CopyTo(to.Rows(i, place, count));
        from.PlacesOf(first, count).CopyTo(to.places.Span[place..]);
        from.positions.AsSpan(first, count).CopyTo(to.positions.AsSpan(place));
    }

    private int Checked(int sequence)
        => (uint)sequence < (uint)Batch ? sequence : throw new ArgumentOutOfRangeException(nameof(sequence), sequence, $"There are {Batch} sequences, from 0.");
}
