using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace NetGen.Numerics;

/// <summary>
/// A tensor in C order, with an index for each of its axes: what the readable form of a network computes with. A debugger shows its shape
/// and its elements.
/// </summary>
/// <remarks>Each index is checked against its axis, so that a wrong one is an exception at the line that has it.</remarks>
[DebuggerDisplay("{ToString(),nq}")]
public readonly ref struct TensorSpan
{
    private readonly int extent0;
    private readonly int extent1;
    private readonly int extent2;
    private readonly int extent3;
    private readonly int extent4;
    private readonly int extent5;

    /// <summary>The tensor of a shape in memory that begins with a float.</summary>
    /// <param name="start">Its first element, behind which are the others.</param>
    /// <param name="shape">How many elements each axis has, the outermost first; at most six axes.</param>
    /// <exception cref="ArgumentException">There are more than six axes.</exception>
    public TensorSpan(scoped ref float start, scoped ReadOnlySpan<int> shape)
        : this(MemoryMarshal.CreateSpan(ref start, Product(shape)), shape)
    {
    }

    private TensorSpan(Span<float> elements, scoped ReadOnlySpan<int> shape)
    {
        if (shape.Length > MostAxes)
            throw new ArgumentException($"A tensor has at most {MostAxes} axes here; [{Text(shape)}] has {shape.Length}.", nameof(shape));
        Elements = elements;
        Rank = shape.Length;
        extent0 = Extent(shape, 0);
        extent1 = Extent(shape, 1);
        extent2 = Extent(shape, 2);
        extent3 = Extent(shape, 3);
        extent4 = Extent(shape, 4);
        extent5 = Extent(shape, 5);
    }

    /// <summary>How many axes there can be.</summary>
    public const int MostAxes = 6;

    /// <summary>All elements, in C order.</summary>
    public Span<float> Elements { get; }

    /// <summary>How many axes there are.</summary>
    public int Rank { get; }

    /// <summary>How many elements each axis has, the outermost first.</summary>
    public int[] Shape => ((ReadOnlySpan<int>)[extent0, extent1, extent2, extent3, extent4, extent5])[..Rank].ToArray();

    /// <summary>An element of a tensor with one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i]
    {
        get
        {
            Check(1);
            return ref Elements[Checked(i, extent0)];
        }
    }

    /// <summary>An element of a tensor with two axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i, int j]
    {
        get
        {
            Check(2);
            return ref Elements[(Checked(i, extent0) * extent1) + Checked(j, extent1)];
        }
    }

    /// <summary>An element of a tensor with three axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i, int j, int k]
    {
        get
        {
            Check(3);
            return ref Elements[(((Checked(i, extent0) * extent1) + Checked(j, extent1)) * extent2) + Checked(k, extent2)];
        }
    }

    /// <summary>An element of a tensor with four axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i, int j, int k, int l]
    {
        get
        {
            Check(4);
            return ref Elements[(((((Checked(i, extent0) * extent1) + Checked(j, extent1)) * extent2) + Checked(k, extent2)) * extent3) + Checked(l, extent3)];
        }
    }

    /// <summary>An element of a tensor with five axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i, int j, int k, int l, int m]
    {
        get
        {
            Check(5);
            var outer = (((((Checked(i, extent0) * extent1) + Checked(j, extent1)) * extent2) + Checked(k, extent2)) * extent3) + Checked(l, extent3);
            return ref Elements[(outer * extent4) + Checked(m, extent4)];
        }
    }

    /// <summary>An element of a tensor with six axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside its axis, or there is another number of axes.</exception>
    public ref float this[int i, int j, int k, int l, int m, int n]
    {
        get
        {
            Check(6);
            var outer = (((((Checked(i, extent0) * extent1) + Checked(j, extent1)) * extent2) + Checked(k, extent2)) * extent3) + Checked(l, extent3);
            return ref Elements[(((outer * extent4) + Checked(m, extent4)) * extent5) + Checked(n, extent5)];
        }
    }

    /// <summary>The same elements in the same order under another shape.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements, or more than six axes.</exception>
    public TensorSpan Reshape(scoped ReadOnlySpan<int> shape)
        => Product(shape) == Elements.Length
            ? new(Elements, shape)
            : throw new ArgumentException($"{ToString()} has {Elements.Length} elements, and [{Text(shape)}] has {Product(shape)}.", nameof(shape));

    /// <summary>Some of the outermost axis, such as all steps of a state but the one before the first.</summary>
    /// <param name="start">The first index.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public TensorSpan Slice(int start, int count)
    {
        if (Rank == 0 || start < 0 || count < 0 || start > extent0 - count)
            throw new ArgumentOutOfRangeException(nameof(start), $"[{start}, {start + count}) is not in the outermost axis of {ToString()}.");
        var size = extent0 == 0 ? 0 : Elements.Length / extent0;
        Span<int> shape = [count, extent1, extent2, extent3, extent4, extent5];
        return new(Elements.Slice(start * size, count * size), shape[..Rank]);
    }

    /// <summary>The shape: <c>[64 × 128]</c>.</summary>
    public override string ToString() => $"[{Text(Shape)}]";

    private static string Text(ReadOnlySpan<int> shape)
        => string.Join(" × ", shape.ToArray().Select(static extent => extent.ToString(CultureInfo.InvariantCulture)));

    private static int Extent(ReadOnlySpan<int> shape, int axis) => axis < shape.Length ? shape[axis] : 1;

    private static int Product(ReadOnlySpan<int> shape)
    {
        var product = 1;
        foreach (var extent in shape)
            product = checked(product * extent);
        return product;
    }

    private static int Checked(int index, int extent) => (uint)index < (uint)extent ? index : throw Outside(index, extent);

    private void Check(int indices)
    {
        if (indices != Rank)
            throw WrongRank(indices);
    }

    // Apart from what is inlined, so that an index costs no more than its check.
    private static ArgumentOutOfRangeException Outside(int index, int extent) => new(nameof(index), $"Index {index} is outside an axis of {extent} elements.");

    private ArgumentOutOfRangeException WrongRank(int indices) => new(nameof(indices), $"A tensor {ToString()} takes {Rank} indices, not {indices}.");
}
