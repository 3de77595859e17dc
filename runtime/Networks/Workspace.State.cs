namespace NetGen;

/// <content>The state of sequences, which passes go on with.</content>
public partial class Workspace
{
    private SequenceState? state;
    private int firstSequence;

    /// <summary>
    /// What the sequences of the batch have left before: each forward pass begins with it, and leaves it after the last step. Sample i is a window of sequence i. Unless set, sequences begin anew
    /// in each pass. No gradient flows into it: that is truncated backpropagation through time.
    /// </summary>
    /// <remarks>
    /// The network is declared with <see cref="NetworkAttribute.State"/>. Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network trajectories", 1990.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The network carries no state.</exception>
    public SequenceState? State
    {
        get => state;
        set => SetState(value, 0);
    }

    /// <summary>For generated code: what the first step begins with.</summary>
    /// <exception cref="ArgumentException">The state is of another network, or has another number of sequences than the batch.</exception>
    public void BeginState(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (state is null)
        {
            for (var i = 0; i < layout.StatesBefore.Count; i++)
                Slot(layout.StatesBefore[i]).Clear();
            return;
        }

        state.CheckNetwork(network);
        if (state.Batch != WholeBatch || firstSequence + batch > state.Batch)
            throw new ArgumentException($"The state is of {state.Batch} sequences of {network.Name}, and the batch has {WholeBatch} samples: each goes on with the sequence of its number. Make a state for as many by CreateState({WholeBatch}).");
        for (var i = 0; i < layout.StatesBefore.Count; i++)
        {
            var rows = i < layout.StatesAfter.Count ? state.Rows(i, firstSequence, batch) : state.PlacesOf(firstSequence, batch);
            rows.CopyTo(Slot(layout.StatesBefore[i]));
        }
    }

    /// <summary>For generated code: keeps what the last step has left.</summary>
    public void EndState(int steps)
    {
        if (state is null)
            return;
        for (var i = 0; i < layout.StatesAfter.Count; i++)
            Slot(layout.StatesAfter[i]).CopyTo(state.Rows(i, firstSequence, batch));
        state.Advance(firstSequence, batch, steps);
    }

    /// <summary>Sets the state of a batch of which this workspace has the samples from one on.</summary>
    internal void SetState(SequenceState? value, int first)
    {
        if (value is not null && layout.StatesBefore.Count == 0)
            throw new InvalidOperationException("The network carries no state from pass to pass; declare it [Network(State = true)].");
        (state, firstSequence) = (value, first);
    }
}
