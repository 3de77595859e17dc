namespace NetGen;

/// <summary>
/// Another network of the project as a layer of this one: <c>[Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x);</c>.
/// Its parameters are this network's own, below the layer's name: <c>trunk.hidden.weight</c>.
/// </summary>
/// <param name="network">A class marked <see cref="NetworkAttribute"/>, a stack or a body.</param>
public sealed class NestedAttribute(Type network) : LayerAttribute
{
    /// <summary>The network that is the layer.</summary>
    public Type Network { get; } = network;
}
