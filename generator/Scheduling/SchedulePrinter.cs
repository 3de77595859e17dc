using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>Prints how each kernel is carried out, for snapshots and for people.</summary>
internal static class SchedulePrinter
{
    public static string Print(ScheduledProgram program)
    {
        var text = new StringBuilder();
        for (var index = 0; index < program.Parameters.Count; index++)
            text.Append(program.Graph.Parameters[index].Name).Append(' ').Append(program.Graph.Parameters[index].Dimensions).Append(": ").Append(Describe(program.Parameters[index])).Append('\n');
        foreach (var kernel in program.Kernels)
        {
            text.Append(kernel.IsBackward ? "backward " : "forward ").Append(Describe(kernel.Schedule)).Append('\n');
            foreach (var (role, operand) in Operands(kernel))
            {
                text.Append("  ").Append(role).Append(' ').Append(Name(program.Graph, kernel.Arguments[operand.Argument])).Append(" by ").Append(operand.Strides);
                if (operand.TileStride != 0)
                    text.Append(", a tile ").Append(Numbers.Text(operand.TileStride));
                if (operand.Offset + kernel.Arguments[operand.Argument].Start is not 0 and var start)
                    text.Append(", from ").Append(Numbers.Text(start));
                text.Append(operand.IsPadded ? ", padded\n" : "\n");
            }

            // What a plan says is not said again by hundreds of statements of its tiles.
            if (kernel.Schedule is not NestSchedule { Plan: null } loops)
                continue;
            foreach (var argument in kernel.Arguments.Where(static argument => argument.Start != 0))
                text.Append("  ").Append(Name(program.Graph, argument)).Append(" from ").Append(Numbers.Text(argument.Start)).Append('\n');
            text.Append(NestPrinter.Print(loops.Nest, depth: 1));
        }

        return text.ToString();
    }

    /// <summary>
    /// Why each contraction is carried out as it is: the plans that were compared with what they cost in cycles, the one that is taken first,
    /// and what the multiply-adds alone would take.
    /// </summary>
    /// <param name="program">The kernels.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="most">How many plans of each are printed.</param>
    public static string Why(KernelProgram program, ParameterLayouts layouts, int most = 5)
    {
        var text = new StringBuilder();
        foreach (var kernel in program.Kernels.OfType<ContractKernel>())
        {
            var (least, plans) = ContractScheduler.Compare(program.Graph, layouts, kernel);
            text.Append(program.Graph[kernel.Outputs[0].Node].Name).Append(": ").Append(Numbers.Text(plans.Count)).Append(" plans; the multiply-adds alone take ")
                .Append(Cycles(least)).Append(" cycles\n");
            foreach (var (cost, plan) in plans.Take(most))
                text.Append("  ").Append(Cycles(cost)).Append("  ").Append(Describe(plan)).Append('\n');
        }

        return text.ToString();

        static string Cycles(double cycles) => cycles.ToString("N0", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>A plan in one line: <c>outer product 6 × 16: sample batch × output 128, sum over feature 784, columns outermost</c>.</summary>
    private static string Describe(TilePlan plan) => plan switch
    {
        OuterProductPlan outer => $"{(IsOneTerm(outer) ? "products" : "outer product")} {Numbers.Text(outer.RowTile)} × {Numbers.Text(outer.ColumnTile)}: "
            + Describe(outer.Loops, [.. outer.Outer, outer.Row, outer.Column], outer.Reduced)
            + Order(outer)
            + string.Concat(outer.Ranges.Select(range => $", {outer.Loops[range.Loop].Name} only where its {outer.Loops[range.Kept].Name} meets more than zeros"))
            + (outer.Panels is { } panels ? $", {(panels.Broadcast is null ? $"the operand with the {Counts.Plural(outer.Loops[outer.Column].Name)}" : "both operands")} copied into panels" : "")
            + (outer.Repacking is null ? "" : $", the weight copied one panel of {Counts.Plural(outer.Loops[outer.Column].Name)} at a time")
            + (outer.Packing is { } packing ? $", packed as {string.Join(" × ", packing.Loops.Select(Text))} of each sample" : "")
            + (outer.Unpackings is [var unpacking, ..] ? $", stored as {Text(unpacking.Rows)} × {Text(unpacking.Columns)} and transposed" : "")
            + (outer.FinishInRegisters ? "" : ", finished after the store"),
        DotProductPlan dot => $"dot products {Numbers.Text(dot.RowTile)} × {Numbers.Text(dot.ColumnTile)}: "
            + Describe(dot.Loops, [.. dot.Outer, dot.Row, dot.Column], dot.Reduced),
        _ => throw new InvalidGraphException($"no text for {plan.GetType().Name}"),
    };

    /// <summary>Whether what it adds up has one term for each element: then nothing is added up.</summary>
    public static bool IsOneTerm(OuterProductPlan plan) => plan.Reduced.All(loop => plan.Loops[loop].Extent == 1);

    /// <summary>A schedule in one line.</summary>
    public static string Describe(Schedule schedule) => schedule switch
    {
        NestSchedule { Plan: { } plan } => Describe(plan),
        NestSchedule { Copy: { } copy } => $"copy in panels of {Counts.Of(copy.Block, "column")}",
        NestSchedule => "loops",
        IndexedSchedule => "the definition",
        LeafSchedule leaf => leaf.Leaf is RandomNumbers random
            ? $"{random.Distribution.ToString().ToLowerInvariant()} random numbers, stream {Numbers.Text(random.Stream)}"
            : "number of samples",
        RearrangeSchedule rearrange => $"{WordsOf(rearrange.Rearrange.Order)} by the lengths of the samples",
        ExchangeSchedule exchange => $"sum of {Numbers.Text(exchange.Count)} numbers over the workers",
        _ => throw new InvalidGraphException($"no text for {schedule.GetType().Name}"),
    };

    private static string WordsOf(RowOrder order) => order switch
    {
        RowOrder.Begin => "first rows",
        RowOrder.BeginReverse => "first rows of the reverse direction",
        _ => order.ToString().ToLowerInvariant(),
    };

    /// <summary>What is written behind a tensor's name.</summary>
    public static string Describe(TensorForm form) => form switch
    {
        TensorForm.Own => "",
        TensorForm.Repacked => " repacked",
        TensorForm.Passed => " of one turn",
        _ => " packed",
    };

    /// <summary>What a name in the code ends in that is of a form.</summary>
    public static string Suffix(TensorForm form) => form is TensorForm.Own or TensorForm.Passed ? "" : form.ToString();

    /// <summary>A layout in one line.</summary>
    public static string Describe(TensorLayout layout)
        => (layout.BlockedAxis < 0 ? $"strides {layout.Strides}" : $"panels of {Numbers.Text(layout.Block)} along axis {Numbers.Text(layout.BlockedAxis)}")
            + $", {Numbers.Text(layout.Length)} floats";

    /// <summary>Which loop is outside; with one tile in either direction there is nothing to choose.</summary>
    private static string Order(OuterProductPlan schedule)
    {
        var (rows, columns) = (schedule.Loops[schedule.Row].Extent, schedule.Loops[schedule.Column].Extent);
        var isOneTile = columns.Size <= schedule.ColumnTile || (!rows.IsBatch && rows.Size <= schedule.RowTile);
        return isOneTile ? "" : $", {schedule.Loops[schedule.ColumnsOutermost ? schedule.Column : schedule.Row].Name} outermost";
    }

    private static string Describe(EquatableArray<IndexVariable> loops, IEnumerable<int> kept, IEnumerable<int> reduced)
    {
        // Where there is one row in all, it has no name of its own, and a sum of one term is none.
        var text = string.Join(" × ", kept.Select(loop => loops[loop]).Where(static loop => loop.Extent != 1 || loop.Name != "row").Select(Text));
        IndexVariable[] terms = [.. reduced.Select(loop => loops[loop])];
        var sum = Array.TrueForAll(terms, static loop => loop.Extent == 1) ? "" : string.Join(" × ", terms.Select(Text));
        return text + (text.Length > 0 && sum.Length > 0 ? ", " : "") + (sum.Length == 0 ? "" : $"sum over {sum}");
    }

    private static string Text(IndexVariable loop) => loop.Extent == Extent.Batch ? loop.Name : $"{loop.Name} {loop.Extent}";

    private static IEnumerable<(string Role, Operand Operand)> Operands(ScheduledKernel kernel) => (kernel.Schedule as NestSchedule)?.Plan switch
    {
        OuterProductPlan outer =>
        [
            ("broadcast", outer.Broadcast),
            .. outer.Packing is { } packing ? new[] { ("packed", packing.Source) } : [],
            ("vector", outer.Vector),
            .. Others(outer.Extras, outer.Outputs),
        ],
        DotProductPlan dot => [("rows", dot.Rows), ("columns", dot.Columns), .. Others(dot.Extras, dot.Outputs)],
        _ => [],
    };

    private static IEnumerable<(string Role, Operand Operand)> Others(EquatableArray<Operand> extras, EquatableArray<StoredOperand> outputs)
        => extras.Select(static operand => ("extra", operand)).Concat(outputs.Select(static output => ("store", output.Operand)));

    private static string Name(NetworkGraph graph, KernelArgument argument) => graph[argument.Node].Name.Mathematics + Describe(argument.Form);
}
