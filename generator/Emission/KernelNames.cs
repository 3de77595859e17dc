using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// Names methods and their arguments. A step is named by what it is of: <c>HiddenForward</c>, <c>Conv2InputGradient</c>, <c>MaxPool1Backward</c>,
/// <c>HiddenWeightGradient</c>. A method that different steps share is named by what it does: <c>DenseBiasGradient32</c>.
/// </summary>
internal static class KernelNames
{
    /// <summary>The method for steps that have the same schedule.</summary>
    public static KernelMethod MethodOf(IReadOnlyList<KernelStep> steps, Target target, NameScope names)
    {
        var first = steps[0];
        var isShared = steps.Select(static step => NameOf(step.Graph, step.Kernel, "")).Distinct().Skip(1).Any();

        // 'sum' and 'total' are arguments of the element functions beside the kernel's own; a tile is told the others.
        var scope = new NameScope();
        foreach (var name in first.Kernel.Schedule is IndexedSchedule ? ["batch", "step"] : new[] { "batch", "count", "isFirst", "isLast", "sum", "total" })
            scope.Take(name);
        var arguments = first.Kernel.Arguments.Select(argument => scope.Take(isShared ? NeutralIdentifier(first, argument) : KernelLibrary.IdentifierOf(first.Graph, argument)));
        return new KernelMethod(
            names.Take(isShared ? NeutralName(steps) : NameOf(first.Graph, first.Kernel, first.Pass)), first.Graph, first.Kernel, arguments.ToEquatableArray(), steps)
        {
            Target = target,
            IsShared = isShared,
        };
    }

    /// <summary>What a step is called, by the layer or the value that it is of.</summary>
    /// <param name="graph">The kernel's graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pass">The end of the name of what is no gradient.</param>
    private static string NameOf(NetworkGraph graph, ScheduledKernel kernel, string pass)
    {
        var (node, name) = Result(graph, kernel);
        if (kernel.Source is null)
            return name.Pascal + FormOf(kernel);
        if (kernel.Source.Stores.All(static output => output.IsInitial))
            return name.Pascal + (name.IsGradient ? "GradientStart" : "Start");
        if (RangeOf(graph, kernel) is { } range)
            return name.Pascal + (name.IsGradient ? "Gradient" : pass) + range;
        return IsZeros(kernel) ? name.Pascal + "Zeros" : PartOf(graph, kernel, node) is { } part ? new ValueName(part.Layer).Pascal + part.Role : name.Pascal + (name.IsGradient ? "Gradient" : pass);
    }

    /// <summary>What a shared method does, where all its users say the same of it, and else what kind of kernel it is; with the shape of its result.</summary>
    private static string NeutralName(IReadOnlyList<KernelStep> steps)
    {
        var first = steps[0];
        var (node, _) = Result(first.Graph, first.Kernel);
        string[] roles = [.. steps.Select(static step => RoleOf(step)).Distinct()];
        var kind = first.Kernel.Source switch
        {
            null => FormOf(first.Kernel).ToString(),
            ContractKernel => "Product",
            LoopKernel { Reduction.Kind: Reduction.Sum } => "Sum",
            LoopKernel { Reduction.Kind: Reduction.Max } => "Maximum",
            _ => "Elements",
        };
        var shape = string.Join("x", Uses.Of(first.Graph).LogicalShape(node).SampleDimensions.Where(static extent => extent != 1).Select(static extent => Numbers.Text(extent)));
        return (roles.Length == 1 ? roles[0] : kind + (first.Kernel.IsBackward ? "Gradient" : "")) + (shape.Length == 0 ? "" : "Of" + shape);
    }

    /// <summary>What a step does for its layer, whichever that is.</summary>
    private static string RoleOf(KernelStep step)
    {
        var (node, name) = Result(step.Graph, step.Kernel);
        var end = step.Pass == "Backward" ? "Gradient" : "Forward";
        if (step.Kernel.Source is null)
            return "Weight" + FormOf(step.Kernel);
        if (step.Kernel.Source.Stores.All(static output => output.IsInitial))
            return name.IsGradient ? "StateGradientStart" : "StateStart";
        if (IsZeros(step.Kernel))
            return "Zeros";
        var layer = step.Graph[node].Origin?.Of;
        var kind = step.Graph.Layers.FirstOrDefault(span => span.Name == layer)?.Kind ?? "";
        if (PartOf(step.Graph, step.Kernel, node) is { } part)
            return kind + part.Role;
        return kind + (layer is not null && name.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? new ValueName(name.Text.Substring(layer.Length + 1)).Pascal : "") + end;
    }

    /// <summary>
    /// The layer whose backward pass a step is, where it computes the gradient of what goes into the layer: a contraction gives the gradient of its
    /// input, and anything else is all that the layer has.
    /// </summary>
    private static (string Layer, string Role)? PartOf(NetworkGraph graph, ScheduledKernel kernel, int node)
    {
        if (!kernel.IsBackward || Uses.Of(graph).ParameterOf(node) is not null || graph[node].Origin?.Of is not { } layer)
            return null;
        var text = graph[node].Name.Text;
        if (kernel.Source is not ContractKernel && !graph.Layers.Any(span => span.Name == layer))
            return null;
        return text == layer || text.StartsWith(layer + ".", StringComparison.Ordinal) ? null : (layer, kernel.Source is ContractKernel ? "InputGradient" : "Backward");
    }

    /// <summary>Where in its tensor the one part is that a step stores: <c>4To7</c>.</summary>
    private static string? RangeOf(NetworkGraph graph, ScheduledKernel kernel)
    {
        KernelOutput[] stores = [.. kernel.Source!.Stores];
        if (stores.Length != 1 || graph[stores[0].Node].Operation is not Concatenate || stores[0].Expression is Constant)
            return null;
        var part = Concatenations.Of(graph).Parts(stores[0].Node).FirstOrDefault(part => part.Offset == stores[0].Offset).Input;
        var ranges = SliceText.Ranges(graph[stores[0].Node].Shape, stores[0].Offset, graph[part].Shape);
        return ranges?.LastOrDefault(static range => !range.IsWhole) is (var start, > 1 and var length, false) ? $"{Numbers.Text(start)}To{Numbers.Text(start + length - 1)}" : null;
    }

    private static TensorForm FormOf(ScheduledKernel kernel) => ResultOf(kernel).Form;

    /// <summary>The last that a kernel writes; what it copies for itself only where it writes nothing else.</summary>
    private static KernelArgument ResultOf(ScheduledKernel kernel)
        => kernel.Arguments.LastOrDefault(static argument => argument is { IsWritten: true, Form: TensorForm.Own }) ?? kernel.Arguments.Last(static argument => argument.IsWritten);

    private static bool IsZeros(ScheduledKernel kernel) => kernel.Source is LoopKernel { Operands.Count: 0 };

    private static (int Node, ValueName Name) Result(NetworkGraph graph, ScheduledKernel kernel)
    {
        var node = ResultOf(kernel).Node;
        if (graph[node].Name.IsDerivative && kernel.Arguments.LastOrDefault(argument => argument is { IsWritten: true, Form: TensorForm.Own } && argument.Node != node) is { } beside)
            node = beside.Node;
        return (node, graph[node].Name);
    }

    /// <summary>An argument by its part in the layer: <c>weight</c>, <c>dZ</c>; what comes from other layers is the input.</summary>
    private static string NeutralIdentifier(KernelStep step, KernelArgument argument)
    {
        var (node, _) = Result(step.Graph, step.Kernel);
        var name = step.Graph[argument.View ?? argument.Node].Name;
        var layer = step.Graph[node].Origin?.Of ?? (Uses.Of(step.Graph).ParameterOf(node) is { } parameter ? step.Graph.Parameters[parameter].Layer : null);
        var part = layer is not null && name.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? name.Text.Substring(layer.Length + 1)
            : name.Text == layer ? "output"
            : argument.IsWritten ? "result"
            : Uses.Of(step.Graph).ParameterOf(argument.Node) is { } own ? step.Graph.Parameters[own].Name.Split('.').Last()
            : "input";
        return (name with { Text = part }).Identifier + (argument.Form == TensorForm.Own ? "" : argument.Form.ToString());
    }
}
