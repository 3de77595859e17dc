using System.Runtime.CompilerServices;
using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Memory;

/// <summary>Where a tensor of a program lives.</summary>
internal enum MemoryKind
{
    /// <summary>The network's parameters; the offset is in floats.</summary>
    Parameter,

    /// <summary>The gradients of the parameters; the offset is in floats.</summary>
    Gradient,

    /// <summary>The part of the workspace that every sample has; the offset is in floats a sample.</summary>
    Sample,

    /// <summary>The part of the workspace that there is once; the offset is in floats.</summary>
    Shared,

    /// <summary>What a prediction computes from the parameters alone; the offset is in floats.</summary>
    Prepared,

    /// <summary>Numbers that are part of the code; the offset is that of the literal among those of the graph.</summary>
    Literal,

    /// <summary>The caller's inputs, in a prediction.</summary>
    CallerInput,

    /// <summary>The caller's outputs, in a prediction.</summary>
    CallerOutput,
}

/// <summary>The place of a tensor.</summary>
/// <param name="Node">The node that owns it.</param>
/// <param name="Form">Which of the node's memories it is.</param>
/// <param name="Offset">Where it starts; see <see cref="MemoryKind"/> for the unit.</param>
/// <param name="Size">How many floats it has; of one sample where it is batched.</param>
/// <param name="FirstKernel">The kernel that writes it first, or −1 if it is there before.</param>
/// <param name="LastKernel">The last kernel that needs it.</param>
internal sealed record Placement(int Node, TensorForm Form, MemoryKind Kind, long Offset, int Size, int FirstKernel, int LastKernel)
{
    /// <summary>Whether every sample of a batch has its own.</summary>
    public bool HasSamples => Kind is MemoryKind.Sample or MemoryKind.CallerInput or MemoryKind.CallerOutput;

    /// <summary>The node in whose place of the same form it is, since a kernel replaces each of its elements by one of this tensor; null where the place is its own.</summary>
    public int? Replaces { get; init; }
}

/// <summary>Where all tensors of a program live.</summary>
/// <param name="SampleLength">How many floats of workspace a sample takes.</param>
/// <param name="SharedLength">How many floats of workspace are taken once.</param>
internal sealed record MemoryPlan(EquatableArray<Placement> Placements, long SampleLength, long SharedLength)
{
    /// <summary>How many floats a prediction computes from the parameters alone.</summary>
    public long PreparedLength { get; init; }

    // By reference, and so no part of what makes two plans equal.
    private static readonly ConditionalWeakTable<MemoryPlan, Dictionary<(int Node, TensorForm Form), Placement>> Known = new();

    public Placement this[int node, TensorForm form = TensorForm.Own]
        => Known.GetValue(this, static plan => plan.Placements.GroupBy(static place => (place.Node, place.Form)).ToDictionary(static same => same.Key, static same => same.First()))
            .TryGetValue((node, form), out var placement)
            ? placement
            : throw new InvalidGraphException($"node %{node} has no place in memory");
}
