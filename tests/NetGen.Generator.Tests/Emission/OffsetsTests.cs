using NetGen.Generator.Emission;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Emission;

public sealed class OffsetsTests
{
    [Fact]
    public void Extents_are_numbers_or_multiples_of_the_batch()
        => Assert.Equal(["128", "batch", "batch * 128"], new[] { Offsets.Of(128), Offsets.Of(Extent.Batch), Offsets.Of(Extent.Batch * 128) });

    [Fact]
    public void Sums_leave_out_what_is_zero()
    {
        Assert.Equal("0", Offsets.Sum([("row", 0)]));
        Assert.Equal("row", Offsets.Sum([("row", 1), ("column", 0)]));
        Assert.Equal("row * 784", Offsets.Sum([("row", 784)]));
        Assert.Equal("(row * 784) + column", Offsets.Sum([("row", 784), ("column", 1)]));
        Assert.Equal("(row * 784) + (column * 2) + 16", Offsets.Sum([("row", 784), ("column", 2)], 16));
        Assert.Equal("16", Offsets.Sum([], 16));
    }

    [Fact]
    public void References_at_the_start_need_no_addition()
    {
        Assert.Equal("ref weight", Offsets.Reference("weight", "0"));
        Assert.Equal("ref Unsafe.Add(ref weight, row * 8)", Offsets.Reference("weight", "row * 8"));
    }
}
