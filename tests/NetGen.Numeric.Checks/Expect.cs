using System.Runtime.InteropServices;

namespace NetGen.Numeric.Checks;

/// <summary>What checks assert with.</summary>
public static class Expect
{
    public static void True(bool condition, string message)
    {
        if (!condition)
            throw new CheckFailedException(message);
    }

    /// <summary>Equal bit by bit: also signs of zero and what is not a number.</summary>
    public static void SameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        True(expected.Length == actual.Length, $"{what}: {expected.Length} floats are expected, but there are {actual.Length}.");
        var place = MemoryMarshal.Cast<float, int>(expected).CommonPrefixLength(MemoryMarshal.Cast<float, int>(actual));
        if (place < expected.Length)
            throw new CheckFailedException($"{what}: float {place} of {expected.Length} is {actual[place]:R}, but {expected[place]:R} is expected.");
    }

    public static void AllFinite(ReadOnlySpan<float> values, string what)
    {
        for (var i = 0; i < values.Length; i++)
            True(float.IsFinite(values[i]), $"{what}: float {i} of {values.Length} is {values[i]}.");
    }

    /// <summary>
    /// The error of a tensor relative to its largest element: max |actual − expected| / max |expected|, at most <paramref name="tolerance"/>.
    /// </summary>
    /// <param name="group">What the error is reported under.</param>
    /// <param name="actual">What the emitted code gave.</param>
    /// <param name="expected">What the reference gave.</param>
    /// <param name="tolerance">The largest error allowed.</param>
    /// <param name="floor">Added to the largest element, so that a tensor which is all zero has an error too.</param>
    /// <param name="what">Names the tensor.</param>
    /// <remarks>
    /// Not element by element: an element that is a sum of terms which cancel has the rounding errors of the terms, not of itself. A
    /// tensor's own largest element, and not the network's, so that a layer with small gradients is measured as closely as others.
    /// </remarks>
    public static void Close(
        string group, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected, double tolerance, double floor, string what)
    {
        True(expected.Length == actual.Length, $"{what}: {expected.Length} values are expected, but there are {actual.Length}.");
        var (largest, worst, place) = (0.0, 0.0, 0);
        for (var i = 0; i < expected.Length; i++)
        {
            largest = Math.Max(largest, Math.Abs(expected[i]));
            var difference = Math.Abs(actual[i] - expected[i]);

            // Written so that what is not a number is worst of all.
            if (!(difference <= worst))
                (worst, place) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, i);
        }

        var error = worst == 0 ? 0 : worst / (largest + floor);
        Measurements.Add(group, error);
        True(
            error <= tolerance,
            $"{what}: element {place} of {expected.Length} is {actual[Math.Min(place, actual.Length - 1)]:R}, but {expected[Math.Min(place, expected.Length - 1)]:R} is expected: "
            + $"an error of {error:E2} relative to the largest element {largest:E2}; {tolerance:E0} is allowed.");
    }

    /// <inheritdoc cref="Close(string, ReadOnlySpan{double}, ReadOnlySpan{double}, double, double, string)"/>
    public static void Close(
        string group, ReadOnlySpan<float> actual, ReadOnlySpan<double> expected, double tolerance, double floor, string what)
        => Close(group, Array.ConvertAll(actual.ToArray(), static value => (double)value), expected, tolerance, floor, what);

    /// <summary>That an action throws, with a message that has all the texts.</summary>
    public static TException Throws<TException>(Action action, params ReadOnlySpan<string> texts)
        where TException : Exception
    {
        try
        {
            action();
        }
        catch (TException exception)
        {
            foreach (var text in texts)
                True(exception.Message.Contains(text, StringComparison.Ordinal), $"'{text}' is expected in the message, which is: {exception.Message}");
            return exception;
        }

        throw new CheckFailedException($"{typeof(TException).Name} is expected, but nothing was thrown.");
    }
}
