using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>What the lists of tensors above a pass need to be understood: where tensors are in the memory of a batch, what their names say, and how long their memory is theirs. Only what occurs is said.</summary>
internal static class PassLegend
{
    /// <summary>How matrices are stored that are cut into panels.</summary>
    /// <param name="layouts">How those are stored that are shown, each with how many rows and columns it has.</param>
    public static string OfPanels((TensorLayout Layout, EquatableArray<int> Dimensions)[] layouts)
    {
        var of = "element [row, column] of a matrix is at ";
        var texts = new List<string>();
        foreach (var (axis, text) in new[] { (0, "in panels of n rows, {0}[row / n][column][row % n]"), (1, "in panels of n columns, {0}[column / n][row][column % n]") })
        {
            if (!layouts.Any(own => own.Layout.BlockedAxis == axis))
                continue;
            texts.Add(text.Replace("{0}", of));
            of = "at ";
        }

        return $"{Counts.Capital(string.Join(", and ", texts))}{(layouts.Any(HasNarrowPanel) ? "; a last panel with fewer is filled up by padding" : "")}.";
    }

    private static bool HasNarrowPanel((TensorLayout Layout, EquatableArray<int> Dimensions) own)
        => own.Layout.BlockedAxis >= 0 && own.Layout.BlockedAxis < own.Dimensions.Count && own.Dimensions[own.Layout.BlockedAxis] % own.Layout.Block != 0;

    /// <summary>Whether a tensor has room behind its last element, or its last panel.</summary>
    private static bool HasRoomBehind((TensorLayout Layout, EquatableArray<int> Dimensions) own)
    {
        var (layout, dimensions) = own;
        var end = layout.BlockedAxis >= 0 ? (dimensions[layout.BlockedAxis] + layout.Block - 1) / layout.Block * layout.BlockStride
            : 1 + dimensions.Select((extent, axis) => (extent - 1) * layout.Strides[axis]).Sum();
        return layout.Length > end;
    }

    // What the names of values end in, each with what it says.
    private static readonly (string End, string Meaning)[] Ends =
    [
        (".z", "x.z is what the activation functions of x are applied to"),
        (".padded", "x.padded is what goes into x, in a frame of zeros"),
        (".spread", "∂x.spread is ∂x in a frame of zeros, so that the kernel fits at its edges, too"),
        (".part", "x.part is what the samples of this worker give of x"),
        (GradientsApart.End, "∂x.pass is ∂x of this pass alone, also where accumulate is true"),
    ];

    /// <param name="program">The program.</param>
    /// <param name="steps">The steps of the pass.</param>
    /// <param name="arguments">The tensors of the pass.</param>
    /// <param name="memory">Where they are.</param>
    /// <param name="isReused">Whether a tensor takes the memory of another one, and whether of one that is kept to the end of the forward pass.</param>
    public static IEnumerable<string> Of(ScheduledProgram program, int[] steps, (int Node, TensorForm Form)[] arguments, MemoryPlan memory, (bool Any, bool OfKept) isReused)
    {
        if (arguments.Any(argument => memory[argument.Node, argument.Form].Kind == MemoryKind.Sample))
            yield return "Sample(offset, slot) is where the batch's values of a tensor begin, in floats from the start of the buffer: capacity · offset, a product that is rounded up to a multiple of 16, plus 16 · slot. Capacity is the number of samples that the buffer has room for. So each tensor begins at a boundary of 64 bytes, and 16 · slot leaves room for what rounding has added before it.";
        if (!program.IsReadable && arguments.Any(argument => memory[argument.Node, argument.Form].Kind == MemoryKind.Shared))
            yield return "Shared(offset) is where a tensor begins that the samples share: offset floats behind all that the samples have of their own.";
        if (program.Kernels.Any(static kernel => kernel.Schedule is ExchangeSchedule))
            yield return "Several workers may share a batch: batch is the number of samples of this one.";
        yield return "Behind the formulas of a step, or under them, are shapes: of what it reads, without the parameters, an arrow, and of what it stores; equal shapes are written once on each side."
            + (steps.Any(step => program.Kernels[step].Source is null) ? " Copies for products have none." : "");
        if (OfRoom(program, arguments) is { } room)
            yield return room;
        if (isReused.Any)
        {
            yield return "'until step n, its memory is that of x' means: x, the last of those that had the memory or a part of it, has it to the end of step n; then it is free for this tensor, from the step that stores it."
                + (steps.Any(step => program.Kernels[step].Loop is not null) ? " If step n is in a loop, x has it to the end of the loop; where both are computed in that loop, to step n in each turn." : "")
                + (isReused.OfKept ? " Outputs of layers keep theirs to the end of Forward, for the caller to look at." : "");
        }

        string[] names = [.. arguments.Select(argument => program.Graph[argument.Node]).Select(static node => node.Name.Text)];
        string[] meanings = [.. Ends.Where(end => names.Any(name => name.EndsWith(end.End, StringComparison.Ordinal))).Select(static end => end.Meaning)];
        if (meanings.Length > 0)
            yield return $"{string.Join("; ", meanings)}.";
    }

    /// <summary>What copies and values of one turn have room for behind what is stored in them; null where there are none.</summary>
    private static string? OfRoom(ScheduledProgram program, (int Node, TensorForm Form)[] arguments)
    {
        string[] kinds = [.. new[] { (Form: TensorForm.Packed, Text: "a packed copy"), (Form: TensorForm.Passed, Text: "what a step passes on to itself") }.Where(kind => arguments.Any(argument => argument.Form == kind.Form)).Select(static kind => kind.Text)];
        var hasSecond = program.Kernels.Any(kernel => kernel.Arguments.Any(argument => argument is { Form: TensorForm.Packed, Start: > 0 } && arguments.Contains((argument.Node, argument.Form))));
        return kinds.Length == 0 ? null
            : $"{Counts.Capital(Counts.Joined(kinds))} {(kinds.Length == 1 ? "has" : "have")} room for more than {(kinds.Length == 1 ? "its" : "their")} contents: for the end of a last vector{(hasSecond ? ", and a copy for a second one, which begins in its middle" : "")}.";
    }

    /// <summary>Where the values are in a tensor that is one in a frame of zeros; nothing of others.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="node">The tensor.</param>
    /// <param name="isWhole">Whether all of the zeros are stored.</param>
    public static string FrameOf(NetworkGraph graph, int node, bool isWhole)
    {
        if (graph[node].Operation is not Concatenate)
            return "";
        var inner = Concatenations.Of(graph).Parts(node).Where(part => graph[part.Input].Operation is not Fill(0)).ToArray();
        return inner is [var (input, offset, _)] && SliceText.Of(graph[node].Shape, offset, graph[input].Shape) is { } range
            ? $": {graph[Views.Owner(graph, input)].Name.Mathematics} at [{range}], else 0{(isWhole ? "" : ", of which only what is read is stored")}" : "";
    }

    /// <summary>What stands above the gradients of the parameters.</summary>
    public static string OfGradients(ScheduledProgram program, IEnumerable<(int Node, TensorForm Form)> gradients)
    {
        (TensorLayout Layout, EquatableArray<int> Dimensions)[] layouts = [.. gradients.Select(gradient => Uses.Of(program.Graph).ParameterOf(gradient.Node)).OfType<int>()
            .Select(parameter => (program.Parameters[parameter], program.Graph.Parameters[parameter].Dimensions))];
        var isInRows = layouts.Any(static own => own.Layout.BlockedAxis < 0 && own.Dimensions.Count > 1
            && own.Layout.Strides[own.Dimensions.Count - 2] != own.Dimensions[own.Dimensions.Count - 1]);
        string[] places = [.. new[] { (layouts.Any(HasNarrowPanel), "in a last panel"), (isInRows, "at the ends of rows"), (layouts.Any(HasRoomBehind), "behind them") }.Where(static place => place.Item1).Select(static place => place.Item2)];
        var padding = places.Length == 0 ? "" : $"; padding {Counts.Joined(places)} is {(program.IsReadable ? "" : "set to 0 or ")}left as it is";
        return $"The gradients of the parameters. They are overwritten, or added to where accumulate is true{padding}.";
    }

    /// <summary>What stands above the gradients of the activations.</summary>
    public static string OfActivationGradients(NetworkGraph graph)
    {
        if (graph.Objective is { } objective)
            return $"The gradients of the activations: ∂x is ∂{graph[objective].Name.Text}/∂x.";
        string[] given = [.. graph.Nodes.Where(static node => node.Operation is OutputGradient).Select(static node => node.Name.Mathematics)];
        if (given.Length == 0)
            return "The gradients of the activations: ∂x is ∂loss/∂x.";
        var (verb, pronoun) = given.Length == 1 ? ("is", "it") : ("are", "they");
        return $"The gradients of the activations: ∂x is ∂loss/∂x. {Counts.Joined(given)} {verb} not computed here: the caller's loss has stored {(given.Length == 1 ? "it" : "them")} in the workspace. If the loss is a mean, {pronoun} already {(given.Length == 1 ? "contains" : "contain")} its factor 1/N.";
    }
}
