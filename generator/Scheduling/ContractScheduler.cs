using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Schedules a contraction. Best is an outer product: an index that lies side by side in the output and in one operand is the vector,
/// and the other operand is broadcast. Where no index does, and the columns are few, it is dot products along a reduced index that lies
/// side by side in both operands; else the weight is first copied, transposed, and then it is an outer product after all.
/// </summary>
internal sealed class ContractScheduler
{
    // What a loop order is judged by where the batch is not known.
    private const int TypicalBatch = 64;

    // Floats that stay in the first-level cache while a loop runs over them again and again.
    private const int FirstLevelCache = 6144;

    // Dot products side by side in a tile: with three rows they fill the accumulators.
    private const int DotColumnTile = 4;

    private readonly NetworkGraph graph;
    private readonly EquatableArray<TensorLayout> layouts;
    private readonly ContractKernel kernel;
    private readonly EquatableArray<IndexVariable> indices;
    private readonly IndexedTensor output;

    private ContractScheduler(NetworkGraph graph, EquatableArray<TensorLayout> layouts, ContractKernel kernel)
    {
        this.graph = graph;
        this.layouts = layouts;
        this.kernel = kernel;
        indices = WithRow(kernel.Contract);
        output = Tensor(kernel.Outputs[0].Node, kernel.Contract.Output);
    }

    /// <param name="graph">The graph.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="kernel">The contraction.</param>
    /// <param name="transposed">Which parameters have been copied by kernels before this one; added to.</param>
    public static IEnumerable<ScheduledKernel> Schedule(
        NetworkGraph graph, EquatableArray<TensorLayout> layouts, ContractKernel kernel, HashSet<int> transposed)
        => new ContractScheduler(graph, layouts, kernel).Schedule(transposed);

    private List<ScheduledKernel> Schedule(HashSet<int> transposed)
    {
        var left = Tensor(kernel.Left, kernel.Contract.Left);
        var right = Tensor(kernel.Right, kernel.Contract.Right);
        var columns = new[] { (Broadcast: left, Vector: right), (Broadcast: right, Vector: left) }
            .SelectMany(pair => VectorIndices(pair.Broadcast, pair.Vector).Select(column => (pair.Broadcast, pair.Vector, Column: column)))
            .OrderByDescending(candidate => indices[candidate.Column].Extent.Size)
            .ToArray();
        var dots = new[] { (Rows: left, Columns: right), (Rows: right, Columns: left) }
            .SelectMany(pair => DotColumns(pair.Rows, pair.Columns).Select(dot => (pair.Rows, pair.Columns, dot.Column, dot.Vector)))
            .OrderBy(candidate => indices[candidate.Column].Extent.Size)
            .ToArray();
        var isNarrow = columns.Length > 0 && indices[columns[0].Column].Extent.Size <= DotColumnTile
            && dots.Length > 0 && indices[dots[0].Vector].Extent.Size >= Vectors.Width;
        if (columns.Length > 0 && !isNarrow)
            return [OuterProduct(columns[0].Broadcast, columns[0].Vector, columns[0].Column, isTransposed: false)];
        var isWeight = graph[right.Owner].Operation is Parameter && graph[right.Owner].Shape.Rank == 2 && right.BlockedIndex >= 0;
        if (dots.Length > 0 && (indices[dots[0].Column].Extent.Size <= DotColumnTile || !isWeight))
            return [DotProduct(dots[0].Rows, dots[0].Columns, dots[0].Column, dots[0].Vector)];
        return Transposed(left, right, transposed);
    }

    /// <summary>The indices that can be the vector: in the output and in one operand only, side by side in both, of constant extent.</summary>
    private IEnumerable<int> VectorIndices(IndexedTensor broadcast, IndexedTensor vector)
        => Enumerable.Range(0, indices.Count).Where(index =>
            IsStoredAlong(index) && vector.Strides[index] == 1 && broadcast.Strides[index] == 0
            && !indices[index].Extent.IsBatch && (output.BlockedIndex != index || vector.BlockedIndex != index || output.Block == vector.Block));

    /// <summary>The pairs of a column, side by side in the output, and a reduced index that is side by side in both operands.</summary>
    private IEnumerable<(int Column, int Vector)> DotColumns(IndexedTensor rows, IndexedTensor columns)
        => from vector in Enumerable.Range(0, indices.Count)
           where rows.Strides[vector] == 1 && columns.Strides[vector] == 1 && output.Strides[vector] == 0
               && rows.BlockedIndex != vector && columns.BlockedIndex != vector && !indices[vector].Extent.IsBatch
           from column in Enumerable.Range(0, indices.Count)
           where IsStoredAlong(column) && columns.Strides[column] != 0 && rows.Strides[column] == 0
               && columns.BlockedIndex != column && output.BlockedIndex != column && !indices[column].Extent.IsBatch
           select (column, vector);

    private ScheduledKernel OuterProduct(IndexedTensor broadcast, IndexedTensor vector, int column, bool isTransposed)
    {
        var rows = Enumerable.Range(0, indices.Count).Where(index => IsKept(index) && vector.Strides[index] == 0 && index != column).ToArray();
        var row = rows.OrderByDescending(index => Typical(indices[index].Extent)).First();
        var columnTile = vector.BlockedIndex == column ? vector.Block
            : output.BlockedIndex == column ? output.Block
            : Vectors.Width * FreeVectors(indices[row].Extent, indices[column].Extent.Size);
        var rowTile = RowTile(indices[row].Extent, columnTile / Vectors.Width);
        var reduced = Enumerable.Range(0, indices.Count).Where(index => !IsKept(index)).ToEquatableArray();
        var outer = Enumerable.Range(0, indices.Count).Where(index => IsKept(index) && index != row && index != column && indices[index].Extent != 1).ToEquatableArray();

        var rowTiles = Tiles(Typical(indices[row].Extent), rowTile);
        var columnTiles = Tiles(indices[column].Extent.Size, columnTile);
        var columnsOutermost = Traffic(columnTiles, Size(broadcast)) <= Traffic(rowTiles, Size(vector));

        var arguments = new ArgumentList(isShared: false);
        Operand ToOperand(IndexedTensor tensor, int argument) => tensor.ToOperand(argument, column, columnTile);
        var schedule = new OuterProductSchedule(
            indices, outer, row, column, reduced, rowTile, columnTile, columnsOutermost, FinishInRegisters(),
            ToOperand(broadcast, arguments.Read(broadcast.Owner)),
            ToOperand(vector, arguments.Read(vector.Owner, isTransposed)),
            Extras(arguments, ToOperand),
            Outputs(arguments, ToOperand));
        return new ScheduledKernel(kernel, kernel.IsBackward, schedule, arguments.ToArray());
    }

    private ScheduledKernel DotProduct(IndexedTensor left, IndexedTensor right, int column, int vector)
    {
        var rows = Enumerable.Range(0, indices.Count).Where(index => IsKept(index) && index != column && right.Strides[index] == 0);
        var row = rows.OrderByDescending(index => Typical(indices[index].Extent)).First();
        var reduced = Enumerable.Range(0, indices.Count).Where(index => !IsKept(index) && index != vector).Append(vector).ToEquatableArray();
        var outer = Enumerable.Range(0, indices.Count).Where(index => IsKept(index) && index != row && index != column && indices[index].Extent != 1).ToEquatableArray();
        var columns = Math.Min(indices[column].Extent.Size, DotColumnTile);
        var rowTile = Math.Min(6, Vectors.Accumulators / columns);

        var arguments = new ArgumentList(isShared: false);
        Operand ToOperand(IndexedTensor tensor, int argument) => tensor.ToOperand(argument, column, columns);
        var schedule = new DotProductSchedule(
            indices, outer, row, column, reduced, rowTile, columns,
            ToOperand(left, arguments.Read(left.Owner)),
            ToOperand(right, arguments.Read(right.Owner)),
            Extras(arguments, ToOperand),
            Outputs(arguments, ToOperand));
        return new ScheduledKernel(kernel, kernel.IsBackward, schedule, arguments.ToArray());
    }

    /// <summary>
    /// Copies the weight into panels along its other axis and multiplies by the copy. The copy costs one pass over the weight, as the
    /// optimizer's step does several times; it pays from a few samples on.
    /// </summary>
    private List<ScheduledKernel> Transposed(IndexedTensor left, IndexedTensor right, HashSet<int> transposed)
    {
        if (graph[right.Owner].Operation is not Parameter parameter || graph[right.Owner].Shape.Rank != 2 || right.BlockedIndex < 0)
            return Copied(left, right);

        var source = layouts[parameter.Index];
        var (rows, columns) = (graph[right.Owner].Shape[0].Size, graph[right.Owner].Shape[1].Size);
        var copy = TensorLayout.ColumnPanels(rows, columns, columns > Vectors.Width ? 2 * Vectors.Width : Vectors.Width);
        var scheduled = new List<ScheduledKernel>();
        if (transposed.Add(right.Owner))
        {
            var arguments = new ArgumentList(isShared: false);
            arguments.Read(right.Owner);
            arguments.Write(right.Owner, isTransposed: true);
            scheduled.Add(new ScheduledKernel(null, kernel.IsBackward, new TransposeSchedule(rows, columns, source, copy), arguments.ToArray()));
        }

        var packed = new StoredTensor(right.Owner, graph[right.Owner].Shape, copy.Strides, copy.BlockedAxis, copy.Block, copy.BlockStride, IsPadded: true)
            .By(kernel.Contract.Right, indices.Count);
        var column = VectorIndices(left, packed).First();
        scheduled.Add(OuterProduct(left, packed, column, isTransposed: true));
        return scheduled;
    }

    /// <summary>
    /// No index lies side by side where it should: copies the operand that has the output's last index, with that index last.
    /// </summary>
    private List<ScheduledKernel> Copied(IndexedTensor left, IndexedTensor right)
    {
        var column = Enumerable.Range(0, indices.Count)
            .Where(index => IsStoredAlong(index) && !indices[index].Extent.IsBatch
                && (left.Strides[index] == 0) != (right.Strides[index] == 0))
            .OrderByDescending(index => indices[index].Extent.Size)
            .Cast<int?>().FirstOrDefault()
            ?? throw new InvalidGraphException($"no schedule for {kernel.Contract} of {graph[kernel.Left].Name} and {graph[kernel.Right].Name}");
        var isRight = right.Strides[column] != 0;
        var (node, access) = isRight ? (kernel.Right, kernel.Contract.Right) : (kernel.Left, kernel.Contract.Left);
        var source = StoredTensor.Of(graph, layouts, node);
        var shape = graph[node].Shape;

        // The axis of the column goes last.
        var last = Enumerable.Range(0, shape.Rank).First(axis => access.Axes[axis].Terms.Any(term => term.Index == column));
        var order = Enumerable.Range(0, shape.Rank).Where(axis => axis != last).Append(last).ToArray();
        var contiguous = Views.Contiguous(new Shape(order.Select(axis => shape[axis]).ToEquatableArray()));
        var strides = Enumerable.Range(0, shape.Rank).Select(axis => contiguous[Array.IndexOf(order, axis)]).ToEquatableArray();

        var arguments = new ArgumentList(isShared: false);
        var loops = order.Select(axis => new IndexVariable(axis == last ? "column" : axis == 0 && shape.IsBatched ? "sample" : "row", shape[axis]));
        var read = new Operand(
            arguments.Read(source.Owner), order.Select(axis => source.Strides[axis]).ToEquatableArray(), 0, IsPadded: false, source.Offset);
        var written = new Operand(arguments.Write(node, isTransposed: true), contiguous, 0, IsPadded: false, 0);
        var copy = new ElementSchedule(loops.ToEquatableArray(), [read], [new StoredOperand(written, new Argument(0))], null);

        var packed = new StoredTensor(node, shape, strides, -1, 1, 0, IsPadded: false).By(access, indices.Count);
        return
        [
            new ScheduledKernel(null, kernel.IsBackward, copy, arguments.ToArray()),
            isRight ? OuterProduct(left, packed, column, isTransposed: true) : OuterProduct(right, packed, column, isTransposed: true),
        ];
    }

    private EquatableArray<Operand> Extras(ArgumentList arguments, Func<IndexedTensor, int, Operand> toOperand)
        => kernel.Extras.Select(extra =>
        {
            var tensor = StoredTensor.Of(graph, layouts, extra)
                .BroadcastBy(kernel.Contract.Output, graph[kernel.Root].Shape, indices.Count);
            return toOperand(tensor, arguments.Read(tensor.Owner));
        }).ToEquatableArray();

    private EquatableArray<StoredOperand> Outputs(ArgumentList arguments, Func<IndexedTensor, int, Operand> toOperand)
        => kernel.Outputs.Select(stored =>
        {
            var tensor = Tensor(stored.Node, kernel.Contract.Output);
            tensor = tensor with { Offset = tensor.Offset + stored.Offset };
            return new StoredOperand(toOperand(tensor, arguments.Write(tensor.Owner)), stored.Expression);
        }).ToEquatableArray();

    /// <summary>Whether all that is stored lies side by side along an index.</summary>
    private bool IsStoredAlong(int index) => kernel.Outputs.All(stored => Tensor(stored.Node, kernel.Contract.Output).Strides[index] == 1);

    private IndexedTensor Tensor(int node, Access access) => StoredTensor.Of(graph, layouts, node).By(access, indices.Count);

    private bool IsKept(int index) => index >= kernel.Contract.Indices.Count || kernel.Contract.Output.Uses(index);

    /// <summary>A cheap finish is made while the sums are in registers; one with exponentials would spill them.</summary>
    private bool FinishInRegisters() => kernel.Outputs.All(static output => !ScalarSize.IsTranscendental(output.Expression));

    private int Size(IndexedTensor tensor)
    {
        var size = 1;
        for (var index = 0; index < indices.Count; index++)
            size *= tensor.Strides[index] == 0 ? 1 : Typical(indices[index].Extent);
        return size;
    }

    private static double Traffic(int passes, int floats) => (double)passes * floats * (floats <= FirstLevelCache ? 0.25 : 1);

    private static int Typical(Extent extent) => extent.IsBatch ? TypicalBatch * extent.Size : extent.Size;

    private static int Tiles(int extent, int tile) => (extent + tile - 1) / tile;

    /// <summary>Vectors in a tile where no layout says how many: three if the rows are so few that they leave registers free.</summary>
    private static int FreeVectors(Extent rows, int columns)
        => Math.Min(Tiles(columns, Vectors.Width), !rows.IsBatch && rows.Size <= Vectors.Accumulators / 3 ? 3 : 2);

    /// <summary>As many rows as there are accumulators for; of a constant number of rows, equal shares.</summary>
    private static int RowTile(Extent rows, int vectors)
    {
        var most = Math.Min(8, Vectors.Accumulators / vectors);
        return rows.IsBatch ? most : Tiles(rows.Size, Tiles(rows.Size, most));
    }

    /// <summary>A contraction without rows is one with a single row.</summary>
    private static EquatableArray<IndexVariable> WithRow(Contract contract) => contract.Indices.Append(new IndexVariable("row", 1)).ToEquatableArray();
}
