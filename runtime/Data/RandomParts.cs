namespace NetGen;

/// <summary>Two random parts of things that are numbered.</summary>
internal static class RandomParts
{
    /// <summary>The numbers of each part, in random order. The same seed gives the same parts.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> leaves one part empty.</exception>
    public static (int[] First, int[] Second) Split(int count, double fraction, ulong seed, string things)
    {
        var first = fraction is > 0 and < 1 ? (int)Math.Round(fraction * count) : 0;
        if (first < 1 || first >= count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fraction), fraction, FormattableString.Invariant($"{fraction} of {count} {things} leaves one part empty."));
        }

        var order = new int[count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        new CounterRandom(seed).Shuffle<int>(order);
        return (order[..first], order[first..]);
    }
}
