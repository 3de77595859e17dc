using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the steps of training as data, for pictures and tables.</summary>
internal static class StepTable
{
    private const string OfSteps =
        "The steps of training: number, whether it is of the backward pass, method, mathematics, shapes, what is read and written, which layer or line it belongs to, and how it is computed.";

    private const string OfRows = "A step that changes the order of rows by the samples' lengths has no method. The lengths, by which all steps count their rows, are not in the list of what is read.";

    private const string OfPlans =
        "'outer product r × c' keeps r · c sums in registers, or four times as many where they are few, and each turn of the sum adds the products of r numbers of one operand and c of the other to them; 'products r × c' stores each product at once, since the sum has one term; "
        + "'dot products r × c' adds up as many sums, along the axis of the sum; 'loops' has no product. Behind that are the loops over the results and those of the sum, and, where there are loops over tiles of both operands, which of these is outermost; around it may be one over the blocks of a sum, where an operand is copied into panels.";

    private const string OfCycles = "Cycles are an estimate for one core that starts multiply-adds of two vectors each cycle, all of their lanes counted, and for the batch that is named: they were compared to choose among plans.";

    public static void Write(CodeWriter writer, NetworkProgram program, KernelLibrary library)
    {
        var graph = program.Training.Graph;
        writer.Blank();
        var hasChoices = program.Training.Kernels.Any(static kernel => ScheduleRemarks.ChoiceOf(kernel) is not null);
        writer.Documentation("summary", [OfSteps, .. program.Training.Kernels.Any(static kernel => kernel.Schedule is RearrangeSchedule) ? [OfRows] : Array.Empty<string>(), .. hasChoices ? [OfPlans, OfCycles] : Array.Empty<string>()]);
        writer.Line("private static global::System.Collections.Generic.IReadOnlyList<global::NetGen.NetworkStep> Steps() =>");
        writer.Line("[");
        for (var index = 0; index < program.Training.Kernels.Count; index++)
        {
            var kernel = program.Training.Kernels[index];
            var method = kernel.Schedule is LeafSchedule or ExchangeSchedule or RearrangeSchedule ? "" : library.MethodOf(graph, kernel).Name;
            writer.Line($"    new({Numbers.Text(index + 1)}, {(kernel.IsBackward ? "true" : "false")}, \"{method}\",");
            writer.Line($"        {Text(Formula(graph, kernel))}, {Text(kernel.Source is { } source ? Notation.Shapes(graph, source) : "")},");
            writer.Line($"        {Names(graph, kernel, isWritten: false)}, {Names(graph, kernel, isWritten: true)},");
            var how = How(kernel);
            writer.Line($"        {Text(string.Join("; ", SourcesOf(graph, kernel)))}, {Text(how)}),");
        }

        writer.Line("];");
    }

    /// <summary>What the developer wrote that a step is for; the number of samples is for all layers that divide by it.</summary>
    private static IEnumerable<string> SourcesOf(NetworkGraph graph, ScheduledKernel kernel)
    {
        if (kernel.Schedule is LeafSchedule { Leaf: BatchSize })
            return [];
        string[] own = kernel.Source is { } source ? [.. Notation.Sources(graph, source)] : [];
        // A copy of a weight, and rows in another order, belong to the layer of what they have.
        return own.Length > 0 ? own : kernel.Arguments.Select(argument => LayerOf(graph, argument.Node)).OfType<string>().Distinct().Take(1).SelectMany(layer => SourcesOf(graph, layer));
    }

    private static string? LayerOf(NetworkGraph graph, int node)
        => Uses.Of(graph).ParameterOf(node) is { } parameter ? graph.Parameters[parameter].Layer
            : graph.Layers.Select(static layer => layer.Name).Where(layer => graph[node].Name.Text.StartsWith(layer + ".", StringComparison.Ordinal)).OrderByDescending(static layer => layer.Length).FirstOrDefault();

    /// <summary>What the developer wrote that a layer stands for.</summary>
    private static IEnumerable<string> SourcesOf(NetworkGraph graph, string layer)
        => graph.Nodes.Select(static node => node.Origin).Where(origin => origin?.Of == layer && origin.Source is not null).Select(origin => origin!.Source + (origin.Source!.StartsWith("line ", StringComparison.Ordinal) ? $"; layer '{layer}'" : "")).Take(1);

    private static string Formula(NetworkGraph graph, ScheduledKernel kernel) => kernel switch
    {
        { Schedule: LeafSchedule } => $"{NameOf(graph, kernel.Arguments[0])}: {LeafEmitter.Describe(((LeafSchedule)kernel.Schedule).Leaf)}",
        { Schedule: ExchangeSchedule } => $"{NameOf(graph, kernel.Arguments[1])} = Σ over workers of {NameOf(graph, kernel.Arguments[0])}",
        { Schedule: RearrangeSchedule rearrange } => RowsText.Of(graph, kernel, rearrange),
        { Source: null } => $"{NameOf(graph, kernel.Arguments[0])} {KernelDocumentation.CopyOf(kernel)}",
        _ => string.Join("\n", Notation.Of(graph, kernel.Source!)),
    };

    private static string How(ScheduledKernel kernel)
        => (kernel.Parts.Count > 0 ? OfParts(kernel) : SchedulePrinter.Describe(kernel.Schedule)) + (ScheduleRemarks.ChoiceOf(kernel) is { } choice ? $"; {char.ToLowerInvariant(choice[0])}{choice.Substring(1).TrimEnd('.')}" : "");

    /// <summary>How the kernels are carried out that are one method, each in the turns of the loops around all of them.</summary>
    private static string OfParts(ScheduledKernel kernel)
        => "one method: " + string.Join("; ", kernel.Parts.Select(static part => $"{SchedulePrinter.Describe(part.Schedule)}{(part.Arguments.Any(static argument => argument is { Form: TensorForm.Packed, IsWritten: false }) ? ", packed" : "")}"));

    private static string Names(NetworkGraph graph, ScheduledKernel kernel, bool isWritten)
        => $"[{string.Join(", ", kernel.Arguments.Where(argument => argument.IsWritten == isWritten).Select(argument => Text(NameOf(graph, argument))).Distinct())}]";

    private static string NameOf(NetworkGraph graph, KernelArgument argument) => WorkspaceTable.NameOf(graph, argument.Node, argument.Form);

    private static string Text(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n") + "\"";
}
