using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// From a network that predicts a whole sequence to one that predicts the next step of it. A value that belongs to a place of the sequence is computed for one place alone. Where a product
/// looks at other places too, as an attention at keys and values, their rows are inputs, kept by the caller from the steps before, and the row of this step is a result. What is the same for all
/// samples and differs from place to place, such as a causal mask, is taken at the place of this step.
/// </summary>
/// <remarks>
/// A network can be carried out so if no place depends on a later one. An axis of other places is open until a mask hides the later ones, and nothing may be reduced along it before.
/// </remarks>
internal sealed class StepGraph
{
    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder;
    private readonly int length;
    private readonly int position;

    /// <summary>The node of the step for each node; the time axis of each, or −1; and its axes of other places of which some are later.</summary>
    private readonly int[] places;
    private readonly int[] times;
    private readonly bool[][] open;
    private readonly List<int> rows = [];
    private readonly List<(int State, int Row)> states = [];
    private readonly Dictionary<int, int> cached = [];

    private StepGraph(NetworkGraph graph, int input, int states)
    {
        this.graph = graph;
        builder = new GraphBuilder(graph with { Nodes = [], Updates = [], Layers = [], Loops = [] });
        length = graph[input].Shape[1].Size;
        places = new int[graph.Nodes.Count];
        times = new int[places.Length];
        open = new bool[places.Length][];
        var own = (Input)graph[input].Operation;
        places[input] = builder.Input(0, graph[input].Shape.With(1, 1), graph[input].Name, own.Vocabulary);
        times[input] = 1;
        position = builder.Input(1, Shape.BatchOf([1]), new("stepNumber"), length);
        rows.AddRange(Enumerable.Repeat(-1, states));
        foreach (var state in Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].Operation is StateBefore).OrderBy(id => ((StateBefore)graph[id].Operation).Index))
        {
            var index = ((StateBefore)graph[state].Operation).Index;
            places[state] = index < states ? builder.Input(2 + index, graph[state].Shape, graph[state].Name) : position;
            times[state] = -1;
        }
    }

    /// <summary>The step of a network that predicts: inputs are the sequence's next element, its place, and the rows of earlier steps; outputs are that of the step, and its own rows.</summary>
    /// <param name="prediction">A network with one input [length × …] and one output [length × …].</param>
    /// <param name="states">How many states the caller keeps from pass to pass: the first of the rows.</param>
    /// <exception cref="StepException">It cannot be carried out step by step.</exception>
    public static NetworkGraph Of(NetworkGraph prediction, int states = 0)
    {
        var inputs = Enumerable.Range(0, prediction.Nodes.Count).Where(id => prediction[id].Operation is Input { IsTarget: false }).ToArray();
        if (inputs.Length != 1 || prediction.Outputs.Count != 1)
            throw new StepException($"it has {Counts.Text(inputs.Length)} inputs and {Counts.Text(prediction.Outputs.Count)} outputs, and one of each can be given step by step");
        if (prediction[inputs[0]].Shape.Rank < 2)
            throw new StepException("its input has no axis of steps");
        return new StepGraph(prediction, inputs[0], states).Build(inputs[0]);
    }

    private NetworkGraph Build(int input)
    {
        for (var id = 0; id < places.Length; id++)
        {
            builder.Origin = graph[id].Origin;
            if (graph[id].Loop is not null)
                (places[id], times[id]) = PlaceInLoop(id, graph[id]);
            else if (id != input && graph[id].Operation is not StateBefore)
                (places[id], times[id]) = Place(id, graph[id]);
            open[id] ??= new bool[graph[id].Shape.Rank];
        }

        foreach (var (state, row) in states)
            rows[row] = places[graph.NextOf(state)];
        foreach (var layer in graph.Layers)
            builder.Layer(layer.Name, layer.Kind, places[layer.Input], places[layer.Output]);
        var output = graph.Outputs[0];
        if (times[output] != 1)
            throw new StepException($"'{graph[output].Name}' has no place for each step along its first axis");
        if (open[output].Contains(true))
            throw Sees(output);
        int[] outputs = [places[output], .. rows];
        return DeadCodeRemoval.Run(builder.Build(outputs.Select(Left).ToArray()));

        // What is left for the next step is of the layer that it is of.
        int Left(int node, int number)
        {
            builder.Origin = builder[node].Origin;
            return builder.Copy(node, number == 0 ? graph[output].Name : CarriedStates.After(builder[node].Name));
        }

    }

    /// <summary>
    /// A value of a loop over time in the step that is predicted. A state is what the caller has kept of the step before; at the place 0 it is that before the first step.
    /// </summary>
    private (int Node, int Time) PlaceInLoop(int id, Node node)
    {
        var input = node.Inputs.Count > 0 ? node.Inputs[0] : -1;
        if (graph.Loops[node.Loop!.Value].IsReverse)
            throw new StepException($"'{node.Name}' goes through the sequence backwards");
        switch (node.Operation)
        {
            case StepOf when times[input] == 1 && !open[input].Contains(true):
                return (builder.Reshape(places[input], node.Shape, node.Name), -1);
            case Carried when KeptState(input) is { } number:
                states.Add((id, number));
                return (places[input], -1);
            case Carried when times[input] < 0:
                var kept = builder.Input(2 + rows.Count, node.Shape, CarriedStates.Kept(graph, id));
                states.Add((id, rows.Count));
                rows.Add(-1);
                var place = builder.Reshape(position, Shape.BatchOf(Enumerable.Repeat(1, node.Shape.Rank - 1)), new("stepNumber"));
                return (builder.Map(new Select(Comparison.Equal, new Argument(0), 0, new Argument(1), new Argument(2)), [place, places[input], kept], node.Name), -1);
            case Collect:
                return (builder.Reshape(places[input], node.Shape.With(1, 1), node.Name), 1);
            case StepOf or Carried or LastState:
                throw new StepException($"'{node.Name}' takes several steps together");
        }

        if (node.Inputs.Where(other => times[other] >= 0).Select(static other => (int?)other).FirstOrDefault() is { } whole)
            throw new StepException($"'{graph[whole].Name}' is of all steps, and read in each");
        return (builder.Take(node with { Loop = null }, node.Inputs.Select(other => places[other])), -1);
    }

    /// <summary>The state that the caller keeps, if a loop begins with one: as it is, or where the sequence has taken a step.</summary>
    private int? KeptState(int initial) => graph[initial] switch
    {
        { Operation: StateBefore(var index) } => index,
        { Operation: Map, Inputs: [_, _, var kept] } when graph[kept].Operation is StateBefore(var index) => index,
        _ => null,
    };

    /// <summary>Which of the rows are states, of which that of the last step takes the place of the one before: what comes in is as large as what is given out.</summary>
    public static bool[] AreStates(NetworkGraph step)
    {
        var inputs = step.Nodes.Where(static node => node.Operation is Input { Index: >= 2 }).OrderBy(static node => ((Input)node.Operation).Index);
        return [.. inputs.Zip(step.Outputs.Skip(1), (input, output) => input.Shape.SampleSize == step[output].Shape.SampleSize)];
    }

    /// <summary>Whether a sequence may go on without end: only states are kept, and the number of a step matters for its being the first.</summary>
    public static bool IsEndless(NetworkGraph step)
    {
        var uses = Uses.Of(step);
        return AreStates(step) is { Length: > 0 } states && states.All(static isState => isState)
            && Enumerable.Range(0, step.Nodes.Count).Where(id => step[id].Operation is Input { Index: 1 }).All(IsOfFirstStep);

        bool IsOfFirstStep(int id) => uses[id].All(user => step[user].Operation switch
        {
            Reshape => IsOfFirstStep(user),
            Map { Expression: Select(Comparison.Equal, Argument(0), Constant(0), _, _) } => step[user].Inputs[0] == id && step[user].Inputs.Count(input => input == id) == 1,
            _ => false,
        });
    }

    private (int Node, int Time) Place(int id, Node node)
    {
        var isTimed = node.Inputs.Any(input => times[input] >= 0);
        if (!isTimed)
            return (builder.Take(node, node.Inputs.Select(input => places[input])), -1);
        return node.Operation switch
        {
            Map map => PlaceMap(id, node, map),
            Contract contract => PlaceContract(id, node, contract),
            Graph.Reduce reduce => PlaceReduce(id, node, reduce),
            Gather gather => PlaceGather(node, gather),
            Reshape => PlaceReshape(id, node),
            Transpose transpose => PlaceTranspose(id, node, transpose),
            Slice slice when slice.Axis != times[node.Inputs[0]] && !open[node.Inputs[0]][slice.Axis]
                => (builder.Slice(places[node.Inputs[0]], slice.Axis, slice.Start, slice.Length, node.Name, slice.Step), Same(id, node.Inputs[0])),
            Broadcast => PlaceBroadcast(id, node),
            Concatenate concatenate => PlaceConcatenate(id, node, concatenate),
            _ => throw new StepException($"'{node.Name}' takes several steps together"),
        };
    }

    private int Same(int id, int input)
    {
        open[id] = open[input];
        return times[input];
    }

    /// <summary>Element by element: what is the same for all steps is broadcast, and what differs from step to step is taken at this one.</summary>
    private (int, int) PlaceMap(int id, Node node, Map map)
    {
        var rank = node.Shape.Rank;
        var fromEnd = node.Inputs.Where(input => times[input] >= 0).Select(input => graph[input].Shape.Rank - times[input]).Distinct().ToArray();
        if (fromEnd.Length > 1)
            throw new StepException($"'{node.Name}' combines steps with other steps");
        var time = rank - fromEnd[0];
        var hidden = new bool[rank];
        open[id] = new bool[rank];
        for (var number = 0; number < node.Inputs.Count; number++)
        {
            var input = node.Inputs[number];
            var missing = rank - graph[input].Shape.Rank;
            for (var axis = 0; axis < open[input].Length; axis++)
                open[id][axis + missing] |= open[input][axis];
            if (IsMask(input) && time == rank - 2 && IsAdded(map.Expression, number))
                hidden[rank - 1] = true;
        }

        for (var axis = 0; axis < rank; axis++)
            open[id][axis] &= !hidden[axis];
        int[] inputs = [.. node.Inputs.Select(input => Aligned(times[input] >= 0 ? places[input] : AtStep(input, fromEnd[0]), rank))];
        return (builder.Map(map, inputs, node.Name), time);
    }

    /// <summary>Whether a value is 0 up to the diagonal of its last two axes and −∞ behind it.</summary>
    private bool IsMask(int id)
        => graph[id] is { Operation: Map { Expression: Select(Comparison.Greater, Argument(0), Argument(1), Constant(double.NegativeInfinity), Constant(0)) }, Inputs: [var column, var row], Shape: { Rank: 2 } shape }
            && shape[0] == length && shape[1] == length && IsNumbers(column, 0) && IsNumbers(row, 1);

    /// <summary>0, 1, 2 … along an axis counted from the end.</summary>
    private bool IsNumbers(int id, int fromEnd)
    {
        var shape = graph[id].Shape;
        for (var axis = 0; axis < shape.Rank; axis++)
        {
            if (shape[axis].Size != (axis == shape.Rank - 1 - fromEnd ? length : 1))
                return false;
        }

        while (graph[id].Operation is Reshape)
            id = graph[id].Inputs[0];
        return graph[id].Operation is Literal literal && IsCounting(literal);
    }

    private bool IsCounting(Literal literal) => literal.Elements.Count == length && literal.Elements.Select(static (element, place) => element == place).All(static isPlace => isPlace);

    /// <summary>Whether a function is a sum of an argument and something that has nothing to do with it.</summary>
    private static bool IsAdded(Scalar expression, int argument)
        => expression is Binary(BinaryFunction.Add, var left, var right)
            && ((left is Argument(var first) && first == argument && !ScalarArguments.Of(right).Contains(argument)) || (right is Argument(var second) && second == argument && !ScalarArguments.Of(left).Contains(argument)));

    private (int, int) PlaceReduce(int id, Node node, Graph.Reduce reduce)
    {
        var input = node.Inputs[0];
        if (reduce.Axes.Contains(times[input]))
            throw new StepException($"'{node.Name}' takes all steps together");
        if (reduce.Axes.Any(axis => open[input][axis]))
            throw Sees(input);
        return (builder.Reduce(reduce.Reduction, places[input], reduce.Axes, node.Name), Same(id, input));
    }

    private (int, int) PlaceGather(Node node, Gather gather)
    {
        var (table, indices) = (node.Inputs[0], node.Inputs[1]);
        return times[table] < 0 && !graph[table].Shape.IsBatched
            ? (builder.Gather(places[table], places[indices], gather.Padding, node.Name), times[indices])
            : throw new StepException($"'{node.Name}' takes rows of other steps by their numbers");
    }

    /// <summary>A product. Where both operands have steps, those of the result are the steps of one of them, and the other one is looked at as a whole.</summary>
    private (int, int) PlaceContract(int id, Node node, Contract contract)
    {
        int[] inputs = [node.Inputs[0], node.Inputs[1]];
        Access[] accesses = [contract.Left, contract.Right];
        var indexOf = new int[2];
        for (var side = 0; side < 2; side++)
            indexOf[side] = times[inputs[side]] < 0 ? -1 : Plain(node, accesses[side].Axes[times[inputs[side]]]);
        var main = indexOf[0] >= 0 && contract.Output.Uses(indexOf[0]) ? 0 : 1;
        var own = indexOf[main];
        if (own < 0 || !contract.Output.Uses(own))
            throw new StepException($"'{node.Name}' takes all steps together");
        var other = 1 - main;
        var steps = new int[2];
        steps[main] = places[inputs[main]];
        var context = -1;
        if (indexOf[other] >= 0 && indexOf[other] != own)
        {
            context = indexOf[other];
            if (accesses[other].Uses(own))
                throw new StepException($"'{node.Name}' combines steps with other steps");
            steps[other] = Whole(inputs[other]);
        }
        else if (indexOf[other] < 0 && accesses[other].Uses(own))
        {
            throw new StepException($"'{node.Name}' has a factor for each step");
        }
        else
        {
            steps[other] = places[inputs[other]];
        }

        // What is summed over is known to be of earlier steps.
        open[id] = new bool[node.Shape.Rank];
        for (var side = 0; side < 2; side++)
        {
            for (var axis = 0; axis < open[inputs[side]].Length; axis++)
            {
                if (!open[inputs[side]][axis])
                    continue;
                var index = Plain(node, accesses[side].Axes[axis]);
                if (!contract.Output.Uses(index))
                    throw Sees(inputs[side]);
                open[id][AxisOf(node, contract, index)] = true;
            }
        }

        if (context >= 0 && contract.Output.Uses(context))
            open[id][AxisOf(node, contract, context)] = true;
        else if (context >= 0 && !accesses[main].Uses(context))
            throw new StepException($"'{node.Name}' takes all steps together");
        var time = AxisOf(node, contract, own);
        var indices = contract.Indices.Select((index, number) => number == own ? index with { Extent = 1 } : index).ToEquatableArray();
        return (builder.Contract(contract with { Indices = indices }, steps[0], steps[1], node.Shape.With(time, 1), node.Name), time);
    }

    private static int Plain(Node node, AffineIndex axis)
        => axis is { Terms: [{ Coefficient: 1, Index: var index }], Offset: 0 } ? index : throw new StepException($"'{node.Name}' moves a window over the steps");

    private static int AxisOf(Node node, Contract contract, int index)
    {
        for (var axis = 0; axis < contract.Output.Axes.Count; axis++)
        {
            if (contract.Output.Axes[axis].Terms.Any(term => term.Index == index) && Plain(node, contract.Output.Axes[axis]) == index)
                return axis;
        }

        throw new StepException($"'{node.Name}' moves a window over the steps");
    }

    /// <summary>All steps of a value: those that the caller kept, with this one at its place.</summary>
    private int Whole(int id)
    {
        if (cached.TryGetValue(id, out var known))
            return known;
        if (open[id].Contains(true))
            throw Sees(id);
        var (shape, time) = (graph[id].Shape, times[id]);
        // Rows are kept with the steps in front; another arrangement is a view of them.
        if (time != 1 && graph[id] is { Operation: View, Inputs: [var source] })
        {
            return cached[id] = graph[id].Operation switch
            {
                Transpose transpose => builder.Transpose(Whole(source), [.. transpose.Permutation], graph[id].Name),
                Slice slice => builder.Slice(Whole(source), slice.Axis, slice.Start, slice.Length, graph[id].Name, slice.Step),
                Reshape => builder.Reshape(Whole(source), shape, graph[id].Name),
                _ => builder.Broadcast(Whole(source), shape, graph[id].Name),
            };
        }

        if (time != 1)
            throw new StepException($"'{graph[id].Name}' has its steps along another axis than the first");
        var name = graph[id].Name.Text;
        var kept = builder.Input(2 + rows.Count, shape, new(name + ".kept"));
        rows.Add(places[id]);
        var numbers = builder.Reshape(builder.Counting(length, new(name + ".place")), new([length, .. Enumerable.Repeat(new Extent(1), shape.Rank - 2)]), new(name + ".place"));
        var here = builder.Reshape(position, Shape.BatchOf(Enumerable.Repeat(1, shape.Rank - 1)), new("stepNumber"));
        return cached[id] = builder.Map(
            new Select(Comparison.Equal, new Argument(0), new Argument(1), new Argument(2), new Argument(3)), [numbers, here, places[id], kept], new(name + ".steps"));
    }

    private (int, int) PlaceReshape(int id, Node node)
    {
        var input = node.Inputs[0];
        var (from, to) = (graph[input].Shape, node.Shape);
        var time = Moved(times[input]);
        open[id] = new bool[to.Rank];
        for (var axis = 0; axis < from.Rank; axis++)
        {
            if (open[input][axis])
                open[id][Moved(axis)] = true;
        }

        return (builder.Reshape(places[input], to.With(time, 1), node.Name), time);

        // The axis that has as many elements, and as many in front of it.
        int Moved(int axis)
        {
            var before = from.Extents.Take(axis).Aggregate(1, static (product, extent) => product * extent.Size);
            var own = 1;
            for (var place = 0; place < to.Rank; place++)
            {
                if (own == before && to[place] == from[axis])
                    return place;
                own *= to[place].Size;
            }

            throw new StepException($"'{node.Name}' mixes the axis of the steps with others");
        }
    }

    private (int, int) PlaceTranspose(int id, Node node, Transpose transpose)
    {
        var input = node.Inputs[0];
        open[id] = [.. transpose.Permutation.Select(axis => open[input][axis])];
        return (builder.Transpose(places[input], [.. transpose.Permutation], node.Name), transpose.Permutation.ToList().IndexOf(times[input]));
    }

    private (int, int) PlaceBroadcast(int id, Node node)
    {
        var input = node.Inputs[0];
        var missing = node.Shape.Rank - graph[input].Shape.Rank;
        open[id] = [.. Enumerable.Repeat(false, missing), .. open[input]];
        var time = times[input] + missing;
        return (builder.Broadcast(places[input], node.Shape.With(time, 1), node.Name), time);
    }

    private (int, int) PlaceConcatenate(int id, Node node, Concatenate concatenate)
    {
        var time = node.Inputs.Max(input => times[input]);
        if (concatenate.Axis == time || node.Inputs.Any(input => times[input] >= 0 && times[input] != time) || node.Inputs.Any(input => open[input].Contains(true)))
            throw new StepException($"'{node.Name}' puts steps one behind another");
        int[] inputs = [.. node.Inputs.Select(input => times[input] >= 0 ? places[input] : AtStep(input, node.Shape.Rank - time))];
        return (builder.Concatenate(inputs, concatenate.Axis, node.Name), time);
    }

    /// <summary>A value that no step changes, at the place of this step, where it has one for each: broadcast to the samples, which may be at different places.</summary>
    /// <param name="fromEnd">Where the axis of the steps is, counted from behind the last.</param>
    private int AtStep(int id, int fromEnd)
    {
        var shape = graph[id].Shape;
        var axis = shape.Rank - fromEnd;
        if (axis < 0 || shape[axis] == 1)
            return places[id];
        if (graph[id].Operation is Fill fill)
            return builder.Fill(fill.Value, shape.With(axis, 1), graph[id].Name);
        if (shape.IsBatched)
            throw new StepException($"'{graph[id].Name}' has a value for each step that does not come from it");
        if (graph[id].Operation is Map map)
            return builder.Map(map, [.. graph[id].Inputs.Select(input => Aligned(AtStep(input, fromEnd), shape.Rank + 1))], graph[id].Name);
        if (IsNumbers(id, fromEnd - 1))
            return builder.Reshape(position, Shape.BatchOf(Enumerable.Repeat(1, shape.Rank)), graph[id].Name);
        if (graph[id].Operation is Gather gather && graph[id].Inputs is [var table, var indices] && axis < graph[indices].Shape.Rank && IsNumbers(indices, 0))
            return builder.Gather(places[table], position, gather.Padding, graph[id].Name);

        // Its rows, with the steps in front.
        var rows = builder.Transpose(places[id], [axis, .. Enumerable.Range(0, shape.Rank).Where(other => other != axis)], graph[id].Name);
        var row = builder.Gather(rows, position, null, graph[id].Name);
        return builder.Reshape(row, Shape.BatchOf(shape.With(axis, 1).Extents.Select(static extent => extent.Size)), graph[id].Name);
    }

    /// <summary>With as many axes as others: a tensor of samples has those that are missing behind the batch.</summary>
    private int Aligned(int node, int rank)
    {
        var shape = builder[node].Shape;
        return !shape.IsBatched || shape.Rank >= rank
            ? node
            : builder.Reshape(node, Shape.BatchOf(Enumerable.Repeat(1, rank - shape.Rank).Concat(shape.SampleDimensions)), builder[node].Name);
    }

    private StepException Sees(int id) => new($"'{graph[id].Name}' sees later steps: nothing hides them, as Causal of an attention and CausalMask do");
}

/// <summary>A network cannot be carried out step by step; the message says why.</summary>
internal sealed class StepException(string message) : Exception(message);
