using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what is above the steps of a pass: every tensor, those of a kind together, each with its shape, how it is stored and what had its memory before.</summary>
/// <param name="writer">Where to.</param>
/// <param name="program">The program.</param>
/// <param name="memory">Where its tensors are.</param>
/// <param name="library">The kernels' methods.</param>
/// <param name="names">What tensors and rows are called.</param>
/// <param name="reference">A reference to a tensor's first float, as C#.</param>
/// <param name="buffer">What has the memory of the batch.</param>
/// <param name="callers">How many inputs and outputs of a prediction are the caller's; those behind them are in the state of the sequences.</param>
internal sealed class PassTensors(
    CodeWriter writer, ScheduledProgram program, MemoryPlan memory, KernelLibrary library, PassNames names, Func<Placement, string> reference, string buffer, (int Inputs, int Outputs)? callers)
{
    private readonly bool[] backward = program.Graph.BackwardNodes();

    /// <summary>Names every tensor of the pass, those of a kind together.</summary>
    public void Declare(int[] steps, NameScope scope)
    {
        var arguments = steps.SelectMany(step => program.Kernels[step].Arguments).Select(static argument => (argument.Node, argument.Form)).Distinct().ToArray();
        foreach (var (node, form) in arguments)
            names.Locals[(node, form)] = scope.Take(KernelLibrary.IdentifierOf(program.Graph, new KernelArgument(node, form, IsWritten: false)));
        var panels = program.IsReadable ? [] : PanelsOf(arguments);
        var hasPanels = panels.Length > 0;
        writer.Blank();
        var before = arguments.Select(argument => Before(memory[argument.Node, argument.Form])).Where(static text => text.Length > 0).ToArray();
        foreach (var line in PassLegend.Of(program, steps, arguments, memory, (before.Length > 0, before.Any(static text => text.Contains(EndOfForward)))))
            writer.Comment(line);
        foreach (var group in arguments.GroupBy(argument => HeadingOf(memory[argument.Node, argument.Form], arguments)).OrderBy(static group => group.Key.Order))
        {
            writer.Blank();
            writer.Comment(group.Key.Text);
            if (hasPanels && group.Any(argument => LayoutOf(argument.Node, argument.Form, memory[argument.Node, argument.Form]).Length > 0))
            {
                writer.Comment(PassLegend.OfPanels(panels));
                hasPanels = false;
            }

            foreach (var (node, form) in group)
                Declare(node, form);
        }
    }

    /// <summary>Sorts the samples by their lengths, where loops carry out the steps that they have alone.</summary>
    public void DeclareRows(int[] steps, NameScope scope)
    {
        foreach (var lengths in steps.Select(step => LengthsOf(program.Kernels[step])).OfType<SequenceLengths>().Distinct())
        {
            var input = lengths.NodeIn(program.Graph.Nodes);
            var name = names.Rows[lengths] = scope.Take(program.Graph[input].Name.Identifier + "Rows");
            writer.Blank();
            foreach (var line in RowsText.Of(program.Graph[input].Name.Mathematics))
                writer.Comment(line);
            writer.Line($"var {name} = {buffer}.Rows({Numbers.Text(lengths.Input)}, {reference(memory[input, TensorForm.Own])}, batch, {Numbers.Text(lengths.Steps)});", $"input {Numbers.Text(lengths.Input)} is {program.Graph[input].Name.Mathematics}, {Numbers.Text(lengths.Steps)} the longest that may be");
        }
    }

    private SequenceLengths? LengthsOf(ScheduledKernel kernel) => kernel switch
    {
        { Loop: { } loop } => program.Graph.Loops[loop].Lengths,
        { Schedule: RearrangeSchedule rearrange } => rearrange.Rearrange.Lengths,
        { Schedule: LeafSchedule or ExchangeSchedule } => null,
        _ => library.MethodOf(program.Graph, kernel).Lengths,
    };

    private void Declare(int node, TensorForm form)
    {
        var place = memory[node, form];
        var (local, start) = (names.Locals[(node, form)], reference(place));
        if (program.IsReadable)
        {
            var before = Before(place);
            if (before.Length > 0)
                writer.Line($"var {local} = new TensorSpan({start}, [{names.RowsOf(node)}]);", before.Substring(2));
            else
                writer.Line($"var {local} = new TensorSpan({start}, [{names.RowsOf(node)}]);");
            return;
        }

        var hasShape = form == TensorForm.Own || LayoutOf(node, form, place).Length > 0;
        var values = program.Graph[node].Operation is Literal literal ? LiteralFields.Text(literal) : "";
        var shape = hasShape ? ShapeText.OfMemory(program.Graph, node) : $"[{Numbers.Text(place.Size)}]";
        var layout = LayoutOf(node, form, place);
        writer.Line($"ref var {local} = {start};", $"{WorkspaceTable.NameOf(program.Graph, place)} {shape}{layout}{(form == TensorForm.Own ? PassLegend.FrameOf(program.Graph, node, UnstoredZeros.Of(program, node).Length == 0) : "")}{values}{Before(place)}");
    }

    /// <summary>What had the same memory before, whose values are lost.</summary>
    private string Before(Placement place)
    {
        if (place.Kind is not (MemoryKind.Sample or MemoryKind.Shared) || place.FirstKernel < 0)
            return "";
        if (place.Replaces is { } replaced)
            return $", in the place of {WorkspaceTable.NameOf(program.Graph, replaced, TensorForm.Own)}";
        var last = memory.Placements
            .Where(other => other.Kind == place.Kind && other.LastKernel < place.FirstKernel && other.Offset < place.Offset + place.Size && place.Offset < other.Offset + other.Size)
            .OrderByDescending(LastStep).ThenBy(other => WorkspaceTable.IsKept(program, other)).FirstOrDefault();
        return last is null ? ""
            : $"; until {(WorkspaceTable.IsKept(program, last) ? EndOfForward : $"step {Numbers.Text(LastStep(last) + 1)}")}, its memory is that of {WorkspaceTable.NameOf(program.Graph, last)}";
    }

    private const string EndOfForward = "the end of Forward";

    /// <summary>The step after which a place is free: what is kept to the end of the forward pass is so before the first step of the backward pass.</summary>
    private int LastStep(Placement place) => place.LastKernel - (WorkspaceTable.IsKept(program, place) ? 1 : 0);

    /// <summary>How a matrix is stored that is cut into panels.</summary>
    private string LayoutOf(int node, TensorForm form, Placement place)
        => PanelsOf(node, form, place) is not { } layout ? "" : $", in panels of {Numbers.Text(layout.Block)} {(layout.BlockedAxis == 0 ? "rows" : "columns")}";

    private TensorLayout? PanelsOf(int node, TensorForm form, Placement place)
    {
        var layout = form == TensorForm.Repacked
            ? program.Kernels.Where(kernel => kernel.Arguments.Any(argument => argument.Node == node && argument.Form == form && argument.IsWritten)).Select(static kernel => (kernel.Schedule as NestSchedule)?.Copy).FirstOrDefault()
            : place.Kind is MemoryKind.Parameter or MemoryKind.Gradient && Uses.Of(program.Graph).ParameterOf(node) is { } parameter ? program.Parameters[parameter] : null;
        return layout is { BlockedAxis: >= 0 } ? layout : null;
    }

    /// <summary>The same of all tensors that are shown, with how many rows and columns they have.</summary>
    private (TensorLayout Layout, EquatableArray<int> Dimensions)[] PanelsOf((int Node, TensorForm Form)[] arguments)
        => [.. arguments.Select(argument => (argument.Node, Layout: PanelsOf(argument.Node, argument.Form, memory[argument.Node, argument.Form]))).Where(static own => own.Layout is not null)
            .Select(own => (own.Layout!, Uses.Of(program.Graph).ParameterOf(own.Node) is { } parameter ? program.Graph.Parameters[parameter].Dimensions : []))];

    private static readonly (int Order, string Text) OfState = (1, "The state of the sequences: what earlier steps have left, and where this one leaves its own.");

    private const string OfTurns = "What a step passes on to itself in each turn of its loops, which stores it anew: it stays in the cache. Where it is in the place of another, each element is stored when nobody needs that of the other any more.";

    private (int Order, string Text) HeadingOf(Placement place, (int Node, TensorForm Form)[] arguments) => place.Kind switch
    {
        MemoryKind.CallerInput when callers is { } own && place.Offset >= own.Inputs => OfState,
        MemoryKind.CallerOutput when callers is { } own && place.Offset >= own.Outputs => OfState,
        MemoryKind.CallerInput or MemoryKind.CallerOutput => (0, "The caller's inputs and outputs."),
        MemoryKind.Prepared => (6, "What depends on no input: it is computed once for all samples."),
        MemoryKind.Literal => (7, "Constants."),
        MemoryKind.Parameter => (2, "The parameters."),
        MemoryKind.Gradient => (5, PassLegend.OfGradients(program, arguments.Where(argument => memory[argument.Node, argument.Form].Kind == MemoryKind.Gradient))),
        _ when place.Form == TensorForm.Passed => (5, OfTurns),
        _ when place.Form != TensorForm.Own => (6, "Copies that make the products faster."),
        _ when backward[place.Node] => (4, PassLegend.OfActivationGradients(program.Graph)),
        _ => (3, callers is null ? "Inputs and activations." : "Activations."),
    };
}
