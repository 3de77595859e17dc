using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Says what a legal schedule is: every loop has its part, the tiles fit into the registers, what is loaded as a vector lies side by
/// side, and no operand is reached outside its memory.
/// </summary>
internal sealed class ScheduleVerifier
{
    private readonly ScheduledProgram program;
    private readonly NetworkGraph graph;
    private readonly ScheduledKernel kernel;
    private readonly Target target;
    private readonly IReadOnlyDictionary<int, TensorLayout?> copies;
    private readonly IReadOnlyDictionary<int, int> packed;

    private ScheduleVerifier(
        ScheduledProgram program, ScheduledKernel kernel, IReadOnlyDictionary<int, TensorLayout?> copies, IReadOnlyDictionary<int, int> packed)
    {
        this.program = program;
        graph = program.Graph;
        target = program.Target;
        this.kernel = kernel;
        this.copies = copies;
        this.packed = packed;
    }

    /// <exception cref="InvalidGraphException">A schedule is not legal.</exception>
    public static void Verify(ScheduledProgram program)
    {
        if (program.Parameters.Count != program.Graph.Parameters.Count)
            throw new InvalidGraphException($"there are {Numbers.Text(program.Parameters.Count)} layouts of {Numbers.Text(program.Graph.Parameters.Count)} parameters");
        for (var index = 0; index < program.Parameters.Count; index++)
            VerifyLayout(program.Graph.Parameters[index], program.Parameters[index]);

        VerifyDiagonals(program);
        var copies = new Dictionary<int, TensorLayout?>();
        var packed = new Dictionary<int, int>();
        foreach (var kernel in program.Kernels)
        {
            var verifier = new ScheduleVerifier(program, kernel, copies, packed);
            verifier.VerifyArguments();
            verifier.VerifySchedule();
            foreach (var copy in kernel.Arguments.Where(static argument => argument is { Form: TensorForm.Repacked, IsWritten: true }))
            {
                verifier.Require(!copies.ContainsKey(copy.Node), $"copies {verifier.Name(copy)} a second time");
                copies.Add(copy.Node, verifier.LayoutOfCopy);
            }

            foreach (var copy in kernel.Arguments.Where(static argument => argument is { Form: TensorForm.Packed, IsWritten: true }))
                packed[copy.Node] = copy.Length;
        }
    }

    /// <summary>What is computed up to a diagonal is read no further.</summary>
    private static void VerifyDiagonals(ScheduledProgram program)
    {
        var graph = program.Graph;
        var ends = new Dictionary<int, CausalEnd>();
        foreach (var kernel in program.Kernels.Select(static scheduled => scheduled.Source).OfType<Kernel>().SelectMany(static kernel => kernel is JoinedKernel joined ? joined.Parts : [kernel]))
        {
            foreach (var read in kernel.Reads.Where(read => ends.ContainsKey(Views.Owner(graph, read))))
            {
                var isOperand = kernel is ContractKernel contract && (contract.Left == read || contract.Right == read);
                var own = isOperand ? ((ContractKernel)kernel).OperandEnd : kernel.CausalEnd;
                if (own != ends[Views.Owner(graph, read)])
                    throw new InvalidGraphException($"{graph[read].Name} is computed up to its diagonal, and read beyond it for {graph[kernel.Stores.Last().Node].Name}");
            }

            if (kernel.CausalEnd is not { } end)
                continue;
            foreach (var output in kernel is LoopKernel loop ? loop.Elements : kernel.Stores)
                ends.Add(output.Node, end);
        }

        if (graph.Roots.Where(root => ends.ContainsKey(Views.Owner(graph, root))).ToArray() is [var wanted, ..])
            throw new InvalidGraphException($"{graph[wanted].Name} is computed up to its diagonal, and the caller reads all of it");
    }

    private static void VerifyLayout(TrainableTensor tensor, TensorLayout layout)
    {
        var places = 0L;
        for (var axis = 0; axis < tensor.Dimensions.Count; axis++)
        {
            var last = tensor.Dimensions[axis] - 1;
            places += axis == layout.BlockedAxis
                ? ((long)(last / layout.Block) * layout.BlockStride) + ((long)Math.Min(last, layout.Block - 1) * layout.Strides[axis])
                : (long)last * layout.Strides[axis];
        }

        if (layout.Strides.Count != tensor.Dimensions.Count || places >= layout.Length || layout.Length % TensorLayout.Alignment != 0)
            throw new InvalidGraphException($"{tensor.Name} {tensor.Dimensions} does not fit its layout of {Numbers.Text(layout.Length)} floats");
    }

    private void VerifyArguments()
    {
        foreach (var argument in kernel.Arguments)
        {
            Require(argument.Form != TensorForm.Own || graph[argument.Node].Operation is not View, $"is called with {Name(argument)}, which has no memory of its own");
            Require(argument.Form != TensorForm.Repacked || argument.IsWritten || copies.ContainsKey(argument.Node), $"reads {Name(argument)} before it is made");
            Require(argument.Form != TensorForm.Packed || argument.IsWritten || packed.ContainsKey(argument.Node), $"reads {Name(argument)} before it is made");
            Require(!argument.IsWritten || argument.Form != TensorForm.Own || graph[argument.Node].Operation is not Parameter, $"writes the parameter {Name(argument)}");
        }

        if (kernel.Source is null)
            return;
        var read = kernel.Source.Reads.Select(node => Views.Owner(graph, node)).Concat(kernel.Source.Stores.Select(static output => output.Node)).ToArray();
        foreach (var argument in kernel.Arguments)
            Require(argument.Form != TensorForm.Own || read.Contains(argument.Node), $"is called with {Name(argument)}, which its source does not touch");
    }

    private void VerifySchedule()
    {
        switch (kernel.Schedule)
        {
            case NestSchedule loops:
                if (loops.Plan is OuterProductPlan outer)
                    VerifyOuterProduct(outer);
                else if (loops.Plan is DotProductPlan dot)
                    VerifyDotProduct(dot);
                VerifyNest(loops.Nest);
                break;
            case IndexedSchedule indexed:
                VerifyDefinition(indexed);
                break;
            case LeafSchedule leaf:
                Require(
                    kernel.Arguments.Count == 1 && kernel.Arguments[0].IsWritten && graph[kernel.Arguments[0].Node].Operation == leaf.Leaf,
                    "does not store its leaf alone");
                break;
            case ExchangeSchedule exchange:
                Require(
                    kernel.Arguments.Count == 2 && !kernel.Arguments[0].IsWritten && kernel.Arguments[1].IsWritten
                        && kernel.Arguments.All(argument => IsPlain(argument.Node) && graph[argument.Node].Shape.SampleSize == exchange.Count),
                    "does not exchange all of its first argument, in C order, for its second");
                break;
            case RearrangeSchedule rearrange:
                var arguments = kernel.Arguments;
                Require(
                    arguments.Count == (rearrange.Value is null ? 2 : 1) && arguments[arguments.Count - 1].IsWritten && arguments.Take(arguments.Count - 1).All(static argument => !argument.IsWritten)
                        && kernel.Source is RearrangeKernel source && source.Rearrange == rearrange.Rearrange
                        && (rearrange.Value is not null || Views.Strides(graph, source.Source) == Views.Contiguous(graph[source.Source].Shape)),
                    "does not put its first argument, in C order, into another order as its last");
                break;
            default:
                Require(false, $"has a {kernel.Schedule.GetType().Name}, which the verifier does not know");
                break;
        }
    }

    /// <summary>Whether a node's memory is its elements in C order and nothing else: neither a parameter's layout nor another node's memory.</summary>
    private bool IsPlain(int node)
        => graph[node].Operation is not View && (Uses.Of(graph).ParameterOf(node) ?? Uses.Of(graph).GradientSummandOf(node)) is null;

    private void VerifyOuterProduct(OuterProductPlan schedule)
    {
        VerifyTarget(schedule);
        VerifyLoops(schedule.Loops, [.. schedule.Outer, schedule.Row, schedule.Column, .. schedule.Reduced]);
        Require(schedule.ColumnTile % target.Lanes == 0 && schedule.ColumnTile / target.Lanes is 1 or 2 or 3, $"has tiles of {Numbers.Text(schedule.ColumnTile)} columns, which are not 1 to 3 whole vectors");
        VerifyAccumulators(schedule.RowTile, schedule.ColumnTile / target.Lanes);
        Require(!schedule.Loops[schedule.Column].Extent.IsBatch, "has the batch as vector");
        foreach (var range in schedule.Ranges)
        {
            Require(
                schedule.Reduced.Contains(range.Loop) && (range.Loop != schedule.Reduced[schedule.Reduced.Count - 1] || !schedule.IsUnrolled) && range.Step > 0 && range.KeptStep != 0
                    && (range.Kept == schedule.Row || schedule.Outer.Contains(range.Kept)) && schedule.Ranges.Count(other => other.Loop == range.Loop) == 1,
                $"leaves out steps of '{schedule.Loops[range.Loop].Name}' by '{schedule.Loops[range.Kept].Name}', which do not go around a tile");
        }

        if (schedule.Packing is { } packing)
            VerifyPacking(schedule, packing);
        foreach (var unpacking in schedule.Unpackings)
            VerifyUnpacking(schedule, unpacking);
        if (schedule.Panels is { } panels)
        {
            Require(
                new[] { panels.Vector, panels.Broadcast ?? panels.Vector }.All(copy => kernel.Arguments[copy] is { Form: TensorForm.Packed, IsWritten: true }) && !schedule.ColumnsOverlap,
                "does not copy to panels, or has tiles that overlap");
        }

        if (schedule.Repacking is { } repacking)
        {
            Require(
                kernel.Arguments[schedule.Vector.Argument] is { Form: TensorForm.Packed, IsWritten: true } copy && kernel.Arguments[repacking.Weight] is { Form: TensorForm.Own, IsWritten: false } weight
                    && copy.Node == weight.Node && schedule.Vector.TileStride == 0 && schedule.Columns > schedule.ColumnTile && schedule.Outer.Count == 0,
                "does not copy one panel of a weight after the other to where it loads its vectors from");
        }

        Require(schedule.Broadcast.Strides[schedule.Column] == 0, "broadcasts an operand that depends on the column");
        Require(schedule.Vector.Strides[schedule.Column] != 0, $"loads vectors of {Name(schedule.Vector)}, which is the same in every column");
        Require(!schedule.ColumnsOverlap || schedule.Columns >= target.Lanes, $"takes {Numbers.Text(target.Lanes)} of {Numbers.Text(schedule.Columns)} columns");
        // What is unpacked has the same place in every turn of the loops around the copy.
        var reduced = schedule.Accumulates ? schedule.Reduced.Append(schedule.Packing!.Sample).ToEquatableArray()
            : schedule.Unpackings.Count > 0 ? schedule.Reduced.Concat(schedule.Unpackings[0].Around).ToEquatableArray() : schedule.Reduced;
        VerifyContraction(schedule.Loops, schedule.Column, schedule.ColumnTile, reduced, [schedule.Broadcast, schedule.Vector], schedule.Extras, schedule.Outputs);
    }

    /// <summary>What is packed is written whole in every step of the outermost loop, in the order in which it is read.</summary>
    private void VerifyPacking(OuterProductPlan schedule, Packing packing)
    {
        Require(
            kernel.Arguments[packing.Copy] is { Form: TensorForm.Packed, IsWritten: true } && packing.Copy == schedule.Vector.Argument,
            "does not pack what it loads its vectors from");
        Require(
            packing.Sample >= 0 && schedule.Outer.Count > 0 && schedule.Outer[0] == packing.Sample && schedule.Loops[packing.Sample].Extent.IsBatch,
            "packs one sample at a time, and has no loop over the samples around all others");
        Require(
            !schedule.Accumulates
                || (!schedule.ColumnsOverlap && schedule.Loops[schedule.Row].Extent.Size % schedule.RowTile == 0 && schedule.Extras.Count == 0
                    && schedule.Outputs.All(static output => output.Expression is Argument)),
            "adds every sample to sums of which some are in two tiles, or are not sums any more");
        VerifyOperand(
            packing.Source with { Strides = packing.Source.Strides.Append(packing.SampleStride).ToEquatableArray() },
            packing.Loops.Append(new IndexVariable("sample", Extent.Batch)).ToEquatableArray(),
            packing.Loops.Count - 1,
            target.Lanes);
    }

    /// <summary>What is unpacked is all that tiles store in a turn of the loops around it, and those go through all results.</summary>
    private void VerifyUnpacking(OuterProductPlan schedule, Unpacking unpacking)
    {
        var (rows, columns) = (unpacking.Rows.Extent.Size, unpacking.Columns.Extent.Size);
        var stored = schedule.Outputs.Select(static output => output.Operand).FirstOrDefault(output => output.Argument == unpacking.Source);
        Require(
            kernel.Arguments[unpacking.Source] is { Form: TensorForm.Packed, IsWritten: true } && stored is { IsScratch: true }
                && schedule.Unpackings.Count == schedule.Outputs.Count
                && kernel.Arguments[unpacking.Result.Argument] is { Form: TensorForm.Own, IsWritten: true },
            "does not unpack what its tiles store");
        Require(
            schedule.Packing is null && schedule.Panels is null && unpacking.Around.Count > 0
                && schedule.Outer.Take(unpacking.Around.Count).SequenceEqual(unpacking.Around)
                && schedule.Loops[unpacking.Around[0]].Extent == Extent.Batch,
            "unpacks one sample at a time, and has no loop over the samples around all others");
        int[] inside = [.. schedule.Outer.Append(schedule.Row).Where(loop => schedule.Loops[loop].Extent != 1 && !unpacking.Around.Contains(loop))];
        Require(
            columns == schedule.TileWidth && schedule.Columns % columns == 0
                && rows == inside.Aggregate(1, (product, loop) => product * schedule.Loops[loop].Extent.Size)
                && inside.All(loop => stored!.Strides[loop] == unpacking.Result.Strides[loop] * columns)
                && unpacking.Around.All(loop => stored!.Strides[loop] == 0),
            $"unpacks {Numbers.Text(rows)} rows of {Numbers.Text(columns)} numbers, which are not what its tiles store");
        VerifyOperand(unpacking.Result, schedule.Loops, schedule.Column, schedule.ColumnTile);
    }

    private void VerifyDotProduct(DotProductPlan schedule)
    {
        VerifyTarget(schedule);
        VerifyLoops(schedule.Loops, [.. schedule.Outer, schedule.Row, schedule.Column, .. schedule.Reduced]);
        VerifyAccumulators(schedule.RowTile, schedule.ColumnTile);
        Require(schedule.ColumnTile <= target.Lanes, $"has tiles of {Numbers.Text(schedule.ColumnTile)} columns, which are finished as one vector");
        var inner = schedule.Reduced[schedule.Reduced.Count - 1];
        Require(!schedule.Loops[inner].Extent.IsBatch, "has the batch as vector");
        Require(schedule.Rows.Strides[schedule.Column] == 0, $"has columns of {Name(schedule.Rows)}");
        Require(schedule.Columns.Strides[schedule.Row] == 0, $"has rows of {Name(schedule.Columns)}");
        foreach (var operand in new[] { schedule.Rows, schedule.Columns })
            Require(operand.Strides[inner] != 0, $"loads vectors of {Name(operand)}, which is the same in every step");
        Require(
            !schedule.LastOverlaps || (schedule.Loops[inner].Extent.Size > target.Lanes && schedule.Rows.Strides[inner] == 1 && schedule.Columns.Strides[inner] == 1),
            $"takes elements twice along '{schedule.Loops[inner].Name}', where there are too few or they lie apart");
        VerifyContraction(schedule.Loops, schedule.Column, schedule.ColumnTile, schedule.Reduced, [schedule.Rows, schedule.Columns], schedule.Extras, schedule.Outputs);
    }

    private void VerifyContraction(
        EquatableArray<IndexVariable> loops,
        int column,
        int columnTile,
        EquatableArray<int> reduced,
        EquatableArray<Operand> factors,
        EquatableArray<Operand> extras,
        EquatableArray<StoredOperand> outputs)
    {
        Require(reduced.Count > 0, "sums over no loop");
        foreach (var output in outputs)
        {
            VerifyWritten(output, loops, reduced, 1 + extras.Count);
            Require(output.Operand.Strides[column] == 1, $"stores vectors of {Name(output.Operand)}, which does not lie side by side");
        }

        foreach (var operand in factors.Concat(extras).Concat(outputs.Select(static output => output.Operand)))
            VerifyOperand(operand, loops, column, columnTile);
    }

    /// <summary>Every tensor has the elements of its argument, and every index stays inside its axis.</summary>
    private void VerifyDefinition(IndexedSchedule definition)
    {
        var nest = definition.Nest;
        foreach (var place in nest.Body.Places())
        {
            Require(place.Buffer.Memory >= 0 && place.Buffer.Memory < kernel.Arguments.Count, $"has no argument {Numbers.Text(place.Buffer.Memory)}");
            var argument = kernel.Arguments[place.Buffer.Memory];
            Require(
                place.Buffer.Start == 0 && new Shape(place.Buffer.Extents).SampleSize == SizeOf(argument) && place.Buffer.Strides == Views.Contiguous(new Shape(place.Buffer.Extents)),
                $"takes {Name(argument)} for a tensor of another size");
        }

        if (definition.Step is not { } step)
        {
            VerifyLegal(nest, memories: null, lanes: null);
            return;
        }

        // Indices grow or fall evenly with the steps, so that those in between are inside where the first and the last one are.
        foreach (var number in new[] { 0, graph.Loops[kernel.Loop!.Value].Steps - 1 })
            VerifyLegal(new(InPlaceOf.In(nest.Body, step, number)), memories: null, lanes: null);
    }

    private int SizeOf(KernelArgument argument)
        // Of samples of different lengths, all steps are one batch of rows.
        => argument.Step is { Moves: false, Rows: null } all && graph[argument.Node].Loop is { } loop && graph.Loops[loop].Lengths is not null ? all.Stride
            : argument.Step is { } steps ? steps.Stride * steps.Steps : graph[argument.Node].Shape.SampleSize * TimeLoops.Slots(graph, argument.Node);

    private void VerifyNest(Nest nest)
    {
        foreach (var place in nest.Body.Places())
        {
            Require(place.Buffer.Memory >= 0 && place.Buffer.Memory < kernel.Arguments.Count, $"has no argument {Numbers.Text(place.Buffer.Memory)}");
            var argument = kernel.Arguments[place.Buffer.Memory];
            Require(place.Buffer.IsFlat, $"reaches {Name(argument)} by indices");
            Require(!place.Buffer.IsPadded || LayoutOf(argument) is not null, $"takes what is behind {Name(argument)} for padding");
        }

        VerifyLegal(nest, Memory, target.Lanes);

        (int, Extent) Memory(int number)
        {
            var argument = kernel.Arguments[number];
            if (argument.Form is TensorForm.Packed or TensorForm.Passed)
                return (argument.Start, argument.IsWritten ? argument.Length : packed[argument.Node]);
            return LayoutOf(argument) is { } layout ? (argument.Start, layout.Length) : Reachable(argument);
        }
    }

    /// <summary>Where in its memory an argument begins, in the last step, and how long that is: of a step that is followed by others, its own part.</summary>
    private (int Start, Extent Length) Reachable(KernelArgument argument)
    {
        var shape = graph[argument.Node].Shape;
        return argument.Step switch
        {
            null => (argument.Start, new(shape.SampleSize, shape.IsBatched) { Lengths = shape.Lengths }),
            // All steps, read at once: as many rows as the samples' lengths together.
            { TimesBatch: true, Moves: false, Rows: null } step when graph[argument.Node].Loop is { } loop && graph.Loops[loop].Lengths is { } lengths => (argument.Start, new(step.Stride, true) { Lengths = lengths }),
            { TimesBatch: true } step => (argument.Start, new(step.Stride * step.Steps, true)),
            var step => (argument.Start + ((step.Steps - 1) * step.Stride), new(shape.SampleSize, true)),
        };
    }

    private void VerifyLegal(Nest nest, Func<int, (int Start, Extent Length)>? memories, int? lanes)
    {
        foreach (var place in nest.Body.AllWrittenPlaces())
            Require(kernel.Arguments[place.Buffer.Memory].IsWritten, $"stores {Name(kernel.Arguments[place.Buffer.Memory])}, which it is not to write");
        try
        {
            NestVerifier.Verify(nest, memories, lanes, Enumerable.Range(0, kernel.Arguments.Count).Where(number => kernel.Arguments[number].IsGradient(graph)));
        }
        catch (InvalidGraphException refused)
        {
            Require(false, $"is no legal nest: {refused.Message}\n{NestPrinter.Print(nest)}");
        }
    }

    private void VerifyTarget(TilePlan plan)
        => Require(plan.Target == target, $"is for vectors of {Numbers.Text(plan.Target.Lanes)} lanes and not of {Numbers.Text(target.Lanes)}");

    private void VerifyAccumulators(int rows, int vectors)
        => Require(
            rows >= 1 && vectors >= 1 && rows * vectors <= target.Accumulators,
            $"has a tile of {Numbers.Text(rows)} × {Numbers.Text(vectors)} accumulators; there are registers for {Numbers.Text(target.Accumulators)}");

    /// <summary>Each loop is gone through once; one that is left out has a single step.</summary>
    private void VerifyLoops(EquatableArray<IndexVariable> loops, int[] used)
    {
        foreach (var loop in used)
            Require(loop >= 0 && loop < loops.Count, $"goes through loop {Numbers.Text(loop)} of {Numbers.Text(loops.Count)}");
        for (var loop = 0; loop < loops.Count; loop++)
        {
            var count = used.Count(other => other == loop);
            Require(count == 1 || (count == 0 && loops[loop].Extent == 1), $"goes {Numbers.Text(count)} times through loop '{loops[loop].Name}' of {loops[loop].Extent}");
        }
    }

    /// <summary>A result has its own place for every step of the loops that are kept, and one place for all steps of those that are reduced.</summary>
    private void VerifyWritten(StoredOperand output, EquatableArray<IndexVariable> loops, EquatableArray<int> reduced, int arguments)
    {
        VerifyUses(output.Expression, arguments);
        Require(kernel.Arguments[output.Operand.Argument].IsWritten, $"stores {Name(output.Operand)}, which it is not to write");
        for (var loop = 0; loop < loops.Count; loop++)
        {
            Require(
                loops[loop].Extent == 1 || reduced.Contains(loop) == (output.Operand.Strides[loop] == 0),
                $"stores {Name(output.Operand)} at steps of {Numbers.Text(output.Operand.Strides[loop])} along '{loops[loop].Name}'");
        }
    }

    private void VerifyUses(Scalar expression, int count)
    {
        foreach (var argument in ScalarArguments.Of(expression))
            Require(argument < count, $"uses argument {Numbers.Text(argument)} of {Numbers.Text(count)}");
    }

    private void VerifyOperand(Operand operand, EquatableArray<IndexVariable> loops, int column, int columnTile)
    {
        Require(operand.Argument >= 0 && operand.Argument < kernel.Arguments.Count, $"has no argument {Numbers.Text(operand.Argument)}");
        Require(operand.Strides.Count == loops.Count, $"reaches {Name(operand)} by {Numbers.Text(operand.Strides.Count)} strides in {Numbers.Text(loops.Count)} loops");

        var argument = kernel.Arguments[operand.Argument];
        var layout = LayoutOf(argument);
        Require(!operand.IsPadded || layout is not null, $"takes what is behind {Name(operand)} for padding");
        var isWhole = Enumerable.Range(0, loops.Count).All(loop => operand.Strides[loop] != 1 || loops[loop].Extent == 1 || loops[loop].Extent.Size % target.Lanes == 0);
        Require(
            !operand.IsPadded || layout is { BlockedAxis: >= 0 } || isWhole
                || Enumerable.Range(0, loops.Count).All(loop => operand.Strides[loop] is var stride && (stride == 1 || loops[loop].Extent == 1 || stride % target.Lanes == 0)),
            $"takes the next row of {Name(operand)} for padding");

        // Every panel of what is unpacked is stored to the same memory.
        var isBlocked = (operand.TileStride != 0 || operand.IsScratch) && operand.TileStride != columnTile * operand.Strides[column];
        if (layout is { BlockedAxis: >= 0 } panels)
        {
            // One panel alone is an ordinary matrix.
            var isTiledAlike = operand.TileStride == panels.BlockStride && columnTile == panels.Block;
            Require(
                isTiledAlike || (!isBlocked && graph[argument.Node].Shape[panels.BlockedAxis].Size <= panels.Block),
                $"goes in tiles of {Numbers.Text(columnTile)} through {Name(operand)}, which lies in panels of {Numbers.Text(panels.Block)}");
        }
        else if (argument.Form != TensorForm.Packed)
        {
            Require(!isBlocked, $"goes in panels through {Name(operand)}, which does not lie in panels");
        }

        if (argument.Form == TensorForm.Packed)
        {
            var plan = (kernel.Schedule as NestSchedule)?.Plan as OuterProductPlan;
            var reach = plan?.Packing?.Reach ?? (argument.IsWritten ? argument.Length : packed[argument.Node]);
            VerifyPlaces(operand, loops, isBlocked || plan?.Repacking is not null ? column : -1, columnTile, reach, isOfSamples: false);
            return;
        }

        var (start, length) = Reachable(argument);
        VerifyPlaces(
            operand with { Offset = operand.Offset + start - argument.Start }, loops, isBlocked ? column : -1, columnTile, layout?.Length ?? length.Size, graph[argument.Node].Shape.IsBatched);
    }

    private void VerifyPlaces(Operand operand, EquatableArray<IndexVariable> loops, int blocked, int columnTile, int size, bool isOfSamples)
    {
        var from = operand with { Offset = operand.Offset + kernel.Arguments[operand.Argument].Start };
        var (sample, first, rest) = Reach(from, loops, blocked, columnTile);
        Require(isOfSamples ? sample == size || sample == 0 : sample == 0, $"goes from sample to sample of {Name(operand)} by {Numbers.Text(sample)} floats");
        Require(first >= 0, $"reaches {Numbers.Text(-first)} floats before {Name(operand)}");
        Require(rest < size, $"reaches float {Numbers.Text(rest)} of {Numbers.Text(size)} of {Name(operand)}");
    }

    /// <summary>By how much a sample moves the place, and the first and the furthest place in one sample.</summary>
    private static (long Sample, long First, long Furthest) Reach(Operand operand, EquatableArray<IndexVariable> loops, int blocked, int columnTile)
    {
        var (sample, first, furthest) = (0L, (long)operand.Offset, (long)operand.Offset);
        for (var loop = 0; loop < loops.Count; loop++)
        {
            // A loop over batch·n elements goes n steps in each sample.
            var extent = loops[loop].Extent;
            if (extent.IsBatch)
                sample += (long)extent.Size * operand.Strides[loop];
            var last = extent.Size - 1;
            var reach = loop == blocked
                ? ((long)(last / columnTile) * operand.TileStride) + ((long)Math.Min(last, columnTile - 1) * operand.Strides[loop])
                : (long)last * operand.Strides[loop];
            (first, furthest) = (first + Math.Min(reach, 0), furthest + Math.Max(reach, 0));
        }

        return (sample, first, furthest);
    }

    /// <summary>The layout of a parameter, of its gradient, or of a packed copy; null for a tensor in C order.</summary>
    private TensorLayout? LayoutOf(KernelArgument argument)
    {
        if (argument.Form == TensorForm.Repacked)
            return argument.IsWritten ? LayoutOfCopy : copies[argument.Node];
        if (argument.Form == TensorForm.Packed)
            return null;
        var parameter = Uses.Of(graph).ParameterOf(argument.Node) ?? Uses.Of(graph).GradientSummandOf(argument.Node);
        return parameter is { } index ? program.Parameters[index] : null;
    }

    private TensorLayout? LayoutOfCopy => (kernel.Schedule as NestSchedule)?.Copy;

    private string Name(Operand operand) => Name(kernel.Arguments[operand.Argument]);

    private string Name(KernelArgument argument)
        => $"%{Numbers.Text(argument.Node)} {graph[argument.Node].Name}{SchedulePrinter.Describe(argument.Form)}";

    private void Require(bool isRight, string message)
    {
        if (isRight)
            return;
        var written = kernel.Arguments.Last(static argument => argument.IsWritten);
        throw new InvalidGraphException($"the schedule of {Name(written)} {message}");
    }
}
