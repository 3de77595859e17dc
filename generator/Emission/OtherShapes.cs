using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Emission;

/// <summary>Says of values that are read which of them are others in another shape: what a Flatten gives, and what goes back through it. Nothing is computed for them.</summary>
internal static class OtherShapes
{
    /// <summary><c>Flatten 'flatten1': flatten1 is maxPool2, read as [batch × 256]; nothing is computed.</c></summary>
    public static IEnumerable<(ValueName Name, string Text)> Of(NetworkGraph graph, Kernel kernel)
    {
        foreach (var read in kernel.Reads)
        {
            for (var node = read; graph[node].Operation is Reshape; node = graph[node].Inputs[0])
            {
                var from = graph[node].Inputs[0];
                while (graph[from].Operation is Reshape && graph[graph[from].Inputs[0]].Name == graph[from].Name)
                    from = graph[from].Inputs[0];
                if (graph[node].Name == graph[from].Name || graph[node].Shape == graph[from].Shape || graph[from].Operation is Parameter)
                    continue;
                var name = graph[node].Name;
                var layer = name.IsGradient ? null : graph.Layers.FirstOrDefault(span => span.Name == name.Text);
                yield return (name, $"{(layer is null ? "" : $"{layer.Kind} '{layer.Name}': ")}{name.Mathematics} is {graph[from].Name.Mathematics}, read as {TensorShapes.Named(graph, node)}; nothing is computed.");
            }
        }
    }
}
