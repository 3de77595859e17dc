using System.Runtime.CompilerServices;

namespace NetGen.Generator.Graph;

/// <summary>
/// What the axes of values are called, where that is known from how they are made: <c>head</c>, <c>query</c> and <c>key</c> of the products of an attention, <c>step</c> of
/// a sequence that a loop goes through. Softmax, sums and activations keep the words of what they read.
/// </summary>
internal sealed class AxisWords
{
    private static readonly ConditionalWeakTable<NetworkGraph, AxisWords> Known = new();

    // Every product has such axes, and what follows it goes through them as through any others.
    private static readonly string[] Plain = ["sample", "output", "channel", "feature", "row", "column"];

    private readonly NetworkGraph graph;
    private readonly string?[][] words;
    private readonly bool[] areStepsFirst;

    private AxisWords(NetworkGraph graph)
    {
        this.graph = graph;
        words = [.. graph.Nodes.Select(static node => new string?[node.Shape.Rank])];
        foreach (var (node, id) in graph.Nodes.Select(static (node, id) => (node, id)))
        {
            if (node.Operation is StepOf && graph[node.Inputs[0]].Shape.Rank > node.Shape.Rank)
                GiveSteps(node.Inputs[0]);
        }

        for (var id = 0; id < words.Length; id++)
            Find(graph[id], words[id]);

        // What products read has heads, too, and a mask has the axes of what it hides.
        for (var id = words.Length - 1; id >= 0; id--)
            GiveToInputs(graph[id], words[id]);
        for (var id = 0; id < words.Length; id++)
            Find(graph[id], words[id]);
        areStepsFirst = new bool[words.Length];
        for (var id = 0; id < words.Length; id++)
            areStepsFirst[id] = IsBatchOfSteps(id) && (graph[id].Operation is AllSteps || graph[id].Inputs.Any(input => areStepsFirst[input] && graph[input].Shape[0] == graph[id].Shape[0]));

        // What a loop takes step after step has them first, too, and so has what that is made of.
        for (var id = words.Length - 1; id >= 0; id--)
        {
            if (graph[id].Operation is StepOf && graph[graph[id].Inputs[0]].Shape.Rank == graph[id].Shape.Rank)
                areStepsFirst[graph[id].Inputs[0]] |= IsBatchOfSteps(graph[id].Inputs[0]);
            foreach (var input in areStepsFirst[id] ? graph[id].Inputs : [])
                areStepsFirst[input] |= IsBatchOfSteps(input) && graph[input].Shape[0] == graph[id].Shape[0];
        }
    }

    public static AxisWords Of(NetworkGraph graph) => Known.GetValue(graph, static graph => new(graph));

    /// <summary>The word for an axis; null where none is known.</summary>
    public string? this[int node, int axis] => words[node][axis];

    /// <summary>Whether the first axis of a value has all time steps, each with all samples: [T·batch × …].</summary>
    public bool AreStepsFirst(int node) => areStepsFirst[node];

    private bool IsBatchOfSteps(int node) => graph[node].Shape is { Rank: > 0 } shape && shape[0] is { IsBatch: true, Size: > 1, Lengths: null };

    /// <summary>The second axis of a sequence, of which a loop takes one step after another, and of what is a view of it or is seen through it.</summary>
    private void GiveSteps(int node)
    {
        for (; words[node].Length > 1; node = graph[node].Inputs[0])
        {
            words[node][1] = "step";
            if (graph[node].Operation is not (Slice or StopGradient) || graph[node].Inputs.Count == 0)
                break;
        }
    }

    private const string Head = "head";

    private void GiveToInputs(Node node, string?[] own)
    {
        switch (node.Operation)
        {
            case Contract contract:
                foreach (var (input, access) in new[] { (node.Inputs[0], contract.Left), (node.Inputs[1], contract.Right) })
                {
                    for (var axis = 0; axis < words[input].Length; axis++)
                    {
                        if (access.Axes[axis] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var index }] } && contract.Indices[index].Name == Head)
                            words[input][axis] ??= Head;
                    }
                }

                break;
            case Transpose transpose:
                for (var axis = 0; axis < own.Length; axis++)
                    Give(node.Inputs[0], transpose.Permutation[axis], own[axis]);
                break;
            case Reshape:
                var (from, to) = (Long(graph[node.Inputs[0]].Shape), Long(node.Shape));
                if (from.Select(axis => graph[node.Inputs[0]].Shape[axis]).SequenceEqual(to.Select(axis => node.Shape[axis])))
                {
                    for (var place = 0; place < to.Length; place++)
                        Give(node.Inputs[0], from[place], own[to[place]]);
                }

                break;
            case Map or Slice or Broadcast:
                foreach (var input in node.Inputs)
                {
                    var missing = own.Length - words[input].Length;
                    for (var axis = Math.Max(0, missing); axis < own.Length; axis++)
                    {
                        if (graph[input].Shape[axis - missing] == node.Shape[axis])
                            Give(input, axis - missing, own[axis]);
                    }
                }

                break;
        }

        // Other words are those of one user; what is read element by element only, such as a mask, has the words of what it is combined with.
        void Give(int input, int axis, string? word)
        {
            if (word == Head || (graph[input].Operation is not Parameter && (!graph[input].Shape.IsBatched || IsReadByElements(input))))
                words[input][axis] ??= word;
        }
    }

    /// <summary>Whether a value that is computed is read by no product and no sum.</summary>
    private bool IsReadByElements(int node)
        => graph[node].Operation is Map or View && Uses.Of(graph)[node] is { Count: > 0 } users && users.All(user => graph[user].Operation is Map || (graph[user].Operation is View && IsReadByElements(user)));

    private void Find(Node node, string?[] own)
    {
        switch (node.Operation)
        {
            case Contract contract:
                for (var axis = 0; axis < own.Length; axis++)
                {
                    if (contract.Output.Axes[axis] is { Offset: 0, Terms: [{ Coefficient: 1, Index: var index }] } && contract.Indices[index].Name is var word && !Plain.Contains(word) && !word.StartsWith("position", StringComparison.Ordinal))
                        own[axis] ??= word;
                }

                break;
            case Collect:
            case Rearrange { Order: RowOrder.Unpack } when own.Length > 1:
                own[1] ??= "step";
                break;
            case Transpose transpose:
                for (var axis = 0; axis < own.Length; axis++)
                    own[axis] ??= words[node.Inputs[0]][transpose.Permutation[axis]];
                break;
            case Reshape:
                var (from, to) = (Long(graph[node.Inputs[0]].Shape), Long(node.Shape));
                if (from.Select(axis => graph[node.Inputs[0]].Shape[axis]).SequenceEqual(to.Select(axis => node.Shape[axis])))
                {
                    for (var place = 0; place < to.Length; place++)
                        own[to[place]] ??= words[node.Inputs[0]][from[place]];
                }

                break;
            case Map or Reduce or Slice or Concatenate or Broadcast or StopGradient or Held or Exchange or WhenTraining:
                foreach (var input in node.Inputs)
                {
                    var missing = own.Length - words[input].Length;
                    for (var axis = Math.Max(0, missing); axis < own.Length; axis++)
                        own[axis] ??= graph[input].Shape[axis - missing] == node.Shape[axis] || node.Shape[axis] == 1 ? words[input][axis - missing] : null;
                }

                break;
        }
    }

    /// <summary>The axes that are longer than 1.</summary>
    private static int[] Long(Shape shape) => [.. Enumerable.Range(0, shape.Rank).Where(axis => shape[axis] != 1)];
}
