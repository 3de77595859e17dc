using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>
/// Where the classes of a position are. The outputs of a batch are [outer × classes × inner]: one position for each outer and inner index,
/// and at it one output for each class, <paramref name="Inner"/> floats apart.
/// </summary>
/// <param name="Classes">How many classes there are.</param>
/// <param name="Inner">How many positions lie between two classes; 1 where the classes are the last axis.</param>
internal readonly record struct ClassLayout(int Classes, int Inner)
{
    /// <summary>The layout of a shape.</summary>
    /// <param name="shape">The shape of one sample's output.</param>
    /// <param name="axis">Which of its axes has the classes.</param>
    /// <exception cref="ArgumentException">The shape has no such axis.</exception>
    public static ClassLayout Of(ReadOnlySpan<int> shape, int axis)
    {
        var place = Place(shape, axis);
        return new(shape[place], Product(shape[(place + 1)..]));
    }

    /// <summary>The shape without its classes: one target for each position.</summary>
    /// <exception cref="ArgumentException">The shape has no such axis.</exception>
    public static ReadOnlySpan<int> Positions(ReadOnlySpan<int> shape, int axis)
    {
        var place = Place(shape, axis);
        return place == shape.Length - 1 ? shape[..place] : place == 0 ? shape[1..] : (int[])[.. shape[..place], .. shape[(place + 1)..]];
    }

    /// <summary>How many floats a shape has; 1 without axes.</summary>
    public static int Product(ReadOnlySpan<int> shape)
    {
        var product = 1;
        foreach (var extent in shape)
            product = checked(product * extent);
        return product;
    }

    /// <summary>Where the output of class <paramref name="index"/> is for position <paramref name="position"/>.</summary>
    public int At(int position, int index) => Inner == 1 ? (position * Classes) + index : (((position / Inner * Classes) + index) * Inner) + (position % Inner);

    /// <summary>The classes of a position, one after the other: in place where they are that already, else copied to <paramref name="scratch"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<float> Read(ReadOnlySpan<float> values, int position, Span<float> scratch)
        => Inner == 1 ? values.Slice(position * Classes, Classes) : Gather(values, position, scratch);

    private ReadOnlySpan<float> Gather(ReadOnlySpan<float> values, int position, Span<float> scratch)
    {
        var place = At(position, 0);
        for (var index = 0; index < Classes; index++, place += Inner)
            scratch[index] = values[place];
        return scratch[..Classes];
    }

    /// <summary>Where the gradient of a position's classes is computed: in place, or in <paramref name="scratch"/>, from where <see cref="Write"/> takes it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<float> Target(Span<float> values, int position, Span<float> scratch)
        => values.IsEmpty ? values : Inner == 1 ? values.Slice(position * Classes, Classes) : scratch[..Classes];

    /// <summary>Stores what was computed in <see cref="Target"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(ReadOnlySpan<float> row, Span<float> values, int position)
    {
        if (Inner != 1 && !values.IsEmpty)
            Scatter(row, values, position);
    }

    private void Scatter(ReadOnlySpan<float> row, Span<float> values, int position)
    {
        var place = At(position, 0);
        for (var index = 0; index < Classes; index++, place += Inner)
            values[place] = row[index];
    }

    /// <summary>The class with the largest value, the first where several have it; a NaN counts as largest, as in PyTorch.</summary>
    public int ArgMax(ReadOnlySpan<float> values, int position)
    {
        var place = At(position, 0);
        var (best, largest) = (0, values[place]);
        for (var index = 0; index < Classes; index++, place += Inner)
        {
            if (float.IsNaN(values[place]))
                return index;
            if (values[place] > largest)
                (best, largest) = (index, values[place]);
        }

        return best;
    }

    private static int Place(ReadOnlySpan<int> shape, int axis)
    {
        var place = axis < 0 ? axis + shape.Length : axis;
        return (uint)place < (uint)shape.Length
            ? place
            : throw new ArgumentException($"The classes are said to be axis {axis}, but an output {Describe.Shape(shape.ToArray())} has {shape.Length} axes.", nameof(axis));
    }
}
