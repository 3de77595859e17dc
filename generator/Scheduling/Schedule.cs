using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// How a kernel is carried out, as data; the emitter only writes it down. It refers to the kernel's arguments by number, so that two
/// layers of the same shape have equal schedules and share one method.
/// </summary>
internal abstract record Schedule;

/// <summary>
/// A nest, rewritten as it will be emitted. The numbers of its memories are those of the kernel's arguments. Nests that differ in names only
/// are equal.
/// </summary>
internal sealed record NestSchedule(Nest Nest) : Schedule
{
    /// <summary>By what plan it was rewritten, if it is a contraction.</summary>
    public TilePlan? Plan { get; init; }

    /// <summary>How the copy is laid out that it makes of argument 0 as argument 1, if it is that of a weight in panels along its other axis.</summary>
    public TensorLayout? Copy { get; init; }

    /// <summary>What it copies and how, if it is the copy of an operand.</summary>
    public Packing? Packing { get; init; }

    private readonly Nest key = Canonical.Of(Nest);
    private int? hash;

    public bool Equals(NestSchedule? other) => other is not null && key.Equals(other.key);

    public override int GetHashCode() => hash ??= key.GetHashCode();
}

/// <summary>
/// The definition itself, as the readable form is written: over tensors in C order, each place an index for every axis. The numbers of its
/// memories are those of the kernel's arguments.
/// </summary>
internal sealed record IndexedSchedule(Nest Nest) : Schedule
{
    /// <summary>The number of the present step of a loop over time, where the kernel is told it.</summary>
    public Variable? Step { get; init; }

    /// <summary>The shape that an argument is given with.</summary>
    public EquatableArray<Graph.Extent> ShapeOf(int argument) => Nest.Body.Places().First(place => place.Buffer.Memory == argument).Buffer.Extents;
}

/// <summary>The sum over all workers of argument 0, written to argument 1 by the runtime.</summary>
/// <param name="Count">How many numbers it is.</param>
internal sealed record ExchangeSchedule(int Count) : Schedule;

/// <summary>Argument 0 in another order, written to argument 1 by the runtime; numbers that are all the same are no argument.</summary>
/// <param name="Size">How many floats move together.</param>
/// <param name="Value">The number that all are; null where they are an argument.</param>
internal sealed record RearrangeSchedule(Rearrange Rearrange, int Size, double? Value) : Schedule;

/// <summary>A value that is made of no other one, written to argument 0 by the runtime.</summary>
internal sealed record LeafSchedule(Leaf Leaf) : Schedule;
