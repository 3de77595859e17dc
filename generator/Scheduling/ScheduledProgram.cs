using NetGen.Generator.Graph;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>A network ready to be written down: every kernel with its schedule, and the layout of the parameters.</summary>
internal sealed record ScheduledProgram(
    NetworkGraph Graph, ParameterLayouts Parameters, EquatableArray<ScheduledKernel> Kernels)
{
    /// <summary>What it is scheduled for.</summary>
    public Target Target => Parameters.Target;

    /// <summary>Whether it is written in the readable form.</summary>
    public bool IsReadable => Kernels.Any(static kernel => kernel.Schedule is IndexedSchedule);
}

/// <summary>A kernel of the sequence.</summary>
/// <param name="Source">What it computes; null for a copy.</param>
/// <param name="Arguments">What it is called with, by the numbers that the schedule uses.</param>
internal sealed record ScheduledKernel(Kernels.Kernel? Source, bool IsBackward, Schedule Schedule, EquatableArray<KernelArgument> Arguments)
{
    /// <summary>Whether it belongs to a prediction and depends on the parameters alone; see <see cref="Preparation"/>.</summary>
    public bool IsPreparation { get; init; }

    /// <summary>The loop over time that it is carried out in.</summary>
    public int? Loop { get; init; } = Source?.Loop;

    /// <summary>How many turns a sample has of the loops around it, where it is a part of a larger kernel.</summary>
    public int? Turns { get; init; }

    /// <summary>The kernels that were joined, each with its own schedule; none of a kernel that is one alone.</summary>
    public EquatableArray<ScheduledKernel> Parts { get; init; } = [];

    /// <summary>What was compared before the schedule was chosen, where something was.</summary>
    public PlanChoice? Choice { get; init; }
}

/// <summary>Why a contraction is carried out as it is.</summary>
/// <param name="Plans">How many plans were compared.</param>
/// <param name="Cost">What the one that was taken costs, in cycles.</param>
internal sealed record PlanChoice(int Plans, double Cost);

/// <summary>A tensor that a kernel is called with.</summary>
/// <param name="Node">The node of the graph that owns the memory.</param>
/// <param name="Form">Which of the node's memories it is.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
internal sealed record KernelArgument(int Node, TensorForm Form, bool IsWritten)
{
    /// <summary>Whether it is the gradient of a parameter, to which a later pass adds.</summary>
    public bool IsGradient(NetworkGraph graph) => IsWritten && Form == TensorForm.Own && Uses.Of(graph).IsGradient(Node);

    /// <summary>In the readable form, the view whose shape the tensor is given with; the node itself where it is its own shape.</summary>
    public int? View { get; init; }

    /// <summary>Which step's value it is, where the memory has those of several.</summary>
    public StepPlace? Step { get; init; }

    /// <summary>How far into the memory the first element is that the kernel touches.</summary>
    public int Start { get; init; }

    /// <summary>What a step of each of the loops adds to the place that go around the kernel, where it is a part of a larger one.</summary>
    public EquatableArray<int> Around { get; init; } = [];

    /// <summary>How many floats a copy takes that the kernel makes; 0 for a node's own memory, and where it makes none.</summary>
    public int Length { get; init; }

    /// <summary>Of what a kernel passes on to itself, the node whose elements it replaces, each after it has been read for the last time; null where it has a place of its own.</summary>
    public int? Replaces { get; init; }
}

/// <summary>The memories that a node can have.</summary>
internal enum TensorForm
{
    /// <summary>The node's own elements.</summary>
    Own,

    /// <summary>A copy of a weight in panels along its other axis, which a kernel makes for those after it.</summary>
    Repacked,

    /// <summary>Where a kernel puts the elements for itself as it will read them, those of one sample after the other.</summary>
    Packed,

    /// <summary>What a kernel passes on to itself in each turn of its loops, and stores anew in the next: the elements of one turn.</summary>
    Passed,
}
