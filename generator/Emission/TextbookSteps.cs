using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Which steps of a program carry out a formula of several steps, and what its letters are called there.</summary>
internal sealed class TextbookSteps
{
    private readonly ScheduledProgram program;
    private readonly IReadOnlyList<Textbook>[] textbooks;
    private readonly Dictionary<Textbook, string> layers = [];

    public TextbookSteps(ScheduledProgram program)
    {
        this.program = program;
        textbooks = new IReadOnlyList<Textbook>[program.Kernels.Count];
        var computed = new HashSet<int>();
        for (var step = 0; step < textbooks.Length; step++)
        {
            if (program.Kernels[step].Source is not { } source || source is LeafKernel)
            {
                textbooks[step] = [];
                continue;
            }

            // A value that is computed once more belongs to the step that has computed it first.
            int[] own = [.. Notation.Computed(program.Graph, source).OrderBy(static node => node).Where(computed.Add).Concat(source.Stores.Select(static output => output.Node)).Distinct()];
            var found = new List<Textbook>();
            // With its first state, a recurrence begins.
            own = [.. source.Stores.Where(static output => output.IsInitial).Select(static output => output.Node), .. own];
            foreach (var origin in own.Select(node => program.Graph[node].Origin).OfType<Origin>().Where(static origin => origin.Textbook is not null))
            {
                if (!found.Contains(origin.Textbook!))
                    found.Add(origin.Textbook!);
                if (origin.Of is { } layer && !layers.ContainsKey(origin.Textbook!) && program.Graph.Layers.Any(span => span.Name == layer))
                    layers.Add(origin.Textbook!, layer);
            }

            textbooks[step] = found;
        }

        // Between steps of a formula, one of which nothing is known but the name of what it stores, as where a state begins.
        Textbook[] known = [.. textbooks.SelectMany(static own => own).Distinct().OrderByDescending(static textbook => textbook.Layer.Length)];
        for (var step = 0; step < textbooks.Length && known.Length > 0; step++)
        {
            if (textbooks[step].Count == 0 && program.Kernels[step].Source is { } source and not LeafKernel && OfName(source) is { } textbook
                && IsStep(textbook, step, Enumerable.Range(0, step)) && IsStep(textbook, step, Enumerable.Range(step + 1, textbooks.Length - step - 1)))
            {
                textbooks[step] = [textbook];
            }
        }

        // ∂x may be computed where it is added to what others pass back.
        foreach (var (textbook, layer) in layers.Where(static known => known.Key.IsOfXAndY).Select(static known => (known.Key, known.Value)))
        {
            var last = Enumerable.Range(0, textbooks.Length).LastOrDefault(step => textbooks[step].Contains(textbook));
            if (InputGradient(layer) is { } gradient && Enumerable.Range(0, textbooks.Length).FirstOrDefault(step => Computes(step, gradient)) is var own && own > last && program.Kernels[last].IsBackward)
                textbooks[own] = [textbook, .. textbooks[own]];
        }

        // Of a layer in two directions, the names of what a step stores say of which it is.
        for (var step = 0; step < textbooks.Length; step++)
        {
            if (textbooks[step] is [var own] && own.Layer.EndsWith(Reverse, StringComparison.Ordinal) && own.Layer.Substring(0, own.Layer.Length - Reverse.Length) is var other
                && Array.Find(known, textbook => textbook.Layer == other) is { } forward
                && program.Kernels[step].Source!.Stores.All(output => !IsOfParameter(output.Node) && program.Graph[output.Node].Name.Text is var name && name.StartsWith(other + ".", StringComparison.Ordinal) && !name.StartsWith(own.Layer, StringComparison.Ordinal)))
            {
                textbooks[step] = [forward];
            }
        }

        // A parameter's name says in itself of which direction it is.
        bool IsOfParameter(int node)
            => Uses.Of(program.Graph).ParameterOf(node) is not null || Uses.Of(program.Graph)[node].Any(Uses.Of(program.Graph).IsGradient);

        bool IsStep(Textbook textbook, int step, IEnumerable<int> others) => others.Any(other => textbooks[other].Contains(textbook) && program.Kernels[other].IsBackward == program.Kernels[step].IsBackward);

        Textbook? OfName(Kernel source) => known.FirstOrDefault(textbook => source.Stores.Any(output => program.Graph[output.Node].Name.Text.StartsWith(textbook.Layer + ".", StringComparison.Ordinal)));
    }

    private const string Reverse = ".reverse";

    /// <summary>What the states of a recurrence and their gradients are called, of which the formulas have an index.</summary>
    private IEnumerable<string> RecurrentWords(string layer, bool isBackward)
    {
        var graph = program.Graph;
        if (isBackward)
        {
            var name = layer.EndsWith(Reverse, StringComparison.Ordinal) ? layer.Substring(0, layer.Length - Reverse.Length) : layer;
            string[] stored = [$"{layer}.h.rows", layer, $"{name}.h.rows", name];
            if (Array.Find(stored, text => Find(new(text, IsGradient: true)) is not null) is { } found && Find(new(found, IsGradient: true)) is { } gradient)
            {
                yield return found.EndsWith(".rows", StringComparison.Ordinal) ? $"∂yₜ is ∂{found}, the rows of time step t"
                    : ReadableShapes.OwnShape(graph, gradient).Count > 2 ? $"∂yₜ is ∂{found}[:, t]" : $"∂yₜ is ∂{found} at the last time step, and else 0";
            }

            yield break;
        }

        // A state has one value more than there are time steps. Backwards, the last of them is the first.
        var (states, first) = (new List<string>(), "");
        foreach (var (letter, state) in new[] { ("h", layer + ".h"), ("c", layer + ".c") })
        {
            if (Find(new(state)) is { } node && TimeLoops.Slots(graph, node) is > 2 and var slots && graph[node].Loop is { } loop && graph.Loops[loop] is var time && slots > time.Steps)
            {
                states.Add($"{letter}ₜ is {state}[{(time.IsReverse ? "t" : "t + 1")}]");
                first = !time.IsReverse ? "0" : time.Lengths is null ? Numbers.Text(time.Steps) : "length";
            }
        }

        if (states.Count > 0)
            yield return $"{string.Join(", ", states)}, where [{first}] is the state that {(states.Count == 1 ? "it begins" : "they begin")} with";

        int? Find(ValueName name) => program.Kernels.SelectMany(static kernel => kernel.Arguments).Select(static argument => (int?)argument.Node).FirstOrDefault(node => graph[node!.Value].Name == name);
    }

    /// <summary>Whether some step computes the gradient of what goes into a layer.</summary>
    public bool HasInputGradient(Textbook textbook) => layers.TryGetValue(textbook, out var layer) && InputGradient(layer) is { } gradient && Enumerable.Range(0, textbooks.Length).Any(step => Computes(step, gradient));

    /// <summary>The value that is the gradient of what goes into a layer.</summary>
    private int? InputGradient(string layer) => program.Graph.LayerGradients.FirstOrDefault(own => own.Layer == layer)?.OfInput is { } gradient ? Views.Owner(program.Graph, gradient) : null;

    private bool Computes(int step, int node) => program.Kernels[step].Source is { } source and not LeafKernel && (source.Stores.Any(output => output.Node == node) || Notation.Computed(program.Graph, source).Contains(node));

    /// <summary>The formulas that a step is a part of.</summary>
    public IReadOnlyList<Textbook> Of(int step) => textbooks[step];

    /// <summary>What the letters of a formula are called in its steps: <c>; x is conv.3, ∂y ∂h2.z</c>.</summary>
    /// <param name="textbook">The formula.</param>
    /// <param name="steps">Its steps.</param>
    /// <param name="isBackward">Whether it is that of the backward pass.</param>
    public string Words(Textbook textbook, int[] steps, bool isBackward)
    {
        var names = new HashSet<string>(steps.Select(step => program.Kernels[step]).SelectMany(static kernel => kernel.Arguments).Select(argument => program.Graph[argument.Node].Name.Mathematics));
        var words = new List<string>();
        if (textbook.IsOfXAndY && layers.TryGetValue(textbook, out var layer) && program.Graph.Layers.First(span => span.Name == layer) is var span)
        {
            var gradients = program.Graph.LayerGradients.FirstOrDefault(own => own.Layer == layer);
            Add("x", span.Input);
            Add("y", span.Output);
            Add("∂y", isBackward ? gradients?.OfOutput : null);
            if (isBackward && gradients?.OfInput is { } input)
                AddInput(input);
        }

        if (textbook.OfSequence.Length > 0)
            words.AddRange(RecurrentWords(textbook.Layer, isBackward));

        var prefix = textbook.Layer + ".";
        foreach (var (word, meaning) in isBackward ? textbook.Words : textbook.ForwardWords)
        {
            // In the name of a gradient the ∂ stands in front of the layer's.
            if (names.Any(name => name.TrimStart('∂').StartsWith(prefix + word.TrimStart('∂'), StringComparison.Ordinal) && name.StartsWith("∂", StringComparison.Ordinal) == word.StartsWith("∂", StringComparison.Ordinal)))
                words.Add($"{word} is {meaning}");
        }

        return words.Count == 0 ? "" : "; in the steps, " + Counts.Joined(words);

        // Where others use x, too, what each passes back is added up, and no memory has ∂x alone.
        void AddInput(int input)
        {
            var owner = Views.Owner(program.Graph, input);
            var reads = steps.Select(step => program.Kernels[step].Source).OfType<Kernel>().Where(source => source.Stores.Any(output => output.Node == owner)).SelectMany(static source => source.Reads)
                .Select(read => Views.Owner(program.Graph, read)).ToArray();
            string[] others = [.. Summands(owner, reads).Where(reads.Contains).Select(term => program.Graph[term].Name).Where(name => !name.Text.StartsWith(textbook.Layer + ".", StringComparison.Ordinal)).Select(static name => name.Mathematics)];
            if (others.Length > 0)
                words.Add($"∂x is added to {Counts.Joined(others)}, which gives {program.Graph[owner].Name.Mathematics}");
            else
                Add("∂x", input);
        }

        IEnumerable<int> Summands(int sum, int[] reads) => reads.Contains(sum) || program.Graph[sum].Operation is not Map { Formula: var formula } || formula != Formula.Sum ? [sum]
            : program.Graph[sum].Inputs.Select(term => Views.Owner(program.Graph, term)).SelectMany(term => Summands(term, reads));

        void Add(string letter, int? node)
        {
            if (node is { } value && program.Graph[Views.Owner(program.Graph, value)].Name.Mathematics is var name && names.Contains(name))
                words.Add($"{letter} is {name}");
        }
    }
}
