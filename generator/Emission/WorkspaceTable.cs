using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what is in a workspace: each tensor, where it is, and from which step of a pass to which. Steps are numbered through both passes, as their comments are.</summary>
internal static class WorkspaceTable
{
    private const string OfCopies = " What Backward computes again has a second place there, by the name of the first and 'again'; packed copies are made anew in their first place.";
    private const string OfTurns = " What a step passes on to itself in each turn of its loops has the memory of one turn, and is that of the last.";

    public static void Write(CodeWriter writer, NetworkProgram program)
    {
        var (graph, memory, numbers) = (program.Training.Graph, program.TrainingMemory, program.Slots);
        writer.Blank();
        var last = Numbers.Text(program.Training.Kernels.Count);
        var after = Numbers.Text(program.Training.Kernels.Count + 1);
        writer.Documentation(
            "summary",
            "What is in a workspace: name, shape, whether it grows with the batch, place, and the first and the last step between which the place is its own.",
            "The place of a tensor that each sample has is an offset and a length in floats of one sample, and the slot: Sample is given the offset and the slot. Shapes are those of one sample; in which order the samples' values are, Forward says. The place of another tensor is an offset and a length in floats, and Shared is given the offset. A value that is another one in another shape has the place of that one.",
            $"Steps are numbered as in Forward and Backward, from 1 to {last}.{(graph.Loops.Count > 0 ? " A tensor that is used in a loop has its place from the first step of the loop to the last." : "")} {Counts.Capital(Counts.Joined([.. OfCaller(graph)]))} have their places from 0, before Forward, to {after}, after Backward.{(OfEnd(graph) is { Length: > 0 } end ? $" {Counts.Capital(Counts.Joined(end))} keep theirs to {after}." : "")}",
            (program.KeepsAll ? $"This network keeps all tensors, gradients too: each has a place of its own up to {after}{(program.Training.IsReadable ? "" : ", but for copies that make products faster")}."
                : "The outputs of layers that steps store are kept to the end of Forward at least, for the caller to look at, and not only to the last step that reads them.")
                + (graph.Nodes.Any(static node => node.IsComputedAgain) ? OfCopies : "") + (memory.Placements.Any(static place => place.Form == TensorForm.Passed) ? OfTurns : ""));
        writer.Line("private static global::System.Collections.Generic.IReadOnlyList<global::NetGen.WorkspaceTensor> Tensors() =>");
        writer.Line("[");
        foreach (var place in InOrder(memory))
        {
            Write(NameOf(graph, place), place.Form == TensorForm.Own ? new Shape(ReadableShapes.OwnShape(graph, place.Node)) : null, place);
            foreach (var (name, node) in Others(graph, place))
                Write(name, new Shape(ReadableShapes.OwnShape(graph, place.Node)).Count == graph[node].Shape.Count && graph[node].Shape.Rank <= 6 ? graph[node].Shape : null, place);
        }

        writer.Line("];");

        void Write(string name, Shape? known, Placement place)
        {
            int[] shape = known is null ? [place.Size] : Dimensions(known);
            var hasSamples = place.Kind == MemoryKind.Sample;
            var slot = $"new({Numbers.Text(place.Offset)}, {Numbers.Text(place.Size)}, {Numbers.Text(hasSamples ? numbers[place] : 0)})";
            writer.Line(
                $"    new(\"{name}\", [{string.Join(", ", shape.Select(static extent => Numbers.Text(extent)))}], {(hasSamples ? "true" : "false")}, {slot}, "
                + $"{Numbers.Text(place.FirstKernel + 1)}, {Numbers.Text(place.LastKernel + (IsKept(program.Training, place) ? 0 : 1))}),");
        }
    }

    /// <summary>What the caller writes and reads before, between and after the passes.</summary>
    private static IEnumerable<string> OfCaller(NetworkGraph graph)
    {
        yield return "inputs";
        if (graph.Nodes.Any(static node => node.Operation is Input { IsTarget: true }))
            yield return "targets";
        if (graph.Nodes.Any(static node => node.Operation is StateBefore))
            yield return "states before the batch";
        yield return "outputs";
        if (graph.Nodes.Any(static node => node.Operation is OutputGradient))
            yield return "gradients of outputs";
    }

    /// <summary>What the caller reads after the passes.</summary>
    private static string[] OfEnd(NetworkGraph graph) =>
    [
        .. graph.Objective is null ? Array.Empty<string>() : ["the objective"],
        .. graph.InputGradients.Count == 0 ? Array.Empty<string>() : ["gradients of inputs"],
    ];

    /// <summary>The axes of what a tensor has for a sample: that of all time steps is one of them.</summary>
    private static int[] Dimensions(Shape shape)
        => [.. shape.Extents.Where(static extent => !extent.IsBatch || extent.IsRows).Select(static extent => extent.Lengths is { } lengths ? lengths.Steps : extent.Size)];

    /// <summary>What else a memory is called: a layer that gives its input another shape has the memory of that, and so has its gradient.</summary>
    private static IEnumerable<(string Name, int Node)> Others(NetworkGraph graph, Placement place)
        => place.Form != TensorForm.Own ? []
            : graph.Layers.Select(layer => (Node: layer.Output, Name: graph[layer.Output].Name.Mathematics))
                .Concat(graph.KeptGradients.Select(static kept => (kept.Node, Name: new ValueName(kept.Layer, IsGradient: true).Mathematics)))
                .Concat(Enumerable.Range(0, graph.Nodes.Count).Where(node => graph[node] is { Operation: Reshape, Name.IsGradient: true, Loop: null } view && graph.Layers.Any(layer => layer.Name == view.Name.Text)).Select(node => (Node: node, Name: graph[node].Name.Mathematics)))
                .Where(other => Views.Owner(graph, other.Node) == place.Node && graph[other.Node].Shape.Count == graph[place.Node].Shape.Count)
                .Select(static other => (other.Name, other.Node)).GroupBy(static other => other.Name).Select(static same => same.First()).Where(other => other.Name != NameOf(graph, place));

    /// <summary>The places of a workspace, those of samples first, by their offsets and then by the steps in which they are taken.</summary>
    public static IEnumerable<Placement> InOrder(MemoryPlan memory)
        => memory.Placements.Where(static place => place.Kind is MemoryKind.Sample or MemoryKind.Shared)
            .OrderBy(static place => place.Kind).ThenBy(static place => place.Offset).ThenBy(static place => place.FirstKernel).ThenBy(static place => place.Node);

    /// <summary>Whether a place is kept to the end of the forward pass, after the last step that reads it: then the step that it ends with is the first of the backward pass.</summary>
    public static bool IsKept(ScheduledProgram program, Placement place)
        => place.LastKernel < program.Kernels.Count && program.Kernels[place.LastKernel] is { Loop: null, IsBackward: true } step
            && (place.LastKernel == 0 || !program.Kernels[place.LastKernel - 1].IsBackward) && !step.Arguments.Any(argument => argument.Node == place.Node);

    /// <summary>What a place is called: <c>∂hidden</c>, <c>output.weightᵀ</c>.</summary>
    public static string NameOf(NetworkGraph graph, Placement place) => NameOf(graph, place.Node, place.Form);

    /// <summary>What a node's memory is called. Of what the backward pass computes again, that of the forward pass has the shorter name: <c>scores</c> and
    /// <c>scores again</c>.</summary>
    public static string NameOf(NetworkGraph graph, int node, TensorForm form)
        => graph[node].Name.Mathematics + (graph[node].IsComputedAgain ? " again" : "") + SchedulePrinter.Describe(form);
}
