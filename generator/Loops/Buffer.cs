using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops;

/// <summary>What an element is, in memory and in a calculation.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Int32,
}

/// <summary>
/// A tensor as a nest reaches it: the memory that it is part of, and where in that its elements are. A transposed, sliced or broadcast
/// tensor is another buffer of the same memory.
/// </summary>
/// <param name="Name">What people call it.</param>
/// <param name="Memory">Whose memory it is, by number. Where that begins is no part of a nest: it is an argument of the method.</param>
/// <param name="Type">What its elements are.</param>
/// <param name="Extents">The lengths of its axes, outermost first.</param>
/// <param name="Strides">The distance between neighbours along each axis, in elements.</param>
/// <param name="Start">How far into the memory its first element is.</param>
internal sealed record Buffer(
    string Name, int Memory, ElementType Type, EquatableArray<Extent> Extents, EquatableArray<int> Strides, int Start = 0);

/// <summary>An element of a buffer: an index for each of its axes.</summary>
internal sealed record Place(Buffer Buffer, EquatableArray<Affine> Indices)
{
    /// <summary>How far into the buffer's memory the element is.</summary>
    public Affine Offset
    {
        get
        {
            Affine offset = Buffer.Start;
            for (var axis = 0; axis < Indices.Count; axis++)
                offset += Indices[axis] * Buffer.Strides[axis];
            return offset;
        }
    }

    public Place Substitute(Variable variable, Affine value)
        => this with { Indices = Indices.Select(index => index.Substitute(variable, value)).ToEquatableArray() };
}
