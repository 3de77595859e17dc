using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Memory;

/// <summary>
/// The numbers of the slots of a batch's memory, in the order of their offsets; slots with the same offset share one. The runtime rounds
/// every slot up to a cache line, and moves it by as many lines as its number, so that slots that lie apart for one sample lie apart for
/// any number of them. The numbers are given for all programs that use the same memory.
/// </summary>
internal sealed class SlotNumbers(params IEnumerable<MemoryPlan> plans)
{
    private readonly long[] offsets = [.. Slots(plans).Select(static place => place.Offset).Distinct().OrderBy(static offset => offset)];

    public int Count => offsets.Length;

    /// <summary>How many floats of one sample the largest slot has.</summary>
    public int Largest { get; } = Slots(plans).Select(static place => place.Size).DefaultIfEmpty().Max();

    public int this[Placement place]
        => Array.BinarySearch(offsets, place.Offset) is >= 0 and var number
            ? number
            : throw new InvalidGraphException($"node %{place.Node} starts where no slot does");

    // What the runtime's BatchBuffer has behind all tensors.
    private const int Slack = 64;

    /// <summary>How many bytes the memory of a batch has: its slots, each with the line that rounding it up may take, and what is there once.</summary>
    /// <param name="sampleLength">How many floats a sample takes.</param>
    /// <param name="sharedLength">How many floats are taken once.</param>
    /// <param name="samples">How many samples there are.</param>
    public long Bytes(long sampleLength, long sharedLength, int samples)
    {
        const int line = TensorLayout.Alignment;
        var own = ((sampleLength * samples) + line - 1) / line * line;
        return (own + ((long)Count * line) + sharedLength + Slack) * sizeof(float);
    }

    private static IEnumerable<Placement> Slots(IEnumerable<MemoryPlan> plans)
        => plans.SelectMany(static plan => plan.Placements).Where(static place => place.Kind == MemoryKind.Sample);
}
