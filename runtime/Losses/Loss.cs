using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// How far a network's outputs are from their targets: one number for a batch, the mean as in PyTorch, and its gradient with respect
/// to the outputs.
/// </summary>
/// <remarks>
/// A loss has no state: one instance may serve many threads. The ready ones allocate nothing, sum in double, and give the same bits for
/// the same batch. An output that is not a number gives a loss that is not a number; it is not an error.
/// </remarks>
public abstract class Loss
{
    /// <summary>How many floats the target of one sample has when its output has <paramref name="outputSize"/>: 1 for a class index.</summary>
    public virtual int TargetSize(int outputSize) => outputSize;

    /// <summary>The loss of a batch, and its gradient.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="gradients">Receives ∂loss/∂outputs, [batch × output]; must not overlap the outputs or the targets.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <returns>The loss.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths do not fit one another, a target is not allowed, or the gradients share memory with outputs or targets.
    /// </exception>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch);

    /// <summary>The loss of a batch alone.</summary>
    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    public abstract double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch);

    /// <summary>Checks that outputs and targets are of <paramref name="batch"/> samples.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="targets">The targets, in whatever type the loss takes them.</param>
    /// <param name="batch">How many samples there are said to be.</param>
    /// <returns>How many outputs a sample has.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another.</exception>
    protected int CheckLengths<TTarget>(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, int batch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        if (outputs.IsEmpty || outputs.Length % batch != 0)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects the same number of outputs for each of {batch} samples, but got {outputs.Length} in all.",
                nameof(outputs));
        }

        var outputSize = outputs.Length / batch;
        var targetSize = TargetSize(outputSize);
        if (targets.Length != (long)batch * targetSize)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects {(long)batch * targetSize} targets ({batch} samples × {targetSize}), but got {targets.Length}.",
                nameof(targets));
        }

        return outputSize;
    }

    /// <summary>Checks that outputs, targets and gradients are of <paramref name="batch"/> samples.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="targets">The targets, in whatever type the loss takes them.</param>
    /// <param name="gradients">The gradients.</param>
    /// <param name="batch">How many samples there are said to be.</param>
    /// <returns>How many outputs a sample has.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or the gradients share memory with outputs or targets.</exception>
    protected int CheckLengths<TTarget>(
        ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> gradients, int batch)
    {
        var outputSize = CheckLengths(outputs, targets, batch);
        if (gradients.Length != outputs.Length)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects room for {outputs.Length} gradients, one for each output, but got {gradients.Length}.",
                nameof(gradients));
        }

        SpanOverlap.CheckApart<float>(gradients, nameof(gradients), outputs, nameof(outputs));
        SpanOverlap.CheckApart<float, TTarget>(gradients, nameof(gradients), targets, nameof(targets));
        return outputSize;
    }
}
