using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>The kernels that are being put together, in their order, and which of them read what.</summary>
/// <param name="recomputed">The values that each of them computes itself where it needs them.</param>
internal sealed class FusionGroups(Recomputed recomputed)
{
    private readonly List<FusionGroup> groups = [];
    private readonly Dictionary<int, List<FusionGroup>> readers = [];

    public IReadOnlyList<FusionGroup> All => groups;

    public FusionGroup Add(bool isBackward, int? loop, Shape space)
    {
        var group = new FusionGroup(groups.Count, isBackward, loop, space, OnRead, recomputed);
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
        foreach (var input in recomputed.InputsOf(id))
        {
            if (graph[input].Operation is Fill)
                continue;
            return readers.TryGetValue(input, out var found)
                ? found.Where(group => group.IsBackward == isBackward && group.Loop == graph[id].Loop && group.ReadsAll(graph, id) && (!isAlone || group.IsOf(graph, graph[id].Name))).OrderBy(static group => group.Order).FirstOrDefault()
                : null;
        }

        return null;
    }

    /// <summary>The last loop over elements of the same shape in a step's loop, if it comes after all that an elementwise step needs: so a cell is one loop.</summary>
    public FusionGroup? OfSameStep(NetworkGraph graph, int id, int after)
    {
        for (var index = groups.Count - 1; index >= 0 && index > after; index--)
        {
            if (groups[index].Loop == graph[id].Loop && groups[index].IsLoopOver(graph, id))
                return groups[index];
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
