namespace NetGen;

/// <summary>Log-loss: the mean of <c>−ln p</c>, with p the probability that the network gave the right class; scikit-learn's <c>log_loss</c>.</summary>
public sealed class LogLoss : LogLikelihoodMetric
{
    /// <inheritdoc/>
    public override string Name => "log-loss";

    /// <inheritdoc/>
    public override double Value => Mean;
}
