using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Makes sums over the batch those of the whole batch where several workers share it. A graph says what is computed from the whole batch.
/// Each worker carries it out for its own samples, so that a sum over the batch is only this worker's part of it. The objective and the
/// gradients of the parameters are given out as parts, which the trainer adds up. Whatever else is computed from such a sum needs all of it:
/// there an <see cref="Exchange"/> is put in. Parts stay parts for as long as they can: what is linear in them is a part of the result.
/// </summary>
internal sealed class BatchSums
{
    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder = new();

    // From the nodes of the old graph to those of the new one.
    private readonly int[] places;

    // Of each new node: Linear for a part, of which the workers' values add up to the value; Constant for what is whole, of this worker's own
    // samples or the same for all workers; Zero for what is both.
    private readonly List<Linearity> kinds = [];

    private readonly Dictionary<int, int> wholes = [];
    private readonly HashSet<int> exchanged = [];
    private readonly HashSet<int> gradients = [];

    private BatchSums(NetworkGraph graph)
    {
        this.graph = graph;
        places = new int[graph.Nodes.Count];
    }

    /// <param name="graph">A graph without dead code.</param>
    public static NetworkGraph Run(NetworkGraph graph)
        => graph.Nodes.Any(node => SumsOverBatch(graph, node)) ? DeadCodeRemoval.Run(new BatchSums(graph).Rewrite()) : graph;

    private static bool SumsOverBatch(NetworkGraph graph, Node node) => !node.Shape.IsBatched && node.Inputs.Any(input => graph[input].Shape.IsBatched);

    private NetworkGraph Rewrite()
    {
        var owners = new HashSet<int>(graph.Gradients.Select(gradient => Views.Owner(graph, gradient)));
        var firstBackward = graph.FirstBackward;
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = builder.Count;
            places[id] = Place(graph[id]);
            if (owners.Contains(id))
                gradients.Add(places[id]);
        }

        foreach (var root in graph.Gradients.Concat(graph.Objective is { } objective ? [objective] : []))
        {
            if (kinds[places[root]] == Linearity.Constant)
                throw new InvalidGraphException($"{graph[root].Name} is the same for all workers, and the trainer adds up what each of them has");
        }

        var updates = graph.Updates.Select(update => Whole(places[update.Value])).ToArray();
        var nodes = builder.Nodes.Select((node, id) => exchanged.Contains(id) ? node with { Name = node.Name with { Text = node.Name.Text + ".part" } } : node);
        return graph.WithNodes(nodes.ToEquatableArray(), places) with
        {
            FirstBackward = firstBackward,
            Updates = graph.Updates.Select((update, index) => update with { Value = updates[index] }).ToEquatableArray(),
        };
    }

    /// <summary>Takes over a node; the parts that it cannot be computed from are exchanged before.</summary>
    private int Place(Node node)
    {
        int[] inputs = [.. node.Inputs.Select(input => places[input])];
        if (node.Shape.IsBatched || SumsOverBatch(graph, node))
        {
            if (node is { Shape.IsBatched: false, Operation: Reduce { Reduction: not Reduction.Sum } })
                throw new InvalidGraphException($"{node.Name} is a maximum over the batch, which workers have no exchange for");
            return Add(node, inputs.Select(Whole), node.Shape.IsBatched ? Linearity.Constant : Linearity.Linear);
        }

        switch (node.Operation)
        {
            case Fill fill:
                return Add(node, inputs, fill.Value == 0 ? Linearity.Zero : Linearity.Constant);
            case View or Reduce { Reduction: Reduction.Sum }:
                return Add(node, inputs, kinds[inputs[0]]);
            case Gather or IndexAdd:
                // Rows of a part are a part, and so are parts that are added to rows; the numbers of the rows are whole.
                return Add(node, [inputs[0], Whole(inputs[1])], kinds[inputs[0]]);
            case Map map:
                return PlaceMap(node, map, inputs);
            case Contract when inputs.Any(input => kinds[input] == Linearity.Zero):
                return Add(node, inputs.Select(Whole), Linearity.Zero);
            case Contract when kinds[inputs[1]] == Linearity.Linear:
                // Linear in each of the two, but not in both.
                return Add(node, [Whole(inputs[0]), inputs[1]], Linearity.Linear);
            case Contract:
                return Add(node, inputs, kinds[inputs[0]]);
            case Concatenate when inputs.All(input => kinds[input] != Linearity.Constant):
                return Add(node, inputs, inputs.Any(input => kinds[input] == Linearity.Linear) ? Linearity.Linear : Linearity.Zero);
            default:
                return Add(node, inputs.Select(Whole), Linearity.Constant);
        }
    }

    /// <summary>
    /// A function that is linear in its parts gives a part. In a product of two parts the last one stays, which is the gradient where one is
    /// passed back.
    /// </summary>
    private int PlaceMap(Node node, Map map, int[] inputs)
    {
        int[] parts = [.. Enumerable.Range(0, inputs.Length).Where(place => kinds[inputs[place]] == Linearity.Linear)];
        foreach (var kept in new[] { parts, [.. parts.Skip(parts.Length - 1)], [] })
        {
            var linearity = LinearityAnalysis.Of(
                map.Expression, argument => kinds[inputs[argument]] is var kind && kind == Linearity.Linear && !kept.Contains(argument) ? Linearity.Constant : kind);
            if (linearity != Linearity.None)
                return Add(node, inputs.Select((input, place) => kept.Contains(place) ? input : Whole(input)), linearity);
        }

        throw new InvalidGraphException($"{node.Name} is no function of numbers");
    }

    /// <summary>The value with the parts of all workers in it: the node itself where it is no part.</summary>
    private int Whole(int node)
    {
        if (kinds[node] != Linearity.Linear)
            return node;
        if (wholes.TryGetValue(node, out var known))
            return known;
        int whole;
        if (builder[node] is { Operation: View } view)
        {
            whole = Add(view, [Whole(view.Inputs[0])], Linearity.Constant);
        }
        else
        {
            // A parameter's gradient has the parameter's own layout, and is given out as the part that it is.
            var part = gradients.Contains(node) ? Add(builder[node] with { Operation = new Map(new Argument(0)) }, [node], Linearity.Linear) : node;
            exchanged.Add(part);
            whole = Add(builder[node] with { Operation = new Exchange() }, [part], Linearity.Constant);
        }

        wholes.Add(node, whole);
        return whole;
    }

    private int Add(Node node, IEnumerable<int> inputs, Linearity kind)
    {
        var place = builder.Take(node, inputs);
        kinds.Add(kind);
        return place;
    }
}
