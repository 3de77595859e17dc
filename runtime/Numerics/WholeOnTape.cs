using System.Numerics;

namespace NetGen.Numerics;

/// <summary>
/// A whole number on the tape of a generic method, as four numbers of one byte each: those fit into every type of numbers with a fraction, while
/// <see cref="Half"/> has no whole numbers above 2,048.
/// </summary>
public static class WholeOnTape
{
    private const int Bytes = 4;

    /// <summary>Keeps a whole number.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="numbers">Where: four numbers.</param>
    /// <param name="whole">The whole number.</param>
    public static void Keep<T>(Span<T> numbers, int whole)
        where T : INumberBase<T>
    {
        for (var part = 0; part < Bytes; part++)
            numbers[part] = T.CreateTruncating((byte)(whole >> (8 * part)));
    }

    /// <summary>The whole number that was kept.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    /// <param name="numbers">Where: four numbers.</param>
    /// <returns>The whole number.</returns>
    public static int Recall<T>(ReadOnlySpan<T> numbers)
        where T : INumberBase<T>
    {
        var whole = 0;
        for (var part = 0; part < Bytes; part++)
            whole |= byte.CreateTruncating(numbers[part]) << (8 * part);
        return whole;
    }
}
