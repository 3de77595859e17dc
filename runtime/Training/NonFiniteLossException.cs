namespace NetGen;

/// <summary>
/// A training was stopped because a loss, its gradient, or what a step made of the parameters was infinite or not a number. For a loss or a
/// gradient it is thrown before the step is applied, and the parameters are those after the last good one; where the step itself did it, the
/// parameters are no longer of use, and the message says so.
/// </summary>
public sealed class NonFiniteLossException : ArithmeticException
{
    /// <summary>Makes an exception without details.</summary>
    public NonFiniteLossException()
    {
    }

    /// <summary>Makes an exception with a message.</summary>
    public NonFiniteLossException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public NonFiniteLossException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    internal static NonFiniteLossException OfUpdate(Optimizer optimizer, ReadOnlySpan<float> parameters)
    {
        var place = Math.Max(0, FlatVector.FirstNonFinite(parameters));
        return new(FormattableString.Invariant(
            $"Step {optimizer.StepCount} of {optimizer.GetType().Name} made parameter {place} of {parameters.Length} {parameters[place]} (learning rate {optimizer.LearningRate}). The parameters are no longer of use. A smaller learning rate, or clipping of the gradients, may help."));
    }

    internal static NonFiniteLossException OfValidation(int epoch, double loss, string? layer, string cause)
        => new(FormattableString.Invariant($"Epoch {epoch}, validation: the loss is {loss}; {cause}.")) { Epoch = epoch, Loss = loss, Layer = layer, IsOfValidation = true };

    internal NonFiniteLossException(int epoch, long step, double loss, string? layer, string cause)
        : base(FormattableString.Invariant($"Epoch {epoch}, step {step}: the loss is {loss}; {cause}."))
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
        Layer = layer;
    }

    /// <summary>The epoch of the trainer, from 1.</summary>
    public int Epoch { get; private init; }

    /// <summary>The step of the epoch, from 1; 0 for the validation after it.</summary>
    public long Step { get; }

    /// <summary>Whether it was the loss of a validation.</summary>
    internal bool IsOfValidation { get; private init; }

    /// <summary>The loss; finite where only its gradient was not.</summary>
    public double Loss { get; private init; }

    /// <summary>The first layer whose parameters, outputs or gradients are not finite; null where the cause lies in the data or the loss.</summary>
    public string? Layer { get; private init; }
}
