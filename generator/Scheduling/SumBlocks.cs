using NetGen.Generator.Graph;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Where a long sum is cut into blocks. A float keeps 24 bits: what is added to a large sum loses its last ones, and the errors grow with
/// the number of terms. So a block of terms is summed by itself, and the blocks' sums are added up.
/// </summary>
/// <param name="Loop">The loop whose steps are divided: all loops in it are in one block.</param>
/// <param name="Steps">How many of its steps make a block.</param>
internal sealed record SumBlocks(int Loop, int Steps)
{
    /// <summary>The most products that a contraction adds to one float; enough that the work between blocks is not felt.</summary>
    public const int Products = 1024;

    /// <summary>The same of a reduction, which has less work between blocks.</summary>
    public const int Terms = 256;

    /// <summary>Where to cut a sum; null where it is short.</summary>
    /// <param name="loops">All loops.</param>
    /// <param name="reduced">Those that are summed over, outermost first.</param>
    /// <param name="vector">Which of them is the vector, so that each of its lanes has a part of the terms; −1 where none is.</param>
    /// <param name="inside">How many terms there are for every step of all of them.</param>
    /// <param name="terms">The most terms that are added to one float.</param>
    /// <param name="lanes">How many lanes the vector has, where one is.</param>
    public static SumBlocks? Of(
        EquatableArray<IndexVariable> loops, IEnumerable<int> reduced, int terms, int vector = -1, long inside = 1, int lanes = 1)
    {
        foreach (var loop in reduced.Reverse())
        {
            var extent = loops[loop].Extent;
            var each = loop == vector ? lanes : 1;
            if (extent.IsBatch || inside * extent.Size > (long)terms * each)
                return new(loop, (int)Math.Max(1, terms / inside) * each);
            inside *= (extent.Size + each - 1) / each;
        }

        return null;
    }
}
