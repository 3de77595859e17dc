using NetGen.Generator.Graph;
using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>A network ready to be written down: every kernel with its schedule, and the layout of the parameters.</summary>
internal sealed record ScheduledProgram(
    NetworkGraph Graph, ParameterLayouts Parameters, EquatableArray<ScheduledKernel> Kernels)
{
    /// <summary>The runs of kernels that are carried out for one sample after the other, in their order.</summary>
    public EquatableArray<Strip> Strips { get; init; } = [];

    /// <summary>The run that a kernel is part of, by its place; null where it is carried out for all samples at once.</summary>
    public Strip? StripOf(int kernel)
    {
        // They are in the order of their kernels.
        var (first, end) = (0, Strips.Count);
        while (first < end)
        {
            var middle = (first + end) / 2;
            if (Strips[middle].Last < kernel)
                first = middle + 1;
            else
                end = middle;
        }

        return first < Strips.Count && Strips[first].First <= kernel ? Strips[first] : null;
    }

    /// <summary>The nodes that have the memory of one sample, because only the steps of one run need them.</summary>
    public HashSet<int> ValuesOfOneSample() => [.. Strips.SelectMany(static strip => strip.Values)];

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

    /// <summary>How many floats a copy takes that the kernel makes; 0 for a node's own memory, and where it makes none.</summary>
    public int Length { get; init; }
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
}
