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
/// <param name="Extents">The lengths of its axes, outermost first; none where the one index of a place is its offset in the memory.</param>
/// <param name="Strides">The distance between neighbours along each axis, in elements.</param>
/// <param name="Start">How far into the memory its first element is.</param>
internal sealed record Buffer(
    string Name, int Memory, ElementType Type, EquatableArray<Extent> Extents, EquatableArray<int> Strides, int Start = 0)
{
    /// <summary>
    /// Whether the elements behind a row, up to a whole vector, are the buffer's own: they may be read and are zero, and may be written if
    /// they stay zero.
    /// </summary>
    public bool IsPadded { get; init; }

    /// <summary>Whether there is memory behind it that may be read, whatever is there: a vector of which some lanes count can be loaded whole.</summary>
    public bool IsFollowed { get; init; }

    /// <summary>
    /// Whether it is the nest's own, for what it computes in each turn of a loop anew, in order: a vector of which some lanes count is stored
    /// whole, since what is behind it comes later.
    /// </summary>
    public bool IsScratch { get; init; }

    /// <summary>Whether it has what a nest passes on in each turn of loops around, and stores anew in the next.</summary>
    public bool IsOfOneTurn { get; init; }

    /// <summary>Whether a place is an offset in the memory, and not an index for each axis.</summary>
    public bool IsFlat => Extents.Count == 0 && Strides.Count == 1;

    /// <summary>The same memory without axes.</summary>
    public Buffer Flat() => new(Name, Memory, Type, [], [1]) { IsPadded = IsPadded, IsFollowed = IsFollowed, IsScratch = IsScratch, IsOfOneTurn = IsOfOneTurn };
}

/// <summary>An element of a buffer: an index for each of its axes.</summary>
internal sealed record Place(Buffer Buffer, EquatableArray<Affine> Indices)
{
    /// <summary>Which lanes of the vector that begins there count, where not all do: those that stay below it.</summary>
    public Limit? Limit { get; init; }

    /// <summary>The row that is added to the offset, where it is loaded itself: an embedding reads the row that a token says.</summary>
    public Row? Row { get; init; }

    /// <summary>How far into the buffer's memory the element is, but for the <see cref="Row"/>.</summary>
    public Affine Offset
    {
        get
        {
            if (Buffer.IsFlat)
                return Indices[0];
            Affine offset = Buffer.Start;
            for (var axis = 0; axis < Indices.Count; axis++)
                offset += Indices[axis] * Buffer.Strides[axis];
            return offset;
        }
    }
}

/// <summary>A row of a buffer, whose number is an element of another one.</summary>
/// <param name="Index">Where the number is.</param>
/// <param name="Stride">The distance between rows, in elements.</param>
/// <param name="Count">How many rows there are: the number is known to be below.</param>
internal sealed record Row(Place Index, int Stride, int Count);
