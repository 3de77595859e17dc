using System.Globalization;
using System.Text;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// How far a network's outputs are from their targets: one number for a batch, the mean as in PyTorch, and its gradient with respect
/// to the outputs.
/// </summary>
/// <remarks>
/// <para>A loss knows the shape of an output, so that it knows for example which axis has the classes. Shapes are those of one sample, without the batch.</para>
/// <para>A loss has no state: one instance may serve many threads. The ready ones allocate nothing, sum in double, and give the same bits for
/// the same batch. An output that is not a number gives a loss that is not a number; it is not an error. Tiny gradients are rounded to multiples of 2⁻¹⁰⁴ ≈ 4.9·10⁻³².</para>
/// <para>A loss of one's own says in <see cref="Compute"/> what a batch costs. Lengths and targets are checked before.</para>
/// </remarks>
public abstract class Loss
{
    // The last network that it was found to fit: one object, so that threads see both parts or neither.
    private FittedNetwork? fitted;

    /// <summary>How targets are written; finite numbers, unless a loss says otherwise. A training checks its data by it, and metrics read targets by it.</summary>
    public virtual TargetFormat Targets => TargetFormat.Values;

    /// <summary>The shape of a sample's target, when its output has <paramref name="outputShape"/>; the same, unless a loss says otherwise.</summary>
    /// <exception cref="ArgumentException">The loss takes no output of that shape.</exception>
    public virtual ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => outputShape;

    /// <summary>How many floats a sample's target has: the product of its <see cref="TargetShape"/>.</summary>
    /// <exception cref="ArgumentException">The loss takes no output of that shape.</exception>
    public int TargetSize(params ReadOnlySpan<int> outputShape) => ClassLayout.Product(TargetShape(outputShape));

    /// <summary>
    /// Why an output cannot be trained with this loss, as a sentence that says what to do; null where it can. A <see cref="Trainer"/> refuses
    /// such a network when it is made.
    /// </summary>
    /// <param name="output">The output, with its shape and what computes it last.</param>
    public virtual string? Objection(TensorInfo output) => null;

    /// <summary>The loss of a batch, and its gradient.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="gradients">Receives ∂loss/∂outputs, [batch × output]; must not overlap the outputs or the targets. Empty where it is not wanted.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <param name="outputShape">The shape of one sample's output.</param>
    /// <returns>The loss, as a sum and what divides it.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is not allowed.</exception>
    public LossValue Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        CheckLengths(outputs, targets.Length, batch, outputShape);
        if (!gradients.IsEmpty)
            CheckGradients(outputs, targets, gradients);
        CheckTargets(targets, outputShape);
        return Compute(outputs, targets, gradients, batch, outputShape);
    }

    /// <summary>The loss of a batch whose outputs have one axis, and its gradient.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="gradients">Receives ∂loss/∂outputs, [batch × output]; must not overlap the outputs or the targets.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <returns>The loss; not a number where every target is left out.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or a target is not allowed.</exception>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
    {
        ReadOnlySpan<int> outputShape = [OutputSize(outputs, batch)];
        CheckLengths(outputs, targets.Length, batch, outputShape);
        CheckGradients(outputs, targets, gradients);
        CheckTargets(targets, outputShape);
        return Compute(outputs, targets, gradients, batch, outputShape).Mean;
    }

    /// <summary>The loss alone of a batch whose outputs have one axis.</summary>
    /// <inheritdoc cref="Evaluate(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{float}, int)"/>
    public double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        => Evaluate(outputs, targets, [], batch, [OutputSize(outputs, batch)]).Mean;

    /// <summary>
    /// The loss of a network's last forward pass, from <see cref="Workspace.Outputs"/>, and its gradient, into
    /// <see cref="Workspace.OutputGradients"/>: what a training loop calls between <see cref="INetwork.Forward"/> and
    /// <see cref="INetwork.Backward"/>. The shape of the outputs is the network's.
    /// </summary>
    /// <param name="network">The network, with one output.</param>
    /// <param name="workspace">The workspace of the forward pass.</param>
    /// <param name="targets">What the outputs should have been, [batch × target].</param>
    /// <returns>The loss; not a number where every target is left out.</returns>
    /// <exception cref="ArgumentException">The loss cannot train that network, the lengths do not fit one another, or a target is not allowed.</exception>
    public double Evaluate(INetwork network, Workspace workspace, ReadOnlySpan<float> targets)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(workspace);
        return Evaluate(workspace.Outputs, targets, workspace.OutputGradients, workspace.Batch, OutputShape(network.Description)).Mean;
    }

    /// <summary>
    /// The loss with all its settings, such as <c>HuberLoss(delta: 1)</c>: what a checkpoint compares, so that no training goes on with another loss. The name
    /// of the class, unless a loss says otherwise.
    /// </summary>
    public override string ToString() => GetType().Name;

    /// <summary>The loss of a batch, and its gradient. Lengths and targets have been checked.</summary>
    /// <param name="outputs">What the network gave, [batch × output].</param>
    /// <param name="targets">What it should have given, [batch × target].</param>
    /// <param name="gradients">Receives ∂loss/∂outputs, [batch × output]; empty where it is not wanted.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <param name="outputShape">The shape of one sample's output.</param>
    /// <returns>The sum over what counts, and how much that is. Where nothing counts, both and the gradient are 0.</returns>
    protected abstract LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape);

    /// <summary>Refuses a network that this loss cannot train.</summary>
    /// <exception cref="ArgumentException">It cannot.</exception>
    internal void CheckFits(NetworkDescription network)
    {
        if (Objection(network.Outputs[0]) is { } objection)
            throw new ArgumentException($"{GetType().Name} cannot train {network.Name}: {objection}", nameof(network));
    }

    // A loop asks at every step, and of the same network.
    private int[] OutputShape(NetworkDescription network)
    {
        if (fitted is { } last && ReferenceEquals(last.Network, network))
            return last.OutputShape;
        CheckFits(network);
        fitted = new(network, [.. network.OutputShape]);
        return fitted.OutputShape;
    }

    /// <summary>A loss with its settings, for <see cref="ToString"/>.</summary>
    private protected string WithSettings(params ReadOnlySpan<(string Name, object Value)> settings)
    {
        var text = new StringBuilder(GetType().Name).Append('(');
        foreach (var (name, value) in settings)
        {
            text.Append(text[^1] == '(' ? "" : ", ").Append(name).Append(": ");
            if (value is float[] values)
                text.Append('[').AppendJoin(", ", values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture))).Append(']');
            else
                text.Append(CultureInfo.InvariantCulture, $"{value}");
        }

        return text.Append(')').ToString();
    }

    private protected static int OutputSize(ReadOnlySpan<float> outputs, int batch) => batch < 1 ? 0 : outputs.Length / batch;

    /// <exception cref="ArgumentException">The lengths are not those of the samples.</exception>
    private protected void CheckLengths(ReadOnlySpan<float> outputs, int targets, int batch, ReadOnlySpan<int> outputShape)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        var outputSize = ClassLayout.Product(outputShape);
        if (outputs.IsEmpty || outputs.Length != (long)batch * outputSize)
        {
            throw new ArgumentException(
                outputShape.Length == 1
                    ? $"{GetType().Name} expects the same number of outputs for each of {batch} samples, but got {outputs.Length} in all."
                    : $"{GetType().Name} expects {(long)batch * outputSize} outputs ({batch} samples × {Describe.Shape(outputShape.ToArray())}), but got {outputs.Length}.",
                nameof(outputs));
        }

        var targetShape = TargetShape(outputShape);
        var targetSize = ClassLayout.Product(targetShape);
        if (targets != (long)batch * targetSize)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects {(long)batch * targetSize} targets ({batch} samples × {(targetShape.Length <= 1 ? targetSize : Describe.Shape(targetShape.ToArray()))}) "
                + $"for outputs {Describe.Shape(outputShape.ToArray())}, but got {targets}.",
                nameof(targets));
        }
    }

    private protected void CheckGradients<TTarget>(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, ReadOnlySpan<float> gradients)
    {
        if (gradients.Length != outputs.Length)
        {
            throw new ArgumentException(
                $"{GetType().Name} expects room for {outputs.Length} gradients, one for each output, but got {gradients.Length}.",
                nameof(gradients));
        }

        SpanOverlap.CheckApart<float>(gradients, nameof(gradients), outputs, nameof(outputs));
        SpanOverlap.CheckApart<float, TTarget>(gradients, nameof(gradients), targets, nameof(targets));
    }

    /// <exception cref="ArgumentException">A target is not allowed.</exception>
    private protected virtual void CheckTargets(ReadOnlySpan<float> targets, ReadOnlySpan<int> outputShape)
    {
        // A number that is not finite shows in the loss; the others can give a loss that looks right.
        var format = Targets;
        if (format.Kind is TargetKind.Any or TargetKind.Values)
            return;
        var check = new TargetCheck(format, outputShape);
        var place = check.Find(targets);
        if (place >= 0)
            throw new ArgumentException(check.Explain(targets, place, TargetShape(outputShape), GetType().Name, TargetCheck.InBatch), nameof(targets));
    }

    private sealed record FittedNetwork(NetworkDescription Network, int[] OutputShape);
}
