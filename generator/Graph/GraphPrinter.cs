using System.Text;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>Prints a graph as text, one node a line, for snapshots and for people.</summary>
internal static class GraphPrinter
{
    public static string Print(NetworkGraph graph)
    {
        var text = new StringBuilder();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var node = graph[id];
            text.Append('%').Append(Numbers.Text(id)).Append(" = ").Append(Describe(graph, node));
            text.Append("  ").Append(node.Shape).Append("  ").Append(node.Name);
            if (node.Loop is { } loop)
                text.Append("  in loop ").Append(Numbers.Text(loop));
            foreach (var state in node.Loop is { } own ? graph.Loops[own].States.Where(state => state.Next == id) : [])
                text.Append("  → next %").Append(Numbers.Text(state.State));
            if (graph.Objective == id)
                text.Append("  → objective");
            if (graph.Outputs.Contains(id))
                text.Append("  → output");
            var parameter = graph.Gradients.ToList().IndexOf(id);
            if (parameter >= 0)
                text.Append("  → ∂").Append(graph.Parameters[parameter].Name);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static string Describe(NetworkGraph graph, Node node)
    {
        var inputs = string.Join(", ", node.Inputs.Select(static input => "%" + Numbers.Text(input)));
        return node.Operation switch
        {
            Input input => input.IsTarget ? "target" : "input",
            StateBefore => "state",
            Parameter => "parameter",
            OutputGradient => "output gradient",
            StopGradient => "stop gradient " + inputs,
            WhenTraining => $"%{Numbers.Text(node.Inputs[0])} in training, %{Numbers.Text(node.Inputs[1])} in prediction",
            RandomNumbers random => $"{random.Distribution.ToString().ToLowerInvariant()} random numbers, stream {Numbers.Text(random.Stream)}",
            BatchSize => "number of samples",
            Map map => $"map {ScalarText.Mathematics(map.Expression, [.. node.Inputs.Select(static input => "%" + Numbers.Text(input))])}",
            Contract contract => $"contract {contract.Output} = Σ %{Numbers.Text(node.Inputs[0])}{contract.Left} · %{Numbers.Text(node.Inputs[1])}{contract.Right} over "
                + string.Join(", ", contract.Indices.Select(static (index, place) => $"i{Numbers.Text(place)} {index.Name} {index.Extent}")),
            Reduce reduce => $"{(reduce.Reduction == Reduction.Sum ? "sum" : "max")} {inputs} over axes {reduce.Axes}",
            Transpose transpose => $"transpose {inputs} to axes {transpose.Permutation}",
            Slice slice => $"slice {inputs} along axis {Numbers.Text(slice.Axis)} from {Numbers.Text(slice.Start)}{(slice.Step == 1 ? "" : " by " + Numbers.Text(slice.Step))}",
            Concatenate concatenate => $"concatenate {inputs} along axis {Numbers.Text(concatenate.Axis)}",
            Fill fill => "fill with " + Numbers.Text(fill.Value),
            _ => $"{node.Operation.GetType().Name.ToLowerInvariant()} {inputs}",
        };
    }
}
