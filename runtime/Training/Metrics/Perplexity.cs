namespace NetGen;

/// <summary>
/// Perplexity: <c>exp</c> of the mean of <c>−ln p</c>, with p the probability that the network gave the right class. Among how many equally likely classes the network is as uncertain.
/// </summary>
public sealed class Perplexity : LogLikelihoodMetric
{
    /// <inheritdoc/>
    public override string Name => "perplexity";

    /// <inheritdoc/>
    public override double Value => Math.Exp(Mean);
}
