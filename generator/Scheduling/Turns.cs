using NetGen.Generator.Loops;

namespace NetGen.Generator.Scheduling;

/// <summary>The loops of a contraction that go around a larger kernel which it is a part of.</summary>
/// <param name="Indices">The contraction's indices that are such loops, the outermost first.</param>
/// <param name="Block">An index of which each turn of a further loop does so many steps; null where there is none.</param>
internal sealed record Turns(EquatableArray<int> Indices, (int Loop, int Steps)? Block)
{
    /// <summary>The variable of the further loop.</summary>
    public static readonly Variable BlockVariable = new("block", 0);
}
