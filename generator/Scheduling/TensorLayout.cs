namespace NetGen.Generator.Scheduling;

/// <summary>
/// Where the elements of a parameter, or of a packed copy of one, lie. An axis can be cut into blocks, so that the block's elements lie
/// side by side, as vectors are loaded, whatever lies between them in the logical shape.
/// </summary>
/// <param name="Strides">The distance between neighbours along each axis; within a block for the blocked axis.</param>
/// <param name="BlockedAxis">The axis that is cut into blocks, or −1.</param>
/// <param name="Block">How many indices make a block.</param>
/// <param name="BlockStride">The distance between blocks.</param>
/// <param name="Length">How many floats the tensor takes, padding included: a multiple of <see cref="Alignment"/>.</param>
internal sealed record TensorLayout(EquatableArray<int> Strides, int BlockedAxis, int Block, int BlockStride, int Length)
{
    /// <summary>64 bytes: every tensor starts at a cache line.</summary>
    public const int Alignment = 16;

    /// <summary>In C order; the last axis is made so long that <paramref name="rowMultiple"/> divides it.</summary>
    public static TensorLayout RowMajor(EquatableArray<int> dimensions, int rowMultiple = 1)
    {
        var strides = new int[dimensions.Count];
        var stride = 1;
        for (var axis = dimensions.Count - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= axis == dimensions.Count - 1 ? RoundUp(dimensions[axis], rowMultiple) : dimensions[axis];
        }

        return new TensorLayout(strides.ToEquatableArray(), -1, 1, 0, RoundUp(stride, Alignment));
    }

    /// <summary>A matrix [rows, columns] cut into panels of rows: [row / block][column][row mod block].</summary>
    public static TensorLayout RowPanels(int rows, int columns, int block)
        => new([1, block], 0, block, columns * block, RoundUp(RoundUp(rows, block) * columns, Alignment));

    /// <summary>A matrix [rows, columns] cut into panels of columns: [column / block][row][column mod block].</summary>
    public static TensorLayout ColumnPanels(int rows, int columns, int block)
        => new([block, 1], 1, block, rows * block, RoundUp(RoundUp(columns, block) * rows, Alignment));

    public static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
