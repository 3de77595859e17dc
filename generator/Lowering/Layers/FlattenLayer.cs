using NetGen.Generator.Graph;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>All axes of a sample as one.</summary>
internal static class FlattenLayer
{
    public static int Add(GraphBuilder graph, int input, ValueName name)
        => graph.Reshape(input, Shape.BatchOf([graph[input].Shape.SampleSize]), name);
}
