namespace NetGen;

/// <content>The state of sequences, carried from batch to batch.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// Whether the state of the recurrences goes on from batch to batch over long sequences: truncated backpropagation through time. Sample i of a batch begins with what sample i of the batch before has
    /// left, where the dataset says that it goes on there (<see cref="IDataset.Continues"/>), and anew where a sequence begins. Gradients end where a batch begins. It does not unless set.
    /// </summary>
    /// <remarks>
    /// The network is declared with <see cref="NetworkAttribute.State"/>, and the dataset hands out as many sequences side by side as <see cref="BatchSize"/> says, such as
    /// <see cref="TokenWindows.Streams"/> or <see cref="Windows.Streams"/>; they are taken in their order, whatever <see cref="Shuffle"/> says. A validation by such a dataset carries a state of its own.
    /// In a loop of <see cref="Step"/>s, each goes on with <see cref="State"/>, which the loop resets. The state is part of a checkpoint.
    /// </remarks>
    public bool CarryState { get; set; }

    /// <summary>What the sequences of the last batch have left, [<see cref="BatchSize"/> sequences]; null without <see cref="CarryState"/>.</summary>
    /// <exception cref="InvalidOperationException">The network carries no state.</exception>
    public SequenceState? State => CarryState ? OwnState : null;

    private SequenceState OwnState
    {
        get
        {
            CheckState();
            if (field is null || field.Batch != BatchSize)
                field = Network.CreateState(BatchSize);
            return field;
        }
    }

    /// <summary>Resets the state of the sequences that begin with a reader's current batch.</summary>
    internal static void BeginSequences(SequenceState state, IDataset data, IBatchReader batch)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            if (!data.Continues(batch.SampleAt(i)))
                state.Reset(i);
        }
    }

    /// <exception cref="ArgumentException">The dataset has no sequences, or not as many side by side as a batch has samples.</exception>
    private void CheckStreams(IDataset data, string argument)
    {
        if (!CarryState)
            return;
        CheckState();
        if (data.Streams == BatchSize)
            return;
        throw new ArgumentException(
            data.Streams is { } streams
                ? $"'{argument}' hands out {streams} sequences side by side, and a batch has {(BatchSize == FullBatch ? "all samples" : $"{BatchSize} samples")}. With CarryState both are the same: set BatchSize to {streams}."
                : $"The samples of '{argument}' do not say how they go on, and CarryState carries the state from one to the next. Take a dataset with Streams, such as new TokenWindows(tokens, length) {{ Streams = BatchSize }}.",
            argument);
    }

    private void CheckState()
    {
        if (Network.Description.States.Count == 0)
            throw new InvalidOperationException($"{Network.Description.Name} carries no state from batch to batch; declare it [Network(State = true)], or leave CarryState as it is.");
    }

    private void ExchangeCarried(StateExchange state)
    {
        if (CarryState)
            OwnState.Exchange(state.Part("carried"));
    }
}
