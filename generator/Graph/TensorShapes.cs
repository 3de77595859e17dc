namespace NetGen.Generator.Graph;

/// <summary>The shapes by which people know the memory of a node, and what they call its parts.</summary>
internal static class TensorShapes
{
    private static readonly string[] WindowWords = ["top", "middle", "bottom", "left", "center", "right", "row", "column"];

    /// <summary>
    /// The shape of a memory. What is computed in another shape than it is known by, such as a pool from the rows of its windows, has that of the last
    /// view that has its name.
    /// </summary>
    public static Shape Of(NetworkGraph graph, int owner)
    {
        var uses = Uses.Of(graph);
        var shape = uses.LogicalShape(owner);
        for (int? node = owner; uses.ParameterOf(owner) is null && node is { } known; node = uses[known].Cast<int?>().FirstOrDefault(user => IsRenamed(known, user!.Value)))
            shape = graph[known].Shape;
        return shape;

        bool IsRenamed(int node, int user)
            => graph[user].Operation is Reshape && graph[user].Name == graph[node].Name && graph[user].Shape.Rank < graph[node].Shape.Rank && graph[user].Shape.Count == graph[node].Shape.Count;
    }

    /// <summary>The shape by which a view is known: that of those with its name that has the fewest axes.</summary>
    public static Shape Named(NetworkGraph graph, int view)
        => graph.Nodes.Where(node => node.Name == graph[view].Name && node.Shape.Count == graph[view].Shape.Count).OrderBy(static node => node.Shape.Rank).First().Shape;

    /// <summary>
    /// What the elements of a window are called, by the nodes that are read: <c>topLeft</c> … where several parts of one memory are read that begin at
    /// different places in the last two of its axes, <c>left</c> and <c>right</c> in one of them.
    /// </summary>
    public static IReadOnlyDictionary<int, string> Windows(NetworkGraph graph, IEnumerable<int> reads)
    {
        var names = new Dictionary<int, string>();
        foreach (var memory in reads.Distinct().GroupBy(read => Views.Shown(graph, read)))
        {
            if (LieApart(graph, [.. memory]) || Windows(graph, memory.Key, memory.Select(part => Views.ShownOffset(graph, part))) is not { } words)
                continue;
            foreach (var part in memory)
                names.Add(part, words[Views.ShownOffset(graph, part)]);
        }

        return names;
    }

    /// <summary>Whether parts follow each other along an axis, as query and key do: they are no elements of one window.</summary>
    private static bool LieApart(NetworkGraph graph, int[] parts)
    {
        var slices = new List<Slice>();
        foreach (var part in parts)
        {
            var node = part;
            while (graph[node].Operation is View and not (Slice or StepOf or AllSteps or LastState))
                node = graph[node].Inputs[0];
            // One of each window's columns is one element long.
            if (graph[node].Operation is not Slice { Step: 1, Length: > 1 } slice)
                return false;
            slices.Add(slice);
        }

        slices.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        return slices.Count > 1 && Enumerable.Range(1, slices.Count - 1).All(next => slices[next].Axis == slices[0].Axis && slices[next].Start >= slices[next - 1].Start + slices[next - 1].Length);
    }

    /// <summary>What the parts of a memory are called that begin so far in it; null where they are no elements of a window.</summary>
    public static IReadOnlyDictionary<int, string>? Windows(NetworkGraph graph, int owner, IEnumerable<int> offsets)
    {
        int[] parts = [.. offsets];
        if (parts.Length < 2 || parts.Distinct().Count() != parts.Length)
            return null;
        var shape = Of(graph, owner);
        var strides = Views.Contiguous(shape);
        var first = parts.ToDictionary(static part => part, part => First(part, strides));
        int[] moving = [.. Enumerable.Range(0, shape.Rank).Where(axis => parts.Select(part => first[part][axis]).Distinct().Skip(1).Any())];
        if (moving.Length is 0 or > 2)
            return null;
        return parts.ToDictionary(static part => part, part => Identifiers.Variable(string.Concat(moving.Select((axis, place) => Word(
            parts.Select(other => first[other][axis]).Distinct().OrderBy(static start => start).ToList(), first[part][axis], isVertical: place == 0 && moving.Length == 2)))));
    }

    /// <summary>Whether a word is that of an element of a window.</summary>
    public static bool IsOfWindow(string word)
        => !word.Contains('.') && WindowWords.Any(start => word.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Whether a local variable is called after an element of a window: <c>conv1TopLeft</c>.</summary>
    public static bool IsNamedOfWindow(string local) => WindowWords.Any(start => local.IndexOf(Identifiers.Pascal(start), StringComparison.Ordinal) > 0);

    private static int[] First(int offset, EquatableArray<int> strides)
    {
        var index = new int[strides.Count];
        for (var axis = 0; axis < index.Length; axis++)
        {
            index[axis] = offset / strides[axis];
            offset %= strides[axis];
        }

        return index;
    }

    private static string Word(List<int> starts, int start, bool isVertical) => (starts.Count, starts.IndexOf(start), isVertical) switch
    {
        (1, _, _) => "",
        (2 or 3, 0, true) => "Top",
        (2, 1, true) or (3, 2, true) => "Bottom",
        (3, 1, true) => "Middle",
        (2 or 3, 0, false) => "Left",
        (2, 1, false) or (3, 2, false) => "Right",
        (3, 1, false) => "Center",
        var (_, place, vertical) => (vertical ? "Row" : "Column") + Numbers.Text(place + 1),
    };
}
