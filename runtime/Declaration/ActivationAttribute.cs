namespace NetGen;

/// <summary>An activation as a layer of its own: <c>y = activation(x)</c>, of any shape.</summary>
/// <param name="activation">The function applied to every element.</param>
public sealed class ActivationAttribute(Activation activation) : LayerAttribute
{
    /// <summary>The function applied to every element.</summary>
    public Activation Activation { get; } = activation;
}
