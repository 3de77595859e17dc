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

        foreach (var kernel in program.Kernels)
        {
            if (kernel is ContractKernel contract)
                Run(contract);
            else if (kernel is LoopKernel loop)
                Run(loop);
            else if (kernel is IndexAddKernel add)
                memory[add.Node] = evaluator.Compute(add.Node, ValueOf);
        }

        return [.. graph.Outputs.Concat(graph.Gradients).Select(ValueOf)];
    }

    private double[] ValueOf(int node) => graph[node].Operation is View ? evaluator.Compute(node, ValueOf) : memory[node];

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
            if (!memory.TryGetValue(output.Node, out var values))
                memory[output.Node] = values = Unset(Tensors.Count(sizes));
            values[output.Offset + Tensors.Place(sizes, index)] = ScalarEvaluator.Evaluate(output.Expression, arguments);
        }
    }

    private static double[] Unset(int count)
    {
        var values = new double[count];
        Array.Fill(values, double.NaN);
        return values;
    }
}
