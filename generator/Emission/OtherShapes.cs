using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Emission;

/// <summary>Says of values that are read which of them are others in another shape: what a Flatten gives, and what goes back through it. Nothing is computed for them.</summary>
internal static class OtherShapes
{
    /// <summary><c>Flatten 'flatten1': flatten1 is maxPool2, read as [batch × 256]; nothing is computed.</c></summary>
    public static IEnumerable<(ValueName Name, string Text)> Of(NetworkGraph graph, Kernel kernel)
    {
        foreach (var (node, from) in kernel.Reads.SelectMany(read => ViewsOf(graph, read)))
        {
            var name = graph[node].Name;
            var layer = name.IsGradient ? null : graph.Layers.FirstOrDefault(span => span.Name == name.Text);
            yield return (name, $"{(layer is null ? "" : $"{layer.Kind} '{layer.Name}': ")}{name.Mathematics} is {graph[from].Name.Mathematics}, read as {TensorShapes.Named(graph, node)}; nothing is computed.");
        }
    }

    /// <summary>The view of a whole tensor by whose name a value is called where it is read; null where it is called as the tensor is.</summary>
    public static int? ViewOf(NetworkGraph graph, int read)
        => TimeLoops.PlaceOf(graph, read) is null && SliceText.Of(other => graph[other], read, Views.Shown(graph, read)) is null && ViewsOf(graph, read).Select(static view => (int?)view.Node).FirstOrDefault() is { } view ? view : null;

    /// <summary>The same for all reads of a tensor in a kernel, if they are one.</summary>
    public static int? ViewOf(NetworkGraph graph, Kernel kernel, int owner)
    {
        int?[] views = [.. kernel.Reads.Where(read => Views.Owner(graph, read) == owner).Select(read => ViewOf(graph, read)).Distinct()];
        return views is [{ } view] ? view : null;
    }

    /// <summary>The views between a value as it is read and its tensor that have a name and a shape of their own, each with what it is a view of.</summary>
    private static IEnumerable<(int Node, int From)> ViewsOf(NetworkGraph graph, int read)
    {
        for (var node = read; graph[node].Operation is Reshape; node = graph[node].Inputs[0])
        {
            var from = graph[node].Inputs[0];
            while (graph[from].Operation is Reshape && graph[graph[from].Inputs[0]].Name == graph[from].Name)
                from = graph[from].Inputs[0];
            if (graph[node].Name != graph[from].Name && graph[node].Shape != graph[from].Shape && graph[from].Operation is not Parameter)
                yield return (node, from);
        }
    }
}
