using System.Text.RegularExpressions;
using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes the steps of training as data, for pictures and tables.</summary>
internal static class StepTable
{
    private const string OfSteps =
        "The steps of training: number, whether it is of the backward pass, method, mathematics, shapes, what is read and written, which layer or line it belongs to, and how it is computed.";

    private const string OfRows = "What the rows compute (Pack, Unpack, Begin, BeginReverse) has no method here. Where lengths only say how many rows a step has, as in [steps × …] and [alive × …], they are not in the list of what is read.";

    // What the column of plans says, each with what it is said for.
    private static readonly (Regex Words, string Meaning)[] OfPlans =
    [
        (new("outer product "), "'outer product r × c' keeps r · c sums in registers, or four times as many where they are few, and each turn of the sum adds the products of r numbers of one operand and c of the other to them"),
        (new("(^|: |; )products "), "'products r × c' stores each product at once, since the sum has one term"),
        (new("dot products "), "'dot products r × c' adds up as many sums, along the axis of the sum"),
        (new("loops"), "'loops' has no product"),
        (new("one method: "), "'one method' has several of these, one after the other"),
        (new("copy in panels "), "'copy in panels' stores a weight in the order in which a later product reads it"),
        (new(": "), "behind a colon are the loops over the results and those of the sum"),
        (new(" outermost"), "of loops over tiles of both operands, the outermost is named"),
        (new(" copied into panels"), "where an operand is copied into panels, a loop over the blocks of the sum may be around these"),
        (new("packed"), "'packed' copies an operand first, in the order in which it is read"),
        (new("finished after the store"), "'finished after the store' stores the sums, and applies the rest of the formula to them in memory"),
        (new(" meets more than zeros"), "'k only where its x meets more than zeros' leaves terms out that are 0"),
    ];

    private const string OfCycles = "Cycles are an estimate for one core that starts multiply-adds of two vectors each cycle, all of their lanes counted, and for the batch that is named: they were compared to choose among plans.";

    public static void Write(CodeWriter writer, NetworkProgram program, KernelLibrary library)
    {
        var graph = program.Training.Graph;
        writer.Blank();
        var hasChoices = program.Training.Kernels.Any(static kernel => ScheduleRemarks.ChoiceOf(kernel) is not null);
        writer.Documentation("summary", [OfSteps, .. program.Training.Kernels.Any(static kernel => kernel.Schedule is RearrangeSchedule) ? [OfRows] : Array.Empty<string>(), .. hasChoices ? [PlansOf([.. program.Training.Kernels.Select(How)]), OfCycles] : Array.Empty<string>()]);
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

    /// <summary>What the words mean that the steps are told with, and no others.</summary>
    private static string PlansOf(string[] texts)
        => Counts.Capital(string.Join("; ", OfPlans.Where(own => texts.Any(own.Words.IsMatch)).Select(static own => own.Meaning)) + ".");

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
        => Uses.Of(graph).ParameterOf(node) is { } parameter ? graph.Parameters[parameter].Layer : StepLayers.LayerOfName(graph, node);

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
