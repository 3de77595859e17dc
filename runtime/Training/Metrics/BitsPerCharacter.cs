namespace NetGen;

/// <summary>
/// Bits per character: the mean of <c>−log₂ p</c>, with p the probability that the network gave the right character. So many bits a text takes on average that is compressed by it.
/// </summary>
public sealed class BitsPerCharacter : LogLikelihoodMetric
{
    /// <inheritdoc/>
    public override string Name => "bits per character";

    /// <inheritdoc/>
    public override double Value => Mean / Math.Log(2);
}
