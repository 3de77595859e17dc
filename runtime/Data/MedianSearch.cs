namespace NetGen;

/// <summary>
/// The median of numbers, the mean of the middle two where they are even in number. Few numbers are kept and sorted. Many are counted: floats in order have bits in order, when
/// those of negative ones are reversed. First all are counted by the upper half of their bits; then, from the first number on, those with the upper half of a middle one by
/// the lower half.
/// </summary>
internal sealed class MedianSearch
{
    private const int MostKept = 1 << 17;
    private const int Halves = 1 << 16;

    private List<float>? kept = [];
    private long[] upper = [];
    private Middle? low;
    private Middle? high;
    private long count;

    /// <summary>Whether all numbers are to be given once more, to <see cref="AddLower"/>.</summary>
    public bool NeedsLower => kept is null;

    /// <summary>The median, after the last number.</summary>
    public float Value
    {
        get
        {
            var (first, second) = kept is null ? (low!.Value, high!.Value) : (kept[(kept.Count - 1) / 2], kept[kept.Count / 2]);
            return (float)(((double)first + second) / 2);
        }
    }

    /// <summary>Takes a number into account.</summary>
    public void AddUpper(float value)
    {
        count++;
        if (kept is null)
        {
            upper[Bits(value) >> 16]++;
            return;
        }

        kept.Add(value);
        if (kept.Count <= MostKept)
            return;
        upper = new long[Halves];
        foreach (var number in kept)
            upper[Bits(number) >> 16]++;
        kept = null;
    }

    /// <summary>After the last number.</summary>
    public void EndUpper()
    {
        kept?.Sort();
        if (kept is null)
            (low, high) = (new Middle(upper, (count - 1) / 2), new Middle(upper, count / 2));
    }

    /// <summary>Takes a number into account once more.</summary>
    public void AddLower(float value)
    {
        low!.Add(Bits(value));
        high!.Add(Bits(value));
    }

    // A negative zero is a zero.
    private static uint Bits(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits >> 31 == 0 ? bits | 0x8000_0000 : ~bits;
    }

    // Where the number of a rank is counted, and its rank among those counted there.
    private static (uint Index, long Rank) Find(long[] counts, long rank)
    {
        var index = 0u;
        for (; rank >= counts[index]; index++)
            rank -= counts[index];
        return (index, rank);
    }

    /// <summary>The number of one rank.</summary>
    private sealed class Middle
    {
        private readonly long[] lower = new long[Halves];
        private readonly uint upper;
        private readonly long rank;

        public Middle(long[] upperCounts, long rank) => (upper, this.rank) = Find(upperCounts, rank);

        public float Value
        {
            get
            {
                var bits = (upper << 16) | Find(lower, rank).Index;
                return BitConverter.UInt32BitsToSingle(bits >> 31 == 1 ? bits & 0x7FFF_FFFF : ~bits);
            }
        }

        public void Add(uint bits) => lower[bits & 0xFFFF] += bits >> 16 == upper ? 1 : 0;
    }
}
