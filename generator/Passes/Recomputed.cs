using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Passes;

/// <summary>
/// Elementwise values that each step computes again where it reads them, and that no step stores: what they are made of is in memory anyway, and
/// a few operations take less time than a store and a load. So a normalisation keeps what it normalises, the mean and the deviation, and neither the
/// centered nor the normalised values. What is compared is stored (<see cref="ComparedValues"/>).
/// </summary>
internal sealed class Recomputed
{
    // Beyond this, computing a value again costs more than loading it.
    private const int LargestExpression = 8;

    // The same of a value with all the values that it is made of: without a limit, a chain of steps that each use the one before twice would double from step to step.
    private const int LargestWhole = 24;

    // A store takes as long as so many loads: its line is brought in first, and written back later.
    private const int LoadsOfStore = 2;

    private readonly NetworkGraph graph;
    private readonly HashSet<int> values = [];

    // What is in memory, and by whom it is stored.
    private readonly Dictionary<int, Kernel> stored = [];
    private readonly HashSet<int> products = [];

    // What each value is made of that is no such value, and how large its whole expression is.
    private readonly Dictionary<int, (int[] Inputs, int Size)> wholes = [];

    private Recomputed(NetworkGraph graph) => this.graph = graph;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => values.Count == 0;

    /// <summary>No value at all.</summary>
    public static Recomputed None(NetworkGraph graph) => new(graph);

    /// <param name="program">The kernels, by which every value is stored that another kernel reads.</param>
    /// <returns>The values that need not be stored.</returns>
    public static Recomputed Of(KernelProgram program)
    {
        var recomputed = new Recomputed(program.Graph);
        foreach (var kernel in program.Kernels)
        {
            foreach (var output in kernel.Stores)
                recomputed.stored[output.Node] = kernel;
        }

        recomputed.Choose();
        return recomputed;
    }

    public bool Contains(int node) => values.Contains(node);

    /// <summary>What is read for a node: in the place of a value that is computed again, what it is made of.</summary>
    public IEnumerable<int> InputsOf(int node)
        => values.Count == 0 ? graph[node].Inputs : graph[node].Inputs.SelectMany(input => values.Contains(input) ? Whole(input).Inputs : [input]).Distinct();

    private (int[] Inputs, int Size) Whole(int value)
    {
        if (!wholes.TryGetValue(value, out var whole))
            wholes[value] = whole = ([.. InputsOf(value)], SizeOf(value));
        return whole;
    }

    /// <summary>How large the expression of a node is with those of the values in it.</summary>
    private int SizeOf(int node)
    {
        var own = ((Map)graph[node].Operation).Expression;
        return ScalarSize.Of(own) + graph[node].Inputs.Select((input, argument) => values.Contains(input) ? Whole(input).Size * Count(own, argument) : 0).Sum();
    }

    private static int Count(Scalar expression, int argument)
    {
        var count = 0;
        new ScalarRewriter(scalar =>
        {
            count += scalar is Argument(var number) && number == argument ? 1 : 0;
            return scalar;
        }).Rewrite(expression);
        return count;
    }

    private void Choose()
    {
        // Where several values are made of a product, it can be stored in their place.
        products.UnionWith(stored.Where(pair => IsElementwise(pair.Key)).Select(static pair => (pair.Value as ContractKernel)?.Root).OfType<int>()
            .GroupBy(static root => root).Where(static root => root.Count() > 1).Select(static root => root.Key));
        var compared = ComparedValues.Of(graph);
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (IsElementwise(id) && !compared.Contains(id) && Uses.Of(graph)[id].All(user => IsReader(id, user)) && SizeOf(id) <= LargestWhole && Loads(id) is { } loads && Pays(id, loads.Count))
                values.Add(id);
        }

        // Of those that are stored by none anyway, the ones that others are made of.
        var wanted = new HashSet<int>(values.Where(stored.ContainsKey));
        foreach (var id in wanted.ToArray())
            AddParts(id);
        values.IntersectWith(wanted);
        wholes.Clear();

        void AddParts(int id)
        {
            foreach (var input in graph[id].Inputs)
            {
                if (values.Contains(input) && wanted.Add(input))
                    AddParts(input);
            }
        }
    }

    private bool IsElementwise(int id)
        => graph[id] is { Operation: Map map, Loop: null, Shape.IsBatched: true } && !Uses.Of(graph).IsRoot(id)
            && !ScalarSize.IsTranscendental(map.Expression) && ScalarSize.Of(map.Expression) <= LargestExpression;

    /// <summary>Whether a step reads a value element by element, so that it can compute each itself.</summary>
    private bool IsReader(int id, int user)
        => graph[user] is { Operation: Map or Graph.Reduce, Loop: null } && (graph[user].Operation is Graph.Reduce || graph[user].Shape == graph[id].Shape);

    private bool Pays(int id, int loads) => Uses.Of(graph)[id].Count * (loads - 1) <= LoadsOfStore;

    /// <summary>What has as many elements as a value and is loaded in its place; null where something is not in memory.</summary>
    private HashSet<int>? Loads(int id)
    {
        var loads = new HashSet<int>();
        return InputsOf(id).All(Add) ? loads : null;

        bool Add(int input)
        {
            var owner = Views.Owner(graph, input);
            // What is repeated stays in the cache while it is read.
            if (graph[owner].Operation is Fill || !graph[owner].Shape.IsBatched || graph[owner].Shape.SampleSize < graph[id].Shape.SampleSize)
                return graph[owner].Loop is null;
            loads.Add(owner);
            return graph[owner].Loop is null && !values.Contains(owner) && (stored.ContainsKey(owner) || products.Contains(owner) || graph[owner].Operation is Input or OutputGradient);
        }
    }
}
