using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Loops;

namespace NetGen.Generator.Tests.Scheduling;

/// <summary>
/// Carries schedules out, loop by loop and in double, in memory as it is planned: the last word before C# is written. Memory that
/// nothing has been stored in is NaN.
/// </summary>
internal sealed class ProgramEvaluator
{
    private readonly ScheduledProgram program;
    private readonly NetworkGraph graph;
    private readonly MemoryPlan plan;
    private readonly int batch;
    private readonly Dictionary<MemoryKind, double[]> buffers = [];
    private readonly Dictionary<int, double[]> inputs = [];
    private readonly Dictionary<int, double[]> outputs = [];

    public ProgramEvaluator(ScheduledProgram program, MemoryPlan plan, int batch)
    {
        this.program = program;
        graph = program.Graph;
        this.plan = plan;
        this.batch = batch;
        var length = program.Parameters.Sum(static layout => layout.Length);
        buffers[MemoryKind.Parameter] = new double[length];
        buffers[MemoryKind.Gradient] = Unset(length);
        buffers[MemoryKind.Sample] = Unset((int)plan.SampleLength * batch);
        buffers[MemoryKind.Shared] = Unset((int)plan.SharedLength);
    }

    /// <summary>The outputs and the gradients, in C order of their logical shapes.</summary>
    /// <param name="given">The inputs, the parameters and the outputs' gradients.</param>
    public double[][] Evaluate(Func<Operation, double[]> given)
    {
        foreach (var place in plan.Placements)
        {
            if (graph[place.Node].Operation is Input or OutputGradient && place.Form == TensorForm.Own)
                given(graph[place.Node].Operation).CopyTo(Memory(place));
        }

        var offsets = MemoryPlanner.ParameterOffsets(program.Parameters);
        for (var index = 0; index < program.Parameters.Count; index++)
        {
            var values = given(new Parameter(index));
            foreach (var (element, place) in Elements(index, offsets))
                buffers[MemoryKind.Parameter][place] = values[element];
        }

        foreach (var kernel in program.Kernels)
        {
            if (kernel.Schedule is LeafSchedule leaf)
                given(leaf.Leaf).CopyTo(Memory(kernel.Arguments[0]));
            else if (kernel.Schedule is ExchangeSchedule exchange)
                Memory(kernel.Arguments[0])[..exchange.Count].CopyTo(Memory(kernel.Arguments[1]));
            else
                Run(kernel);
        }

        var results = graph.Outputs.Select(Value).ToList();
        for (var index = 0; index < graph.Gradients.Count; index++)
            results.Add([.. Elements(index, offsets).Select(place => buffers[MemoryKind.Gradient][place.Place])]);
        return [.. results];
    }

    /// <summary>Every element of a parameter, and its place in the flat buffers.</summary>
    private IEnumerable<(int Element, int Place)> Elements(int parameter, int[] offsets)
    {
        var (layout, dimensions) = (program.Parameters[parameter], graph.Parameters[parameter].Dimensions.ToArray());
        var element = 0;
        foreach (var index in Tensors.Indices(dimensions))
        {
            var place = offsets[parameter];
            for (var axis = 0; axis < index.Length; axis++)
            {
                place += axis == layout.BlockedAxis
                    ? (index[axis] / layout.Block * layout.BlockStride) + (index[axis] % layout.Block * layout.Strides[axis])
                    : index[axis] * layout.Strides[axis];
            }

            yield return (element++, place);
        }
    }

    private double[] Value(int node)
        => graph[node].Operation is View
            ? new GraphEvaluator(graph, batch).Compute(node, Value)
            : Memory(plan[node])[..Tensors.Count(Tensors.Sizes(graph[node].Shape, batch))].ToArray();

    private Memory<double> Memory(Placement place) => place.Kind switch
    {
        MemoryKind.CallerInput => Caller(inputs, place),
        MemoryKind.CallerOutput => Caller(outputs, place),
        MemoryKind.Sample => buffers[MemoryKind.Sample].AsMemory((int)place.Offset * batch, place.Size * batch),
        _ => buffers[place.Kind].AsMemory((int)place.Offset, place.Size),
    };

    private Memory<double> Caller(Dictionary<int, double[]> memory, Placement place)
    {
        if (!memory.TryGetValue((int)place.Offset, out var values))
            memory[(int)place.Offset] = values = Unset(place.Size * batch);
        return values;
    }

    private void Run(ScheduledKernel kernel)
    {
        switch (kernel.Schedule)
        {
            case OuterProductSchedule { Packing: not null } outer:
                ContractPacked(kernel, outer, outer.Packing);
                break;
            case OuterProductSchedule outer:
                Contract(kernel, outer.Loops, outer.Reduced, outer.Column, outer.ColumnTile, (outer.Broadcast, outer.Vector), outer.Extras, outer.Outputs, counts: Counts(outer));
                break;
            case DotProductSchedule dot:
                Contract(kernel, dot.Loops, dot.Reduced, dot.Column, dot.ColumnTile, (dot.Rows, dot.Columns), dot.Extras, dot.Outputs);
                break;
            case NestSchedule loops:
                new NestInterpreter(batch, number => Memory(kernel.Arguments[number])).Run(loops.Nest);
                break;
            case TransposeSchedule transpose:
                Transpose(kernel, transpose);
                break;
        }
    }

    /// <summary>Whether a step of a sum is taken in the tile of its row; some are known to add nothing.</summary>
    private static Func<int[], bool> Counts(OuterProductSchedule schedule)
        => index => schedule.Ranges.All(range =>
        {
            var size = schedule.Loops[schedule.Row].Extent.Size;
            var kept = range.Kept == schedule.Row ? Math.Min(index[range.Kept] / schedule.RowTile * schedule.RowTile, size - schedule.RowTile) : index[range.Kept];
            var (first, end) = schedule.StepsOf(range, kept);
            return index[range.Loop] >= first && index[range.Loop] < end;
        });

    /// <summary>Copies the operand of every sample before that sample's part of the contraction, or of all samples before the whole.</summary>
    private void ContractPacked(ScheduledKernel kernel, OuterProductSchedule schedule, Packing packing)
    {
        if (schedule.Accumulates)
        {
            foreach (var index in Steps(schedule.Loops))
                At(kernel, schedule.Outputs[0].Operand, index, schedule.Column, schedule.ColumnTile) = 0;
        }

        for (var sample = 0; sample < (packing.Sample < 0 ? 1 : batch); sample++)
        {
            var packed = Memory(kernel.Arguments[packing.Copy]).Span;
            packed.Fill(double.NaN);
            var place = 0;
            foreach (var index in Steps(packing.Loops))
                packed[(place / packing.RowLength * packing.RowStride) + (place++ % packing.RowLength)] = At(kernel, packing.Source with { Offset = packing.Source.Offset + (sample * packing.SampleStride) }, index);
            Contract(
                kernel, schedule.Loops, schedule.Reduced, schedule.Column, schedule.ColumnTile, (schedule.Broadcast, schedule.Vector), schedule.Extras, schedule.Outputs,
                packing.Sample, sample, schedule.Accumulates, Counts(schedule));
        }
    }

    private void Contract(
        ScheduledKernel kernel, EquatableArray<IndexVariable> loops, EquatableArray<int> reduced, int column, int tile,
        (Operand Left, Operand Right) factors, EquatableArray<Operand> extras, EquatableArray<StoredOperand> stored,
        int sampleLoop = -1, int sample = 0, bool isAdded = false, Func<int[], bool>? counts = null)
    {
        var sums = new Dictionary<string, (int[] Index, double Sum)>();
        foreach (var index in Steps(loops))
        {
            if ((sampleLoop >= 0 && index[sampleLoop] != sample) || counts?.Invoke(index) == false)
                continue;
            int[] kept = [.. index.Select((step, loop) => reduced.Contains(loop) ? 0 : step)];
            var key = string.Join(',', kept);
            sums.TryGetValue(key, out var known);
            sums[key] = (kept, known.Sum + (At(kernel, factors.Left, index, column, tile) * At(kernel, factors.Right, index, column, tile)));
        }

        foreach (var (index, part) in sums.Values)
        {
            var sum = isAdded ? At(kernel, stored[0].Operand, index, column, tile) + part : part;
            double[] arguments = [sum, .. extras.Select(extra => At(kernel, extra, index, column, tile))];
            foreach (var output in stored)
                At(kernel, output.Operand, index, column, tile) = ScalarEvaluator.Evaluate(output.Expression, arguments);
        }
    }

    private void Transpose(ScheduledKernel kernel, TransposeSchedule schedule)
    {
        var source = Memory(kernel.Arguments[0]).Span;
        var copy = Memory(kernel.Arguments[1]).Span;
        copy.Clear();
        for (var row = 0; row < schedule.Rows; row++)
        {
            for (var column = 0; column < schedule.Columns; column++)
            {
                copy[(column / schedule.Copy.Block * schedule.Copy.BlockStride) + (column % schedule.Copy.Block) + (row * schedule.Copy.Strides[0])] =
                    source[(row / schedule.Source.Block * schedule.Source.BlockStride) + (row % schedule.Source.Block) + (column * schedule.Source.Strides[1])];
            }
        }
    }

    private ref double At(ScheduledKernel kernel, Operand operand, int[] index, int column = -1, int tile = 1)
    {
        var place = operand.Offset;
        for (var loop = 0; loop < index.Length; loop++)
        {
            place += loop == column
                ? (index[loop] / tile * operand.TileStride) + (index[loop] % tile * operand.Strides[loop])
                : index[loop] * operand.Strides[loop];
        }

        return ref Memory(kernel.Arguments[operand.Argument]).Span[place];
    }

    private Memory<double> Memory(KernelArgument argument) => Memory(plan[argument.Node, argument.Form])[argument.Start..];

    private IEnumerable<int[]> Steps(EquatableArray<IndexVariable> loops)
        => Tensors.Indices([.. loops.Select(loop => Tensors.Size(loop.Extent, batch))]);

    private static double[] Unset(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
