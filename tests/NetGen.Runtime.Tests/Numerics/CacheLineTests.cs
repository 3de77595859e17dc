using System.Runtime.CompilerServices;
using NetGen.Numerics;

namespace NetGen.Runtime.Tests.Numerics;

public class CacheLineTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    // What tiles ask for behind the last panel of a weight
    [InlineData(1 << 20)]
    [InlineData(-(1 << 20))]
    public void What_is_fetched_may_be_anywhere_and_stays_as_it_is(int offset)
    {
        float[] elements = [1, 2, 3];

        CacheLine.Fetch(ref Unsafe.Add(ref elements[0], offset));
        CacheLine.Fetch(ref Unsafe.NullRef<float>());

        Assert.Equal([1, 2, 3], elements);
    }
}
