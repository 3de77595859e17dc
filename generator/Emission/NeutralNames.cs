using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>
/// What a method that several steps share calls its arguments and its values: by their part in each of the layers, where that is the same in all, <c>weight</c>, <c>h</c>, <c>dZ</c>. Else
/// what is read is an input and what is stored a result, and of gradients, what comes in is that of an output and what goes out that of an input.
/// </summary>
internal sealed class NeutralNames(IReadOnlyList<KernelStep> steps)
{
    private readonly EquatableArray<KernelArgument> arguments = steps[0].Kernel.Arguments;

    /// <summary>By argument: what it is for each of the steps.</summary>
    private readonly ValueName[][] parts = [.. Enumerable.Range(0, steps[0].Kernel.Arguments.Count).Select(number => steps.Select(step => Part(step, number)).ToArray())];

    private ValueName[]? named;

    /// <summary>The names of the arguments, by number.</summary>
    public IReadOnlyList<ValueName> Arguments => named ??= [.. Named()];

    private IEnumerable<ValueName> Named()
    {
        ValueName[] names = [.. Enumerable.Range(0, arguments.Count).Select(Common)];
        for (var number = 0; number < names.Length; number++)
        {
            // What is stored gets another name than what is read where the names are told apart.
            var isTwice = Enumerable.Range(0, names.Length).Any(other => other != number && names[other] == names[number] && arguments[other].Node != arguments[number].Node && arguments[other].IsWritten == arguments[number].IsWritten);
            // The sum of a product is called so.
            yield return (isTwice || names[number].Identifier is "sum" or "total") && WithOwner(number) is { } longer ? longer : names[number];
        }
    }

    /// <summary>What a value is called that the first of the steps computes on the way, or stores.</summary>
    public string? Local(int node)
    {
        var places = Values(steps[0]);
        var place = places.IndexOf(node);
        if (place < 0)
            return null;
        ValueName[] names = [.. steps.Select(step => Values(step) is var values && values.Count == places.Count ? LayerWords.WithoutLayer(step.Graph[values[place]].Name, step.Graph[values[place]].Origin?.Of) : new(Value))];
        return (Same(names) ?? new(Value)).Identifier;
    }

    private const string Value = "value";

    private static List<int> Values(KernelStep step) => step.Kernel.Source is not { } source ? [] : [.. source.Inner.Select(static inner => inner.Node), .. source.Stores.Select(static output => output.Node)];

    private ValueName Common(int number)
    {
        var own = parts[number];
        var argument = arguments[number];
        // The sum of a product is called so.
        return Same(own) is { } same && (!own.Distinct().Skip(1).Any() || same.Identifier is not ("sum" or "total")) ? same : (own.All(static part => part.IsGradient) ? new ValueName(argument.IsWritten ? "input" : "output", IsGradient: true) : new ValueName(argument.IsWritten ? "result" : "input"));
    }

    /// <summary>The name that is the same for all steps; the number of one of several values of a kind is left out.</summary>
    private static ValueName? Same(ValueName[] names)
    {
        if (!names.Distinct().Skip(1).Any())
            return names[0];
        ValueName[] withoutDigits = [.. names.Select(static name => name with { Text = string.Join(".", name.Text.Split('.').Select(static word => word.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9') is { Length: > 0 } text ? text : word)) }).Distinct()];
        return withoutDigits.Length == 1 ? withoutDigits[0] : null;
    }

    private ValueName? WithOwner(int number)
    {
        ValueName[] parts = [.. steps.Select(step => LayerWords.LastTwo(LayerWords.WithoutNumbers(TimedNames.Of(step, number)))).Distinct()];
        return parts.Length == 1 && !IsParameter(steps[0], number) ? parts[0] : ParameterPart(steps[0], number, isWhole: true) ?? LastWord(number);
    }

    /// <summary>The last word of what an argument is, where that is the same for all steps: <c>kept</c> for keys and values.</summary>
    private ValueName? LastWord(int number)
    {
        ValueName[] words = [.. steps.Select(step => LayerWords.WithoutLayer(TimedNames.Of(step, number), null)).Distinct()];
        return words is [{ Identifier: not ("sum" or "total") } word] && word.Text.Any(char.IsLetter) ? word : null;
    }

    private static bool IsParameter(KernelStep step, int number) => Uses.Of(step.Graph).ParameterOf(step.Kernel.Arguments[number].Node) is not null;

    /// <summary>What an argument is for the layer that the step is of.</summary>
    private static ValueName Part(KernelStep step, int number)
    {
        if (ParameterPart(step, number, isWhole: false) is { } parameter)
            return parameter;
        var (graph, node) = (step.Graph, KernelNames.ResultOf(step.Graph, step.Kernel).Node);
        var name = TimedNames.Of(step, number);
        var layer = graph[node].Origin?.Of ?? (Uses.Of(graph).ParameterOf(node) is { } own ? graph.Parameters[own].Layer : null);
        if (LayerRoles.Of(graph, layer, step.Kernel.Arguments[number].Node) is { } role)
            return role;
        return name.Text == layer ? name with { Text = name.IsGradient ? "output" : "outputs" } : LayerWords.WithoutLayer(name, layer);
    }

    /// <summary>A parameter without its layer: a weight or a bias is what it is, and of a recurrence also from what to what, where there are two of them.</summary>
    private static ValueName? ParameterPart(KernelStep step, int number, bool isWhole)
    {
        var graph = step.Graph;
        if (Uses.Of(graph).ParameterOf(step.Kernel.Arguments[number].Node) is not { } index)
            return null;
        var parameter = graph.Parameters[index];
        var name = parameter.Name.StartsWith(parameter.Layer + ".", StringComparison.Ordinal) ? parameter.Name.Substring(parameter.Layer.Length + 1) : parameter.Name.Substring(parameter.Name.LastIndexOf('.') + 1);
        foreach (var word in isWhole ? [] : new[] { "weight", "bias" })
        {
            if (name.StartsWith(word + "_", StringComparison.Ordinal) || name.EndsWith("_" + word, StringComparison.Ordinal) || name.EndsWith("." + word, StringComparison.Ordinal))
                name = word;
        }

        return new ValueName(LayerWords.WithoutDirection(name), graph[step.Kernel.Arguments[number].Node].Name.IsGradient);
    }
}

/// <summary>
/// Names of arguments by the time step: a state is read as it is and stored as the next one; its gradient comes from the next time step and is passed on to the previous one, in the order of the
/// recurrence.
/// </summary>
internal static class TimedNames
{
    public static ValueName Of(KernelStep step, int number)
    {
        var argument = step.Kernel.Arguments[number];
        var view = argument.View ?? (argument is { IsWritten: false, Form: TensorForm.Own } && step.Kernel.Source is { } source ? OtherShapes.ViewOf(step.Graph, source, argument.Node) : null);
        return Of(step.Graph, step.Kernel, argument, step.Graph[view ?? argument.Node].Name);
    }

    private static ValueName Of(NetworkGraph graph, ScheduledKernel kernel, KernelArgument argument, ValueName name)
    {
        if (kernel.Loop is null || argument.Form != TensorForm.Own || (kernel.Schedule is IndexedSchedule && argument.Step?.Rows is null) || graph.LoopOfNext(argument.Node) is null)
            return name;
        const string before = ".before";
        return name.IsGradient && name.Text.EndsWith(before, StringComparison.Ordinal)
            ? name with { Text = name.Text.Substring(0, name.Text.Length - before.Length) + (argument.IsWritten ? ".toPrevious" : ".fromNext") }
            : argument.IsWritten ? name with { Text = name.Text + ".next" } : name;
    }
}
