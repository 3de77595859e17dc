using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Which layers a step belongs to, in the head of its method and in the table of layers: those that it computes something of. A layer whose parameter it only reads is none of them.</summary>
internal static class StepLayers
{
    /// <summary>The layers of a step, each once; parts of a layer, such as <c>block.0.residual1</c>, are among them.</summary>
    public static IEnumerable<string> Of(NetworkGraph graph, ScheduledKernel kernel) => Computed(graph, kernel).Concat(OfGradients(graph, kernel)).Distinct();

    /// <summary>Of a copy of a weight, the layer of the weight.</summary>
    private static IEnumerable<string> Computed(NetworkGraph graph, ScheduledKernel kernel)
        => kernel.Source is not { } source
            ? kernel.Arguments.Select(argument => LayerOfParameter(graph, argument.Node)).OfType<string>()
            : Notation.Computed(graph, source).Concat(source.Stores.Select(static output => output.Node)).Select(node => graph[node].Origin?.Of ?? LayerOfName(graph, node)).OfType<string>();

    /// <summary>The layers of which a step computes the gradient of a parameter, since another layer may have the same weight, or that of the outputs, which the layers that read those pass back.</summary>
    private static IEnumerable<string> OfGradients(NetworkGraph graph, ScheduledKernel kernel)
        => kernel.Arguments.Where(static argument => argument is { IsWritten: true, Form: TensorForm.Own }).Select(argument => LayerOfParameter(graph, argument.Node)).OfType<string>()
            .Concat((kernel.Source?.Stores ?? []).Select(output => graph[output.Node].Name).Where(name => name.IsGradient && graph.Layers.Any(layer => layer.Name == name.Text)).Select(static name => name.Text));

    private static string? LayerOfParameter(NetworkGraph graph, int node) => Uses.Of(graph).ParameterOf(node) is { } parameter ? graph.Parameters[parameter].Layer : null;

    /// <summary>The layer that a value is called after, as what a recurrence reads in the order of its time steps.</summary>
    public static string? LayerOfName(NetworkGraph graph, int node)
        => graph.Layers.Select(static layer => layer.Name).Where(layer => graph[node].Name.Text.StartsWith(layer + ".", StringComparison.Ordinal)).OrderByDescending(static layer => layer.Length).FirstOrDefault();
}
