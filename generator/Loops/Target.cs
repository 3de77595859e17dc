namespace NetGen.Generator.Loops;

/// <summary>What nests are rewritten for.</summary>
/// <param name="Lanes">How many float32 elements a vector has.</param>
/// <param name="Registers">How many vectors there is room for.</param>
internal sealed record Target(int Lanes, int Registers)
{
    /// <summary>What the emitted code is written in: <c>Vector256&lt;float&gt;</c>.</summary>
    public static readonly Target Vector256 = new(Lanes: 8, Registers: 16);
}
