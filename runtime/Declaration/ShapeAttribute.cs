namespace NetGen;

/// <summary>The shape of one sample of an input of a <see cref="ForwardAttribute">forward method</see>. The batch is not part of it.</summary>
/// <param name="dimensions">The extents of a sample, outermost first; each at least 1.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ShapeAttribute(params int[] dimensions) : Attribute
{
    /// <summary>The extents of a sample, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; } = dimensions;
}
