namespace NetGen;

/// <summary>
/// Where the elements of a tensor lie in a flat buffer. Element (i₀, i₁, …) is at
/// <c>Offset + Σ iₐ·Strides[a]</c>, except that the axis <see cref="BlockedAxis"/> is cut into blocks of <see cref="Block"/>:
/// its index contributes <c>(i / Block)·BlockStride + (i mod Block)·Strides[BlockedAxis]</c>.
/// </summary>
/// <param name="Offset">The place of the first element, in floats.</param>
/// <param name="Strides">The distance between neighbours along each axis, in floats.</param>
/// <param name="BlockedAxis">The axis that is cut into blocks, or −1.</param>
/// <param name="Block">How many indices make a block.</param>
/// <param name="BlockStride">The distance between blocks, in floats.</param>
public sealed record TensorLayout(int Offset, IReadOnlyList<int> Strides, int BlockedAxis = -1, int Block = 1, int BlockStride = 0)
{
    /// <summary>What <paramref name="index"/> along <paramref name="axis"/> adds to the place of an element.</summary>
    public int Along(int axis, int index)
        => axis == BlockedAxis ? (index / Block * BlockStride) + (index % Block * Strides[axis]) : index * Strides[axis];

    /// <summary>How many floats there are from the first element to behind the last, with the padding between them.</summary>
    internal int Extent(IReadOnlyList<int> shape)
    {
        var length = 1;
        for (var axis = 0; axis < shape.Count; axis++)
            length += Math.Max(Along(axis, shape[axis] - 1), Along(axis, Math.Min(shape[axis], Block) - 1));
        return length;
    }
}
