using System.Runtime.CompilerServices;

namespace NetGen;

/// <summary>Guards for the settings of losses and optimizers, beside those of <see cref="ArgumentOutOfRangeException"/>.</summary>
internal static class ThrowIf
{
    public static void NotFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!double.IsFinite(value))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite, but is {value}.");
    }

    public static void NegativeOrNotFinite(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value >= 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be finite and not negative, but is {value}.");
    }

    /// <summary>Positive as a float: in the denominator it keeps 0/0, and with it the padding's zeros, from becoming not-a-number.</summary>
    public static void NotPositiveSingle(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!((float)value > 0 && float.IsFinite((float)value)))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be positive and finite as a float, but is {value}.");
    }

    /// <summary>0 ≤ value &lt; 1.</summary>
    public static void NotFraction(double value, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (!(value is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be at least 0 and less than 1, but is {value}.");
    }

    public static void NegativeOrNotFinite(ReadOnlySpan<float> values, [CallerArgumentExpression(nameof(values))] string name = "")
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(values[i] >= 0 && float.IsFinite(values[i])))
                throw new ArgumentException($"{name}[{i}] must be finite and not negative, but is {values[i]}.", name);
        }
    }
}
