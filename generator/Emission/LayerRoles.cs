using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>What a value is to a layer: what goes into it or comes out of it, or the gradient of one of them. So a method that layers of one kind share can say which is which.</summary>
internal static class LayerRoles
{
    /// <summary><c>input</c>, <c>outputs</c>, since a channel is called output, <c>∂input</c> or <c>∂output</c>, <c>∂input.spread</c> for that with zeros around it; null for what is none of them.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="node">The node that owns the value's memory.</param>
    public static ValueName? Of(NetworkGraph graph, string? layer, int node)
    {
        if (layer is null || graph.Layers.FirstOrDefault(span => span.Name == layer) is not { } known || graph[node].Operation is Parameter)
            return null;
        if (graph[node].Operation is Concatenate && Inside(graph, node) is { } inner && Of(graph, layer, Views.Owner(graph, inner)) is { } role)
            return graph[node].Name.Text.StartsWith(graph[inner].Name.Text + ".", StringComparison.Ordinal) ? role with { Text = role.Text + graph[node].Name.Text.Substring(graph[inner].Name.Text.Length) } : null;
        if (Is(known.Input))
            return new("input");
        if (Is(known.Output))
            return new("outputs");
        var gradients = graph.LayerGradients.FirstOrDefault(own => own.Layer == layer);
        return Is(gradients?.OfInput) ? new("input", IsGradient: true) : Is(gradients?.OfOutput) ? new("output", IsGradient: true) : null;

        bool Is(int? value) => value is { } one && Views.Owner(graph, one) == node;
    }

    private static readonly ConditionalWeakTable<NetworkGraph, Dictionary<string, ValueName[]>> Known = new();

    /// <summary>The names of what goes into a layer, each time that it is applied: that of the value, and those of the views through which it is read.</summary>
    public static IReadOnlyList<ValueName> Entering(NetworkGraph graph, string layer)
        => Known.GetValue(graph, static asked => asked.Nodes.Where(static node => node.Origin?.Of is not null && !node.Name.IsGradient).GroupBy(static node => node.Origin!.Of!)
            .ToDictionary(static own => own.Key, own => own.SelectMany(static node => node.Inputs)
                .Where(input => asked[input].Origin?.Of != own.Key || asked[input].Operation is View).SelectMany(input => Names(asked, input)).Distinct().ToArray()))
            .TryGetValue(layer, out var names) ? names : [];

    private static IEnumerable<ValueName> Names(NetworkGraph graph, int node)
    {
        yield return graph[node].Name;
        for (; graph[node].Operation is View; node = graph[node].Inputs[0])
            yield return graph[graph[node].Inputs[0]].Name;
    }

    /// <summary>What a value is with zeros around it; null where it is something else.</summary>
    private static int? Inside(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is Concatenate)
        {
            int[] parts = [.. graph[node].Inputs.Where(input => graph[input].Operation is not Fill)];
            if (parts.Length != 1)
                return null;
            node = parts[0];
        }

        return node;
    }
}
