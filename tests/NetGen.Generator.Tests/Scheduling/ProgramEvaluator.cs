using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
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
    private int step;
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
        buffers[MemoryKind.Prepared] = Unset((int)plan.PreparedLength);
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

        for (var index = 0; index < program.Kernels.Count;)
        {
            ScheduledKernel[] own = [.. program.Kernels.Skip(index).TakeWhile((kernel, place) => place == 0 || (kernel.Loop is not null && kernel.Loop == program.Kernels[index].Loop))];
            index += own.Length;
            var loop = own[0].Loop is { } number ? graph.Loops[number] : new TimeLoop(1, IsReverse: false, []);
            for (var turn = 0; turn < loop.Steps; turn++)
            {
                step = loop.IsReverse ? loop.Steps - 1 - turn : turn;
                foreach (var kernel in own)
                {
                    if (kernel.Schedule is LeafSchedule leaf)
                        given(leaf.Leaf).CopyTo(Memory(kernel.Arguments[0]));
                    else if (kernel.Schedule is ExchangeSchedule exchange)
                        Memory(kernel.Arguments[0])[..exchange.Count].CopyTo(Memory(kernel.Arguments[1]));
                    else
                        Run(kernel);
                }
            }
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
        MemoryKind.Literal => ((Literal)graph[place.Node].Operation).Elements.Select(static element => (double)element).ToArray(),
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
        if (kernel.Schedule is NestSchedule loops)
            new NestInterpreter(batch, number => Memory(kernel.Arguments[number])).Run(loops.Nest);
    }

    private Memory<double> Memory(KernelArgument argument)
    {
        var start = argument.Step is not { } place ? 0 : ((place.Moves ? step : 0) + place.Shift) * place.Stride * (place.TimesBatch ? batch : 1);
        return Memory(plan[argument.Node, argument.Form])[(start + argument.Start)..];
    }

    private IEnumerable<int[]> Steps(EquatableArray<IndexVariable> loops)
        => Tensors.Indices([.. loops.Select(loop => Tensors.Size(loop.Extent, batch))]);

    private static double[] Unset(int length)
    {
        var values = new double[length];
        Array.Fill(values, double.NaN);
        return values;
    }
}
