using System.Globalization;

namespace NetGen.Generator.Common;

/// <summary>
/// The one way by which numbers reach emitted text: the fewest digits that read back as the same number, on every culture and on every
/// framework that may host the compiler.
/// </summary>
internal static class Numbers
{
    /// <summary>Plain digits of a whole number.</summary>
    public static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Plain digits of a whole number.</summary>
    public static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>Plain text of a double.</summary>
    public static string Text(double value) =>
        Text(value, 15, 17, precision => value.ToString("G" + precision, CultureInfo.InvariantCulture), text => Parse(text) == value);

    /// <summary>Plain text of a float.</summary>
    public static string Text(float value) =>
        Text(value, 6, 9, precision => value.ToString("G" + precision, CultureInfo.InvariantCulture), text => float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) == value);

    /// <summary>A C# literal of type <c>float</c>: <c>0.5f</c>, <c>float.NaN</c>.</summary>
    public static string Single(double value)
    {
        var single = (float)value;
        return Special(single, "float") ?? Text(single) + "f";
    }

    /// <summary>A C# literal of type <c>double</c>, whole numbers too: <c>2.0</c>, <c>1E+30</c>, <c>double.NaN</c>.</summary>
    public static string Double(double value)
    {
        if (Special(value, "double") is { } special)
            return special;
        var text = Text(value);
        return text.IndexOfAny(['.', 'E']) < 0 ? text + ".0" : text;
    }

    private static string? Special(double value, string type) =>
        double.IsNaN(value) ? type + ".NaN"
        : double.IsPositiveInfinity(value) ? type + ".PositiveInfinity"
        : double.IsNegativeInfinity(value) ? type + ".NegativeInfinity"
        : null;

    private static string Text(double value, int fewest, int most, Func<int, string> format, Func<string, bool> readsBack)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        // .NET Framework would lose the sign.
        if (value == 0.0)
            return double.IsNegativeInfinity(1.0 / value) ? "-0" : "0";

        var text = format(most);
        for (var precision = fewest; precision < most; precision++)
        {
            var shorter = format(precision);
            if (!readsBack(shorter))
                continue;
            text = shorter;
            break;
        }

        // "G" turns to exponents according to the precision asked for. A decimal holds seventeen digits exactly and prints them plainly.
        var magnitude = Math.Abs(value);
        return magnitude is >= 1e-5 and < 1e15
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            : text;
    }

    private static double Parse(string text) => double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
}
