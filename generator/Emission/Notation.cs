using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>Writes what a kernel computes as mathematics, in the words of the declaration.</summary>
internal sealed class Notation
{
    // A longer function says itself what it is, where it stands.
    private const int LongestPart = 150;

    // How many names are in a formula that fits on a screen.
    private const int MostNames = 200;

    private readonly NetworkGraph graph;
    private readonly Kernel kernel;
    private readonly HashSet<int> stored;
    private readonly HashSet<int> computed = [];
    private readonly HashSet<int> shared;
    private readonly ValueText values;
    private readonly ValueWords words;

    private Notation(NetworkGraph graph, Kernel kernel)
    {
        this.graph = graph;
        this.kernel = kernel;
        (values, words) = (new(graph, kernel), new(graph, kernel));
        stored = [.. kernel.Stores.Select(static output => output.Node)];
        foreach (var output in kernel.Stores.Where(static output => !output.IsInitial))
            CollectOf(output);
        // What several values are made of is said once.
        var users = new Dictionary<int, int>();
        foreach (var used in computed.SelectMany(user => graph[user].Inputs.Select(input => Owner(graph, input)).Distinct()))
        {
            users.TryGetValue(used, out var count);
            users[used] = count + 1;
        }

        shared = [.. computed.Where(node => !stored.Contains(node) && graph[node].Operation is Map && users.TryGetValue(node, out var count) && count > 1)];
        ShareLong();
    }

    /// <summary>A formula that nobody would read to its end is said in several.</summary>
    private void ShareLong()
    {
        var lengths = new Dictionary<int, int>();
        foreach (var node in computed.OrderBy(static node => node))
        {
            var length = graph[node].Inputs.Sum(input => lengths.TryGetValue(Owner(graph, input), out var known) ? known : 1);
            if (length > MostNames && !stored.Contains(node) && graph[node].Operation is Map)
                shared.Add(node);
            lengths.Add(node, stored.Contains(node) || shared.Contains(node) ? 1 : length);
        }
    }

    /// <summary>An equation for every value that the kernel stores.</summary>
    public static IEnumerable<string> Of(NetworkGraph graph, Kernel kernel)
    {
        if (kernel is JoinedKernel joined)
            return joined.Parts.SelectMany(part => Of(graph, part)).Distinct();
        var notation = For(graph, kernel);
        return notation.shared.OrderBy(static node => node).Select(node => $"let {notation.values.Read(node)} = {notation.Expand(node)}").Concat(kernel.Stores.Select(output => graph[output.Node].Operation is Concatenate ? notation.Part(output)
            : notation.Equation(output))).Distinct();
    }

    // Formulas, explanations, layers and tables ask for it of every step.
    private static readonly ConditionalWeakTable<Kernel, Notation> Known = new();

    private static Notation For(NetworkGraph graph, Kernel kernel) => Known.GetValue(kernel, own => new Notation(graph, own));

    private static IEnumerable<int> ComputedBy(NetworkGraph graph, Kernel kernel)
        => kernel is JoinedKernel joined ? joined.Parts.SelectMany(part => ComputedBy(graph, part)).Distinct() : For(graph, kernel).computed;

    /// <summary>The nodes that a kernel computes, those among them that are not stored, and what others compute too.</summary>
    public static IReadOnlyList<int> Computed(NetworkGraph graph, Kernel kernel)
        => kernel is JoinedKernel joined ? [.. joined.Parts.SelectMany(part => Computed(graph, part)).Distinct()] : kernel is ContractKernel or LoopKernel ? [.. For(graph, kernel).computed] : [.. kernel.Stores.Select(static output => output.Node)];

    /// <summary>What a formula leaves open: from which value a derivative is taken, what is computed once more, why a sum goes backwards.</summary>
    public static IEnumerable<string> Explanations(NetworkGraph graph, Kernel kernel)
    {
        if (kernel is JoinedKernel joined)
            return joined.Parts.SelectMany(part => Explanations(graph, part)).Distinct();
        if (kernel is not (ContractKernel or LoopKernel))
            return [];
        var notation = For(graph, kernel);
        return
        [
            .. notation.ComputedAgain(), .. notation.ElementsOfWindows(), .. notation.Derivatives().Distinct(), .. notation.SeveralUsers(), .. notation.Terms(), .. notation.GradientsOfViews(), .. notation.Ties(), .. notation.Rows(), .. notation.Steps(),
            .. kernel is ContractKernel contract ? KernelTurned.Of(graph, contract) : [],
        ];
    }

    /// <summary>Which values the forward pass has computed, too.</summary>
    private IEnumerable<string> ComputedAgain()
    {
        var nodes = kernel.Stores.Select(output => graph[output.Node]).Where(static node => node.IsComputedAgain);
        string[] again = [.. nodes.Select(static node => node.Name.Mathematics).Distinct()];
        var isOne = again.Length == 1;
        if (again.Length > 0)
            yield return $"{Counts.Joined(again)} {(isOne ? "is" : "are")} computed again: the forward pass does not keep {(isOne ? "it" : "them")}.";
    }

    /// <summary>By what a value is used whose gradient is a sum of what those pass back; of a sum that no step stores, why the formula has its terms.</summary>
    private IEnumerable<string> SeveralUsers()
    {
        foreach (var sum in Sums())
        {
            string[] users = [.. Users(ValueOf(sum)).Select(Described).OfType<string>().Distinct()];
            if (users.Length < 2)
                continue;
            var (value, gradient, terms) = (graph[ValueOf(sum)].Name.Mathematics, graph[sum].Name.Mathematics, TermsOf(sum));
            var isKept = stored.Contains(sum) || kernel.Reads.Any(read => Owner(graph, read) == sum);
            yield return $"{value} is used by {Counts.Joined(users)}, so that its gradient is a sum{(terms is null ? "" : $": {gradient} = {string.Join(" + ", terms)}")}."
                + (terms is null || isKept ? "" : $" No step stores {gradient}: each that needs it adds it up.");
        }
    }

    /// <summary>The gradients that are sums of what several users of a value pass back, each whole.</summary>
    private IEnumerable<int> Sums()
        => computed.OrderBy(static node => node).Where(node => graph[node].Name.IsGradient && graph[node].Operation == Passes.GradientRules.Sum && graph[ValueOf(node)].Name.Gradient == graph[node].Name
            && !Uses.Of(graph)[node].Any(user => graph[user].Operation == Passes.GradientRules.Sum && graph[user].Name == graph[node].Name));

    /// <summary>The value whose gradient a node is; the first one where there is none.</summary>
    private int ValueOf(int gradient)
        => Enumerable.Range(0, graph.Nodes.Count).FirstOrDefault(node => !graph[node].Name.IsGradient && graph[node].Name.Text == graph[gradient].Name.Text);

    /// <summary>The terms of a sum, each by its name or by where it comes from; null where one has neither.</summary>
    private string[]? TermsOf(int sum)
    {
        var users = new HashSet<int>(UsesOf(ValueOf(sum)));
        var terms = new List<string>();
        return Add(sum) ? [.. terms] : null;

        bool Add(int node) => graph[node].Inputs.All(input => Owner(graph, input) is var term
            && (graph[term].Operation == Passes.GradientRules.Sum && graph[term].Name == graph[sum].Name ? Add(term) : Append(Name(input, term))));

        string? Name(int input, int term)
            => users.Contains(ValueOf(term)) && (IsAtHand(term) || Sums().Contains(term)) || IsAtHand(term) && graph[term].Name.Text.StartsWith(graph[sum].Name.Text + ".term", StringComparison.Ordinal)
                ? Transposed(graph[term].Name.Mathematics, IsTransposed(input))
                : !IsAtHand(term) && graph[term].Origin?.Of is { } layer && graph[term].Operation is not Map && graph.Layers.Any(span => span.Name == layer) ? $"what comes back through {layer}" : null;

        bool IsAtHand(int node) => stored.Contains(node) || kernel.Reads.Any(read => Owner(graph, read) == node);

        bool Append(string? term)
        {
            terms.Add(term ?? "");
            return term is not null;
        }
    }

    /// <summary>What reads a value in the forward pass, and the views of it.</summary>
    private IEnumerable<int> UsesOf(int value)
        => Uses.Of(graph)[value].Where(user => !graph[user].Name.IsGradient).SelectMany(user => graph[user].Operation is View ? UsesOf(user).Prepend(user) : [user]);

    /// <summary>Of which values gradients are that are called by a function of them, as the transpose of a weight is.</summary>
    private IEnumerable<string> GradientsOfViews()
    {
        foreach (var gradient in stored.Concat(kernel.Reads.Select(read => Owner(graph, read))).Distinct().Where(node => graph[node].Name.IsGradient))
        {
            if (ValueOf(gradient) is var view && graph[view].Name.Gradient == graph[gradient].Name && graph[view].Operation is Transpose && Owner(graph, view) is var owner && graph[owner].Operation is Parameter)
                yield return $"{graph[gradient].Name.Mathematics} is the gradient of {Transposed(graph[owner].Name.Mathematics, IsTransposed(view))}{(IsTransposed(view) ? "" : $" with its axes changed")}.";
        }
    }

    /// <summary>What becomes of the gradient of a maximum that several elements have.</summary>
    private IEnumerable<string> Ties()
    {
        foreach (var count in stored.Concat(kernel.Reads.Select(read => Owner(graph, read))).Distinct().Where(IsCountOfLargest))
        {
            var (name, largest) = (graph[count].Name.Mathematics, graph[graph[graph[count].Inputs[0]].Inputs[1]].Name.Mathematics);
            yield return $"{name} is how many elements have the maximum: they share the gradient of {largest} equally.";
        }
    }

    private bool IsCountOfLargest(int node)
        => graph[node] is { Operation: Graph.Reduce { Reduction: Reduction.Sum }, Name.Text: var name } && name.EndsWith(Passes.GradientRules.CountPart, StringComparison.Ordinal)
            && graph[graph[node].Inputs[0]] is { Operation: Map { Expression: Select { Comparison: Comparison.Equal } }, Inputs: [_, var largest] } && graph[Owner(graph, largest)].Operation is Graph.Reduce { Reduction: Reduction.Max };

    /// <summary>Why the values of time steps are copied.</summary>
    private IEnumerable<string> Steps()
    {
        foreach (var output in kernel is LoopKernel && !kernel.IsBackward ? kernel.Stores : [])
        {
            if (graph[output.Node] is not { Operation: Map map, Name.Text: var name, Inputs: var inputs } || !name.EndsWith(".steps", StringComparison.Ordinal))
                continue;
            if (map.Expression is Argument && graph[output.Node].Loop is not null)
                yield return $"{graph[output.Node].Name.Mathematics} has the values of all samples for each time step side by side, as the products of the time steps read them.";
            else if (map.Expression is Select { Comparison: Comparison.Equal } && inputs.Any(input => graph[Owner(graph, input)].Name.Text.EndsWith(".kept", StringComparison.Ordinal)))
                yield return $"{graph[output.Node].Name.Mathematics} is a copy of what is kept, with this time step's own row: End() puts that row into what is kept.";
        }
    }

    /// <summary>Why the states of sequences of different lengths are copied, and which of them a product reads in place.</summary>
    private IEnumerable<string> Rows()
    {
        foreach (var output in kernel is LoopKernel ? kernel.Stores : [])
        {
            if (graph[output.Node] is { Operation: Map { Expression: Argument }, Inputs: [var input] } && StateOf(input) is not null)
                yield return $"{values.Read(input)} has rows of samples, too, that end before this time step. Without them, the rows of {graph[output.Node].Name.Mathematics} are those of the time steps.";
        }

        foreach (var read in kernel is ContractKernel ? kernel.Reads : [])
        {
            if (StateOf(read) is { } state && TimeLoops.PlaceOf(graph, read) is { Moves: false, Steps: > 1, Shift: 0 } && graph.Loops[graph[state].Loop!.Value].IsReverse)
                yield return $"{graph[state].Name.Mathematics} needs no copy: from row Step(t) on, it has {graph[state].Name.Mathematics}[t + 1], which time step t has read.";
        }

        // The state of samples of different lengths that a value is, at one step or at all.
        int? StateOf(int node) => Views.Owner(graph, node) is var owner && graph[owner].Loop is { } loop && graph.Loops[loop].Lengths is not null && TimeLoops.Slots(graph, owner) > graph.Loops[loop].Steps ? owner : null;
    }

    /// <summary>What reads a value in the forward pass, through views of it and with zeros around it too.</summary>
    private IEnumerable<int> Users(int value)
        => Uses.Of(graph)[value].Where(user => !graph[user].Name.IsGradient).SelectMany(user => graph[user].Operation is View or Concatenate ? Users(user) : [user]);

    // conv.2, or h2.z
    private string? Described(int user)
        => graph[user].Origin is not { } origin ? null : graph.Layers.Any(span => span.Name == origin.Of) ? origin.Of : graph[user].Name.Mathematics;

    /// <summary>Where f′(z) comes from, if z is not read: from f(z), which is stored or computed once more.</summary>
    private IEnumerable<string> Derivatives()
    {
        const string Mark = "′(";
        foreach (var node in computed.OrderBy(static node => node))
        {
            if (graph[node].Operation is not Map { Notation: { } text } map || text.IndexOf(Mark, StringComparison.Ordinal) is not (>= 0 and var mark) || !text.StartsWith("{", StringComparison.Ordinal))
                continue;
            var adjoint = text[1] - '0';
            int[] others = [.. graph[node].Inputs.Where((_, place) => place != adjoint).Distinct()];
            var argument = text.Substring(mark + Mark.Length).TrimEnd(')');
            if (others.Length != 1 || Owner(graph, others[0]) is var value && graph[value].Name.Mathematics == argument)
                continue;
            var name = values.Read(others[0]);
            if (IsOfSignAlone(map.Expression, Array.IndexOf([.. graph[node].Inputs], others[0])) && !kernel.Reads.Any(read => Owner(graph, read) == value) && !stored.Contains(value)
                && graph[value] is { Operation: Map own, Inputs: var inputs } && SignOf(own.Expression) is { } place)
            {
                var of = Owner(graph, inputs[place]);
                yield return $"{text.Substring(4).TrimStart('⊙', ' ')} depends on whether {argument} ≤ 0.{(kernel.Reads.Any(read => Owner(graph, read) == of) ? "" : Meaning(argument))}";
                continue;
            }

            var sign = ComparesToZero(map.Expression, Array.IndexOf([.. graph[node].Inputs], others[0])) ? $": {name} ≤ 0 exactly where {argument} ≤ 0" : "";
            if (kernel.Reads.Any(read => Owner(graph, read) == value))
                yield return $"{text.Substring(4).TrimStart('⊙', ' ')} is taken from {name}, which is stored{sign}.";
            else if (!stored.Contains(value) && graph[value].Operation is Map)
                yield return $"{text.Substring(4).TrimStart('⊙', ' ')} is taken from {name} = {Expand(value)}, which is computed once more, since no step stores it{sign}.{Meaning(argument)}";
        }
    }

    /// <summary>Whether a derivative asks whether an argument is positive, and nothing else of it.</summary>
    private static bool IsOfSignAlone(Scalar expression, int argument)
        => ComparesToZero(expression, argument)
            && !ScalarArguments.Of(new ScalarRewriter(part => part is Select { Left: Argument(var left) } select && left == argument ? select.WhenTrue + select.WhenFalse : part).Rewrite(expression)).Contains(argument);

    /// <summary>The argument that is ≤ 0 exactly where a function of it is; null for functions of which that is not known.</summary>
    private static int? SignOf(Scalar function)
        => Simplifier.Simplify(new Select(Comparison.LessOrEqual, function, 0.0, 1.0, 0.0)) is Select { Comparison: Comparison.LessOrEqual, Left: Argument(var argument), Right: Constant(0.0) } ? argument : null;

    /// <summary>What a value is that no step stores, where it is computed on the way.</summary>
    private string Meaning(string argument)
        => computed.Where(node => !stored.Contains(node) && graph[node].Name.Mathematics == argument).Select(node => $" {argument} is {WithoutParentheses(Expand(node))}.").FirstOrDefault() ?? "";

    /// <summary>What the elements of a window are, and which of equal ones a pool takes.</summary>
    private IEnumerable<string> ElementsOfWindows()
    {
        if (kernel is not LoopKernel)
            yield break;
        foreach (var memory in TensorShapes.Windows(graph, kernel.Reads).GroupBy(window => Views.Shown(graph, window.Key)))
        {
            string[] names = [.. memory.OrderBy(window => Views.ShownOffset(graph, window.Key)).Select(window => values.Read(window.Key))];
            var isChoice = kernel.Stores.Any(output => graph[output.Node].Operation is Concatenate && OnlyChoice(output.Expression) is not null);
            yield return $"{(names.Length == 2 ? $"{names[0]} and {names[1]}" : $"{names[0]} to {names[names.Length - 1]}")} are the {Numbers.Text(names.Length)} elements of each window, row by row{(isChoice ? "; of equal ones, the first in this order is the maximum" : "")}{(isChoice && names.Length == 4 ? ": the code compares the larger of the first two with the larger of the last two, and of equal ones takes the one before" : "")}.";
        }
    }

    /// <summary>Of what a value is a term whose gradient is a sum, and through which layer it comes back.</summary>
    private IEnumerable<string> Terms()
    {
        foreach (var term in stored.OrderBy(static node => node).Where(node => graph[node].Name is { IsGradient: true, Text: var text } && text.LastIndexOf(".term", StringComparison.Ordinal) > 0))
        {
            var sum = Uses.Of(graph)[term].Where(user => graph[user].Operation == Passes.GradientRules.Sum).Select(static user => (int?)user).FirstOrDefault();
            if (sum is { } whole && graph[term].Name.Text.StartsWith(graph[whole].Name.Text + ".term", StringComparison.Ordinal))
                yield return $"{graph[term].Name.Mathematics} is {(graph[term].Origin?.Of is { } layer && !graph[term].Name.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? $"what comes back through {layer}" : $"a part of {graph[whole].Name.Mathematics}")}{(Sums().Contains(whole) && TermsOf(whole) is not null ? "" : $": {graph[whole].Name.Mathematics} = {string.Join(" + ", graph[whole].Inputs.Select(input => graph[Owner(graph, input)].Name.Mathematics))}")}.";
        }
    }

    /// <summary>Whether a derivative asks whether an argument is positive, and nothing else.</summary>
    private static bool ComparesToZero(Scalar expression, int argument)
    {
        var (compares, others) = (false, false);
        new ScalarRewriter(part =>
        {
            if (part is Select select)
            {
                var own = select.Left is Argument(var left) && left == argument && select.Right is Constant(0.0);
                (compares, others) = (compares || own, others || !own);
            }

            return part;
        }).Rewrite(expression);
        return compares && !others;
    }

    /// <summary>What the developer wrote that a kernel computes, each once; of a line with several layers, which of them it is.</summary>
    public static IEnumerable<string> Sources(NetworkGraph graph, Kernel kernel)
        => ComputedBy(graph, kernel).OrderBy(node => kernel.IsBackward && !graph[node].Name.IsGradient).ThenBy(static node => node).Where(node => graph[node].Origin?.Source is not null).GroupBy(node => graph[node].Origin!.Source!)
            .Select(line => line.Key + (line.Key.StartsWith("line ", StringComparison.Ordinal) ? LayersOf(graph, line) : ""));

    /// <summary>The same for a reader of a pass, which says of what the backward pass computes derivatives.</summary>
    public static IEnumerable<string> Origins(NetworkGraph graph, Kernel kernel)
        => Sources(graph, kernel).Select(source => IsDerivative(graph, kernel) ? "∂ of " + source : source);

    /// <summary>Whether a kernel computes derivatives of its sources, and not the sources again.</summary>
    public static bool IsDerivative(NetworkGraph graph, Kernel kernel) => kernel.IsBackward && !kernel.IsComputedAgain(graph);

    private static string LayersOf(NetworkGraph graph, IEnumerable<int> nodes)
    {
        string[] layers = [.. nodes.Select(node => graph[node].Origin!.Of).OfType<string>().Distinct().Where(layer => graph.Layers.Any(span => span.Name == layer)).Select(static layer => $"'{layer}'")];
        return layers.Length is 0 or > 3 ? "" : $"; {(layers.Length == 1 ? "layer" : "layers")} {Counts.Joined(layers)}";
    }

    /// <summary>The shapes that go in and come out: <c>[batch × 784] → [batch × 128]</c>.</summary>
    public static string Shapes(NetworkGraph graph, Kernel kernel) => new ShapeText(graph, kernel).Of();

    private string Equation(KernelOutput output)
    {
        var node = output.Node;
        if (output.IsInitial)
            return $"{values.Stored(output)} = {(output.Expression is Constant(var start) ? ScalarText.Mathematics(new Constant(start), []) : Refer(graph[graph.StateOf(node)].Inputs[0]))}";
        if (graph[node].Operation is Graph.Collect)
            return $"{values.Stored(output)} = {Refer(graph[node].Inputs[0])}";
        if (graph[node].Operation is Contract contract && !IsMatrixProduct(contract))
            return $"{values.Stored(output, Indexed(contract, contract.Output))} = {Expand(node)}";
        var (stored, value) = (values.Stored(output), WithoutParentheses(Expand(node)));
        return stored == value ? $"{stored}: a copy where the caller reads it" : $"{stored} = {value}";
    }

    /// <summary>
    /// A part of a concatenation: an element of every window, zeros around an image, the image between them, or else what it is made of.
    /// </summary>
    private string Part(KernelOutput output)
    {
        var name = graph[output.Node].Name.Mathematics;
        var ranges = Concatenations.Of(graph).Parts(output.Node).Where(part => part.Offset == output.Offset)
            .Select(part => (part.Input, Range: values.Part(output, graph[part.Input].Shape))).Where(static part => part.Range is not null).ToArray();
        if (output.Expression is Constant(var constant))
        {
            var text = ScalarText.Mathematics(output.Expression, []);
            return ranges.Length > 0 ? $"{ranges[0].Range} = {text}" : constant == 0 ? $"{name} = 0 around what is in it" : $"part of {name} = {text}";
        }

        var parts = kernel.Stores.Where(other => other.Node == output.Node).ToArray();
        // The same value is also stored on its own.
        if (kernel.Stores.FirstOrDefault(other => other.Node != output.Node && other.Expression.Equals(output.Expression) && graph[other.Node].Operation is not Concatenate) is { } alone)
            return $"{(ranges.Length > 0 ? ranges[0].Range : $"the middle of {name}")} = {graph[alone.Node].Name.Mathematics}";
        foreach (var (input, range) in ranges)
        {
            if (Refer(input) is { Length: <= LongestPart } own)
                return $"{range} = {own}";
        }

        if (kernel is LoopKernel loop && Window(output, parts) is { } place)
        {
            var isResult = loop.Reduction is { } reduction && reduction.Outputs.Contains(output);
            var text = isResult ? null : ScalarText.Right(output.Expression, [.. loop.Operands.Select(operand => values.Read(operand))]);
            if (text is { Length: <= LongestPart })
                return $"{name}.{place} = {text}";
            if (!isResult && OnlyChoice(output.Expression) is { } chosen && Element(loop, place) is { } element)
                return $"{name}.{place} = {values.Read(loop.Operands[chosen])} where {element} is the first maximum, else 0";
        }

        var read = string.Join(" and ", kernel.Reads.Select(node => graph[Owner(graph, node)].Name.Mathematics).Distinct());
        return $"{(parts.Length == 1 ? "part" : "parts")} of {name} from {read}";
    }

    /// <summary>The one argument that an expression gives where it does not give 0: a pool passes its gradient to the element that it has chosen.</summary>
    private static int? OnlyChoice(Scalar expression)
    {
        int? chosen = null;
        return Gives(expression) ? chosen : null;

        bool Gives(Scalar part)
        {
            switch (part)
            {
                case Select { Comparison: Comparison.GreaterOrEqual } select:
                    return Gives(select.WhenTrue) && Gives(select.WhenFalse);
                case Argument(var index) when chosen is null || chosen == index:
                    chosen = index;
                    return true;
                default:
                    return part is Constant(0);
            }
        }
    }

    /// <summary>The element of a window that is read at the place of the same name.</summary>
    private string? Element(LoopKernel loop, string place)
        => loop.Operands.Select(operand => values.Read(operand)).FirstOrDefault(operand => operand.EndsWith("." + place, StringComparison.Ordinal));

    /// <summary>Which element of a window a part is, where the kernel stores all of them.</summary>
    private string? Window(KernelOutput output, KernelOutput[] parts)
        => TensorShapes.Windows(graph, output.Node, parts.Select(static part => part.Offset)) is { } names && names.TryGetValue(output.Offset, out var name) ? name : null;

    /// <summary>The node's definition, in which what the kernel stores or reads stands by name.</summary>
    private string Expand(int node)
    {
        var inputs = graph[node].Inputs;
        switch (graph[node].Operation)
        {
            case Map map:
                var operands = inputs.Select(input => Refer(input)).ToArray();
                if (map.Notation is null && Merged(node) is var (merged, read) && Choices(merged) < read.Choices)
                    return ScalarText.Right(merged, [.. read.Nodes.Select(input => Enclosed(Refer(input)))]);
                if (map.Notation is null)
                    return ScalarText.Right(map.Expression, [.. operands.Select(Enclosed)]);
                var isCall = map.Notation.EndsWith("({0})", StringComparison.Ordinal);
                for (var place = 0; place < operands.Length; place++)
                {
                    var isSum = map.Notation == "{0} + {1}" || (map.Notation == "{0} − {1}" && place == 0);
                    operands[place] = isCall || isSum ? operands[place] : Enclosed(operands[place]);
                }

                return string.Format(System.Globalization.CultureInfo.InvariantCulture, map.Notation, [.. operands]);
            case Contract contract:
                return Product(contract, inputs[0], inputs[1]);
            case Graph.Reduce reduce:
                var axes = reduce.Axes.Where(axis => graph[inputs[0]].Shape[axis] != 1).SelectMany(axis => Summed(inputs[0], axis));
                return $"{(reduce.Reduction == Reduction.Sum ? "Σ over" : "max over")} {Counts.Joined([.. axes])} of {Enclosed(Refer(inputs[0]))}";
            case Gather:
                return $"{Refer(inputs[0])}[{Refer(inputs[1])}]";
            case IndexAdd:
                return $"in each row the Σ of {Refer(inputs[0])} where {Refer(inputs[1])} is the row's number";
            default:
                return graph[node].Name.Mathematics;
        }
    }

    /// <summary>A function together with those that it is a function of, and no step stores: a condition that several of them ask is asked once.</summary>
    private (Scalar Expression, (IReadOnlyList<int> Nodes, int Choices) Read) Merged(int node)
    {
        var (nodes, choices) = (new List<int>(), 0);
        return (Simplifier.Simplify(Of(node)), (nodes, choices));

        Scalar Of(int part)
        {
            var own = (Map)graph[part].Operation;
            choices += Choices(own.Expression);
            return Substitution.Substitute(own.Expression, place => graph[part].Inputs[place] is var input && IsPlain(input) ? Of(input) : new Argument(Number(input)));
        }

        // One that has a text of its own, as relu has, keeps it.
        bool IsPlain(int input) => computed.Contains(input) && !stored.Contains(input) && !shared.Contains(input) && graph[input].Operation is Map { Notation: null };

        int Number(int input)
        {
            if (!nodes.Contains(input))
                nodes.Add(input);
            return nodes.IndexOf(input);
        }
    }

    private static int Choices(Scalar expression)
    {
        var count = 0;
        new ScalarRewriter(part =>
        {
            count += part is Select ? 1 : 0;
            return part;
        }).Rewrite(expression);
        return count;
    }

    /// <summary>Whose name a value has: a state before the step has its own, though its memory is that of the state after it.</summary>
    private static int Owner(NetworkGraph graph, int node)
    {
        while (graph[node].Operation is View)
            node = graph[node].Inputs[0];
        return node;
    }

    private string Refer(int node, string indices = "")
    {
        var owner = Owner(graph, node);
        // A number that no memory has is no value with a name.
        if (graph[owner].Operation is Fill(var constant) && !kernel.Reads.Any(read => Owner(graph, read) == owner))
            return ScalarText.Mathematics(new Constant(constant), []);
        return computed.Contains(owner) && !stored.Contains(owner) && !shared.Contains(owner) ? Expand(owner) + indices : Transposed(values.Read(node, indices), indices.Length == 0 && IsTransposed(node));
    }

    /// <summary>Whether a matrix is read with its axes changed.</summary>
    private bool IsTransposed(int node)
    {
        var isTransposed = false;
        for (; graph[node].Operation is View; node = graph[node].Inputs[0])
            isTransposed ^= graph[node].Operation is Transpose { Permutation: [1, 0] };
        return isTransposed;
    }

    private static string Transposed(string matrix, bool isTransposed)
        => !isTransposed ? matrix : matrix.EndsWith("ᵀ", StringComparison.Ordinal) ? matrix.Substring(0, matrix.Length - 1) : matrix + "ᵀ";

    /// <summary>What is computed for a value that is stored; of a concatenation, for the part of it that is.</summary>
    private void CollectOf(KernelOutput output)
    {
        if (graph[output.Node].Operation is not Concatenate)
        {
            Collect(output.Node);
            return;
        }

        computed.Add(output.Node);
        foreach (var part in Concatenations.Of(graph).Parts(output.Node).Where(part => part.Offset == output.Offset).Select(part => Owner(graph, part.Input)))
        {
            if (!kernel.Reads.Any(read => Owner(graph, read) == part) && graph[part].Operation is Map or Contract or Graph.Reduce or Gather)
                Collect(part);
        }
    }

    private void Collect(int node)
    {
        if (!computed.Add(node) || graph[node].Operation is Contract or Graph.Reduce && kernel is ContractKernel)
            return;
        foreach (var input in graph[node].Inputs.Select(input => Owner(graph, input)))
        {
            if (!kernel.Reads.Any(read => Owner(graph, read) == input) && graph[input].Operation is Map or Contract or Graph.Reduce or Gather)
                Collect(input);
        }
    }

    /// <summary>Whether the contraction is <c>x · wᵀ</c> or <c>x · w</c>, for which no indices are needed.</summary>
    private static bool IsMatrixProduct(Contract contract)
        => contract.Left.Axes.Count >= 2 && contract.Right.Axes.Count == 2
            && contract.Output.Axes.Count == contract.Left.Axes.Count
            && contract.Output.Axes.Take(contract.Output.Axes.Count - 1).SequenceEqual(contract.Left.Axes.Take(contract.Left.Axes.Count - 1))
            && new[] { contract.Output.Axes[contract.Output.Axes.Count - 1], contract.Left.Axes[contract.Left.Axes.Count - 1] }
                .All(axis => contract.Right.Axes.Contains(axis));

    private string Product(Contract contract, int left, int right)
    {
        if (IsMatrixProduct(contract))
        {
            var isTransposed = contract.Right.Axes[0] == contract.Output.Axes[contract.Output.Axes.Count - 1];
            return $"{Enclosed(Refer(left))} · {Transposed(Enclosed(Refer(right)), isTransposed)}";
        }

        var reduced = contract.Indices.Where((_, index) => !contract.Output.Uses(index)).Select(index => WordOf(index).Replace(", ", ","));
        return $"Σ_{string.Join(",", reduced)} {Refer(left, Indexed(contract, contract.Left))} · {Refer(right, Indexed(contract, contract.Right))}";
    }

    /// <summary>What the elements along an axis are, several of them.</summary>
    private IEnumerable<string> Summed(int node, int axis)
        => graph[node].Shape[axis] switch
        {
            { Lengths: not null } => ["time steps of all samples"],
            { IsRows: true } when words.HasStepsFirst => ["steps", "samples"],
            _ => [Counts.Plural(words.AxisName(graph[node].Shape, axis, node))],
        };

    /// <summary>What an index is called: of all time steps at once, it is two of them.</summary>
    private string WordOf(IndexVariable index) => index is { Name: "sample", Extent: { Size: > 1, Lengths: null } extent } && extent.IsBatch && words.HasStepsFirst ? "step, sample" : index.Word;

    private string Indexed(Contract contract, Access access)
        => "[" + string.Join(", ", access.Axes.Select(axis => Affine(contract, axis))) + "]";

    /// <summary><c>2·y + ky</c>; an index that goes backwards is taken from its offset, <c>4 − ky</c>.</summary>
    private string Affine(Contract contract, AffineIndex axis)
    {
        var startsWithOffset = axis.Offset != 0 && axis.Terms.Any(static term => term.Coefficient < 0);
        var text = startsWithOffset ? Numbers.Text(axis.Offset) : "";
        foreach (var term in axis.Terms)
        {
            var size = Math.Abs(term.Coefficient);
            Append(term.Coefficient < 0, (size == 1 ? "" : Numbers.Text(size) + "·") + WordOf(contract.Indices[term.Index]));
        }

        if (axis.Offset != 0 && !startsWithOffset)
            Append(axis.Offset < 0, Numbers.Text(Math.Abs(axis.Offset)));
        return text;

        void Append(bool isNegative, string summand)
            => text += text.Length == 0 ? (isNegative ? "−" : "") + summand : (isNegative ? " − " : " + ") + summand;
    }

    /// <summary>A formula without parentheses around all of it; a choice by a condition has them always.</summary>
    private static string WithoutParentheses(string text)
    {
        if (!text.StartsWith("(", StringComparison.Ordinal) || !text.EndsWith(")", StringComparison.Ordinal) || text.Contains(" ? "))
            return text;
        var depth = 0;
        for (var place = 0; place < text.Length - 1; place++)
        {
            depth += text[place] == '(' ? 1 : text[place] == ')' ? -1 : 0;
            if (depth == 0)
                return text;
        }

        return text.Substring(1, text.Length - 2);
    }

    private static string Enclosed(string text)
    {
        var depth = 0;
        for (var place = 0; place < text.Length; place++)
        {
            depth += text[place] is '(' or '[' ? 1 : text[place] is ')' or ']' ? -1 : 0;
            if (depth == 0 && text[place] == ' ')
                return $"({text})";
        }

        return text;
    }
}
