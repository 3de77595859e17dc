namespace NetGen;

/// <summary>
/// How far a network's outputs are from their targets: one number for a batch, the mean as in PyTorch, and its gradient with respect
/// to the outputs.
/// </summary>
public abstract class Loss
{
    /// <summary>How many floats the target of one sample has when its output has <paramref name="outputSize"/>: 1 for a class index.</summary>
    public virtual int TargetSize(int outputSize) => outputSize;

    /// <summary>The loss of a batch, and its gradient.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="gradients">Receives ∂loss/∂outputs, [batch × output].</param>
    /// <param name="batch">How many samples there are.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is not allowed.</exception>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch);

    /// <summary>The loss of a batch alone.</summary>
    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch);
}
