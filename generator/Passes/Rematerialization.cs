using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Lets the backward pass compute large values again, in the place of keeping them from the forward pass: values that are larger than all that they are made
/// of, and cheap. Such are the scores of attention and what the softmax makes of them, [T × T] out of queries and keys of [T × width], and the distances of all
/// pairs of points. A copy of what computes them stands before the first step of the backward pass that reads them. What is small beside them, such as the
/// largest score of each row, is kept. So is what is compared, of which a copy need not have the same bits (<see cref="ComparedValues"/>).
/// </summary>
internal sealed class Rematerialization
{
    /// <summary>How many floats of a sample are worth another step.</summary>
    public const int Smallest = 1024;

    // So many times as large as a value, another one is: to keep the small one costs nothing beside it.
    private const int TimesSmall = 8;

    // A product and so many operations for each element take less time than a dense layer's product. Beyond, it is no longer cheap.
    private const int LargestExpression = 64;

    private readonly NetworkGraph graph;
    private readonly int smallest;
    private readonly bool[] isBackward;
    private readonly HashSet<int> compared;

    // What is in memory during the backward pass anyway, by who owns it.
    private readonly HashSet<int> kept;

    // How many operations it takes to compute a value again, element by element; null where it is none of those that can be.
    private readonly int?[] works;

    // Whether the backward pass reads copies of a value.
    private readonly bool[] isChosen;

    private readonly List<Node> nodes = [];
    private readonly int[] places;
    private readonly Dictionary<int, int> copies = [];

    private Rematerialization(NetworkGraph graph, int smallest)
    {
        this.graph = graph;
        this.smallest = smallest;
        var count = graph.Nodes.Count;
        isBackward = graph.BackwardNodes();
        compared = ComparedValues.Of(graph);
        kept = [.. Enumerable.Range(0, count).Where(id => isBackward[id]).SelectMany(id => graph[id].Inputs).Select(input => Views.Owner(graph, input))];
        works = new int?[count];
        isChosen = new bool[count];
        places = new int[count];
    }

    /// <param name="graph">The training graph, without dead code.</param>
    /// <param name="smallest">How many floats of a sample a value has at least that is computed again.</param>
    public static NetworkGraph Run(NetworkGraph graph, int smallest = Smallest)
    {
        var pass = new Rematerialization(graph, smallest);
        return pass.Choose() ? DeadCodeRemoval.Run(pass.Rewrite()) : graph;
    }

    private bool Choose()
    {
        // What a node is made of comes before it.
        for (var id = 0; id < works.Length; id++)
            works[id] = isBackward[id] || graph[id].Loop is not null ? null : WorkOf(id);
        for (var id = 0; id < works.Length; id++)
        {
            isChosen[id] = works[id] is not null && graph[id] is { Operation: not View, Shape.IsBatched: true } && graph[id].Shape.SampleSize >= smallest
                && kept.Contains(id) && ReadersOf(id).All(reader => graph[reader].Loop is null);
        }

        return isChosen.Any(static chosen => chosen);
    }

    /// <summary>The nodes of the backward pass that read a value, or a view of it.</summary>
    private IEnumerable<int> ReadersOf(int id)
        => Uses.Of(graph)[id].SelectMany(user => graph[user].Operation is View && !isBackward[user] ? ReadersOf(user) : isBackward[user] ? [user] : []);

    private int? WorkOf(int id)
    {
        // What the caller reads is kept for it.
        var uses = Uses.Of(graph);
        if (!GrownValues.Of(graph).Contains(id) || compared.Contains(id) || uses.IsRoot(id) || uses.OutputOf(id) is not null || uses.IsKeptToTheEnd(id))
            return null;
        var work = graph[id].Operation is Map map ? ScalarSize.Of(map.Expression) : 0;
        foreach (var input in graph[id].Inputs)
        {
            // A second product would take as long as the first.
            if (works[input] is { } own && graph[id].Operation is not Contract)
                work += own;
            else if (!IsKept(input) && !IsSmall(input, id))
                return null;
        }

        return work <= LargestExpression ? work : null;
    }

    private bool IsKept(int id)
    {
        var owner = Views.Owner(graph, id);
        return works[owner] is null && (kept.Contains(owner) || !graph[owner].Shape.IsBatched || Uses.Of(graph).IsRoot(owner)
            || graph[owner].Operation is Input or StateBefore or Fill);
    }

    private bool IsSmall(int id, int whole) => works[id] is null && GrownValues.Count(graph, id) * TimesSmall <= graph[whole].Shape.SampleSize;

    private NetworkGraph Rewrite()
    {
        var firstBackward = int.MaxValue;
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = nodes.Count;
            // Copies stand in front of their first reader, so that they are in memory for a short time only.
            int[] inputs = [.. graph[id].Inputs.Select(input => isBackward[id] && isChosen[Views.Owner(graph, input)] ? CopyOf(input) : places[input])];
            places[id] = nodes.Count;
            nodes.Add(graph[id] with { Inputs = inputs.ToEquatableArray() });
        }

        return graph.WithNodes(nodes.ToEquatableArray(), places) with { FirstBackward = firstBackward };
    }

    private int CopyOf(int id)
    {
        // A view of the backward pass has been told already what it is of.
        if (works[id] is null)
            return places[id];
        if (!copies.TryGetValue(id, out var copy))
        {
            // What is the same for all samples comes first, so that the rest can be fused into the product.
            foreach (var input in graph[id].Inputs.Where(input => !graph[input].Shape.IsBatched))
                CopyOf(input);
            var inputs = graph[id].Inputs.Select(CopyOf).ToEquatableArray();
            copies[id] = copy = nodes.Count;
            nodes.Add(graph[id] with { Inputs = inputs, IsComputedAgain = true });
        }

        return copy;
    }
}
