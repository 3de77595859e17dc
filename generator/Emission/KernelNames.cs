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
    public static KernelMethod MethodOf(IReadOnlyList<KernelStep> steps, Target target, NameScope methods, ISet<string> ambiguous)
    {
        var first = steps[0];
        var isShared = IsShared(steps);

        // 'sum' and 'total' are arguments of the element functions beside the kernel's own; a tile is told the others.
        var scope = new NameScope();
        foreach (var name in first.Kernel.Schedule is IndexedSchedule ? ["batch", "rows", "step"] : new[] { "batch", "rows", "count", "isFirst", "isLast", "startsAnew", "sum", "total" })
            scope.Take(name);
        var neutral = isShared ? new NeutralNames(steps) : null;
        ValueName[] names = neutral is not null ? [.. neutral.Arguments] : [.. Enumerable.Range(0, first.Kernel.Arguments.Count).Select(number => TimedNames.Of(first, number))];
        names = [.. Apart(names, first.Kernel.Arguments)];
        var arguments = names.Select((name, number) => scope.Take(IdentifierOf(name, FormOf(number)))).ToEquatableArray();
        var values = new MethodNames(first, neutral, arguments);
        var kernel = first.Kernel.Schedule is NestSchedule nest ? first.Kernel with { Schedule = nest with { Nest = values.Of(nest.Nest) } } : first.Kernel;
        return new KernelMethod(
            methods.Take(isShared ? NeutralName(steps, ambiguous) : NameOf(first.Graph, first.Kernel, IsComputedAgain(first) ? Again : first.Pass)), first.Graph, kernel, arguments, steps)
        {
            Target = target,
            IsShared = isShared,
            Order = Enumerable.Range(0, arguments.Count).OrderBy(number => first.Kernel.Arguments[number] is { IsWritten: true } ? 2 : Uses.Of(first.Graph).ParameterOf(first.Kernel.Arguments[number].Node) is null ? 0 : 1).ToEquatableArray(),
            Words = names.Select(WordOf).ToEquatableArray(),
            Values = values,
        };

        TensorForm FormOf(int number) => first.Kernel.Arguments[number].Form;

        // What has a number in the code has it in mathematics, too.
        string WordOf(ValueName name, int number)
            => isShared ? arguments[number] : name.Text.StartsWith(Same, StringComparison.Ordinal) ? (name with { Text = name.Text.Substring(Same.Length) }).Mathematics : IdentifierOf(name, FormOf(number)) == arguments[number] ? name.Mathematics + (FormOf(number) == TensorForm.Passed ? "" : SchedulePrinter.Describe(FormOf(number))) : arguments[number];
    }

    // A tensor that is given twice.
    private const string Same = "same.";

    // A part of a tensor that begins so far in.
    private const string From = ".from";

    /// <summary>A name in the code. Of a copy that begins so far in, the number is one of the copy, and not of what is copied.</summary>
    private static string IdentifierOf(ValueName name, TensorForm form)
        => form is TensorForm.Packed && name.Text.LastIndexOf(From, StringComparison.Ordinal) is >= 0 and var from
            ? (name with { Text = name.Text.Substring(0, from) }).Identifier + SchedulePrinter.Suffix(form) + Identifiers.Pascal(name.Text.Substring(from + 1)) : name.Identifier + SchedulePrinter.Suffix(form);

    /// <summary>Names of which no two are the same: a number behind one of them would be read as that of another value.</summary>
    private static IEnumerable<ValueName> Apart(ValueName[] names, EquatableArray<KernelArgument> arguments)
    {
        for (var number = 0; number < names.Length; number++)
        {
            var (name, argument) = (names[number], arguments[number]);
            int[] others = [.. Enumerable.Range(0, names.Length).Where(other => other != number && names[other] == name && arguments[other].Form == argument.Form)];
            if (argument.IsWritten && Array.Exists(others, other => !arguments[other].IsWritten && arguments[other].Node != argument.Node))
                yield return name with { Text = name.Text + (name.IsGradient ? ".before" : ".next") };
            else if (others.Where(other => arguments[other].Node == argument.Node && arguments[other].Start < argument.Start).Select(other => argument.Start - arguments[other].Start).DefaultIfEmpty().Max() is > 0 and var further)
                yield return name with { Text = $"{name.Text}{From}{Numbers.Text(further)}" };
            else if (!argument.IsWritten && Array.Exists(others, other => other < number && arguments[other] == argument))
                yield return name with { Text = Same + name.Text };
            else
                yield return name;
        }
    }

    /// <summary>The names by which several methods would be called.</summary>
    public static ISet<string> Ambiguous(IEnumerable<IReadOnlyList<KernelStep>> methods)
        => new HashSet<string>(methods.Where(IsShared).GroupBy(static steps => NeutralName(steps, new HashSet<string>())).Where(static same => same.Skip(1).Any()).Select(static same => same.Key));

    private static bool IsShared(IReadOnlyList<KernelStep> steps) => steps.Select(static step => NameOf(step.Graph, step.Kernel, "")).Distinct().Skip(1).Any();

    /// <summary>What a step is called, by the layer or the value that it is of.</summary>
    /// <param name="graph">The kernel's graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="pass">The end of the name of what is no gradient.</param>
    private static string NameOf(NetworkGraph graph, ScheduledKernel kernel, string pass)
    {
        var (node, name) = Result(graph, kernel);
        if (kernel.Source is null)
            return name.Pascal + FormOf(graph, kernel);
        if (kernel.Source.Stores.All(static output => output.IsInitial))
            return name.Pascal + (name.IsGradient ? "GradientStart" : "Start");
        if (RangeOf(graph, kernel) is { } range)
            return name.Pascal + (name.IsGradient ? "Gradient" : pass) + range;
        if (ZerosOf(graph, kernel) is { } zeros)
            return name.Pascal + zeros;
        if (PartOf(graph, kernel, node) is { } part)
            return new ValueName(part.Layer).Pascal + part.Role;
        var end = IsFrame(graph, kernel) ? "Copy" : !name.IsGradient ? pass : graph.Layers.Any(span => span.Name == name.Text) ? "OutputGradient" : "Gradient";
        if (Main(graph, kernel) is { } main)
            return main.Pascal + end;
        return Several(graph, kernel) is not var (several, isAll) ? name.Pascal + end : several + (name.IsGradient && (isAll || end == "Gradient") ? "Gradients" : end);
    }

    /// <summary>What a contraction is of, where what is stored last belongs to something that is fused into it: the layer whose product it is.</summary>
    private static ValueName? Main(NetworkGraph graph, ScheduledKernel kernel)
    {
        if (kernel.IsBackward || kernel.Source is not ContractKernel { Root: var root } || graph[root].Origin?.Of is not { } layer || !graph.Layers.Any(span => span.Name == layer))
            return null;
        var result = ResultOf(graph, kernel).Node;
        if (graph[result].Name.Text == layer || graph[result].Name.Text.StartsWith(layer + ".", StringComparison.Ordinal))
            return null;
        var text = graph[root].Name.Text;
        foreach (var own in new[] { ".product", ".z" })
            text = text.EndsWith(own, StringComparison.Ordinal) ? text.Substring(0, text.Length - own.Length) : text;
        return new(text);
    }

    // A longer name is none.
    private const int LongestName = 60;

    /// <summary>What a step is called that stores several values: the two, the layer that has most of them, or the last and how many more there are.</summary>
    /// <returns>The name, and whether it is that of a layer for all its values.</returns>
    private static (string Name, bool IsAll)? Several(NetworkGraph graph, ScheduledKernel kernel)
    {
        // What is joined is called by its result.
        if (kernel.Source is JoinedKernel)
            return null;
        // What is stored with a border around it is there twice.
        ValueName[] names = [.. kernel.Source!.Stores.Select(output => graph[output.Node]).Where(static node => node.Operation is not Concatenate).Select(static node => node.Name).Distinct()];
        if (names.Length < 2)
            return null;
        var prefixes = names.Select(static name => name.Text).Where(static text => text.Contains('.')).Select(static text => text.Substring(0, text.LastIndexOf('.'))).GroupBy(static prefix => prefix)
            .OrderByDescending(static group => group.Count()).ToArray();
        if (kernel.Loop is not null && prefixes.Length > 0 && prefixes[0].Count() > 1)
            return (new ValueName(prefixes[0].Key).Pascal + "Step", false);
        var layers = names.Select(name => LayerOf(graph, name.Text)).OfType<string>().GroupBy(static layer => layer).OrderByDescending(static group => group.Count()).ToArray();
        if (names.Length == 2)
        {
            var (first, second) = (names[0], names[1]);
            var joined = layers.Length == 1 && layers[0].Count() == 2 && second.Text.Length > layers[0].Key.Length
                ? first.Pascal + "And" + new ValueName(second.Text.Substring(layers[0].Key.Length + 1)).Pascal
                : first.Pascal + "And" + second.Pascal;
            if (joined.Length <= LongestName)
                return (joined, false);
        }

        return layers.Length > 0 && layers[0].Count() > 2 ? (new ValueName(layers[0].Key).Pascal, true) : ($"{names[names.Length - 1].Pascal}And{Numbers.Text(names.Length - 1)}More", false);
    }

    /// <summary>The layer that a value belongs to by its name.</summary>
    private static string? LayerOf(NetworkGraph graph, string value)
        => graph.Layers.Select(static span => span.Name).Where(layer => value == layer || value.StartsWith(layer + ".", StringComparison.Ordinal)).OrderByDescending(static layer => layer.Length).FirstOrDefault();

    /// <summary>What a shared method does, where all its users say the same of it, and else what kind of kernel it is; with the shape of its result.</summary>
    private static string NeutralName(IReadOnlyList<KernelStep> steps, ISet<string> ambiguous)
    {
        var first = steps[0];
        var (node, _) = Result(first.Graph, first.Kernel);
        string[] roles = [.. steps.Select(step => RoleOf(step, End(steps))).Distinct()];
        var function = Function(first);
        var kind = first.Kernel.Source switch
        {
            null => FormOf(first.Graph, first.Kernel).ToString(),
            ContractKernel => "Product",
            LoopKernel { Reduction.Kind: Reduction.Sum } => "Sum",
            LoopKernel { Reduction.Kind: Reduction.Max } => "Maximum",
            LoopKernel loop when loop.Elements.All(static output => output.Expression is Argument) => "Copy",
            _ when function is not null => function,
            _ => "Elements",
        };
        var shape = ShapeText(first.Kernel.Source is LoopKernel { Reduction: not null } reduced ? reduced.Space : Uses.Of(first.Graph).LogicalShape(node));
        // The gradient of a convolution's weight is one thing for each size of its images.
        if (first.Kernel.Source is ContractKernel product && first.Graph[product.Root].Shape is { IsBatched: false, Rank: > 2 } && first.Graph[product.Right].Shape is { IsBatched: true, Rank: > 2 } summed)
            shape += "Over" + ShapeText(new(summed.Extents.Skip(2).ToEquatableArray()));
        string[] words = [.. steps.Select(static step => new ValueName(LayerWords.WithoutLayer(Result(step.Graph, step.Kernel).Name, null).Text).Pascal).Distinct()];
        string?[] layers = [.. steps.Select(static step => Main(step.Graph, step.Kernel) is { } main ? LayerWords.WithoutNumbers(main).Pascal : null).Distinct()];
        var name = (Both(steps) is { } both ? both + End(steps) + (End(steps) == "Gradient" ? "s" : "") : layers is [{ } layer] ? layer + End(steps) : roles.Length == 1 ? roles[0] : words.Length == 1 ? words[0] + End(steps) : kind + (first.Kernel.IsBackward ? "Gradient" : "")) + (shape.Length == 0 ? "" : "Of" + shape);
        // Layers of other sizes have one that does the same with other numbers.
        return ambiguous.Contains(name) && first.Graph.Layers.FirstOrDefault(span => span.Name == first.Graph[node].Origin?.Of) is { } named && first.Graph[named.Input].Shape is { Rank: > 3 } own
            ? name + "Over" + ShapeText(new(own.Extents.Skip(2).ToEquatableArray())) : name;
    }

    /// <summary>What a method is called that stores two values of different kinds, by both of them.</summary>
    private static string? Both(IReadOnlyList<KernelStep> steps)
    {
        var first = steps[0];
        if (first.Kernel.Source is not Kernels.LoopKernel { Loop: null } source || source.Stores.Count() != 2 || source.Stores.Any(output => first.Graph[output.Node].Operation is Concatenate or Collect || first.Graph[output.Node].Name.IsDerivative))
            return null;
        var neutral = new NeutralNames(steps);
        // Beside the gradient of a bias, it is clear what the gradient of an input is.
        var hasParameter = source.Stores.Count(output => Uses.Of(first.Graph).ParameterOf(output.Node) is not null) == 1;
        string[] values = [.. source.Stores.Select(output => Part(output.Node)).OfType<string>()];
        return values.Length == 2 && values[0] != values[1] ? values[0] + "And" + values[1] : null;

        string? Part(int node)
        {
            var number = first.Kernel.Arguments.ToList().FindIndex(argument => argument.IsWritten && argument.Node == node);
            return number < 0 ? null : neutral.Arguments[number] with { IsGradient = false } is var name && (hasParameter || name.Text is not ("input" or "result" or "output")) ? name.Pascal : null;
        }
    }

    private static string ShapeText(Shape shape) => string.Join("x", shape.Extents.Where(static extent => !extent.IsBatch && extent != 1).Select(static extent => Numbers.Text(extent.Size)));

    /// <summary>The end of the name of a method for several steps.</summary>
    private static string End(IReadOnlyList<KernelStep> steps)
        => steps[0].Pass == "Backward" ? IsComputedAgain(steps[0]) ? Again : "Gradient" : steps.Select(static step => step.Pass).Distinct().Skip(1).Any() ? "Forward" : steps[0].Pass;

    // The end of the name of what the backward pass computes once more.
    private const string Again = "Again";

    private static bool IsComputedAgain(KernelStep step) => step.Kernel.Source?.IsComputedAgain(step.Graph) == true;

    /// <summary>What a step does for its layer, whichever that is.</summary>
    private static string RoleOf(KernelStep step, string end)
    {
        var (node, name) = Result(step.Graph, step.Kernel);
        if (step.Kernel.Source is null)
            return "Weight" + FormOf(step.Graph, step.Kernel);
        if (step.Kernel.Source.Stores.All(static output => output.IsInitial))
            return name.IsGradient ? "StateGradientStart" : "StateStart";
        if (IsFrame(step.Graph, step.Kernel))
            end = "Copy";
        if (ZerosOf(step.Graph, step.Kernel) is { } zeros)
            return zeros;
        var layer = step.Graph[node].Origin?.Of;
        var kind = step.Graph.Layers.FirstOrDefault(span => span.Name == layer)?.Kind ?? "";
        if (PartOf(step.Graph, step.Kernel, node) is { } part)
            return kind + part.Role;
        if (kind.Length > 0 && step.Kernel.Loop is not null && Several(step.Graph, step.Kernel) is var (several, _) && several.EndsWith("Step", StringComparison.Ordinal))
            return kind + "Step" + end;
        if (kind.Length == 0)
            return LayerWords.WithoutNumbers(name).Pascal + end;
        return kind + (layer is not null && name.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? LayerWords.WithoutNumbers(new(name.Text.Substring(layer.Length + 1))).Pascal : "") + end;
    }

    /// <summary>
    /// The layer whose backward pass a step is, where it computes the gradient of what goes into the layer: a contraction gives the gradient of its
    /// input, and anything else is all that the layer has.
    /// </summary>
    private static (string Layer, string Role)? PartOf(NetworkGraph graph, ScheduledKernel kernel, int node)
    {
        // The gradient of a layer's own value, such as that before its activation, is called after it.
        var results = kernel.Source?.Stores.Select(output => graph[output.Node].Name.Text).Append(graph[node].Name.Text).ToArray();
        if (kernel.Source is ContractKernel contract
            && (graph[node].Origin?.Of is not { } own || !graph[node].Name.Text.StartsWith(own + ".", StringComparison.Ordinal) || contract.Outputs.Select(static output => output.Node).Distinct().Skip(1).Any()))
        {
            node = contract.Root;
        }

        if (!kernel.IsBackward || kernel.Source?.IsComputedAgain(graph) == true || Uses.Of(graph).ParameterOf(node) is not null || graph[node].Origin?.Of is not { } layer || IsCopy(kernel))
            return null;
        var text = graph[node].Name.Text;
        if (kernel.Source is not ContractKernel && !graph.Layers.Any(span => span.Name == layer))
            return null;
        if (text == layer || text.StartsWith(layer + ".", StringComparison.Ordinal))
            return null;
        // A layer that is called twice has a number in the names of its values.
        var call = kernel.Source!.Reads.Select(read => graph[Views.Owner(graph, read)].Name).FirstOrDefault(name => name.IsGradient && IsCallOf(layer, name.Text))?.Text ?? layer;
        var isOfInput = LayerRoles.Entering(graph, layer).Any(name => results!.Any(result => result == name.Text || result.StartsWith(name.Text + ".term", StringComparison.Ordinal)));
        if (kernel.Source is not ContractKernel)
            return (call, graph[node].Origin?.Textbook is not null && isOfInput ? "InputGradient" : "Backward");
        if (!graph[node].Shape.IsBatched)
            return (call, "WeightGradient");
        // Where it goes on through an activation, it is the gradient of what comes before that.
        return isOfInput ? (call, "InputGradient") : null;
    }

    private static bool IsCallOf(string layer, string value)
        => value.Length > layer.Length && value.StartsWith(layer, StringComparison.Ordinal) && value.Substring(layer.Length).TrimStart('_').All(char.IsDigit);

    /// <summary>Whether a step of the forward pass only copies an image into another one, which has zeros around it.</summary>
    private static bool IsFrame(NetworkGraph graph, ScheduledKernel kernel)
        => !kernel.IsBackward && kernel.Source is not null && IsCopy(kernel) && graph[ResultOf(graph, kernel).Node].Operation is Concatenate;

    private static bool IsCopy(ScheduledKernel kernel) => kernel.Source is LoopKernel { Reduction: null } loop && loop.Elements.All(static output => output.Expression is Argument);

    /// <summary>The function that a step is of every element, where it is one that has a name.</summary>
    private static string? Function(KernelStep step)
        => step.Kernel.Source is LoopKernel { Reduction: null, Elements: [var only] } && step.Graph[only.Node].Operation is Map { Formula.Function: { } function } ? Identifiers.Pascal(function) : null;

    /// <summary>Where in its tensor the one part is that a step stores: <c>4To7</c>.</summary>
    private static string? RangeOf(NetworkGraph graph, ScheduledKernel kernel)
    {
        KernelOutput[] stores = [.. kernel.Source!.Stores];
        if (stores.Length != 1 || graph[stores[0].Node].Operation is not Concatenate || stores[0].Expression is Constant)
            return null;
        var parts = Concatenations.Of(graph).Parts(stores[0].Node);
        // What has nothing but zeros around it is all that there is.
        if (parts.Count(part => graph[part.Input].Operation is not Fill) == 1)
            return null;
        var part = parts.FirstOrDefault(part => part.Offset == stores[0].Offset).Input;
        var ranges = SliceText.Ranges(graph[stores[0].Node].Shape, stores[0].Offset, graph[part].Shape);
        return ranges?.LastOrDefault(static range => !range.IsWhole) is (var start, > 1 and var length, false) ? $"{Numbers.Text(start)}To{Numbers.Text(start + length - 1)}" : null;
    }

    private static TensorForm FormOf(NetworkGraph graph, ScheduledKernel kernel) => ResultOf(graph, kernel).Form;

    /// <summary>
    /// The last that a kernel writes; what it copies for itself only where it writes nothing else, and what has zeros around it only where it does not store the value by itself, too.
    /// </summary>
    public static KernelArgument ResultOf(NetworkGraph graph, ScheduledKernel kernel)
    {
        KernelArgument[] written = [.. kernel.Arguments.Where(static argument => argument is { IsWritten: true, Form: TensorForm.Own })];
        return written.LastOrDefault(argument => !IsAlsoAlone(argument.Node)) ?? written.LastOrDefault() ?? kernel.Arguments.Last(static argument => argument.IsWritten);

        bool IsAlsoAlone(int node) => graph[node].Operation is Concatenate && kernel.Source?.Stores is { } stores
            && stores.Any(own => own.Node == node && stores.Any(other => other.Node != node && graph[other.Node].Operation is not Concatenate && other.Expression.Equals(own.Expression)));
    }

    /// <summary>What a step is called that only stores zeros: <c>ZeroRows</c> above and below an image, <c>ZeroColumns</c> beside it; null for other steps.</summary>
    private static string? ZerosOf(NetworkGraph graph, ScheduledKernel kernel)
    {
        if (kernel.Source is not LoopKernel { Operands.Count: 0 } zeros)
            return null;
        string[] kinds = [.. zeros.Stores.Select(output => graph[output.Node] is { Operation: Concatenate, Shape: { Rank: 4 } whole }
            && Concatenations.Of(graph).Parts(output.Node).FirstOrDefault(part => part.Offset == output.Offset).Input is var part
            && SliceText.Ranges(whole, output.Offset, graph[part].Shape) is { } ranges ? ranges[3].IsWhole ? "ZeroRows" : "ZeroColumns" : "Zeros").Distinct()];
        return kinds.Length == 1 ? kinds[0] : "Zeros";
    }

    private static (int Node, ValueName Name) Result(NetworkGraph graph, ScheduledKernel kernel)
    {
        var node = ResultOf(graph, kernel).Node;
        if (graph[node].Name.IsDerivative && kernel.Arguments.LastOrDefault(argument => argument is { IsWritten: true, Form: TensorForm.Own } && argument.Node != node) is { } beside)
            node = beside.Node;
        return (node, graph[node].Name);
    }
}
