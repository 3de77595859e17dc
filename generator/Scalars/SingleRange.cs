namespace NetGen.Generator.Scalars;

/// <summary>
/// The numbers that keep their meaning as a <c>float</c>, which emitted code computes with. Others become 0 or infinite without a word, or
/// denormal: those have few digits, and cost processors a hundred times more.
/// </summary>
internal static class SingleRange
{
    /// <summary>The smallest normal <c>float</c> above 0, 2⁻¹²⁶.</summary>
    public const double Smallest = 1.1754943508222875e-38;

    /// <summary>The range as messages say it.</summary>
    public static string Text { get; } = $"0, or from {Numbers.Text((float)Smallest)} to {Numbers.Text(float.MaxValue)} in size";

    /// <summary>What becomes of a number; null where it stays what it is. What is infinite or NaN already is meant to be.</summary>
    public static string? Becomes(double value)
    {
        if (value == 0 || double.IsNaN(value) || double.IsInfinity(value))
            return null;
        var single = Math.Abs((float)value);
        return single == 0 ? "0" : float.IsInfinity(single) ? "infinite" : single < Smallest ? "denormal" : null;
    }
}
