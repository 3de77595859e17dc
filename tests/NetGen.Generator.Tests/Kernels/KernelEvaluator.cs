using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;

namespace NetGen.Generator.Tests.Kernels;

/// <summary>Computes kernels in sequence, in double: only what a kernel stores can be read by the next one.</summary>
internal sealed class KernelEvaluator(KernelProgram program, int batch)
{
    private readonly NetworkGraph graph = program.Graph;
    private readonly GraphEvaluator evaluator = new(program.Graph, batch);
    private readonly Dictionary<int, double[]> memory = [];

    // Of the nodes of loops that have a value for each step: where the present one is, and all of them by their steps.
    private readonly Dictionary<(int Node, int Step), double[]> steps = [];
    private int step;

    /// <summary>The outputs and the gradients.</summary>
    /// <param name="given">The inputs, the parameters and the outputs' gradients.</param>
    public double[][] Evaluate(Func<Operation, double[]> given)
    {
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Operation is Input or Parameter or OutputGradient or Leaf)
                memory[id] = given(graph[id].Operation);
            else if (graph[id].Operation is Literal)
                memory[id] = evaluator.Compute(id, ValueOf);
        }

        for (var index = 0; index < program.Kernels.Count;)
        {
            Kernel[] own = [.. program.Kernels.Skip(index).TakeWhile((kernel, place) => place == 0 || (kernel.Loop is not null && kernel.Loop == program.Kernels[index].Loop))];
            index += own.Length;
            var loop = own[0].Loop is { } number ? graph.Loops[number] : new TimeLoop(1, IsReverse: false, []);
            for (var turn = 0; turn < loop.Steps; turn++)
            {
                step = loop.IsReverse ? loop.Steps - 1 - turn : turn;
                foreach (var kernel in own)
                    Run(kernel);
            }
        }

        return [.. graph.Outputs.Concat(graph.Gradients).Select(ValueOf)];
    }

    private void Run(Kernel kernel)
    {
        if (kernel is ContractKernel contract)
            Run(contract);
        else if (kernel is LoopKernel loop)
            Run(loop);
        else if (kernel is IndexAddKernel add)
            memory[add.Node] = evaluator.Compute(add.Node, ValueOf);
    }

    private double[] ValueOf(int node) => graph[node].Operation switch
    {
        Carried => steps[(graph.NextOf(node), step + (LoopOf(node).IsReverse ? 1 : -1))],
        LastState => steps[(graph.NextOf(graph[node].Inputs[0]), LoopOf(node).IsReverse ? 0 : LoopOf(node).Steps - 1)],
        AllSteps => [.. Enumerable.Range(0, LoopOf(graph[node].Inputs[0]).Steps).SelectMany(number => AtStep(graph[node].Inputs[0], number))],
        StepOf => evaluator.AtStep(graph[node], ValueOf(graph[node].Inputs[0]), LoopOf(node).Steps, step),
        View => evaluator.Compute(node, ValueOf),
        _ => graph[node].IsOfStep() ? steps[(node, step)] : memory[node],
    };

    private double[] AtStep(int node, int number)
    {
        var present = step;
        step = number;
        var value = ValueOf(node);
        step = present;
        return value;
    }

    private TimeLoop LoopOf(int node) => graph.Loops[graph[node].Loop!.Value];

    private void Run(ContractKernel kernel)
    {
        var sizes = evaluator.Sizes(kernel.Root);
        var sums = evaluator.OfContract(
            kernel.Contract, sizes, (ValueOf(kernel.Left), evaluator.Sizes(kernel.Left)), (ValueOf(kernel.Right), evaluator.Sizes(kernel.Right)));
        foreach (var index in Tensors.Indices(sizes))
            Store(kernel.Outputs, index, [sums[Tensors.Place(sizes, index)], .. Elements(kernel.Extras, index)]);
    }

    private void Run(LoopKernel kernel)
    {
        var gathered = kernel.Gathered.ToDictionary(static operand => operand.Node, operand => evaluator.Compute(operand.Node, ValueOf));
        var sizes = Tensors.Sizes(kernel.Space, batch);
        var totals = new SortedDictionary<int, (int[] Index, double Total)>();
        foreach (var index in Tensors.Indices(sizes))
        {
            var elements = Elements(kernel.Operands, index, gathered);
            Store(kernel.Elements, index, elements);
            if (kernel.Reduction is not { } reduction)
                continue;
            int[] result = [.. index.Select((step, axis) => reduction.Axes.Contains(axis) ? 0 : step)];
            var value = ScalarEvaluator.Evaluate(reduction.Expression, elements);
            var place = Tensors.Place(sizes, result);
            totals[place] = !totals.TryGetValue(place, out var known) ? (result, value)
                : (result, reduction.Kind == Reduction.Sum ? known.Total + value : Math.Max(known.Total, value));
        }

        foreach (var (index, total) in totals.Values)
            Store(kernel.Reduction!.Outputs, index, [total, .. Elements(kernel.Reduction.Extras, index)]);
    }

    private double[] Elements(EquatableArray<int> nodes, int[] index, Dictionary<int, double[]>? gathered = null)
        => [.. nodes.Select(node => Tensors.Broadcast(gathered?.GetValueOrDefault(node) ?? ValueOf(node), evaluator.Sizes(node), index))];

    private void Store(EquatableArray<KernelOutput> outputs, int[] index, double[] arguments)
    {
        foreach (var output in outputs)
        {
            var sizes = evaluator.Sizes(output.Node);
            var place = graph[output.Node].Operation is Collect ? Tensors.Place(sizes, [index[0], step, .. index[1..]]) : output.Offset + Tensors.Place(sizes, index);
            MemoryOf(output, Tensors.Count(sizes))[place] = ScalarEvaluator.Evaluate(output.Expression, arguments);
        }
    }

    /// <summary>Before the first step, a state is where a step before that would have stored it.</summary>
    private double[] MemoryOf(KernelOutput output, int count)
    {
        if (!graph[output.Node].IsOfStep())
            return memory.TryGetValue(output.Node, out var values) ? values : memory[output.Node] = Unset(count);
        var loop = LoopOf(output.Node);
        var key = (output.Node, !output.IsInitial ? step : loop.IsReverse ? loop.Steps : -1);
        return steps.TryGetValue(key, out var known) ? known : steps[key] = Unset(count);
    }

    private static double[] Unset(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
