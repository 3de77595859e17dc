namespace NetGen;

/// <summary>What the generator gives every class marked <see cref="NetworkAttribute"/>, for code that works with any network.</summary>
public interface INetwork
{
    /// <summary>The network as data: layers, shapes, parameters. For tools; nothing is computed from it.</summary>
    NetworkDescription Description { get; }

    /// <summary>
    /// All parameters, 64-byte-aligned, in the compiler's own layout; padding in it is zero and stays zero.
    /// For one parameter in its logical shape see <see cref="TensorView"/>.
    /// </summary>
    Span<float> Parameters { get; }

    /// <summary>
    /// The gradients of the last backward pass, in the layout of <see cref="Parameters"/>, of which frozen ones, which have none, are the
    /// last: as many floats as <see cref="NetworkExtensions.TrainableParameters"/>.
    /// </summary>
    Span<float> Gradients { get; }

    /// <summary>Makes room for the inputs, the activations and the gradients of batches of up to <paramref name="capacity"/> samples.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="capacity"/> is less than 1, or so large that a single tensor of the batch would have more than 2³¹ floats.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The machine does not have the memory.</exception>
    Workspace CreateWorkspace(int capacity);

    /// <summary>
    /// Predicts a batch of any size, one sample included: inputs [batch × input], outputs [batch × output]. Where there are several
    /// inputs, the rows have them concatenated, as those of a dataset do; the network has a <c>Predict</c> of its own with a span for each.
    /// Many threads may predict at once. Each keeps the memory for what is between the layers, for as many samples as it has predicted at
    /// once, up to some dozens or hundreds that are computed together; a prediction of no more samples allocates nothing.
    /// </summary>
    /// <exception cref="NotSupportedException">The network has several outputs; it has a <c>Predict</c> of its own, with a span for each.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of a whole number of samples, or not of the same number.</exception>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The same from whole numbers. Where the input has a vocabulary, one that is outside of it is refused before anything is read by it.</summary>
    /// <exception cref="ArgumentException">As for floats, or a number is outside of the vocabulary.</exception>
    void Predict(ReadOnlySpan<int> inputs, Span<float> outputs) => Predict(Prediction.RowsOf(Description, inputs), outputs);

    /// <summary>Makes the state of some sequences, at their beginning.</summary>
    /// <param name="batch">How many sequences there are, side by side; at least 1.</param>
    /// <exception cref="NotSupportedException">The network carries no state.</exception>
    SequenceState CreateState(int batch = 1) => throw Prediction.NoState(Description);

    /// <summary>
    /// Predicts a window of each sequence, which goes on where the state has ended, and leaves the state after the last step. Sample i is a window of sequence i.
    /// </summary>
    /// <exception cref="NotSupportedException">The network carries no state, or has several outputs.</exception>
    /// <exception cref="ArgumentException">As without a state; or the state is of another network or of another number of sequences.</exception>
    void Predict(ReadOnlySpan<float> inputs, SequenceState state, Span<float> outputs) => throw Prediction.NoState(Description);

    /// <summary>The same from whole numbers.</summary>
    /// <exception cref="NotSupportedException">As from floats.</exception>
    /// <exception cref="ArgumentException">As from floats, or a number is outside of the vocabulary.</exception>
    void Predict(ReadOnlySpan<int> inputs, SequenceState state, Span<float> outputs) => Predict(Prediction.RowsOf(Description, inputs), state, outputs);

    /// <summary>Predicts the next step of each sequence, from its next element and from what the steps before have left in the state, which takes up this one.</summary>
    /// <exception cref="NotSupportedException">The network does not predict step by step; see <see cref="NetworkAttribute.Generation"/>.</exception>
    /// <exception cref="ArgumentException">The state is of another network, or there is not one element and room for one output for each sequence.</exception>
    /// <exception cref="InvalidOperationException">A sequence is full.</exception>
    void PredictNext(ReadOnlySpan<float> inputs, SequenceState state, Span<float> outputs)
        => throw new NotSupportedException($"{Description.Name} does not predict step by step; declare it [Network(Generation = true)].");

    /// <summary>The same from whole numbers.</summary>
    /// <exception cref="ArgumentException">As from floats, or a number is outside of the vocabulary.</exception>
    void PredictNext(ReadOnlySpan<int> inputs, SequenceState state, Span<float> outputs) => PredictNext(Prediction.IndicesOf(Description, 0, inputs), state, outputs);

    /// <summary>
    /// Makes a predictor of the present parameters: for a program that predicts again and again with one state of a network, from any number of threads.
    /// It takes the memory of the parameters, and of what it has prepared.
    /// </summary>
    /// <exception cref="NotSupportedException">The network was written by hand, without one.</exception>
    IPredictor CreatePredictor()
        => throw new NotSupportedException($"{Description.Name} was written by hand and makes no predictors; its Predict computes the same.");

    /// <summary>
    /// Computes the outputs of the workspace's batch from its <see cref="Workspace.Inputs"/>, and keeps what the backward pass needs.
    /// </summary>
    /// <exception cref="InvalidOperationException">The batch is smaller than <see cref="NetworkDescription.SmallestBatch"/>.</exception>
    void Forward(Workspace workspace);

    /// <summary>
    /// Computes the gradients of the loss with respect to all parameters from <see cref="Workspace.OutputGradients"/>, after
    /// <see cref="Forward"/> on the same workspace. Then calls <see cref="UpdateState"/>, so that running statistics follow every training pass, as in PyTorch.
    /// </summary>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <param name="gradients">Where the gradients go, in the layout of <see cref="Parameters"/>: <see cref="Gradients"/>, or a worker's own.</param>
    /// <param name="accumulate">
    /// Whether they are added to what is there: to the gradients of other losses, or of other batches that a loop of one's own sums up. PyTorch's <c>backward</c>
    /// adds always. Where it is false, what is there is overwritten, whatever it is. Each backward pass needs a <see cref="Forward"/> of its own before it, since
    /// it stores into memory that the forward pass has kept for it.
    /// </param>
    /// <exception cref="ArgumentException">
    /// <paramref name="gradients"/> is not as long as the trained parameters, or shares memory with the parameters. Nothing has been written.
    /// </exception>
    /// <exception cref="InvalidOperationException">No forward pass of this batch came before it in this workspace, or a backward pass came since. Nothing has been written.</exception>
    void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false);

    /// <summary>
    /// Takes over what the forward pass has found for parameters that are not trained: the running mean and variance of a
    /// <see cref="BatchNormAttribute"/>. <see cref="Backward"/> does it, so that a training loop of one's own has nothing to call. A
    /// <see cref="Trainer"/> does it after the step, once the gradients are known to be finite. A second call changes nothing.
    /// </summary>
    /// <param name="workspace">The workspace of the last <see cref="Forward"/>; of any worker where several share a batch.</param>
    void UpdateState(Workspace workspace)
    {
    }
}
