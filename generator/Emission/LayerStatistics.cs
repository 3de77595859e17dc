using NetGen.Generator.Graph;
using NetGen.Generator.Memory;

namespace NetGen.Generator.Emission;

/// <summary>A layer as tables show it.</summary>
/// <param name="MultiplyAdds">For one sample, forward.</param>
/// <param name="Activations">Where its outputs are after the forward pass of training, if they are stored.</param>
internal sealed record LayerStatistics(
    string Name, string Kind, Shape InputShape, Shape OutputShape, int Parameters, long MultiplyAdds, Placement? Activations)
{
    /// <summary>How many samples a batch of training has at least.</summary>
    public int SmallestBatch { get; init; } = 1;

    /// <summary>What computes its outputs last; see <see cref="Emission.LastOperation"/>.</summary>
    public string? LastOperation { get; init; }

    /// <summary>The shapes of what it gives where it is applied again.</summary>
    public EquatableArray<Shape> Again { get; init; } = [];

    public static IEnumerable<LayerStatistics> Of(NetworkProgram program)
    {
        var graph = program.Training.Graph;
        var backward = graph.BackwardNodes();
        foreach (var layer in graph.Layers)
        {
            var tensors = graph.Parameters.Where(tensor => tensor.Layer == layer.Name).ToArray();
            var multiplyAdds = graph.Nodes
                .Where((node, id) => !backward[id] && node.Operation is Contract && (node.Origin?.Of == layer.Name || node.Inputs.Any(input => IsOf(graph[input], tensors))))
                .Sum(node => MultiplyAddsOf(graph, node));
            var owner = Views.Owner(graph, layer.Output);
            var place = program.TrainingMemory.Placements.FirstOrDefault(placement => placement.Node == owner && placement.Kind == MemoryKind.Sample);
            yield return new LayerStatistics(
                layer.Name, layer.Kind, graph[layer.Input].Shape, graph[layer.Output].Shape, tensors.Sum(static tensor => tensor.Count), multiplyAdds, place)
            {
                SmallestBatch = layer.SmallestBatch,
                Again = layer.Again,
                LastOperation = Emission.LastOperation.Of(graph, layer.Output),
            };
        }
    }

    /// <summary>Those of all products of the forward pass, in layers and outside of them.</summary>
    public static long MultiplyAddsOf(NetworkProgram program)
    {
        var graph = program.Training.Graph;
        var backward = graph.BackwardNodes();
        return graph.Nodes.Where((node, id) => !backward[id] && node.Operation is Contract).Sum(node => MultiplyAddsOf(graph, node));
    }

    private static long MultiplyAddsOf(NetworkGraph graph, Node node)
        => ((Contract)node.Operation).Indices.Aggregate(
            node.Loop is { } loop ? graph.Loops[loop].Steps : 1L, static (product, index) => product * index.Extent.Size * (index.Extent.Lengths?.Steps ?? 1));

    private static bool IsOf(Node node, TrainableTensor[] tensors) => tensors.Any(tensor => tensor.Name == node.Name.Text && !node.Name.IsGradient);
}
