namespace NetGen;

/// <summary>
/// Predicts with the parameters that a network had when <see cref="INetwork.CreatePredictor"/> was called, whatever is written to them later. What depends on
/// the parameters alone, such as packed weights or the scale and the shift of a normalisation, is computed when the predictor is made and not at
/// each call. Nothing can change a predictor, so that many threads may share it.
/// </summary>
public interface IPredictor
{
    /// <summary>The network that it was made of, as data.</summary>
    NetworkDescription Description { get; }

    /// <summary>Predicts a batch of any size, one sample included: inputs [batch × input], outputs [batch × output]. Where there are several inputs, the rows have them concatenated. Allocates nothing but at the first call of a thread.</summary>
    /// <exception cref="NotSupportedException">The network has several outputs; its predictor has a <c>Predict</c> of its own, with a span for each.</exception>
    /// <exception cref="ArgumentException">The lengths are not those of a whole number of samples, or not of the same number, or the two overlap.</exception>
    void Predict(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>The same from whole numbers. Where the input has a vocabulary, one that is outside of it is refused before anything is read by it.</summary>
    /// <exception cref="ArgumentException">As for floats, or a number is outside of the vocabulary.</exception>
    void Predict(ReadOnlySpan<int> inputs, Span<float> outputs) => Predict(Prediction.RowsOf(Description, inputs), outputs);

    /// <summary>Predicts a window of each sequence, which goes on where the state has ended, and leaves the state after the last step. A state belongs to one thread at a time.</summary>
    /// <exception cref="NotSupportedException">The network carries no state, or has several outputs.</exception>
    /// <exception cref="ArgumentException">As without a state; or the state is of another network or of another number of sequences.</exception>
    void Predict(ReadOnlySpan<float> inputs, SequenceState state, Span<float> outputs) => throw Prediction.NoState(Description);
}
