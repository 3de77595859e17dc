using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Passes;

/// <summary>
/// Groups the nodes into kernels. A contraction starts a kernel, and so does a reduction, unless it can be taken while the elements it
/// reduces are computed; an elementwise step joins the kernel that computes its operand, unless it needs something that this kernel
/// does not have yet. Elementwise steps that read the same values share a kernel, too: the gradients of all elements of a pool's windows
/// are one loop. A value is stored only if another kernel, or the caller, reads it.
/// </summary>
internal static class Fusion
{
    // Beyond this, an expression costs more to recompute and to read than a stored value costs to load.
    private const int LargestExpression = 160;

    /// <param name="graph">The graph.</param>
    /// <param name="form">In which form the kernels are written. In the readable one, what is needed twice is a step of its own, and so is every contraction of the backward pass.</param>
    /// <param name="recomputes">Whether values may be computed again where they are read.</param>
    public static KernelProgram Run(NetworkGraph graph, CodeForm form = CodeForm.Fast, bool recomputes = true)
    {
        var program = Run(graph, form, Recomputed.None(graph));
        if (form == CodeForm.Readable || !recomputes)
            return program;
        var recomputed = Recomputed.Of(program);
        return recomputed.IsEmpty ? program : Run(graph, form, recomputed);
    }

    private static KernelProgram Run(NetworkGraph graph, CodeForm form, Recomputed recomputed)
    {
        var backward = graph.BackwardNodes();
        var concatenations = Concatenations.Of(graph);
        var groups = new FusionGroups(recomputed);
        var groupOf = new Dictionary<int, FusionGroup>();
        var leaves = new List<Kernel>();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (graph[id].Operation is Carried)
            {
                if (graph.Loops[graph[id].Loop!.Value].Lengths is not null)
                {
                    groups.Add(backward[id], null, graph[id].Shape).Begin(graph.NextOf(id), graph[id].Inputs[0]);
                    continue;
                }

                // The next step finds it where this one stores it; before the first step, it is put there.
                groups.Add(backward[id], null, graph[id].Shape).AddPart(graph, graph.NextOf(id), graph[id].Inputs[0], 0, isInitial: true);
                continue;
            }

            if (recomputed.Contains(id) || graph[id].Operation is Input or Parameter or OutputGradient or StateBefore or View or Literal || (graph[id].Operation is Fill && !IsRead(graph, id)))
                continue;
            if (graph[id].Operation is Leaf)
            {
                leaves.Add(new LeafKernel(id));
                continue;
            }

            if (graph[id].Operation is Collect)
            {
                groupOf[id] = AddSteps(graph, id, backward[id], groups, groupOf);
                continue;
            }

            if (graph[id].Operation is Concatenate)
            {
                if (!concatenations.IsNested(id))
                    groupOf[id] = AddParts(graph, concatenations, id, backward[id], groups, groupOf);
                continue;
            }

            if (graph[id].Operation is Exchange or IndexAdd or Rearrange)
            {
                groupOf[id] = groups.Add(backward[id], graph[id].Loop, graph[id].Shape);
                groupOf[id].Add(graph, id);
                continue;
            }

            var isStep = form == CodeForm.Readable;
            var group = graph[id].Operation is Gather ? null : Joinable(graph, recomputed, id, backward[id], groupOf, isStep) ?? groups.ReadingAll(graph, id, backward[id], isStep);
            group ??= (isStep || graph[id].Operation is not Map ? null : OfSameStep(graph, id, groups, groupOf)) ?? groups.Add(backward[id], graph[id].Loop, graph[id].Operation is Graph.Reduce ? graph[graph[id].Inputs[0]].Shape : graph[id].Shape);
            group.Add(graph, id);
            groupOf[id] = group;
        }

        var stored = StoredNodes(graph, recomputed, groupOf);
        stored.UnionWith(graph.Loops.SelectMany(static loop => loop.States).Select(static state => state.Next).Where(groupOf.ContainsKey));
        // What a part of a concatenation is copied from is read by the copy's kernel.
        stored.UnionWith(groups.All.SelectMany(static group => group.Copies).Select(node => Views.Owner(graph, node)).Where(groupOf.ContainsKey));
        stored.UnionWith(groups.All.Select(group => group.SumOfGradient(graph, stored)).OfType<int>());
        var kernels = groups.All.Where(static group => !group.IsBackward).Concat(groups.All.Where(static group => group.IsBackward))
            .Select(group => group.ToKernel(graph, stored));
        return new KernelProgram(graph, leaves.Concat(kernels).ToEquatableArray());
    }

    /// <summary>
    /// Each part of a concatenation is stored by the kernel that computes it; what is there already is copied, parts of one shape together.
    /// So is the result of a contraction that would not lie as a whole, such as a picture with zeros around it: then all its pixels can be
    /// one loop. Returns the last of these kernels.
    /// </summary>
    private static FusionGroup AddParts(
        NetworkGraph graph, Concatenations concatenations, int id, bool isBackward, FusionGroups groups, Dictionary<int, FusionGroup> groupOf)
    {
        FusionGroup? last = null;
        var copies = new Dictionary<Shape, FusionGroup>();
        foreach (var (input, offset, isInPieces) in concatenations.Parts(id))
        {
            if ((!groupOf.TryGetValue(input, out var group) || group.IsBackward != isBackward || group.Loop != graph[id].Loop || !group.Computes(input) || group.IsAlone(graph) || (isInPieces && group.IsContraction(graph)))
                && !copies.TryGetValue(graph[input].Shape, out group))
            {
                group = groups.Add(isBackward, graph[id].Loop, graph[input].Shape);
                copies.Add(graph[input].Shape, group);
            }

            group.AddPart(graph, id, input, offset);
            last = last is null || group.Order > last.Order ? group : last;
        }

        return last!;
    }

    /// <summary>A sequence is stored step by step by the kernel that computes a step's value, or copied.</summary>
    private static FusionGroup AddSteps(NetworkGraph graph, int id, bool isBackward, FusionGroups groups, Dictionary<int, FusionGroup> groupOf)
    {
        var input = graph[id].Inputs[0];
        if (!groupOf.TryGetValue(input, out var group) || group.Loop != graph[id].Loop || !group.Computes(input) || group.IsAlone(graph))
            group = groups.Add(isBackward, graph[id].Loop, graph[input].Shape);
        group.AddPart(graph, id, input, 0);
        return group;
    }

    /// <summary>In a loop over time, elementwise steps of one shape are one kernel, also those that read different values: a step has as few calls as it can.</summary>
    private static FusionGroup? OfSameStep(NetworkGraph graph, int id, FusionGroups groups, Dictionary<int, FusionGroup> groupOf)
    {
        if (graph[id].Loop is null || graph[id].Operation is not Map)
            return null;
        var after = -1;
        foreach (var input in graph[id].Inputs)
        {
            if (!graph.IsBeforeStep(input) && groupOf.TryGetValue(Views.Owner(graph, input), out var producer))
                after = Math.Max(after, producer.Order);
        }

        return groups.OfSameStep(graph, id, after) is { } group && group.Accepts(graph, id, LargestExpression) ? group : null;
    }

    /// <summary>Whether a constant is read by something that needs it in memory; an elementwise step takes it into its expression.</summary>
    private static bool IsRead(NetworkGraph graph, int fill)
        => Uses.Of(graph).IsRoot(fill) || Uses.Of(graph)[fill].Any(user => graph[user].Operation is not (Map or Concatenate or Carried or Collect));

    /// <summary>The kernel that a node can become part of: the last of those that compute its operands, if it has all that the node needs.</summary>
    private static FusionGroup? Joinable(NetworkGraph graph, Recomputed recomputed, int id, bool isBackward, Dictionary<int, FusionGroup> groupOf, bool isStep)
    {
        FusionGroup? last = null;
        foreach (var input in recomputed.InputsOf(id))
        {
            var owner = Views.Owner(graph, input);
            if (graph.IsBeforeStep(input) || !groupOf.TryGetValue(owner, out var producer) || (last is not null && producer.Order < last.Order))
                continue;
            last = producer;
        }

        if (last is null || last.IsBackward != isBackward || last.Loop != graph[id].Loop || (isStep && ((isBackward && last.IsContraction(graph)) || IsWanted(graph, id, last))))
            return null;

        // What the kernel itself computes can be read only as it is being computed: not through a view, not from its other stage, and not
        // from a concatenation, of which it may store but a part.
        foreach (var input in recomputed.InputsOf(id))
        {
            var owner = Views.Owner(graph, input);
            if (!graph.IsBeforeStep(input) && groupOf.TryGetValue(owner, out var producer) && producer == last
                && (owner != input || graph[owner].Operation is Concatenate || !last.CanFeed(graph, input, id)))
                return null;
        }

        return last.Accepts(graph, id, LargestExpression) ? last : null;
    }

    /// <summary>Whether someone else needs what a group computes for a node too: then it is a step of the chain rule by itself, in the readable form.</summary>
    private static bool IsWanted(NetworkGraph graph, int id, FusionGroup group)
        => graph[id].Inputs.Any(input => group.Computes(input) && (Uses.Of(graph)[input].Count > 1 || Uses.Of(graph).IsRoot(input)) && graph[input].Name != graph[id].Name);

    private static HashSet<int> StoredNodes(NetworkGraph graph, Recomputed recomputed, Dictionary<int, FusionGroup> groupOf)
    {
        var stored = new HashSet<int>(graph.Roots.Select(node => Views.Owner(graph, node)));
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            if (!groupOf.TryGetValue(id, out var reader) || graph[id].Operation is Concatenate)
                continue;
            foreach (var owner in recomputed.InputsOf(id).Select(input => Views.Owner(graph, input)))
            {
                if (graph[owner].Operation is not (Concatenate or Collect) && groupOf.TryGetValue(owner, out var producer) && producer != reader)
                    stored.Add(owner);
            }
        }

        return stored;
    }
}
