using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>What stands under a formula that leaves something open.</summary>
internal sealed partial class Notation
{
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
            .. notation.ComputedAgain(), .. notation.ElementsOfWindows(), .. notation.Derivatives().Distinct(), .. notation.SeveralUsers(), .. notation.Terms(),
            .. notation.GradientsOfViews(), .. notation.Ties(), .. notation.Rows(), .. notation.Steps(),
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
            yield return $"{Counts.Joined(again)} {(isOne ? "is" : "are")} computed again, so that {(isOne ? "its" : "their")} memory is free between Forward and here.";
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
            var equation = terms is null ? "" : $": {gradient} = {string.Join(" + ", terms)}";
            yield return $"{value} is used by {Counts.Joined(users)}, so that its gradient is a sum{equation}."
                + (terms is null || isKept ? "" : $" No step stores {gradient}: each that needs it adds it up.");
        }
    }

    /// <summary>The gradients that are sums of what several users of a value pass back, each whole.</summary>
    private IEnumerable<int> Sums() => computed.OrderBy(static node => node).Where(IsSum);

    private bool IsSum(int node)
        => computed.Contains(node) && graph[node].Name.IsGradient && graph[node].Operation == Passes.GradientRules.Sum
            && graph[ValueOf(node)].Name.Gradient == graph[node].Name
            && !Uses.Of(graph)[node].Any(user => graph[user].Operation == Passes.GradientRules.Sum && graph[user].Name == graph[node].Name);

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
            => HasName(term) ? graph[term].Name.Mathematics + (IsTransposed(input) ? "ᵀ" : "")
                : !IsAtHand(term) && graph[term].Operation is not Map && LayerOf(term) is { } layer ? $"what comes back through {layer}" : null;

        // The gradient of what uses the value, or a part of the sum that has memory.
        bool HasName(int term) => users.Contains(ValueOf(term)) ? IsAtHand(term) || IsSum(term)
            : IsAtHand(term) && graph[term].Name.Text.StartsWith(graph[sum].Name.Text + ".term", StringComparison.Ordinal);

        string? LayerOf(int term) => graph[term].Origin?.Of is { } layer && graph.Layers.Any(span => span.Name == layer) ? layer : null;

        bool IsAtHand(int node) => stored.Contains(node) || kernel.Reads.Any(read => Owner(graph, read) == node);

        bool Append(string? term)
        {
            terms.Add(term ?? "");
            return term is not null;
        }
    }

    /// <summary>What reads a value in the forward pass, and the views of it.</summary>
    private IEnumerable<int> UsesOf(int value)
        => Uses.Of(graph)[value].Where(user => !graph[user].Name.IsGradient)
            .SelectMany(user => graph[user].Operation is View ? UsesOf(user).Prepend(user) : [user]);

    /// <summary>Of which values gradients are that are called by a function of them, as the transpose of a weight is.</summary>
    private IEnumerable<string> GradientsOfViews()
    {
        foreach (var gradient in stored.Concat(kernel.Reads.Select(read => Owner(graph, read))).Distinct().Where(node => graph[node].Name.IsGradient))
        {
            var view = ValueOf(gradient);
            var owner = Owner(graph, view);
            if (graph[view].Name.Gradient != graph[gradient].Name || graph[view].Operation is not Transpose || graph[owner].Operation is not Parameter)
                continue;
            var name = graph[owner].Name.Mathematics;
            yield return $"{graph[gradient].Name.Mathematics} is the gradient of {name}{(IsTransposed(view) ? "ᵀ" : " with its axes changed")}.";
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
        => graph[node] is { Operation: Graph.Reduce { Reduction: Reduction.Sum }, Name.Text: var name }
            && name.EndsWith(Passes.GradientRules.CountPart, StringComparison.Ordinal)
            && graph[graph[node].Inputs[0]] is { Operation: Map { Expression: Select { Comparison: Comparison.Equal } }, Inputs: [_, var largest] }
            && graph[Owner(graph, largest)].Operation is Graph.Reduce { Reduction: Reduction.Max };

    /// <summary>Why the values of time steps are copied.</summary>
    private IEnumerable<string> Steps()
    {
        foreach (var output in kernel is LoopKernel && !kernel.IsBackward ? kernel.Stores : [])
        {
            if (graph[output.Node] is not { Operation: Map map, Name.Text: var name, Inputs: var inputs } || !name.EndsWith(".steps", StringComparison.Ordinal))
                continue;
            var steps = graph[output.Node].Name.Mathematics;
            if (map.Expression is Argument && graph[output.Node].Loop is not null)
                yield return $"{steps} is in the order of time steps: the rows of one time step are side by side.";
            else if (map.Expression is Select { Comparison: Comparison.Equal } && inputs.Any(input => IsKept(Owner(graph, input))))
                yield return $"{steps} is a copy of what is kept, with this time step's own row: End() puts that row into what is kept.";
        }
    }

    private bool IsKept(int node) => graph[node].Name.Text.EndsWith(".kept", StringComparison.Ordinal);

    /// <summary>Why the states of sequences of different lengths are copied, and which of them a product reads in place.</summary>
    private IEnumerable<string> Rows()
    {
        foreach (var output in kernel is LoopKernel ? kernel.Stores : [])
        {
            if (graph[output.Node] is { Operation: Map { Expression: Argument }, Inputs: [var input] } && StateOf(input) is not null)
            {
                yield return $"{values.Read(input)} has rows of samples, too, that end before this time step. "
                    + $"Without them, the rows of {graph[output.Node].Name.Mathematics} are those of the time steps.";
            }
        }

        foreach (var read in kernel is ContractKernel ? kernel.Reads : [])
        {
            if (StateOf(read) is not { } state || TimeLoops.PlaceOf(graph, read) is not { Moves: false, Steps: > 1, Shift: 0 } || !graph.Loops[graph[state].Loop!.Value].IsReverse)
                continue;
            var name = graph[state].Name.Mathematics;
            yield return $"{name} needs no copy: from row Step(t) on, it has {name}[t + 1], which time step t has read.";
        }

        // The state of samples of different lengths that a value is, at one step or at all.
        int? StateOf(int node)
        {
            var owner = Views.Owner(graph, node);
            return graph[owner].Loop is { } loop && graph.Loops[loop].Lengths is not null && TimeLoops.Slots(graph, owner) > graph.Loops[loop].Steps ? owner : null;
        }
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
        foreach (var node in computed.OrderBy(static node => node))
        {
            if (graph[node].Operation is not Map { Formula: { Derivative: { } known, Adjoint: { } adjoint } } map)
                continue;
            int[] others = [.. graph[node].Inputs.Where((_, place) => place != adjoint).Distinct()];
            var (argument, derivative) = (known.At, known.Text);
            if (others.Length != 1 || Owner(graph, others[0]) is var value && graph[value].Name.Mathematics == argument)
                continue;
            var name = values.Read(others[0]);
            var (isRead, number) = (kernel.Reads.Any(read => Owner(graph, read) == value), Array.IndexOf([.. graph[node].Inputs], others[0]));
            if (IsOfSignAlone(map.Expression, number) && !isRead && !stored.Contains(value) && graph[value] is { Operation: Map own, Inputs: var inputs } && SignOf(own.Expression) is { } place)
            {
                var of = Owner(graph, inputs[place]);
                yield return $"{derivative} depends on whether {argument} ≤ 0.{(kernel.Reads.Any(read => Owner(graph, read) == of) ? "" : Meaning(argument))}";
                continue;
            }

            var sign = ComparesToZero(map.Expression, number) ? $": {name} ≤ 0 exactly where {argument} ≤ 0" : "";
            if (isRead)
                yield return $"{derivative} is taken from {name}, which is stored{sign}.";
            else if (!stored.Contains(value) && graph[value].Operation is Map)
                yield return $"{derivative} is taken from {name} = {Expand(value)}, which is computed once more, since no step stores it{sign}.{Meaning(argument)}";
        }
    }

    /// <summary>Whether a derivative asks whether an argument is positive, and nothing else of it.</summary>
    private static bool IsOfSignAlone(Scalar expression, int argument)
        => ComparesToZero(expression, argument)
            && !ScalarArguments.Of(new ScalarRewriter(part => part is Select { Left: Argument(var left) } select && left == argument
                ? select.WhenTrue + select.WhenFalse : part).Rewrite(expression)).Contains(argument);

    /// <summary>The argument that is ≤ 0 exactly where a function of it is; null for functions of which that is not known.</summary>
    private static int? SignOf(Scalar function)
        => Simplifier.Simplify(new Select(Comparison.LessOrEqual, function, 0.0, 1.0, 0.0))
            is Select { Comparison: Comparison.LessOrEqual, Left: Argument(var argument), Right: Constant(0.0) } ? argument : null;

    /// <summary>What a value is that no step stores, where it is computed on the way.</summary>
    private string Meaning(string argument)
        => computed.Where(node => !stored.Contains(node) && graph[node].Name.Mathematics == argument).Select(node => $" {argument} is {Expand(node)}.").FirstOrDefault() ?? "";

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
            {
                var (own, name) = (graph[term].Name, graph[whole].Name.Mathematics);
                var what = graph[term].Origin?.Of is { } layer && !own.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? $"what comes back through {layer}" : $"a part of {name}";
                var equation = IsSum(whole) && TermsOf(whole) is not null ? ""
                    : $": {name} = {string.Join(" + ", graph[whole].Inputs.Select(input => graph[Owner(graph, input)].Name.Mathematics))}";
                yield return $"{own.Mathematics} is {what}{equation}.";
            }
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
}
