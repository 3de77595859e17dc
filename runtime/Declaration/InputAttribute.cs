namespace NetGen;

/// <summary>The shape of one sample of the network's input, without the batch: <c>[Input(784)]</c> or <c>[Input(1, 28, 28)]</c>.</summary>
/// <param name="dimensions">The extents of a sample, outermost first; each at least 1.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute(params int[] dimensions) : Attribute
{
    /// <summary>The extents of a sample, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;

    /// <summary>The input's name in the generated code; <c>input</c> unless given.</summary>
    public string? Name { get; init; }
}
