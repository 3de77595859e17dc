namespace NetGen.Generator.Graph;

/// <summary>Says what a legal loop over time is: what comes in and leaves by the operations that are there for it, and every state has its next value.</summary>
internal static class LoopVerifier
{
    /// <summary>A node by which something comes into a loop, or leaves it.</summary>
    /// <param name="require">Refuses the node with a message, unless a condition holds.</param>
    public static void Verify(NetworkGraph graph, int id, Action<bool, string> require)
    {
        var node = graph[id];
        var (input, shape) = (graph[node.Inputs[0]], graph[node.Inputs[0]].Shape);
        require(node.Operation is AllSteps || (node.Loop is >= 0 and var number && number < graph.Loops.Count), "is in no loop");
        var loop = graph.Loops[(node.Operation is AllSteps ? input.Loop : node.Loop) ?? throw new InvalidGraphException($"%{id} {node.Name} is of no loop")];
        var isOutside = !input.IsOfStep();
        switch (node.Operation)
        {
            case Carried or Held:
                require(isOutside, "brings into a loop what is in one");
                require(node.Shape == shape, $"has shape {node.Shape} where its input has {shape}");
                require(node.Operation is Held || loop.States.Count(state => state.State == id) == 1, "is a state without a value after the step");
                break;
            case StepOf:
                var follows = shape.Rank == node.Shape.Rank;
                require(isOutside, "is a step of what is in a loop");
                require(
                    shape.IsBatched && (follows ? shape == node.Shape.With(0, loop.Rows) : Without(shape, 1) == node.Shape && shape[1] == loop.Steps),
                    $"is no step of {shape} in a loop of {Numbers.Text(loop.Steps)}: {node.Shape}");
                break;
            case Collect:
                require(input.Loop == node.Loop && input.IsOfStep() && shape.IsBatched, "collects what is not computed in its loop");
                require(node.Shape.Rank == shape.Rank + 1 && Without(node.Shape, 1) == shape && node.Shape[1] == loop.Steps, $"is no sequence of {shape}: {node.Shape}");
                break;
            case AllSteps:
                require(input.IsOfStep() && node.Loop is null, "is all steps of what has none");
                require(shape.IsBatched && node.Shape == shape.With(0, loop.Rows), $"is not all steps of {shape}: {node.Shape}");
                break;
            default:
                require(input.Loop == node.Loop && input.IsOfStep() && (node.Operation is SumOverSteps || input.Operation is Carried), "is of what is not in its loop");
                require(node.Shape == shape, $"has shape {node.Shape} where its input has {shape}");
                break;
        }
    }

    /// <summary>Values in another order: of samples, or of the rows that all their steps have.</summary>
    /// <param name="require">Refuses the node with a message, unless a condition holds.</param>
    public static void Verify(NetworkGraph graph, int id, Rearrange rearrange, Action<bool, string> require)
    {
        var (shape, own, lengths) = (graph[graph[id].Inputs[0]].Shape, graph[id].Shape, rearrange.Lengths);
        require(graph[graph[id].Inputs[1]].Operation is Input { IsTarget: false } input && input.Index == lengths.Input && input.Longest == lengths.Steps, "is by the lengths of another input");
        require(!graph[id].IsOfStep() && !graph[graph[id].Inputs[0]].IsOfStep(), "changes the order of samples in a loop");
        var (sequence, rows) = rearrange.Order == RowOrder.Unpack ? (own, shape) : (shape, own);
        require(
            rearrange.Order switch
            {
                RowOrder.Pack or RowOrder.Unpack => sequence.Rank == rows.Rank + 1 && sequence[0] == Extent.Batch && sequence[1] == lengths.Steps && rows[0].Lengths == lengths && Without(sequence, 1) == rows.With(0, Extent.Batch),
                RowOrder.Last => shape[0].Lengths == lengths && own == shape.With(0, Extent.Batch),
                RowOrder.Sort or RowOrder.Unsort => own == shape && own[0] == Extent.Batch,
                _ => false,
            },
            $"has shape {own}, which is not {shape} in another order");
    }

    /// <summary>What is computed in a step reads what is of the step, or what is computed outside and the same for all; the nodes of a loop follow each other.</summary>
    /// <param name="areApart">Whether what is computed outside of a loop is before it or behind it.</param>
    public static void VerifyLoops(NetworkGraph graph, bool areApart)
    {
        var left = new HashSet<int>();
        int? present = null;
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var node = graph[id];
            if (node.Loop != present && node.Operation is not (Parameter or Fill or View or Held))
            {
                if (present is { } before)
                    left.Add(before);
                present = node.Loop;
            }

            Require(!areApart || node.Loop is not { } own || !left.Contains(own) || node.Operation is View or Held, id, "is in a loop that has ended before it");
            Require(
                node.Operation is AllSteps || node.Inputs.All(input => !graph[input].IsOfStep() || graph[input].Loop == node.Loop), id, "reads a step of a loop that it is not in");
        }

        for (var number = 0; number < graph.Loops.Count; number++)
        {
            foreach (var (state, next) in graph.Loops[number].States.Select(static state => (state.State, state.Next)))
            {
                Require(graph[state].Operation is Carried && graph[state].Loop == number, state, "is no state of its loop");
                Require(graph[next].Loop == number && graph[next].IsOfStep() && graph[next].Operation is Map or Contract or Reduce, next, "is no value of a state after the step");
                Require(graph[state].Shape == graph[next].Shape, next, $"has shape {graph[next].Shape} where the state has {graph[state].Shape}");
            }
        }

        void Require(bool isRight, int id, string message)
        {
            if (!isRight)
                throw new InvalidGraphException($"%{Numbers.Text(id)} {graph[id].Name} ({graph[id].Operation.GetType().Name}) {message}");
        }
    }

    private static Shape Without(Shape shape, int axis) => new(shape.Extents.Where((_, own) => own != axis).ToEquatableArray());
}
