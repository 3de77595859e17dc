using NetGen.Generator.Loops;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>What networks of the tests are compiled for.</summary>
internal static class Targets
{
    /// <summary>What a network is compiled for that says nothing of it.</summary>
    public static readonly Target Default = Target.Of(VectorSize.Bits256);

    /// <summary>Vectors of 4, 8 or 16 lanes. Nothing is emitted for those of 4: they are scheduled and interpreted.</summary>
    public static Target OfLanes(int lanes) => lanes switch
    {
        4 => new(Lanes: 4, Registers: 16),
        8 => Default,
        _ => Target.Of(VectorSize.Bits512),
    };
}
