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

    /// <summary>Checks that a span has all the elements that a function reads by their numbers.</summary>
    /// <param name="actual">How many elements it has.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="least">How many it must have.</param>
    /// <exception cref="ArgumentException">It has fewer.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckAtLeast(int actual, string name, int least)
    {
        if (actual < least)
            ThrowTooFew(actual, name, least);
    }

    /// <summary>Checks that a span has a given number of elements.</summary>
    /// <param name="expected">How many elements it must have.</param>
    /// <param name="name">The span's name.</param>
    /// <param name="actual">How many it has.</param>
    /// <exception cref="ArgumentException">The numbers differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckCount(int expected, string name, int actual)
    {
        if (expected != actual)
            ThrowCount(expected, name, actual);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowTooFew(int actual, string name, int least)
        => throw new ArgumentException($"'{name}' expects at least {least} elements, but got {actual}.", name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowCount(int expected, string name, int actual)
        => throw new ArgumentException($"'{name}' expects {expected} elements, but got {actual}.", name);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowUnequal(int expected, string first, int actual, string second)
        => throw new ArgumentException($"'{second}' expects as many elements as '{first}' has, {expected}, but got {actual}.", second);
}
