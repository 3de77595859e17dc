using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// A tensor by its logical shape, over the flat buffer in which it lies in the compiler's own layout.
/// Reading and writing go straight to the network's memory.
/// </summary>
public readonly ref struct TensorView
{
    private readonly Span<float> buffer;
    private readonly TensorLayout layout;

    /// <summary>Views <paramref name="parameter"/> in <paramref name="buffer"/>, the flat parameters or gradients of its network.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="parameter"/> is null.</exception>
    public TensorView(Span<float> buffer, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        this.buffer = buffer;
        layout = parameter.Layout;
        Name = parameter.Name;
        Shape = parameter.Shape;
        Count = parameter.Count;
    }

    /// <summary>The tensor's name, such as <c>hidden.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The logical shape, outermost first.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>How many elements the logical shape has.</summary>
    public int Count { get; }

    /// <summary>The element at an index of a tensor with one axis.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the shape, or the tensor has not one axis.</exception>
    public ref float this[int index] => ref buffer[Offset([index])];

    /// <summary>The element at a row and a column of a tensor with two axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the shape, or the tensor has not two axes.</exception>
    public ref float this[int row, int column] => ref buffer[Offset([row, column])];

    /// <summary>The element at an index of a tensor with any number of axes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the shape, or has another number of axes.</exception>
    public ref float this[params ReadOnlySpan<int> index] => ref buffer[Offset(index)];

    /// <summary>Copies the elements to <paramref name="destination"/> in C order of the logical shape.</summary>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has not <see cref="Count"/> elements, or shares memory with the tensor.</exception>
    public void CopyTo(Span<float> destination)
    {
        CheckLength(destination.Length);
        SpanOverlap.CheckApart<float>(destination, nameof(destination), Own, Name);
        while (destination.Length > 0)
        {
            var run = RunAt(Count - destination.Length);
            if (run.Stride == 1)
            {
                buffer.Slice(run.Offset, run.Length).CopyTo(destination);
            }
            else
            {
                for (var i = 0; i < run.Length; i++)
                    destination[i] = buffer[run.Offset + (i * run.Stride)];
            }

            destination = destination[run.Length..];
        }
    }

    /// <summary>Sets the elements from <paramref name="source"/>, which lists them in C order of the logical shape.</summary>
    /// <exception cref="ArgumentException"><paramref name="source"/> has not <see cref="Count"/> elements, or shares memory with the tensor.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length);
        SpanOverlap.CheckApart<float>(Own, Name, source, nameof(source));
        while (source.Length > 0)
        {
            var run = RunAt(Count - source.Length);
            if (run.Stride == 1)
            {
                source[..run.Length].CopyTo(buffer[run.Offset..]);
            }
            else
            {
                for (var i = 0; i < run.Length; i++)
                    buffer[run.Offset + (i * run.Stride)] = source[i];
            }

            source = source[run.Length..];
        }
    }

    /// <summary>The elements in C order of the logical shape, as a new array.</summary>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    private int Offset(ReadOnlySpan<int> index)
    {
        if (index.Length != Shape.Count)
            throw new ArgumentOutOfRangeException(nameof(index), $"'{Name}' has {Shape.Count} axes [{string.Join(", ", Shape)}]; the index has {index.Length}.");
        var offset = layout.Offset;
        for (var axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)Shape[axis])
                throw new ArgumentOutOfRangeException(nameof(index), $"Index {index[axis]} is outside axis {axis} of '{Name}', which has {Shape[axis]} elements.");
            offset += layout.Along(axis, index[axis]);
        }

        return offset;
    }

    /// <summary>The part of the buffer in which the elements are; what is between them is padding.</summary>
    private ReadOnlySpan<float> Own => buffer.Slice(layout.Offset, Math.Min(layout.Extent(Shape), buffer.Length - layout.Offset));

    /// <summary>The elements from one on, in C order, that lie at one distance from each other.</summary>
    private (int Offset, int Stride, int Length) RunAt(int linear)
    {
        var axis = Shape.Count - 1;
        if (axis < 0)
            return (layout.Offset, 1, 1);
        var (stride, extent) = (layout.Strides[axis], Shape[axis]);
        if (axis == layout.BlockedAxis)
        {
            var index = linear % extent;
            return (Offset(linear), stride, Math.Min(layout.Block - (index % layout.Block), extent - index));
        }

        for (; axis > 0 && axis - 1 != layout.BlockedAxis && layout.Strides[axis - 1] == stride * extent; axis--)
            extent *= Shape[axis - 1];
        return (Offset(linear), stride, extent - (linear % extent));
    }

    private int Offset(int linear)
    {
        var offset = layout.Offset;
        for (var axis = Shape.Count - 1; axis >= 0; axis--)
        {
            offset += layout.Along(axis, linear % Shape[axis]);
            linear /= Shape[axis];
        }

        return offset;
    }

    private void CheckLength(int length)
    {
        if (length != Count)
            throw new ArgumentException($"'{Name}' [{string.Join(", ", Shape)}] has {Count} elements; {length} were given.");
    }
}
