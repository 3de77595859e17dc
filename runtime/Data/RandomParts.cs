namespace NetGen;

/// <summary>Two random parts of things that are numbered.</summary>
internal static class RandomParts
{
    /// <summary>The numbers of each part, in random order. The same seed gives the same parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part empty.</exception>
    public static (int[] First, int[] Second) Split(int count, double fraction, ulong seed, string things)
    {
        var first = (int)FirstPart(count, fraction, things);
        var order = new int[count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new CounterRandom(seed).Shuffle<int>(order);
        return (order[..first], order[first..]);
    }

    /// <summary>How many things the first part has.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part empty.</exception>
    public static long FirstPart(long count, double fraction, string things)
    {
        var first = fraction is > 0 and < 1 ? (long)Math.Round(fraction * count) : 0;
        return first > 0 && first < count
            ? first
            : throw new ArgumentOutOfRangeException(nameof(fraction), fraction, FormattableString.Invariant($"{fraction} of {count} {things} leaves one part empty."));
    }
}
