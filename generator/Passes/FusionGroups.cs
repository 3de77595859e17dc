using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>The kernels that are being put together, in their order, and which of them read what.</summary>
internal sealed class FusionGroups
{
    private readonly List<FusionGroup> groups = [];
    private readonly Dictionary<int, List<FusionGroup>> readers = [];

    public IReadOnlyList<FusionGroup> All => groups;

    public FusionGroup Add(bool isBackward, Shape space)
    {
        var group = new FusionGroup(groups.Count, isBackward, space, OnRead);
        groups.Add(group);
        return group;
    }

    /// <summary>The first loop over elements that loads all that an elementwise step needs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="id">The step.</param>
    /// <param name="isBackward">Whether it belongs to the backward pass.</param>
    /// <param name="isAlone">Whether a loop computes values of one name only.</param>
    public FusionGroup? ReadingAll(NetworkGraph graph, int id, bool isBackward, bool isAlone)
    {
        // Whichever reads all of its operands reads the first one.
        foreach (var input in graph[id].Inputs)
        {
            if (graph[input].Operation is Fill)
                continue;
            return readers.TryGetValue(input, out var found)
                ? found.Where(group => group.IsBackward == isBackward && group.ReadsAll(graph, id) && (!isAlone || group.IsOf(graph, graph[id].Name))).OrderBy(static group => group.Order).FirstOrDefault()
                : null;
        }

        return null;
    }

    private void OnRead(int node, FusionGroup group)
    {
        if (!readers.TryGetValue(node, out var all))
            readers.Add(node, all = []);
        all.Add(group);
    }
}
