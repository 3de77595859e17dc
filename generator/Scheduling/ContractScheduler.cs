using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Schedules a contraction. There are four forms: an outer product, in which an index of the output and of one operand is the vector and
/// the other operand is broadcast; dot products along a reduced index of both operands; an outer product with an operand that is
/// first copied, so that the vector lies side by side in it; and one whose vectors are apart in the output, which is transposed
/// afterwards. All that fit are tried, and the cheapest by <see cref="TileCost"/> is taken.
/// </summary>
internal sealed partial class ContractScheduler
{
    // The part of the first cache that stays there while a loop runs over it again and again.
    private const double KeptInFirstCache = 0.75;

    // How many times what the multiply-adds alone take is not worth a search for a way with a copy.
    private const double GoodEnough = 1.15;

    // Statements to which the innermost loop of a sum may grow when it is written out.
    private const int LongestUnrolled = 128;

    // How many rows a smaller tile has, and from how many products of a row on it is worth its text.
    private const int SmallRows = 4;
    private const int FewestProducts = 1024;

    private readonly NetworkGraph graph;
    private readonly ParameterLayouts layouts;
    private readonly ContractKernel kernel;
    private readonly Target target;
    private readonly bool isInOrder;
    private readonly Turns? turns;

    private ContractScheduler(NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel, bool isInOrder = false, Turns? turns = null)
    {
        this.isInOrder = isInOrder;
        this.turns = turns;
        this.graph = graph;
        this.layouts = layouts;
        this.kernel = kernel;
        target = layouts.Target;
    }

    /// <param name="graph">The graph.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="kernel">The contraction.</param>
    /// <param name="transposed">Which weights have been copied by kernels before this one; added to.</param>
    /// <param name="nests">What became of the plans of kernels before this one; added to.</param>
    /// <param name="isInOrder">Whether sums are taken in the order of their terms, whatever the batch.</param>
    /// <returns>A copy that has to be made before, and the contraction.</returns>
    public static (ScheduledKernel? Copy, ScheduledKernel Product) Schedule(
        NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel, TransposedWeights transposed, PlannedNests nests, bool isInOrder = false)
        => new ContractScheduler(graph, layouts, kernel, isInOrder).Schedule(transposed, nests);

    /// <summary>What is done of a contraction in each turn of loops around it.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="kernel">The contraction.</param>
    /// <param name="turns">The loops.</param>
    /// <param name="nests">What became of the plans of kernels before this one; added to.</param>
    /// <param name="isInOrder">Whether sums are taken in the order of their terms, whatever the batch.</param>
    /// <returns>A copy that has to be made before, and the contraction; null where there is no way.</returns>
    public static (ScheduledKernel? Copy, ScheduledKernel Product)? ScheduleTurn(
        NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel, Turns turns, PlannedNests nests, bool isInOrder)
        => new ContractScheduler(graph, layouts, kernel, isInOrder, turns) is var scheduler && scheduler.Candidates(new()) is { Count: > 0 } candidates ? scheduler.Schedule(candidates, nests) : null;

    /// <summary>What a contraction costs, in cycles; null where there is no plan for it.</summary>
    public static double? Cost(NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel, bool isInOrder)
        => Cheapest(new ContractScheduler(graph, layouts, kernel, isInOrder).Candidates(new()))?.Cost;

    /// <summary>Every plan that was compared for a contraction with what it costs, in cycles, the one that is taken first.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="kernel">The contraction.</param>
    /// <returns>What its multiply-adds alone would take, and the plans.</returns>
    public static (double Least, IReadOnlyList<(double Cost, TilePlan Plan)> Plans) Compare(NetworkGraph graph, ParameterLayouts layouts, ContractKernel kernel)
    {
        var scheduler = new ContractScheduler(graph, layouts, kernel);
        return (
            TileCost.Least(ContractLoops.Of(graph, layouts, kernel).Indices, layouts.Target),
            [.. scheduler.Candidates(TransposedWeights.Of(graph)).OrderBy(static candidate => candidate.Cost).Select(static candidate => (candidate.Cost, candidate.Plan))]);
    }

    /// <summary>A way to carry the contraction out.</summary>
    private sealed record Candidate(double Cost, TilePlan Plan, EquatableArray<KernelArgument> Arguments, ScheduledKernel? Copy = null)
    {
        /// <summary>Whether all vectors that are loaded lie side by side.</summary>
        public bool LoadsSideBySide => Plan switch
        {
            OuterProductPlan outer => outer.Vector.Strides[outer.Column] == 1,
            DotProductPlan dot => dot.Reduced[dot.Reduced.Count - 1] is var inner && dot.Rows.Strides[inner] == 1 && dot.Columns.Strides[inner] == 1,
            _ => true,
        };
    }

    /// <summary>What is compared: all ways without a copy, and those with one where none of them is good enough.</summary>
    private List<Candidate> Candidates(TransposedWeights transposed)
    {
        var loops = ContractLoops.Of(graph, layouts, kernel);
        if (turns is not null)
            loops = loops.Within(turns.Indices, turns.Block);
        var simplified = loops.Simplified();
        List<Candidate> candidates = [.. OuterProducts(simplified), .. DotProducts(simplified)];
        var best = Cheapest(candidates);
        if (best is null || best.Cost > GoodEnough * TileCost.Least(loops.Indices, target))
            candidates.AddRange([.. Copies(loops, transposed, best?.LoadsSideBySide == true), .. Unpacked(loops)]);
        return kernel.OperandEnd is { } end ? candidates.FindAll(candidate => IsUpToDiagonal(candidate.Plan, end)) : candidates;
    }

    /// <summary>Whether the sum leaves out what is above the diagonal of an operand, but for what the rows of a tile have before they end.</summary>
    private static bool IsUpToDiagonal(TilePlan plan, CausalEnd end)
    {
        if (plan is not OuterProductPlan { Ranges: [var range] } outer)
            return false;
        var (rows, length) = (range.Kept == outer.Row ? outer.RowTile : 1, outer.Loops[range.Kept].Extent.Size);

        // A last tile may overlap the one before it, and begin anywhere.
        return rows - 1 <= end.Beyond || (end.Block % rows == 0 && (length % rows == 0 || end.Of(length - rows, length) == length));
    }

    private (ScheduledKernel? Copy, ScheduledKernel Product) Schedule(TransposedWeights transposed, PlannedNests nests)
    {
        var candidates = Candidates(transposed);
        if (candidates.Count == 0)
            throw new InvalidGraphException($"no schedule for {kernel.Contract} of {graph[kernel.Left].Name} and {graph[kernel.Right].Name}");
        var (copy, scheduled) = Schedule(candidates, nests);
        if (copy?.Schedule is NestSchedule { Copy: not null })
            transposed.Add(copy.Arguments[1].Node);
        return (copy, scheduled);
    }

    private (ScheduledKernel? Copy, ScheduledKernel Product) Schedule(List<Candidate> candidates, PlannedNests nests)
    {
        var best = Cheapest(candidates)!;
        var schedule = nests.Of(best.Plan, () => new NestSchedule(Rewritten(best)) { Plan = best.Plan });
        var scheduled = new ScheduledKernel(kernel, kernel.IsBackward, schedule, best.Arguments)
        {
            Choice = new(candidates.Count, best.Cost),
        };
        return (best.Copy, scheduled);
    }

    /// <summary>The nest that a plan makes of the contraction.</summary>
    private Nest Rewritten(Candidate candidate)
    {
        ValueName NameOf(int argument) => graph[candidate.Arguments[argument].Node].Name;
        var steps = TileStrategy.Of(candidate.Plan, NameOf);
        return steps[steps.Count - 1];
    }

    // Of those that cost the same, the first.
    private static Candidate? Cheapest(List<Candidate> candidates) => candidates.OrderBy(static candidate => candidate.Cost).FirstOrDefault();

    private static bool IsInPanels(IndexedTensor tensor) => tensor.BlockedIndex >= 0;

    /// <summary>Either operand may be the vector and the other one broadcast.</summary>
    private IEnumerable<Candidate> OuterProducts(ContractLoops loops, PackedOperand? packing = null, UnpackedResults? unpacked = null)
        => loops.Kept.All(static isKept => isKept) || (Accumulates(loops) && !CanAccumulate(loops)) ? []
            : OuterProducts(loops, loops.Left, loops.Right, packing, unpacked).Concat(OuterProducts(loops, loops.Right, loops.Left, packing, unpacked));

    /// <summary>Whether each sample adds to what the others have stored.</summary>
    private static bool Accumulates(ContractLoops loops) => loops.Sample >= 0 && loops.Results.Count == 0 && loops.Outputs[0].Strides[loops.Sample] == 0;

    /// <summary>Only sums as they are can be added to, and what is set to zero first has to be the outputs' alone.</summary>
    private bool CanAccumulate(ContractLoops loops)
        => kernel.Outputs.All(static output => output.Expression is Argument) && loops.Outputs.All(output => IsContiguous(loops, output))
            && (kernel.Outputs.Count == 1 || !HasGradient);

    /// <summary>Whether it stores the gradient of a parameter.</summary>
    private bool HasGradient => kernel.Outputs.Any(output => Uses.Of(graph).IsGradient(output.Node));

    private static bool IsContiguous(ContractLoops loops, IndexedTensor output)
    {
        var own = Enumerable.Range(0, loops.Indices.Count).Where(index => output.Strides[index] != 0 && loops.Indices[index].Extent != 1).ToArray();
        return output.BlockedIndex < 0
            && own.Sum(index => (loops.Indices[index].Extent.Size - 1L) * output.Strides[index]) + 1 == own.Aggregate(1L, (count, index) => count * loops.Indices[index].Extent.Size);
    }

    private IEnumerable<Candidate> OuterProducts(
        ContractLoops loops, IndexedTensor broadcast, IndexedTensor vector, PackedOperand? packing, UnpackedResults? unpacked)
        => from column in Enumerable.Range(0, loops.Indices.Count)
           where IsVector(loops, column, vector) && column != loops.Block?.Loop && broadcast.Strides[column] == 0 && IsWalkable(loops, broadcast, column) && IsWalkable(loops, vector, column)
           from row in Enumerable.Range(0, loops.Indices.Count)
           where row != column && IsLoop(loops, row)
           from vectors in VectorsOfTile(loops, vector, column)
           from rows in RowsOfTile(loops, vector, column, row, vectors)
           let plain = OuterProduct(loops, broadcast, vector, row, column, rows, vectors * target.Lanes, packing, unpacked)
           from tiles in InPanels(loops, broadcast, vector, plain)
           select new Candidate(TileCost.OuterProduct(tiles.Plan), tiles.Plan, tiles.Arguments);

    /// <summary>A plan as it is, and with its operands in panels where the sum goes far in them.</summary>
    private IEnumerable<(OuterProductPlan Plan, EquatableArray<KernelArgument> Arguments)> InPanels(
        ContractLoops loops, IndexedTensor broadcast, IndexedTensor vector, (OuterProductPlan Plan, EquatableArray<KernelArgument> Arguments) plain)
    {
        yield return plain;
        var plan = plain.Plan;
        if (loops.Sample >= 0 || plan.IsInOrder || plan.Packing is not null || plan.Ranges.Count > 0 || !plan.FinishInRegisters || plan.Loops[plan.Row].Extent.IsBatch
            // A copy of a weight is kept for other kernels, and would be overwritten.
            || !graph[vector.Owner].Shape.IsBatched || !TileCost.IsFar(plan, plan.Vector) || plan.Vector.Strides[plan.Column] != 1 || plan.Vector.Strides[plan.Row] != 0)
        {
            yield break;
        }

        var arguments = new List<KernelArgument>(plain.Arguments);
        var panels = new Panels(arguments.Count, broadcast.Owner != vector.Owner && graph[broadcast.Owner].Shape.IsBatched && TileCost.IsFar(plan, plan.Broadcast) ? arguments.Count + 1 : null);
        plan = plan with { Panels = panels, ColumnsOverlap = false, ColumnsOutermost = true, Diagonal = null };
        arguments.Add(Copy(vector, plan.ColumnTile));
        if (panels.Broadcast is not null)
            arguments.Add(Copy(broadcast, plan.Loops[plan.Row].Extent.Size));
        yield return (plan, arguments.ToEquatableArray());

        // Whole vectors are stored, of which the last reaches behind the elements.
        KernelArgument Copy(IndexedTensor operand, int neighbours)
            => new(operand.Owner, TensorForm.Packed, IsWritten: true) { Length = TensorLayout.RoundUp((neighbours * plan.BlockLength) + target.Lanes, TensorLayout.Alignment) };
    }

    /// <summary>Stored side by side along the index, which goes through the operand in equal steps.</summary>
    private static bool IsVector(ContractLoops loops, int index, IndexedTensor operand)
        => loops.Kept[index] && !loops.Indices[index].Extent.IsBatch && loops.Outputs.All(output => output.Strides[index] == 1)
            && (operand.BlockedIndex == index ? operand.Strides[index] == 1 : operand.Strides[index] != 0)
            && loops.Outputs.All(output => output.BlockedIndex != index || operand.BlockedIndex != index || output.Block == operand.Block);

    /// <summary>Whether a loop can go through a tensor in equal steps: panels are gone through by the columns only, unless there is but one.</summary>
    private static bool IsWalkable(ContractLoops loops, IndexedTensor tensor, int column)
        => tensor.BlockedIndex < 0 || tensor.BlockedIndex == column || loops.Indices[tensor.BlockedIndex].Extent.Size <= tensor.Block;

    /// <summary>Whether an index can be a tile's rows: one of several steps that is kept, or the last, which has one.</summary>
    private static bool IsLoop(ContractLoops loops, int index)
        => loops.Kept[index] && index != loops.Sample && (loops.Indices[index].Extent != 1 || index == loops.Indices.Count - 1);

    /// <summary>How many vectors a tile is wide: as many as make a panel where the columns lie in panels, else up to three.</summary>
    private IEnumerable<int> VectorsOfTile(ContractLoops loops, IndexedTensor vector, int column)
    {
        if (Panel(loops, vector, column) is { } panel)
            return [panel / target.Lanes];
        return Enumerable.Range(1, Math.Min(3, target.VectorsOf(loops.Indices[column].Extent.Size)));
    }

    /// <summary>Whether rows that are left by whole tiles are worth a tile of their own: those of a batch that has one for each sample, and so may have few.</summary>
    private static bool HasSmallRowTile(ContractLoops loops, int row, int column, int rowTile)
        => rowTile > SmallRows && loops.Indices[row].Extent is { IsBatch: true, Size: 1, Lengths: null } && !Accumulates(loops)
            && Reduced(loops).Aggregate((long)loops.Indices[column].Extent.Size, (products, index) => products * loops.Indices[index].Extent.Size) >= FewestProducts;

    /// <summary>As many rows as there are accumulators for; of a constant number of rows, equal shares.</summary>
    private IEnumerable<int> RowsOfTile(ContractLoops loops, IndexedTensor vector, int column, int row, int vectors)
    {
        var extent = loops.Indices[row].Extent;
        var most = Math.Min(8, target.Accumulators / vectors);
        if (extent.IsBatch)
            return [most];
        var smallest = Panel(loops, vector, column) is null ? 1 : most;
        return Enumerable.Range(smallest, most - smallest + 1)
            .Select(rows => (int)TileCost.Tiles(extent.Size, TileCost.Tiles(extent.Size, rows)))
            .Where(rows => extent.Size % rows == 0 || (!Accumulates(loops) && row != loops.Block?.Loop))
            .Distinct().OrderByDescending(static rows => rows);
    }

    private static int? Panel(ContractLoops loops, IndexedTensor vector, int column)
        => vector.BlockedIndex == column ? vector.Block : loops.Outputs.FirstOrDefault(output => output.BlockedIndex == column)?.Block;

    private (OuterProductPlan Plan, EquatableArray<KernelArgument> Arguments) OuterProduct(
        ContractLoops loops, IndexedTensor broadcast, IndexedTensor vector, int row, int column, int rowTile, int columnTile, PackedOperand? packed,
        UnpackedResults? unpacked)
    {
        var indices = loops.Indices;
        var reduced = Reduced(loops).ToEquatableArray();
        var columns = indices[column].Extent.Size;
        var overlap = columns >= target.Lanes && !Accumulates(loops) && !HasGradient && Panel(loops, vector, column) is null
            && !(vector.IsPadded && loops.Outputs.All(static output => output.IsPadded));
        var vectors = target.VectorsOf(Math.Min(columns, columnTile));
        var innermost = indices[reduced[reduced.Count - 1]].Extent;
        var statements = innermost.Size * (vectors + (rowTile * (1 + vectors)));

        var tileIndices = Enumerable.Range(0, indices.Count).Where(index => index == row || index == column || !loops.Kept[index]).ToArray();
        var rowTiles = TileCost.Tiles(TileCost.Steps(indices[row].Extent), rowTile);
        var columnTiles = TileCost.Tiles(columns, columnTile);
        var columnsOutermost = Traffic(columnTiles, Size(indices, broadcast, tileIndices)) <= Traffic(rowTiles, Size(indices, vector, tileIndices));

        var arguments = new ArgumentList(isShared: false);
        Operand ToOperand(IndexedTensor tensor, int argument)
        {
            arguments.SetAround(argument, tensor.Around);
            return arguments.FromStart(tensor.ToOperand(argument, column, columnTile));
        }

        Operand Read(IndexedTensor tensor)
            => ToOperand(tensor, packed is not null && tensor.Form == TensorForm.Packed ? arguments.Write(tensor.Owner, tensor.Form) : arguments.Read(tensor.Owner, tensor.Form, tensor.Step));
        var (broadcastOperand, vectorOperand) = (Read(broadcast), Read(vector));
        var packing = packed?.ToPacking(arguments, loops.Sample, vectorOperand.Argument);
        var plan = new OuterProductPlan(
            target, indices, Outer(loops, row, column), row, column, reduced, rowTile, columnTile, overlap, columnsOutermost, FinishInRegisters(),
            IsUnrolled: !innermost.IsBatch && innermost.Size > 1 && statements <= LongestUnrolled,
            // Around a picture, the innermost loop is a window's: too short to leave something out.
            loops.Ranges.Where(range => (range.Loop != reduced[reduced.Count - 1] || (range.KeptStep < 0 && statements > LongestUnrolled)) && range.Kept != column
                    && (range.Kept == row ? indices[row].Extent.Size > rowTile : indices[range.Kept].Extent != 1))
                .GroupBy(static range => range.Loop, static (_, ranges) => ranges.First()).ToEquatableArray(),
            packing, broadcastOperand, vectorOperand, Extras(loops, arguments, ToOperand), Outputs(loops, arguments, ToOperand))
        {
            IsInOrder = isInOrder,
            Block = loops.Block,
            // Where all columns of some rows come before the next columns, rows are left out by whole tiles.
            Diagonal = loops.Diagonal is var (diagonal, across, end) && across == column && loops.Outputs.All(output => output.BlockedIndex != column) && vector.BlockedIndex != column
                && (diagonal == row ? !columnsOutermost || end.Block % rowTile == 0 : indices[diagonal].Extent != 1) ? (diagonal, end) : null,
            SmallRowTile = HasSmallRowTile(loops, row, column, rowTile) ? SmallRows : null,
        };
        if (unpacked is not null && unpacked.ToUnpackings(plan, loops, arguments) is { } unpackings)
        {
            foreach (var unpacking in unpackings)
                arguments.SetLength(unpacking.Source, unpacking.Length(target));
            plan = plan with
            {
                Unpackings = unpackings,
                ColumnsOutermost = true,
                Outputs = plan.Outputs.Select(static output => output with { Operand = output.Operand with { IsScratch = true } }).ToEquatableArray(),
            };
        }
        if (packing is not null)
            arguments.SetLength(packing.Copy, packing.Length(target));
        return (plan, arguments.ToArray());
    }

    /// <summary>Dot products along a reduced index of both operands, several rows by several columns at a time.</summary>
    private IEnumerable<Candidate> DotProducts(ContractLoops loops)
        => DotProducts(loops, loops.Left, loops.Right).Concat(DotProducts(loops, loops.Right, loops.Left));

    private IEnumerable<Candidate> DotProducts(ContractLoops loops, IndexedTensor rows, IndexedTensor columns)
        => from vector in Reduced(loops)
           where rows.Strides[vector] != 0 && columns.Strides[vector] != 0 && !loops.Indices[vector].Extent.IsBatch
               && IsWalkable(loops, rows, -1) && IsWalkable(loops, columns, -1)
           from column in Enumerable.Range(0, loops.Indices.Count)
           where IsVector(loops, column, columns) && rows.Strides[column] == 0 && columns.BlockedIndex != column && loops.Outputs.All(output => output.BlockedIndex != column)
           from row in Enumerable.Range(0, loops.Indices.Count)
           where row != column && IsLoop(loops, row) && columns.Strides[row] == 0
           // The sums of a row are finished as one vector.
           from columnTile in Enumerable.Range(1, Math.Min(Math.Min(6, target.Lanes), loops.Indices[column].Extent.Size)).Reverse()
           let tiles = DotProduct(loops, rows, columns, row, column, vector, columnTile)
           select new Candidate(TileCost.DotProduct(tiles.Plan), tiles.Plan, tiles.Arguments);

    private (DotProductPlan Plan, EquatableArray<KernelArgument> Arguments) DotProduct(ContractLoops loops, IndexedTensor rows, IndexedTensor columns, int row, int column, int vector, int columnTile)
    {
        var indices = loops.Indices;
        var reduced = Reduced(loops).Where(index => index != vector).Append(vector).ToEquatableArray();
        var most = Math.Min(6, target.Accumulators / columnTile);
        var extent = indices[row].Extent;
        var rowTile = extent.IsBatch ? most : (int)TileCost.Tiles(extent.Size, TileCost.Tiles(extent.Size, most));
        var length = indices[vector].Extent.Size;
        var arePadded = rows.IsPadded && columns.IsPadded;
        var overlap = length > target.Lanes && length % target.Lanes != 0 && rows.Strides[vector] == 1 && columns.Strides[vector] == 1 && !arePadded;
        var steps = length / target.Lanes;

        var arguments = new ArgumentList(isShared: false);
        Operand ToOperand(IndexedTensor tensor, int argument)
        {
            arguments.SetAround(argument, tensor.Around);
            return arguments.FromStart(tensor.ToOperand(argument, column, columnTile));
        }

        var plan = new DotProductPlan(
            target, indices, Outer(loops, row, column), row, column, reduced, rowTile, columnTile, overlap,
            IsUnrolled: steps * (columnTile + (rowTile * (1 + columnTile))) <= LongestUnrolled,
            ToOperand(rows, arguments.Read(rows.Owner, step: rows.Step)),
            ToOperand(columns, arguments.Read(columns.Owner, step: columns.Step)),
            Extras(loops, arguments, ToOperand),
            Outputs(loops, arguments, ToOperand));
        return (plan, arguments.ToArray());
    }

    private static IEnumerable<int> Reduced(ContractLoops loops) => Enumerable.Range(0, loops.Indices.Count).Where(index => !loops.Kept[index]);

    private static EquatableArray<int> Outer(ContractLoops loops, int row, int column)
        => Enumerable.Range(0, loops.Indices.Count)
            .Where(index => loops.Kept[index] && index != row && index != column && loops.Indices[index].Extent != 1)
            .OrderBy(index => index != loops.Sample).ToEquatableArray();

    private EquatableArray<Operand> Extras(ContractLoops loops, ArgumentList arguments, Func<IndexedTensor, int, Operand> toOperand)
        => loops.Extras.Select(extra => toOperand(extra, arguments.Read(extra.Owner, step: extra.Step))).ToEquatableArray();

    private EquatableArray<StoredOperand> Outputs(ContractLoops loops, ArgumentList arguments, Func<IndexedTensor, int, Operand> toOperand)
        => loops.Outputs.Select((output, place) => new StoredOperand(toOperand(output, arguments.Write(output.Owner, output.Form, output.Step)), kernel.Outputs[place].Expression)
        {
            IsGradient = Uses.Of(graph).IsGradient(output.Owner),
        }).ToEquatableArray();

    /// <summary>A cheap finish is made while the sums are in registers; one with exponentials would spill them.</summary>
    private bool FinishInRegisters() => kernel.Outputs.All(static output => !ScalarSize.IsTranscendental(output.Expression));

    private static double Size(EquatableArray<IndexVariable> indices, IndexedTensor tensor, IEnumerable<int> among)
        => TileCost.Steps(indices, among.Where(index => tensor.Strides[index] != 0));

    private double Traffic(long passes, double floats) => passes * floats * (floats <= KeptInFirstCache * target.FirstCache ? 0.25 : 1);
}
