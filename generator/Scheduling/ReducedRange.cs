namespace NetGen.Generator.Scheduling;

/// <summary>
/// The steps of a summed loop that count: those in which <c>step·Loop + keptStep·Kept</c> is at least <paramref name="From"/> and less
/// than <paramref name="To"/>.
/// </summary>
/// <param name="Loop">The loop that is summed over.</param>
/// <param name="Step">By how much its steps go on.</param>
/// <param name="Kept">The loop around it on which its range depends.</param>
/// <param name="KeptStep">By how much the steps of that one go on; negative where they go the other way.</param>
internal sealed record ReducedRange(int Loop, int Step, int Kept, int KeptStep, int From, int To)
{
    /// <summary>An end that is never met, and its negative.</summary>
    public const int Unbounded = Loops.Reach.Unbounded;

    /// <summary>The first step that counts, in some step of the loop around it, if that is not before the first of all.</summary>
    public int FirstAt(int kept) => Math.Max(0, RoundedUp(From - (KeptStep * kept)));

    /// <summary>The step behind the last that counts, in some step of the loop around it.</summary>
    public int EndAt(int kept, int size) => Math.Min(size, RoundedUp(To - (KeptStep * kept)));

    /// <summary>Negative inputs may return any non-positive value.</summary>
    private int RoundedUp(int distance) => (distance + Step - 1) / Step;
}
