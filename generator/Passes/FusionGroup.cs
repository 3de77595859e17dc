using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>The nodes of one kernel while it is being put together.</summary>
/// <param name="order">Its place in the sequence; a kernel can read what kernels before it store.</param>
/// <param name="isBackward">Whether it belongs to the backward pass.</param>
/// <param name="loop">The loop over time that it is part of.</param>
/// <param name="space">What it loops over; for a contraction, the space of its output.</param>
/// <param name="onRead">Is told of every node that it reads for each element.</param>
/// <param name="recomputed">The values that it computes itself, whoever has computed them already.</param>
internal sealed class FusionGroup(int order, bool isBackward, int? loop, Shape space, Action<int, FusionGroup> onRead, Recomputed recomputed)
{
    // One for all of its expressions: a step that is appended to a long one costs what is new in it.
    private readonly Simplifier simplifier = new();
    private readonly Dictionary<Scalar, long> sizes = new(ReferenceComparer.Instance);

    private readonly Dictionary<int, Scalar> expressions = [];
    private readonly List<int> operands = [];
    private readonly List<int> extras = [];

    // What is computed once more in it, and of what.
    private readonly Dictionary<(int Node, bool OfResult), Scalar> again = [];
    private readonly List<GatheredOperand> gathered = [];
    private readonly List<int> nodes = [];

    // The same nodes, and those of them that are made of the root's result.
    private readonly HashSet<int> members = [];
    private readonly HashSet<int> results = [];
    private readonly List<(int Node, int Input, int Offset, bool IsInitial)> parts = [];
    private (int Next, int Initial)? begin;
    private int root = -1;

    public int Order => order;

    public bool IsBackward => isBackward;

    public int? Loop => loop;

    /// <summary>Whether this is a contraction.</summary>
    public bool IsContraction(NetworkGraph graph) => root >= 0 && graph[root].Operation is Contract;

    /// <summary>Whether this is an exchange, adds to rows, or puts values into another order: nothing else can be computed with it.</summary>
    public bool IsAlone(NetworkGraph graph) => begin is not null || (root >= 0 && graph[root].Operation is Exchange or IndexAdd or Rearrange);

    /// <summary>Whether the node is computed here.</summary>
    public bool Computes(int node) => members.Contains(node);

    /// <summary>
    /// The contraction that a parameter's gradient is made of, where it needs memory of its own: blocks of a sum go on in memory, and that of the
    /// gradient has what passes before have stored. Where the gradient is the one result, and the sum with something added to it, its blocks go on with that.
    /// </summary>
    public int? SumOfGradient(NetworkGraph graph, HashSet<int> stored)
    {
        var uses = Uses.Of(graph);
        // Few groups have a gradient, and only of these the kernel is made to ask it.
        if (!IsContraction(graph) || !nodes.Concat(parts.Select(static part => part.Node)).Any(uses.IsGradient))
            return null;
        var kernel = (ContractKernel)ToKernel(graph, stored);
        return kernel.Outputs.Any(output => uses.IsGradient(output.Node)) && !kernel.GoesOnWithGradient ? root : null;
    }

    /// <summary>The parts of concatenations that are not computed here.</summary>
    public IEnumerable<int> Copies => parts.Select(static part => part.Input).Where(input => !members.Contains(input)).Concat(begin is { } state ? [state.Initial] : []);

    /// <summary>Stores the values of a loop's state before its first step, where samples have different lengths.</summary>
    /// <param name="next">The state after a step, whose memory it is.</param>
    /// <param name="initial">The values.</param>
    public void Begin(int next, int initial) => begin = (next, initial);

    /// <summary>Stores a part of a concatenation: a value that is computed here, or a copy.</summary>
    /// <param name="isInitial">Whether it is the value of a loop's state before the first step.</param>
    public void AddPart(NetworkGraph graph, int concatenation, int input, int offset, bool isInitial = false)
    {
        if (!members.Contains(input))
            expressions[input] = graph[input].Operation is Fill fill ? new Constant(fill.Value) : new Argument(ReadElement(input));
        parts.Add((concatenation, input, offset, isInitial));
    }

    /// <summary>
    /// Whether a node may be computed from <paramref name="member"/> here. A loop that reduces has two stages, elements and results, and
    /// an element cannot be computed from a result.
    /// </summary>
    public bool CanFeed(NetworkGraph graph, int member, int id) => results.Contains(member) == IsResultIfAdded(graph, id);

    /// <summary>Whether the node has the shape of what is computed here, and its expression does not grow too long.</summary>
    public bool Accepts(NetworkGraph graph, int id, int largestExpression)
    {
        if (IsAlone(graph))
            return false;
        switch (graph[id].Operation)
        {
            case Graph.Reduce:
                return root < 0 && graph[graph[id].Inputs[0]].Shape == space;
            case Map map:
                var fits = IsResultIfAdded(graph, id) || graph[id].Shape == space;
                return fits && Inline(graph, id, map, addReads: false) is { } expression && ScalarSize.Of(expression, sizes) <= largestExpression;
            default:
                return false;
        }
    }

    /// <summary>Whether this is a loop over the elements of a step that is no part of it yet, and loads all that the step needs.</summary>
    public bool ReadsAll(NetworkGraph graph, int id)
        => root < 0 && graph[id].Operation is Map && graph[id].Shape == space
            && recomputed.InputsOf(id).All(input => graph[input].Operation is Fill || operands.Contains(input))
            && recomputed.InputsOf(id).Any(operands.Contains);

    /// <summary>Whether all that is computed here has one name, as the parts of one gradient have.</summary>
    public bool IsOf(NetworkGraph graph, ValueName name) => nodes.TrueForAll(node => graph[node].Name == name);

    /// <summary>Whether this is a loop over elements that an elementwise step has as many of.</summary>
    public bool IsLoopOver(NetworkGraph graph, int id) => root < 0 && nodes.Count > 0 && graph[id].Operation is Map && graph[id].Shape == space;

    public void Add(NetworkGraph graph, int id)
    {
        if (root >= 0 && graph[id].Operation is Map && recomputed.InputsOf(id).Any(results.Contains))
            results.Add(id);
        nodes.Add(id);
        members.Add(id);
        switch (graph[id].Operation)
        {
            case Contract or Exchange or IndexAdd or Rearrange:
                SetRoot(id);
                expressions[id] = new Argument(0);
                break;
            case Graph.Reduce:
                // Its operand becomes the element that is reduced; what follows is made of the result, argument 0.
                var input = graph[id].Inputs[0];
                if (!expressions.ContainsKey(input))
                    expressions[input] = Element(graph, input, ofResult: false, addReads: true);
                SetRoot(id);
                expressions[id] = new Argument(0);
                break;
            case Gather:
                gathered.Add(new(id, graph[id].Inputs[0], graph[id].Inputs[1]));
                expressions[id] = new Argument(ReadElement(id));
                break;
            case Map map:
                expressions[id] = Inline(graph, id, map, addReads: true)!;
                break;
            case Fill fill:
                expressions[id] = new Constant(fill.Value);
                break;
            default:
                throw new InvalidGraphException($"{graph[id].Name} ({graph[id].Operation.GetType().Name}) cannot be part of a kernel");
        }
    }

    public Kernel ToKernel(NetworkGraph graph, HashSet<int> stored)
    {
        KernelOutput[] Outputs(bool ofResult)
            =>
            [
                .. nodes.Where(node => stored.Contains(node) && results.Contains(node) == ofResult).Select(node => new KernelOutput(node, expressions[node])),
                .. parts.Where(part => results.Contains(part.Input) == ofResult)
                    .Select(part => new KernelOutput(part.Node, expressions[part.Input], part.Offset) { IsInitial = part.IsInitial }),
            ];

        if (begin is var (next, initial))
        {
            var (sequences, isReverse) = (graph.Loops[graph[next].Loop!.Value].Lengths!, graph.Loops[graph[next].Loop!.Value].IsReverse);
            return new RearrangeKernel(isBackward, next, initial, new Rearrange(isReverse ? RowOrder.BeginReverse : RowOrder.Begin, sequences))
            {
                Value = graph[initial].Operation is Fill fill ? fill.Value : null,
            };
        }

        if (root >= 0 && graph[root].Operation is Rearrange rearrange)
            return new RearrangeKernel(isBackward, root, graph[root].Inputs[0], rearrange);
        if (IsAlone(graph) && graph[root].Operation is IndexAdd)
            return new IndexAddKernel(isBackward, root, graph[root].Inputs[0], graph[root].Inputs[1]) { Loop = loop };
        if (IsAlone(graph))
            return new ExchangeKernel(isBackward, root, graph[root].Inputs[0]) { Loop = loop };
        var inner = nodes.Where(node => !stored.Contains(node) && graph[node].Operation is Map && expressions[node] is Unary or Binary or Select)
            .Select(node => new InnerValue(node, expressions[node], results.Contains(node)))
            .Concat(again.Where(static pair => pair.Value is Unary or Binary or Select).OrderBy(static pair => pair.Key.Node).Select(static pair => new InnerValue(pair.Key.Node, pair.Value, pair.Key.OfResult))).ToEquatableArray();
        if (root >= 0 && graph[root].Operation is Contract contract)
        {
            return new ContractKernel(
                isBackward, root, contract, graph[root].Inputs[0], graph[root].Inputs[1], extras.ToEquatableArray(), Outputs(true).ToEquatableArray())
            {
                Loop = loop,
                Inner = inner,
            };
        }

        var reduction = root >= 0 && graph[root].Operation is Graph.Reduce reduce
            ? new LoopReduction(
                reduce.Reduction, reduce.Axes, expressions[graph[root].Inputs[0]], extras.ToEquatableArray(), Outputs(true).ToEquatableArray())
            : null;
        return new LoopKernel(isBackward, space, operands.ToEquatableArray(), Outputs(false).ToEquatableArray(), reduction)
        {
            Loop = loop,
            Inner = inner,
            Gathered = gathered.ToEquatableArray(),
        };
    }

    private void SetRoot(int id)
    {
        root = id;
        results.Add(id);
    }

    private bool IsResultIfAdded(NetworkGraph graph, int id)
        => root >= 0 && graph[id].Shape == graph[root].Shape && recomputed.InputsOf(id).Any(results.Contains);

    /// <summary>The node's element as a function of what the kernel reads; a member's own expression stands in its place.</summary>
    private Scalar? Inline(NetworkGraph graph, int id, Map map, bool addReads)
    {
        var ofResult = IsResultIfAdded(graph, id);
        return simplifier.Apply(Substitution.Substitute(map.Expression, argument => Element(graph, graph[id].Inputs[argument], ofResult, addReads)));
    }

    private Scalar Element(NetworkGraph graph, int input, bool ofResult, bool addReads)
    {
        if (expressions.TryGetValue(input, out var member) && members.Contains(input))
            return member;
        if (graph[input].Operation is Fill fill)
            return new Constant(fill.Value);
        if (recomputed.Contains(input))
        {
            var value = Substitution.Substitute(((Map)graph[input].Operation).Expression, argument => Element(graph, graph[input].Inputs[argument], ofResult, addReads));
            if (addReads)
                again[(input, ofResult)] = simplifier.Apply(value);
            return value;
        }

        if (!addReads)
            return new Argument(int.MaxValue);
        return new Argument(ofResult ? ReadExtra(input) : ReadElement(input));
    }

    private int ReadElement(int node)
    {
        if (!operands.Contains(node))
        {
            operands.Add(node);
            onRead(node, this);
        }

        return operands.IndexOf(node);
    }

    /// <summary>Argument 0 is the root's result, so extras count from 1.</summary>
    private int ReadExtra(int node)
    {
        if (!extras.Contains(node))
            extras.Add(node);
        return extras.IndexOf(node) + 1;
    }
}
