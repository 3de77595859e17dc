namespace NetGen.Generator.Scalars;

/// <summary>The table of comparisons.</summary>
internal static class Comparisons
{
    public static bool Holds(this Comparison comparison, double left, double right) => comparison switch
    {
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        Comparison.GreaterOrEqual => left >= right,
        Comparison.Equal => left == right,
        Comparison.NotEqual => left != right,
        _ => throw Unknown(comparison),
    };

    /// <summary>The comparison that holds of (b, a) where this one holds of (a, b).</summary>
    public static Comparison Flipped(this Comparison comparison) => comparison switch
    {
        Comparison.Less => Comparison.Greater,
        Comparison.LessOrEqual => Comparison.GreaterOrEqual,
        Comparison.Greater => Comparison.Less,
        Comparison.GreaterOrEqual => Comparison.LessOrEqual,
        _ => comparison,
    };

    public static string Mathematics(this Comparison comparison) => comparison switch
    {
        Comparison.Less => "<",
        Comparison.LessOrEqual => "≤",
        Comparison.Greater => ">",
        Comparison.GreaterOrEqual => "≥",
        Comparison.Equal => "==",
        Comparison.NotEqual => "≠",
        _ => throw Unknown(comparison),
    };

    public static string CSharp(this Comparison comparison) => comparison switch
    {
        Comparison.LessOrEqual => "<=",
        Comparison.GreaterOrEqual => ">=",
        Comparison.Equal => "==",
        Comparison.NotEqual => "!=",
        _ => comparison.Mathematics(),
    };

    /// <summary>The method of a class of vectors; not equal is the complement of <c>Equals</c>, which holds for NaN as != does.</summary>
    public static string Of(this Comparison comparison, string vectorClass) => comparison switch
    {
        Comparison.Less => vectorClass + ".LessThan",
        Comparison.LessOrEqual => vectorClass + ".LessThanOrEqual",
        Comparison.Greater => vectorClass + ".GreaterThan",
        Comparison.GreaterOrEqual => vectorClass + ".GreaterThanOrEqual",
        Comparison.Equal => vectorClass + ".Equals",
        Comparison.NotEqual => "~" + vectorClass + ".Equals",
        _ => throw Unknown(comparison),
    };

    private static ArgumentOutOfRangeException Unknown(Comparison comparison) => new(nameof(comparison), comparison, "Unknown comparison.");
}
