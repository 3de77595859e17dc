namespace NetGen.Generator.Loops;

/// <summary>What nests are rewritten for, and layouts chosen: the vectors and caches of a processor's core.</summary>
/// <param name="Lanes">How many float32 elements a vector has.</param>
/// <param name="Registers">How many vectors there is room for.</param>
internal sealed record Target(int Lanes, int Registers)
{
    /// <summary>How many floats a core's first cache has room for, beside what else is needed while it is gone through again and again.</summary>
    public int FirstCache { get; init; } = 8 * 1024;

    /// <summary>The same of its second cache.</summary>
    public int SecondCache { get; init; } = 128 * 1024;

    /// <summary>The same of its last cache: what is written and read again for every sample should not have to leave it.</summary>
    public int LastCache { get; init; } = 4 * 1024 * 1024;

    /// <summary>How many sums a register tile has at most: the other registers are for the vectors and the broadcast value that they are made from.</summary>
    public int Accumulators => Registers / 4 * 3;

    /// <summary>A target whose vectors have so many bits.</summary>
    public static Target Of(VectorSize size) => size switch
    {
        VectorSize.Bits256 => new(Lanes: 8, Registers: 16),
        VectorSize.Bits512 => new(Lanes: 16, Registers: 32),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "There is no such target."),
    };

    /// <summary>How many bits a vector has.</summary>
    public VectorSize Size => (VectorSize)(Lanes * 32);

    /// <summary>How many vectors are needed for so many elements.</summary>
    public int VectorsOf(int elements) => (elements + Lanes - 1) / Lanes;
}
