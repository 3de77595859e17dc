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
    /// <summary>How many terms each step adds to one float: the turns of the loops in it, of the vector's so many as there are for a lane.</summary>
    public EquatableArray<int> Inside { get; init; } = [];

    /// <summary>How many lanes share the steps.</summary>
    public int Lanes { get; init; } = 1;

    /// <summary>How many terms a block has for a lane, where its steps alone do not say so: <c>, 21 · 48 = 1,008 products to a lane</c>.</summary>
    /// <param name="terms">What the terms are.</param>
    public string Length(string terms)
    {
        int[] factors = [Steps / Lanes, .. Inside.Where(static factor => factor > 1)];
        var product = Counts.Text(factors.Aggregate(1L, static (all, factor) => all * factor));
        return factors.Length > 1 ? $", {string.Join(" · ", factors.Select(static factor => Numbers.Text(factor)))} = {product} {terms} to a lane"
            : Lanes > 1 ? $", {product} {terms} to a lane" : "";
    }

    /// <summary>The most products that a contraction adds to one float; enough that the work between blocks is not felt.</summary>
    public const int Products = 1024;

    /// <summary>The same of a reduction, which has less work between blocks.</summary>
    public const int Terms = 256;

    /// <summary>Where to cut a sum; null where it is short.</summary>
    /// <param name="loops">All loops.</param>
    /// <param name="reduced">Those that are summed over, outermost first.</param>
    /// <param name="vector">Which of them is the vector, so that each of its lanes has a part of the terms; −1 where none is.</param>
    /// <param name="inner">How many terms there are for every step of all of them.</param>
    /// <param name="terms">The most terms that are added to one float.</param>
    /// <param name="lanes">How many lanes the vector has, where one is.</param>
    public static SumBlocks? Of(
        EquatableArray<IndexVariable> loops, IEnumerable<int> reduced, int terms, int vector = -1, int inner = 1, int lanes = 1)
    {
        var factors = new List<int> { inner };
        foreach (var loop in reduced.Reverse())
        {
            var extent = loops[loop].Extent;
            var each = loop == vector ? lanes : 1;
            var inside = factors.Aggregate(1L, static (all, factor) => all * factor);
            if (extent.IsBatch || inside * extent.Size > (long)terms * each)
                return new(loop, (int)Math.Max(1, terms / inside) * each) { Inside = [.. factors], Lanes = each };
            factors.Insert(0, (extent.Size + each - 1) / each);
        }

        return null;
    }
}
