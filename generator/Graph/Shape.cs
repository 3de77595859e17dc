namespace NetGen.Generator.Graph;

/// <summary>
/// The length of one axis: a number, or a number times what is known only at run time, which is the batch or, where there are <see cref="Lengths"/>, the sum of the lengths of its samples.
/// </summary>
internal readonly record struct Extent(int Size, bool IsBatch = false)
{
    public static Extent Batch => new(1, true);

    /// <summary>The lengths of the samples whose steps the axis has; null where it has the samples.</summary>
    public SequenceLengths? Lengths { get; init; }

    /// <summary>Whether it has several rows of each sample.</summary>
    public bool IsRows => IsBatch && (Size > 1 || Lengths is not null);

    public static implicit operator Extent(int size) => new(size);

    /// <summary>The length of two axes made one.</summary>
    public static Extent operator *(Extent left, Extent right) => new(left.Size * right.Size, left.IsBatch || right.IsBatch) { Lengths = left.Lengths ?? right.Lengths };

    public override string ToString() => Text(Lengths is null ? "batch" : "steps");

    /// <summary>The length in words.</summary>
    /// <param name="rows">What the number is called that is known only at run time.</param>
    public string Text(string rows) => !IsBatch ? Numbers.Text(Size) : rows + (Size == 1 ? "" : "·" + Numbers.Text(Size));
}

/// <summary>The axes of a tensor, outermost first. The batch can only be the first of them.</summary>
internal sealed record Shape(EquatableArray<Extent> Extents)
{
    /// <summary>The most elements that a tensor can have, which is the length of .NET's largest array.</summary>
    public const int Largest = 0x7FFFFFC7;

    public static Shape Of(params Extent[] extents) => new(extents.ToEquatableArray());

    /// <summary>A batch of samples that have these dimensions.</summary>
    public static Shape BatchOf(IEnumerable<int> dimensions)
        => new(dimensions.Select(static dimension => new Extent(dimension)).Prepend(Extent.Batch).ToEquatableArray());

    public int Rank => Extents.Count;

    public Extent this[int axis] => Extents[axis];

    public bool IsBatched => Rank > 0 && Extents[0].IsBatch;

    /// <summary>How many elements there are, of one sample where the shape is batched.</summary>
    public int SampleSize
    {
        get
        {
            var size = 1;
            foreach (var extent in Extents)
                size *= extent.Size;
            return size;
        }
    }

    /// <summary>How many elements there are.</summary>
    public Extent Count => new(SampleSize, IsBatched) { Lengths = Lengths };

    /// <summary>The lengths of the samples whose steps are its first axis; null where that are the samples.</summary>
    public SequenceLengths? Lengths => Rank > 0 ? Extents[0].Lengths : null;

    /// <summary>Whether it has more elements than fit into a buffer, be it in one sample alone.</summary>
    public bool IsTooLarge => Extents.Aggregate(1.0, static (product, extent) => product * extent.Size) > Largest;

    /// <summary>The axes of one sample.</summary>
    public IEnumerable<int> SampleDimensions => Extents.Where(static extent => !extent.IsBatch).Select(static extent => extent.Size);

    /// <summary>The same shape but for the length of one axis.</summary>
    public Shape With(int axis, Extent extent) => new(Extents.Select((own, place) => place == axis ? extent : own).ToEquatableArray());

    /// <summary>
    /// The shape that all of <paramref name="shapes"/> are stretched to by NumPy's rule: aligned at the last axis, an axis that is
    /// missing or of length 1 takes the other's length.
    /// </summary>
    public static Shape Broadcast(IReadOnlyList<Shape> shapes)
    {
        var rank = shapes.Max(static shape => shape.Rank);
        var extents = new Extent[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            extents[axis] = 1;
            foreach (var shape in shapes)
            {
                var own = axis - rank + shape.Rank;
                if (own < 0 || shape[own] == 1 || shape[own] == extents[axis])
                    continue;
                if (extents[axis] != 1)
                    throw new InvalidGraphException($"shapes {string.Join(" and ", shapes)} do not broadcast");
                extents[axis] = shape[own];
            }
        }

        return new Shape(extents.ToEquatableArray());
    }

    /// <summary>Whether this shape can be stretched to another by that rule.</summary>
    public bool IsBroadcastTo(Shape target)
    {
        var missing = target.Rank - Rank;
        return missing >= 0 && Enumerable.Range(0, Rank).All(axis => this[axis] == 1 || this[axis] == target[axis + missing]);
    }

    public override string ToString() => "[" + string.Join(" × ", Extents) + "]";
}
