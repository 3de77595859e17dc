using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// The derivative of every primitive: given the adjoint of a node (∂loss/∂node), the adjoints that it passes to the node's inputs.
/// </summary>
internal static class GradientRules
{
    /// <summary>What the name of a maximum ends in where it is that of how many elements have it.</summary>
    public const string CountPart = ".count";

    /// <summary>The sum of two contributions to the same adjoint.</summary>
    public static readonly Map Sum = new(new Argument(0) + new Argument(1), Formula.Sum);

    /// <param name="graph">The graph, to which the gradient's nodes are added.</param>
    /// <param name="id">The node.</param>
    /// <param name="adjoint">Its adjoint.</param>
    /// <param name="isNeeded">Whether anyone asks for the adjoint of an input.</param>
    /// <param name="keepsDerivatives">Whether the derivatives that have an exponential in common with their function are computed beside it, in the forward pass.</param>
    public static IEnumerable<Contribution> Apply(GraphBuilder graph, int id, int adjoint, Func<int, bool> isNeeded, bool keepsDerivatives = false)
    {
        var node = graph[id];
        return node.Operation switch
        {
            Map map => [.. Enumerable.Range(0, node.Inputs.Count).Where(place => isNeeded(node.Inputs[place]))
                .Select(place => (Input: node.Inputs[place], Gradient: OfMap(graph, id, map, adjoint, place, keepsDerivatives)))
                .Where(static pair => pair.Gradient is not null).Select(static pair => new Contribution(pair.Input, pair.Gradient!.Value))],
            Contract contract => OfContract(graph, node, contract, adjoint, isNeeded),
            Graph.Reduce reduce => [new(node.Inputs[0], OfReduce(graph, id, reduce, adjoint))],
            Reshape => [new(node.Inputs[0], graph.Reshape(adjoint, graph[node.Inputs[0]].Shape, graph[node.Inputs[0]].Name.Gradient))],
            Transpose transpose => [new(node.Inputs[0], graph.Transpose(adjoint, Inverse(transpose.Permutation), graph[node.Inputs[0]].Name.Gradient))],
            Slice slice => [new(node.Inputs[0], adjoint, slice)],
            Concatenate concatenate => OfConcatenate(graph, node, concatenate, adjoint, isNeeded),
            Broadcast => [new(node.Inputs[0], SumToShape(graph, adjoint, node.Inputs[0]))],
            Gather gather => isNeeded(node.Inputs[0]) ? [new(node.Inputs[0], OfGather(graph, node, gather, adjoint))] : [],
            IndexAdd => isNeeded(node.Inputs[0]) ? [new(node.Inputs[0], graph.Gather(adjoint, node.Inputs[1], null, graph[node.Inputs[0]].Name.Gradient))] : [],
            WhenTraining => OfChoice(graph, node, adjoint, isNeeded),
            StepOf => [new(node.Inputs[0], graph.Collect(adjoint, graph[node.Inputs[0]].Name.Gradient))],
            Held => [new(node.Inputs[0], graph.SumOverSteps(adjoint, graph[node.Inputs[0]].Name.Gradient))],
            Collect => [new(node.Inputs[0], graph.Step(adjoint, isStepAfterStep: false, graph[node.Inputs[0]].Name.Gradient))],
            _ => [],
        };
    }

    /// <summary>
    /// <c>∂xₖ = adjoint · ∂f/∂xₖ</c>, summed over the axes along which xₖ was broadcast. The derivative is written with the node's own
    /// value where that is possible, so that the argument need not be kept: 1 − y² for tanh, y ≤ 0 ? 0 : 1 for relu.
    /// </summary>
    private static int? OfMap(GraphBuilder graph, int id, Map map, int adjoint, int place, bool keepsDerivatives)
    {
        var node = graph[id];
        var own = node.Inputs.Count;
        var function = map.DifferentiatedAs ?? map.Expression;
        var derivative = Derivative.Of(function, place);
        if (derivative is not Constant)
            derivative = SavedOutput.RewriteInTermsOfOutput(function, derivative, place, own);

        // A step, or an input that is not used: nothing flows back.
        if (derivative is Constant(0))
            return null;
        if (keepsDerivatives && node.Loop is null && SharesFunction(map.Expression, derivative))
            return SumToShape(graph, OfKept(graph, id, map, derivative, adjoint, place), node.Inputs[place]);
        var product = Simplifier.Simplify(new Argument(own + 1) * derivative);
        int[] sources = [.. node.Inputs, id, adjoint];
        var used = ScalarArguments.Of(product).OrderBy(static argument => argument).ToArray();
        var input = node.Inputs[place];
        if (product is Argument(var only))
            return SumToShape(graph, sources[only], input);

        // What is a formula of the value itself says more than f′ does, as i·(1 − i) of a sigmoid.
        var isOfOutput = !used.Contains(place) && !IsPiecewise(derivative);
        var formula = !isOfOutput && DerivativeOf(graph, node, map) is { } known ? Formula.ChainRule(Array.IndexOf(used, own + 1), known) : null;
        var compact = Substitution.Substitute(product, argument => new Argument(Array.IndexOf(used, argument)));
        var gradient = graph.Map(new Map(compact, formula), [.. used.Select(argument => sources[argument])], NameOf(graph, node, input));
        return SumToShape(graph, gradient, input);
    }

    private static bool IsPiecewise(Scalar expression)
    {
        var found = expression is Select;
        ScalarRewriter.WithChildren(expression, child =>
        {
            found |= IsPiecewise(child);
            return child;
        });
        return found;
    }

    /// <summary>
    /// The same with the derivative as a value of the forward pass, where the function has computed what takes long of it: gelu′ has the tanh of gelu. It is kept in the place of
    /// the argument, and the backward pass only multiplies.
    /// </summary>
    private static int OfKept(GraphBuilder graph, int id, Map map, Scalar derivative, int adjoint, int place)
    {
        var node = graph[id];
        int[] sources = [.. node.Inputs, id];
        var used = ScalarArguments.Of(derivative).OrderBy(static argument => argument).ToArray();
        var compact = Substitution.Substitute(derivative, argument => new Argument(Array.IndexOf(used, argument)));
        var name = node.Inputs.Count == 1 ? node.Name : node.Name with { Text = $"{node.Name.Text}.by{graph[node.Inputs[place]].Name.Pascal}" };
        var kept = graph.Map(new Map(compact, DerivativeOf(graph, node, map) is { } slope ? Formula.Slope(slope) : null), [.. used.Select(argument => sources[argument])], name.Derivative);
        return graph.Map(new Map(new Argument(0) * new Argument(1), new("{0} ⊙ {1}")), [adjoint, kept], NameOf(graph, node, node.Inputs[place]));
    }

    /// <summary>Whether a function that is computed by a polynomial, such as an exponential, is in both expressions with the same argument.</summary>
    private static bool SharesFunction(Scalar function, Scalar derivative)
    {
        var own = Functions(Simplifier.Simplify(function));
        return own.Count > 0 && Functions(derivative).Overlaps(own);

        static HashSet<Scalar> Functions(Scalar expression)
        {
            var functions = new HashSet<Scalar>();
            new ScalarRewriter(node =>
            {
                if (ScalarSize.IsTranscendentalItself(node))
                    functions.Add(node);
                return node;
            }).Rewrite(expression);
            return functions;
        }
    }

    /// <summary><c>relu′(z)</c>, where a function of one value has a name.</summary>
    private static FormulaDerivative? DerivativeOf(GraphBuilder graph, Node node, Map map)
        => map.Formula?.Function is { } function && node.Inputs.Count == 1
            ? new(function, graph[node.Inputs[0]].Name.Mathematics + (SliceText.Of(other => graph[other], node.Inputs[0]) is { } range ? $"[{range}]" : ""))
            : null;

    private static ValueName NameOf(GraphBuilder graph, Node node, int input)
    {
        var name = graph[input].Name.Gradient;
        return node.Shape == graph[input].Shape ? name : name with { Text = name.Text + ".terms" };
    }

    /// <summary>
    /// For <c>out[O] = Σ left[L]·right[R]</c>: <c>∂left[L] = Σ ∂out[O]·right[R]</c> and <c>∂right[R] = Σ ∂out[O]·left[L]</c>, over the same
    /// index space. The accesses change places and nothing else.
    /// </summary>
    private static List<Contribution> OfContract(GraphBuilder graph, Node node, Contract contract, int adjoint, Func<int, bool> isNeeded)
    {
        var gradients = new List<Contribution>();
        var (left, right) = (node.Inputs[0], node.Inputs[1]);
        if (isNeeded(right))
        {
            var rule = new Contract(contract.Indices, contract.Right, contract.Left, contract.Output);
            gradients.Add(new(right, graph.Contract(rule, left, adjoint, graph[right].Shape, graph[right].Name.Gradient)));
        }

        if (isNeeded(left))
        {
            var rule = new Contract(contract.Indices, contract.Left, contract.Output, contract.Right);
            gradients.Add(new(left, graph.Contract(rule, adjoint, right, graph[left].Shape, graph[left].Name.Gradient)));
        }

        return gradients;
    }

    /// <summary>
    /// A sum passes its adjoint to every element. A maximum passes it to the largest element, in equal parts where several are largest,
    /// as PyTorch's <c>amax</c>.
    /// </summary>
    private static int OfReduce(GraphBuilder graph, int id, Graph.Reduce reduce, int adjoint)
    {
        var input = graph[id].Inputs[0];
        var name = graph[input].Name.Gradient;
        if (reduce.Reduction == Reduction.Sum)
            return graph.Broadcast(adjoint, graph[input].Shape, name);

        var isLargest = graph.Map(
            new Select(Comparison.Equal, new Argument(0), new Argument(1), 1, 0), [input, id], new ValueName(graph[id].Name.Text + ".isLargest"));
        var count = graph.Reduce(Reduction.Sum, isLargest, reduce.Axes, new ValueName(graph[id].Name.Text + CountPart));
        return graph.Map(new Argument(0) * new Argument(1) / new Argument(2), [isLargest, adjoint, count], name);
    }

    /// <summary>Each row of the adjoint is added to the row of the table that it came from. Numbers of rows have no gradient.</summary>
    private static int OfGather(GraphBuilder graph, Node node, Gather gather, int adjoint)
    {
        var (table, indices) = (node.Inputs[0], node.Inputs[1]);
        var name = graph[table].Name.Gradient;
        if (gather.Padding is { } padding)
        {
            var rank = graph[adjoint].Shape.Rank;
            var extents = graph[indices].Shape.Extents;
            var aligned = graph.Reshape(indices, new Shape(extents.Concat(Enumerable.Repeat(new Extent(1), rank - extents.Count)).ToEquatableArray()), graph[indices].Name);
            adjoint = graph.Map(
                new Select(Comparison.Equal, new Argument(1), padding, 0, new Argument(0)), [adjoint, aligned], new ValueName(node.Name.Text + ".withoutPadding", IsGradient: true));
        }

        return graph.IndexAdd(adjoint, indices, graph[table].Shape, name);
    }

    /// <summary>The one that is not chosen has no part in it.</summary>
    private static List<Contribution> OfChoice(GraphBuilder graph, Node node, int adjoint, Func<int, bool> isNeeded)
    {
        var gradients = new List<Contribution>();
        var (training, inference) = (node.Inputs[0], node.Inputs[1]);
        var nothing = graph.Fill(0, node.Shape, node.Name.Gradient);
        if (isNeeded(training))
            gradients.Add(new(training, graph.WhenTraining(adjoint, nothing, graph[training].Name.Gradient)));
        if (isNeeded(inference))
            gradients.Add(new(inference, graph.WhenTraining(nothing, adjoint, graph[inference].Name.Gradient)));
        return gradients;
    }

    /// <summary>Each part takes its part of the adjoint.</summary>
    private static List<Contribution> OfConcatenate(
        GraphBuilder graph, Node node, Concatenate concatenate, int adjoint, Func<int, bool> isNeeded)
    {
        var gradients = new List<Contribution>();
        var start = 0;
        foreach (var input in node.Inputs)
        {
            var length = graph[input].Shape[concatenate.Axis].Size;
            if (isNeeded(input))
                gradients.Add(new(input, graph.Slice(adjoint, concatenate.Axis, start, length, graph[input].Name.Gradient)));
            start += length;
        }

        return gradients;
    }

    private static int[] Inverse(EquatableArray<int> permutation)
        => [.. Enumerable.Range(0, permutation.Count).Select(axis => permutation.ToList().IndexOf(axis))];

    /// <summary>Sums <paramref name="gradient"/> over the axes along which <paramref name="input"/> was repeated.</summary>
    private static int SumToShape(GraphBuilder graph, int gradient, int input)
    {
        var from = graph[gradient].Shape;
        var to = graph[input].Shape;
        if (from == to)
            return gradient;

        var name = graph[input].Name.Gradient;
        var missing = from.Rank - to.Rank;
        var axes = Enumerable.Range(0, from.Rank).Where(axis => axis < missing || (to[axis - missing] == 1 && from[axis] != 1));
        return graph.Reshape(graph.Reduce(Reduction.Sum, gradient, axes, name), to, name);
    }
}
