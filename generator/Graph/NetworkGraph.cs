namespace NetGen.Generator.Graph;

/// <summary>One value of the graph.</summary>
/// <param name="Operation">How it is computed.</param>
/// <param name="Inputs">From which earlier nodes, by their place in the graph.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Name">What people call it.</param>
internal sealed record Node(Operation Operation, EquatableArray<int> Inputs, Shape Shape, ValueName Name)
{
    /// <summary>What the developer wrote that it is computed for.</summary>
    public Origin? Origin { get; init; }

    /// <summary>The loop that it is computed in, by its number; null for what is computed once.</summary>
    public int? Loop { get; init; }

    /// <summary>Whether the backward pass computes it again: it is the copy of an earlier node whose value is not kept for so long.</summary>
    public bool IsComputedAgain { get; init; }
}

/// <summary>What the developer wrote that a value is computed for; in the backward pass, whose derivative it is part of.</summary>
/// <param name="Of">The layer, or the value where it is no layer's.</param>
/// <param name="Source">The attribute or the line of a method: <c>line 3 of Forward: h = h + Relu(Block(i, h))</c>, <c>layer 1 of DigitNet: Dense 'hidden'</c>; null where it is not known.</param>
internal sealed record Origin(string? Of, string? Source)
{
    /// <summary>The formula that it is a part of, where that takes several steps.</summary>
    public Textbook? Textbook { get; init; }
}

/// <summary>A tensor that is trained, or kept with those that are.</summary>
/// <param name="Name">PyTorch's name for it: <c>hidden.weight</c>.</param>
/// <param name="Layer">Whose it is.</param>
/// <param name="Dimensions">Its logical shape.</param>
/// <param name="Initializer">How it starts.</param>
/// <param name="FanIn">How many inputs reach one output of its layer.</param>
/// <param name="FanOut">How many outputs one input of its layer reaches.</param>
/// <param name="Gain">What the layer's activation multiplies a Xavier initialiser's spread by.</param>
internal sealed record TrainableTensor(
    string Name, string Layer, EquatableArray<int> Dimensions, InitializerKind Initializer, int FanIn, int FanOut, double Gain)
{
    /// <summary>What every element starts from, in the place of the initialiser.</summary>
    public double? Start { get; init; }

    /// <summary>The row that starts from zero whatever the initialiser, where there is one.</summary>
    public int? ZeroRow { get; init; }

    /// <summary>Whether it has no gradient and stays as it is, or changes by the network's own rule.</summary>
    public bool IsFrozen { get; init; }

    public int Count => Dimensions.Aggregate(1, static (product, dimension) => product * dimension);
}

/// <summary>What a parameter that is not trained is to become.</summary>
/// <param name="Parameter">Its place among the parameters.</param>
/// <param name="Value">The node of its new value.</param>
internal sealed record StateUpdate(int Parameter, int Value);

/// <summary>The gradient of a layer's output that is to be looked at. Two layers whose outputs are added have one, and it may be known by another name.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Node">The node of the gradient.</param>
internal sealed record KeptGradient(string Layer, int Node);

/// <summary>The gradients of what goes into a layer and of what comes out, where they are computed: steps of its backward pass read the one and give the other.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="OfInput">The node of its input's gradient.</param>
/// <param name="OfOutput">The node of its output's gradient.</param>
internal sealed record LayerGradient(string Layer, int? OfInput, int? OfOutput);

/// <summary>A layer as the graph sees it: from which node to which it leads.</summary>
internal sealed record LayerSpan(string Name, string Kind, int Input, int Output)
{
    /// <summary>How many samples a batch of training has at least.</summary>
    public int SmallestBatch { get; init; } = 1;

    /// <summary>The shapes of what it gives where it is applied again.</summary>
    public EquatableArray<Shape> Again { get; init; } = [];
}

/// <summary>
/// A network as a graph of primitive operations in static single assignment: every node is computed once, from nodes before it.
/// A training graph has the gradients of the parameters too; a graph for prediction has none.
/// </summary>
/// <param name="Nodes">The values, each after those that it is computed from.</param>
/// <param name="Parameters">The parameters: those that are trained, then those that are not.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Outputs">The network's outputs.</param>
/// <param name="Gradients">The gradient of each parameter that is trained, by its place among the parameters; empty where there is no backward pass.</param>
internal sealed record NetworkGraph(
    EquatableArray<Node> Nodes,
    EquatableArray<TrainableTensor> Parameters,
    EquatableArray<LayerSpan> Layers,
    EquatableArray<int> Outputs,
    EquatableArray<int> Gradients)
{
    /// <summary>The gradient of each input, where the network is asked for them.</summary>
    public EquatableArray<int> InputGradients { get; init; } = [];

    /// <summary>The gradients of the layers' outputs, where they are to be looked at.</summary>
    public EquatableArray<KeptGradient> KeptGradients { get; init; } = [];

    /// <summary>The gradients of the layers' inputs and outputs, as far as they are computed. They are for names and comments alone.</summary>
    public EquatableArray<LayerGradient> LayerGradients { get; init; } = [];

    /// <summary>What parameters that are not trained are to become after a step of training.</summary>
    public EquatableArray<StateUpdate> Updates { get; init; } = [];

    /// <summary>What the states that the caller keeps are after the last step, by their numbers.</summary>
    public EquatableArray<int> StatesAfter { get; init; } = [];

    /// <summary>The loops over time, by their numbers.</summary>
    public EquatableArray<TimeLoop> Loops { get; init; } = [];

    /// <summary>Whether every value of a loop is kept for all of its steps, and not only what others read of them.</summary>
    public bool KeepsSteps { get; init; }

    /// <summary>How many of the parameters are trained: the first ones.</summary>
    public int TrainableCount => Parameters.Count(static parameter => !parameter.IsFrozen);

    /// <summary>The value that the network itself says is to be minimised, where it does; it takes the place of gradients of the outputs.</summary>
    public int? Objective { get; init; }

    /// <summary>Where the nodes of the backward pass begin, where that is known by their place alone.</summary>
    public int FirstBackward { get; init; } = int.MaxValue;

    /// <summary>What the caller asks for.</summary>
    public IEnumerable<int> Roots => Outputs.Concat(Gradients).Concat(InputGradients).Concat(KeptGradients.Select(static kept => kept.Node)).Concat(Objective is { } objective ? [objective] : [])
        .Concat(Updates.Select(static update => update.Value)).Concat(StatesAfter);

    public Node this[int node] => Nodes[node];

    /// <summary>The same with other nodes, and with all that refers to nodes following them to their new places.</summary>
    /// <param name="nodes">The nodes, which refer to each other by their new places already.</param>
    /// <param name="places">The new place of every node that something refers to, by its old one.</param>
    public NetworkGraph WithNodes(EquatableArray<Node> nodes, int[] places)
    {
        EquatableArray<int> Placed(EquatableArray<int> old) => old.Select(node => places[node]).ToEquatableArray();

        // What nobody needs is gone, or is a part of something else by now.
        int? Kept(int? old) => old is { } node && places[node] is >= 0 and var place && nodes[place].Name == Nodes[node].Name && nodes[place].Shape == Nodes[node].Shape ? place : null;

        return this with
        {
            Nodes = nodes,
            Loops = Loops.Select(loop => loop with
            {
                States = loop.States.Where(state => places[state.State] >= 0).Select(state => new CarriedState(places[state.State], places[state.Next])).ToEquatableArray(),
            }).ToEquatableArray(),
            Layers = Layers.Select(layer => layer with { Input = places[layer.Input], Output = places[layer.Output] }).ToEquatableArray(),
            Outputs = Placed(Outputs),
            Gradients = Placed(Gradients),
            InputGradients = Placed(InputGradients),
            KeptGradients = KeptGradients.Select(kept => kept with { Node = places[kept.Node] }).ToEquatableArray(),
            LayerGradients = LayerGradients.Select(own => own with { OfInput = Kept(own.OfInput), OfOutput = Kept(own.OfOutput) }).ToEquatableArray(),
            Objective = Objective is { } objective ? places[objective] : null,
            Updates = Updates.Select(update => update with { Value = places[update.Value] }).ToEquatableArray(),
            StatesAfter = Placed(StatesAfter),
        };
    }

    /// <summary>Which nodes belong to the backward pass: those that a loss's gradient flows into, and gradients that are constant.</summary>
    public bool[] BackwardNodes()
    {
        var backward = new bool[Nodes.Count];
        // The gradient of a parameter on which nothing depends is zero, whatever the loss: still the backward pass writes it.
        foreach (var gradient in Gradients.Concat(InputGradients))
            backward[gradient] = true;
        bool isChanged;
        do
        {
            isChanged = false;
            for (var id = 0; id < backward.Length; id++)
                backward[id] |= id >= FirstBackward || Nodes[id].IsComputedAgain || Nodes[id].Operation is OutputGradient || Nodes[id].Inputs.Any(input => backward[input]);
            // A loop belongs to one pass.
            var loops = new HashSet<int>(Enumerable.Range(0, Loops.Count == 0 ? 0 : backward.Length).Where(id => backward[id] && Nodes[id].Loop is not null).Select(id => Nodes[id].Loop!.Value));
            for (var id = 0; id < backward.Length && loops.Count > 0; id++)
            {
                if (backward[id] || Nodes[id].Loop is not { } loop || !loops.Contains(loop))
                    continue;
                backward[id] = isChanged = true;
            }
        }
        while (isChanged);
        return backward;
    }

    /// <summary>Which nodes something is computed from: what it reads, and of a state also what the step before has made of it.</summary>
    /// <param name="roots">What is computed.</param>
    /// <param name="inputsOf">What a node reads, where that is not all of its inputs.</param>
    public bool[] Live(IEnumerable<int> roots, Func<int, IEnumerable<int>>? inputsOf = null)
    {
        var isLive = new bool[Nodes.Count];
        foreach (var root in roots)
            isLive[root] = true;
        for (var first = Nodes.Count; first > 0;)
        {
            var last = first;
            first = 0;
            for (var id = last - 1; id >= 0; id--)
            {
                if (!isLive[id])
                    continue;
                foreach (var input in inputsOf is null ? Nodes[id].Inputs : inputsOf(id))
                    isLive[input] = true;
                if (Nodes[id].Operation is not Carried || this.NextOf(id) is var next && isLive[next])
                    continue;
                isLive[next] = true;
                first = Math.Max(first, next + 1);
            }
        }

        return isLive;
    }
}
