namespace NetGen.Numeric.Checks;

/// <summary>Numbers for checks that need no reference.</summary>
internal static class Draw
{
    public static float[] Normals(int count, ulong seed, double deviation = 1)
    {
        var random = new CounterRandom(seed);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = (float)(random.NextNormal() * deviation);
        return values;
    }

    public static float[] Classes(int count, int classes, ulong seed)
    {
        var random = new CounterRandom(seed);
        var values = new float[count];
        foreach (ref var value in values.AsSpan())
            value = random.NextInt32(classes);
        return values;
    }

    /// <summary>Random samples with random targets.</summary>
    public static Dataset Samples(INetwork network, int count, ulong seed)
    {
        var (inputs, outputs) = (network.Description.InputSize, network.Description.OutputSize);
        return new Dataset(Normals(count * inputs, seed), Normals(count * outputs, seed + 1), inputs, outputs);
    }
}
