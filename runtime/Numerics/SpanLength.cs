using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>The check with which functions over spans begin.</summary>
public static class SpanLength
{
    /// <summary>Checks that two spans have the same number of elements.</summary>
    /// <param name="expected">How many elements the first has.</param>
    /// <param name="first">The first span's name.</param>
    /// <param name="actual">How many elements the second has.</param>
    /// <param name="second">The second span's name.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckEqual(int expected, string first, int actual, string second)
    {
        if (expected != actual)
            ThrowUnequal(expected, first, actual, second);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUnequal(int expected, string first, int actual, string second)
        => throw new ArgumentException($"'{second}' expects as many elements as '{first}' has, {expected}, but got {actual}.", second);
}
