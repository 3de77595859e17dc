using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>A network ready to be written down: every kernel with its schedule, and the layout of the parameters.</summary>
internal sealed record ScheduledProgram(
    NetworkGraph Graph, EquatableArray<TensorLayout> Parameters, EquatableArray<ScheduledKernel> Kernels);

/// <summary>A kernel of the sequence.</summary>
/// <param name="Source">What it computes; null for a copy.</param>
/// <param name="Arguments">What it is called with, by the numbers that the schedule uses.</param>
internal sealed record ScheduledKernel(Kernels.Kernel? Source, bool IsBackward, Schedule Schedule, EquatableArray<KernelArgument> Arguments);

/// <summary>A tensor that a kernel is called with.</summary>
/// <param name="Node">The node of the graph that owns the memory.</param>
/// <param name="IsTransposed">Whether it is the packed, transposed copy of that node.</param>
/// <param name="IsWritten">Whether the kernel writes it.</param>
internal sealed record KernelArgument(int Node, bool IsTransposed, bool IsWritten);
