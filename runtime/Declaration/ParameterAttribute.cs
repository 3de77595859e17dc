namespace NetGen;

/// <summary>
/// A trainable tensor of the network's own, on a partial method without parameters or on a partial property with a getter:
/// <c>[Parameter(64)] private partial Tensor Scale();</c>. It has no batch, and is broadcast against what has one.
/// </summary>
/// <param name="dimensions">The extents, outermost first; each at least 1. For the initialisers, the first is that of the outputs.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property, Inherited = false)]
public sealed class ParameterAttribute(params int[] dimensions) : Attribute
{
    /// <summary>The extents, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;

    /// <summary>How it starts; U(±1/√fan_in) unless given, where fan_in is the product of all extents but the first.</summary>
    public Initializer Initializer { get; init; } = Initializer.Default;

    /// <summary>Its name in files; the member's, with a lower-case first letter, unless given.</summary>
    public string? Name { get; init; }
}
