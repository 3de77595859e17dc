using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the class of the workspaces of a network that keeps its gradients: a view of each of them, by its name and with its shape.</summary>
internal static class GradientWorkspaceWriter
{
    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program)
    {
        var (graph, slots) = (program.Training.Graph, program.Slots);
        var name = PrivateMembers.NameIn(declaration.Class, PrivateMembers.GradientWorkspace);
        writer.Blank();
        writer.Documentation("summary", "A workspace whose gradients of the layers' outputs can be looked at after a backward pass: no step writes over them. Of a layer that only gives its input another shape it is the gradient of that input.");
        using var body = writer.Braces($"public sealed class {name} : global::NetGen.Workspace");
        using (writer.Braces($"internal {name}(int capacity) : base(Generated.Layout, capacity)"))
        {
        }

        var names = new NameScope();
        foreach (var (layer, node) in Shown(graph))
        {
            var place = program.TrainingMemory[Views.Owner(graph, node)];
            if (place.Kind != MemoryKind.Sample || place.Size != graph[node].Shape.SampleSize || Views.Strides(graph, node) != Views.Contiguous(graph[node].Shape))
                continue;
            var shape = ReadableShapes.OfStep(graph, node);
            writer.Blank();
            writer.Documentation("summary", $"∂loss/∂{layer} {new Shape(shape)}, as the last backward pass has left it.");
            writer.Line($"public global::NetGen.Numerics.TensorSpan {names.Take(NameOf(layer))} => new(ref Sample({Numbers.Text(place.Offset)}, {Numbers.Text(slots[place])}), "
                + $"[{string.Join(", ", shape.Select(static extent => extent.IsBatch ? extent.Size == 1 ? "Batch" : $"Batch * {Numbers.Text(extent.Size)}" : Numbers.Text(extent.Size)))}]);");
        }
    }

    /// <summary>What the view of a layer's gradient is called: <c>DHidden</c>.</summary>
    public static string NameOf(string layer) => "D" + new ValueName(layer).Pascal;

    /// <summary>The gradients of the layers' outputs, those of the network's own outputs among them.</summary>
    private static IEnumerable<(string Layer, int Node)> Shown(NetworkGraph graph)
        => graph.KeptGradients.Select(static kept => (kept.Layer, kept.Node))
            .Concat(Enumerable.Range(0, graph.Nodes.Count).Where(node => graph[node].Operation is OutputGradient).Select(node => (graph[node].Name.Text, node)))
            .GroupBy(static kept => kept.Item1).Select(static same => same.First());
}
