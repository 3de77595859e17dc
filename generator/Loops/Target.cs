namespace NetGen.Generator.Loops;

/// <summary>What nests are rewritten for.</summary>
/// <param name="Lanes">How many float32 elements a vector has.</param>
/// <param name="Registers">How many vectors there is room for.</param>
internal sealed record Target(int Lanes, int Registers)
{
    /// <summary>What the emitted code is written in: <c>Vector256&lt;float&gt;</c>.</summary>
    public static readonly Target Vector256 = new(Lanes: 8, Registers: 16);

    /// <summary>How many floats a core's first cache has room for, beside what else is needed while it is gone through again and again.</summary>
    public int FirstCache { get; init; } = 8 * 1024;

    /// <summary>The same of its second cache.</summary>
    public int SecondCache { get; init; } = 128 * 1024;
}
