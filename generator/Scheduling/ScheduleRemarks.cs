using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>Says how a kernel is carried out and how much work it is, for who reads the code.</summary>
internal static class ScheduleRemarks
{
    public static string? Of(ScheduledKernel kernel, Kernel source) => kernel.Parts.Count > 0 ? OfParts(kernel) : kernel.Schedule is NestSchedule { Plan: { } plan } schedule
        ? string.Join(" ", new[] { Work(kernel, schedule, plan), Tiles(kernel, plan), Finish((ContractKernel)source, plan) }.Where(static sentence => sentence.Length > 0))
        : null;

    /// <summary>How the products are carried out that were joined with other kernels.</summary>
    private static string OfParts(ScheduledKernel kernel)
        => string.Join(" ", kernel.Parts.Where(static part => part.Schedule is NestSchedule { Plan: not null }).Select(static (part, number) => $"Product {Numbers.Text(number + 1)}: {Of(part, part.Source!)}"));

    /// <summary>What was compared, and what the cost model says of the plan that was taken.</summary>
    public static string? ChoiceOf(ScheduledKernel kernel)
    {
        if (kernel.Choice is not { } choice || kernel.Schedule is not NestSchedule { Plan: { } plan } schedule)
            return null;
        var batch = (HasLengths(plan), HasBatch(plan)) switch
        {
            (true, _) => TileCost.TypicalBatch * TileCost.TypicalSteps,
            (_, true) => TileCost.TypicalBatch,
            _ => 1,
        };
        var least = ExecutedProducts.Of(schedule.Nest) * batch * TileCost.MultiplyAdd / plan.Target.Lanes;
        return $"Cheapest of {Numbers.Text(choice.Plans)} plans by an estimate: {Text(choice.Cost)} cycles{For(kernel, plan)}, at least {Text(least)} of them for the multiply-adds.";
    }

    private static string For(ScheduledKernel kernel, TilePlan plan)
    {
        if (!HasBatch(plan))
            return "";
        var batch = Numbers.Text(TileCost.TypicalBatch);
        return kernel.Loop is not null ? $" for a time step of {batch} samples"
            : HasLengths(plan) ? $" for {batch} samples of {Numbers.Text(TileCost.TypicalSteps)} time steps"
            : $" for a batch of {batch}";
    }

    private static string Work(ScheduledKernel kernel, NestSchedule schedule, TilePlan plan)
    {
        var useful = Useful(plan) * (kernel.Turns ?? 1);
        var executed = Math.Round(ExecutedProducts.Of(schedule.Nest));
        var each = kernel.Turns is not null ? " for a sample" : !HasBatch(plan) ? "" : HasLengths(plan) || kernel.Loop is not null ? " for a time step of a sample" : " for a sample";
        if (executed < useful)
            return $"{Text(executed)} multiply-adds{each}, of {Text(useful)}: tiles are left out in which a causal mask hides all elements, which no step reads.";
        return $"{Text(useful)} multiply-adds{each}{(executed > useful ? $" ({Text(executed)} are carried out{Wasted(plan)})" : "")}.";
    }

    /// <summary>What tiles compute besides what is needed: lanes that are not used, rows and columns of which the last tile repeats some, and zeros of a range that the rows of a tile share.</summary>
    private static string Wasted(TilePlan plan)
    {
        var wasted = new List<string>();
        if (plan is OuterProductPlan outer)
        {
            var (row, column, lanes) = (outer.Loops[outer.Row], outer.Loops[outer.Column], outer.Target.Lanes);
            var last = outer.Columns <= outer.ColumnTile ? outer.Columns : outer.TailWidth;
            var overlaps = outer.ColumnsOverlap && outer.Blocks is null && outer.Columns >= lanes;
            var areRepeated = last == 0 ? outer.Columns % outer.ColumnTile != 0 : last % lanes != 0 && overlaps;
            if (last % lanes != 0 && !overlaps)
                wasted.Add($"unused lanes of the last vector of {Counts.Plural(column.Name)}");
            // Where one tile has all columns, it is its last vector that begins before the one in front of it ends.
            var isOneTile = outer.Columns <= outer.ColumnTile;
            string[] repeated = [.. outer.Panels is null && outer.RowsLeft > 0 && !outer.HasGradient ? [Counts.Plural(row.Name)] : Array.Empty<string>(), .. areRepeated && !isOneTile ? [Counts.Plural(column.Name)] : Array.Empty<string>()];
            if (repeated.Length > 0)
                wasted.Add($"{Counts.Joined(repeated)} that {(repeated.Length == 1 ? "a last tile repeats" : "last tiles repeat")}");
            if (areRepeated && isOneTile)
                wasted.Add($"{Counts.Plural(column.Name)} that the last vector of a tile repeats");
            // What a range leaves out for each row alone, is left out as a whole.
            if (outer.Ranges.Any(range => range.Kept == outer.Row || range.From == -ReducedRange.Unbounded || range.To == ReducedRange.Unbounded))
            {
                wasted.Add(outer.RowTile > 1 && outer.Ranges.All(range => range.Kept == outer.Row)
                    ? $"zeros: all {Counts.Of(outer.RowTile, row.Name)} of a tile go through the terms that one of them needs" : "zeros that a tile meets");
            }

        }

        // A sum along an axis ends with a vector that is filled up with zeros.
        if (plan is DotProductPlan dot && dot.Loops[dot.Reduced[dot.Reduced.Count - 1]].Extent.Size % dot.Target.Lanes != 0)
            wasted.Add($"lanes of the last vector of {Counts.Plural(dot.Loops[dot.Reduced[dot.Reduced.Count - 1]].Name)} that are set to 0");
        return wasted.Count == 0 ? "" : ", with " + Counts.Joined(wasted);
    }

    /// <summary>The multiply-adds of the definition, without those of which a range says that they meet zeros.</summary>
    private static double Useful(TilePlan plan)
    {
        var all = Loops(plan).Aggregate(1.0, static (product, loop) => product * loop.Extent.Size);
        return plan is not OuterProductPlan outer ? all : outer.Ranges.Aggregate(all, (count, range) =>
        {
            var (kept, size) = (outer.StepsInAll(range.Kept), outer.Loops[range.Loop].Extent.Size);
            return count / ((double)kept * size) * Enumerable.Range(0, kept).Sum(step => Math.Max(0, range.EndAt(step, size) - range.FirstAt(step)));
        });
    }

    private static string Tiles(ScheduledKernel kernel, TilePlan plan) => plan switch
    {
        OuterProductPlan outer => $"Tiles of {Size(outer.RowTile, outer.Loops[outer.Row], Counts.Of(outer.TileWidth, outer.Loops[outer.Column].Name))}"
            + (SchedulePrinter.IsOneTerm(outer) ? ", one product for each element" : Accumulators(outer)) + $"{OfOwnVectors(outer)}{OtherTiles(outer)}{Copies(kernel, outer)}{Transposed(outer)}.",
        DotProductPlan dot => $"Dot products along {dot.Loops[dot.Reduced[dot.Reduced.Count - 1]].Name}: {Size(dot.RowTile, dot.Loops[dot.Row], Counts.Of(dot.ColumnTile, dot.Loops[dot.Column].Name))} at a time{DotTails(dot)}.",
        _ => "",
    };

    /// <summary><c>6 samples × 16 outputs</c>; where there is one row in all, the columns alone.</summary>
    private static string Size(int rows, IndexVariable row, string columns) => row.Extent == 1 ? columns : $"{Counts.Of(rows, row.Name)} × {columns}";

    /// <summary>How many sums a tile has; one of a single row may have several for each element.</summary>
    private static string Accumulators(OuterProductPlan plan)
    {
        if (plan.RowTile > 1)
            return $" in {Counts.Of(plan.RowTile * plan.Target.VectorsOf(plan.TileWidth), "accumulator")}";
        return plan.Loops[plan.Row].Extent == 1 && plan.HasSumsApart ? $" in {Counts.Of(OuterProductStrategy.SingleRowSums * plan.Target.VectorsOf(plan.TileWidth), "accumulator")}, {Counts.Word(OuterProductStrategy.SingleRowSums).ToLowerInvariant()} for each vector" : "";
    }

    /// <summary>Of rows that share no vectors: then a tile only keeps more sums going.</summary>
    private static string OfOwnVectors(OuterProductPlan plan)
        => plan.RowTile > 1 && plan.Packing is null && plan.Panels is null && plan.Vector.Strides[plan.Row] != 0 ? $", each {plan.Loops[plan.Row].Name} with vectors of its own" : "";

    /// <summary>The smaller tiles that the method has besides.</summary>
    private static string OtherTiles(OuterProductPlan plan)
    {
        var (row, column) = (plan.Loops[plan.Row], plan.Loops[plan.Column]);
        var isOneByOne = plan.Panels is null && plan.RowTile > 1 && row.Extent.IsBatch && row.Extent.Size < plan.FewestRows;
        return (plan.Columns > plan.ColumnTile && plan.TailWidth > 0 ? $", the last of {Counts.Of(plan.TailWidth, column.Name)}" : "")
            + (plan.RowTiles is { } sizes ? $"; tiles of {Numbers.Text(sizes.Small)} take the {Counts.Plural(row.Name)} that are left{(sizes.TakeOneMore.Any() ? $", and where {Counts.OneOf(sizes.TakeOneMore)} are left, those of the last tile of {Numbers.Text(sizes.Large)}, too" : ", the last moved back where it is not full")}"
                : plan.HasGradient && plan.RowsLeft > 0 ? $"; a tile of {Counts.Of(plan.RowsLeft, row.Name)} takes what those leave"
                : HasRest(plan, row) ? $"; a last tile that is not full is moved back, so that it repeats {Counts.Plural(row.Name)}" : "")
            + (isOneByOne ? $"; fewer than {Counts.Of(plan.FewestRows, row.Name)} in all are taken one by one" : "");
    }

    /// <summary>Whether there are batches whose rows are no whole number of tiles.</summary>
    private static bool HasRest(OuterProductPlan plan, IndexVariable row) => plan.Panels is null && plan.RowTile > 1 && row.Extent.IsBatch && row.Extent.Size % plan.RowTile != 0;

    private static string DotTails(DotProductPlan plan)
    {
        return HasRest(plan.Loops[plan.Row], plan.RowTile) || HasRest(plan.Loops[plan.Column], plan.ColumnTile) ? ", and fewer at the end"
            : plan.RowTile > 1 && plan.Loops[plan.Row].Extent is { IsBatch: true } rows && rows.Size % plan.RowTile != 0 ? $", and the {Counts.Plural(plan.Loops[plan.Row].Name)} that are left one by one" : "";

        static bool HasRest(IndexVariable loop, int tile) => !loop.Extent.IsBatch && loop.Extent.Size % tile != 0;
    }

    private static string Copies(ScheduledKernel kernel, OuterProductPlan plan)
        => plan.Panels is { } panels ? panels.Broadcast is null ? $"; the operand with the {Counts.Plural(plan.Loops[plan.Column].Name)} is copied, one panel of {Counts.Of(plan.ColumnTile, plan.Loops[plan.Column].Name)} of a block at a time" : "; both operands are copied into panels, block by block"
            : plan.Repacking is not null ? $"; the weight is copied one panel of {Counts.Of(plan.ColumnTile, plan.Loops[plan.Column].Name)} at a time"
            : plan.Packing is { } packing ? (packing.KeepsOrder ? $"; {OperandOf(plan, packing)} of each sample is copied first, unchanged, to memory that stays in the cache" : $"; {OperandOf(plan, packing)} of each sample is packed first")
                + (IsSummedOverSamples(kernel) ? ", and its products are added to the sums of the samples before it, in memory" : "")
            : kernel.Arguments[plan.Vector.Argument].Form == TensorForm.Packed ? "; the vectors are those of a packed copy" : "";

    /// <summary>Where tiles store first, if their columns are apart in the result.</summary>
    private static string Transposed(OuterProductPlan plan)
        => plan.Unpackings is not [var (rows, columns, _, _, _), ..] ? ""
            : $"; {Counts.Of(rows.Extent.Size, rows.Name)} × {Counts.Of(columns.Extent.Size, columns.Name)} are stored with the {Counts.Plural(columns.Name)} "
                + "side by side and then transposed to their places";

    /// <summary>The operand that is copied, by what it has and the other one has not.</summary>
    private static string OperandOf(OuterProductPlan plan, Packing packing)
        => $"the operand with the {Counts.Plural(plan.Loops[packing.Loops.Any(loop => loop.Name == plan.Loops[plan.Column].Name) ? plan.Column : plan.Row].Name)}";

    /// <summary>Whether each sample adds to the same results, as to the gradient of a weight.</summary>
    private static bool IsSummedOverSamples(ScheduledKernel kernel)
        => kernel.Source is ContractKernel { Contract: var contract } && Enumerable.Range(0, contract.Indices.Count).Any(index => contract.Indices[index].Extent.IsBatch && !contract.Output.Uses(index));

    private static string Finish(ContractKernel kernel, TilePlan plan)
        => kernel.Outputs.All(static output => output.Expression is Argument) ? ""
            : plan is not OuterProductPlan { FinishInRegisters: true } ? "The rest of the formula is applied to the stored sums, while they are in the cache."
            : Sums(plan) is var sums && kernel.Outputs.Any(static output => output.Expression is Argument(0)) ? $"The {sums} are a result of their own and are stored; the rest of the formula is applied to them while they are still in registers."
            : $"The rest of the formula is applied to the {sums} in registers, before anything is stored.";

    private static string Sums(TilePlan plan) => plan is OuterProductPlan outer && SchedulePrinter.IsOneTerm(outer) ? "products" : "sums";

    private static bool HasBatch(TilePlan plan) => Loops(plan).Any(static loop => loop.Extent.IsBatch);

    /// <summary>Whether it goes through all time steps of sequences that have lengths of their own.</summary>
    private static bool HasLengths(TilePlan plan) => Loops(plan).Any(static loop => loop.Extent.Lengths is not null);

    private static EquatableArray<IndexVariable> Loops(TilePlan plan) => plan switch
    {
        OuterProductPlan outer => outer.Loops,
        DotProductPlan dot => dot.Loops,
        _ => throw new InvalidGraphException($"no loops of {plan.GetType().Name}"),
    };

    private static string Text(double number) => number.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
}
