using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Execution;

/// <summary>The random numbers of a training step by their definition, one at a time and in double.</summary>
/// <param name="seed">The training's seed.</param>
/// <param name="step">The number of the step.</param>
/// <param name="firstSample">Which sample of the whole batch is the first.</param>
internal sealed class RandomReference(ulong seed, long step, int firstSample)
{
    public double[] Values(RandomNumbers random, int count, int sampleSize)
    {
        var key = Key(seed, (ulong)step, (ulong)random.Stream);
        return [.. Enumerable.Range(0, count).Select(place => Value(random.Distribution, key, (ulong)(((long)firstSample * sampleSize) + place)))];
    }

    private static double Value(RandomDistribution distribution, ulong key, ulong position)
    {
        var (first, second) = Threefry((uint)key, (uint)(key >> 32), (uint)position, (uint)(position >> 32));
        if (distribution == RandomDistribution.Uniform)
            return (first >> 8) / 16777216.0;
        var (u, v) = ((float)((first >> 1) | 1) / 2147483648.0, (second >> 8) / 16777216.0);
        // −cos 2πv = sin 2π(¼ − |v − ½|)
        return -Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v);
    }

    /// <summary>Threefry-2x32 with 20 rounds, from its paper.</summary>
    private static (uint First, uint Second) Threefry(uint k0, uint k1, uint x, uint y)
    {
        uint[] keys = [k0, k1, 0x1BD11BDA ^ k0 ^ k1];
        int[] rotations = [13, 15, 26, 6, 17, 29, 16, 24];
        (x, y) = (x + k0, y + k1);
        for (var round = 0; round < 20; round++)
        {
            x += y;
            y = uint.RotateLeft(y, rotations[round % 8]) ^ x;
            if (round % 4 != 3)
                continue;
            var injection = (round / 4) + 1;
            x += keys[injection % 3];
            y += keys[(injection + 1) % 3] + (uint)injection;
        }

        return (x, y);
    }

    private static ulong Key(ulong seed, ulong step, ulong stream)
    {
        var steps = new CounterRandom(seed) { Counter = step };
        return new CounterRandom(steps.NextUInt64()) { Counter = stream }.NextUInt64();
    }
}
