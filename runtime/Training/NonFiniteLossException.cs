namespace NetGen;

/// <summary>
/// A training was stopped because a loss, or its gradient, was infinite or not a number. It is thrown before the step is applied: the
/// parameters are those after the last good one.
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

    internal NonFiniteLossException(int epoch, int step, double loss, string? layer, string cause)
        : base(FormattableString.Invariant($"Epoch {epoch}, step {step}: the loss is {loss}; {cause}."))
    {
        Epoch = epoch;
        Step = step;
        Loss = loss;
        Layer = layer;
    }

    /// <summary>The epoch of the trainer, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step of the epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>The loss; finite where only its gradient was not.</summary>
    public double Loss { get; }

    /// <summary>The first layer whose parameters, outputs or gradients are not finite; null where the cause lies in the data or the loss.</summary>
    public string? Layer { get; }
}
