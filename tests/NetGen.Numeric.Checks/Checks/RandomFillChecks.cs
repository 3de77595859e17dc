using NetGen.Numerics;

namespace NetGen.Numeric.Checks;

/// <summary>Random numbers are the same bits in every engine: those that are computed one at a time, whose sum of bits is written down here.</summary>
internal static class RandomFillChecks
{
    private const int Count = 1003;

    public static IEnumerable<Check> All()
    {
        yield return new("random numbers: uniform ones are the same bits everywhere", static () => CheckBits(RandomFill.Uniform, RandomFill.UniformAt, UniformBits));
        yield return new("random numbers: normal ones are the same bits everywhere", static () => CheckBits(RandomFill.Normal, RandomFill.NormalAt, NormalBits));
    }

    private const ulong UniformBits = 2013426743747890346;

    private const ulong NormalBits = 11317891501873630686;

    private delegate void Fill(ref float destination, int count, ulong key, long first);

    private static void CheckBits(Fill fill, Func<ulong, long, float> at, ulong expected)
    {
        const ulong Key = 42;
        const long First = 12345;
        var values = new float[Count];
        fill(ref values[0], Count, Key, First);
        var sum = 0UL;
        for (var place = 0; place < Count; place++)
        {
            var bits = BitConverter.SingleToUInt32Bits(values[place]);
            Expect.True(bits == BitConverter.SingleToUInt32Bits(at(Key, First + place)), $"number {place} is {values[place]} among eight and {at(Key, First + place)} alone");
            sum = (sum * 31) + bits;
        }

        Expect.True(sum == expected, $"the bits sum to {sum}, not to {expected}");
    }
}
