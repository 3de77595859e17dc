using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Numerics;

/// <summary>
/// The check that what is written shares no memory with what is still to be read: vectors are written eight elements ahead of where the
/// next ones are read.
/// </summary>
public static class SpanOverlap
{
    /// <summary>Checks that two spans share no memory.</summary>
    /// <param name="written">The span that is written.</param>
    /// <param name="writtenName">Its name.</param>
    /// <param name="other">The span that is read, or written too; its elements may be of another type.</param>
    /// <param name="otherName">Its name.</param>
    /// <exception cref="ArgumentException">They share memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckApart<TWritten, TOther>(ReadOnlySpan<TWritten> written, string writtenName, ReadOnlySpan<TOther> other, string otherName)
    {
        if (Overlap(written, other, out _))
            ThrowOverlapping(writtenName, otherName, "give it memory of its own");
    }

    /// <inheritdoc cref="CheckApart{TWritten, TOther}"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckApart<T>(ReadOnlySpan<T> written, string writtenName, ReadOnlySpan<T> other, string otherName)
        => CheckApart<T, T>(written, writtenName, other, otherName);

    /// <summary>Checks that two spans of one length share no memory, or are one and the same.</summary>
    /// <inheritdoc cref="CheckApart{TWritten, TOther}"/>
    /// <exception cref="ArgumentException">They share memory, and start at different elements.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckApartOrSame<T>(ReadOnlySpan<T> written, string writtenName, ReadOnlySpan<T> other, string otherName)
    {
        if (Overlap(written, other, out var distance) && distance != 0)
            ThrowOverlapping(writtenName, otherName, $"give it memory of its own, or exactly that of '{otherName}'");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Overlap<TWritten, TOther>(ReadOnlySpan<TWritten> written, ReadOnlySpan<TOther> other, out nint distance)
    {
        distance = Unsafe.ByteOffset(
            ref Unsafe.As<TWritten, byte>(ref MemoryMarshal.GetReference(written)), ref Unsafe.As<TOther, byte>(ref MemoryMarshal.GetReference(other)));

        // The other one starts inside of the first, or the first inside of the other. An empty one shares nothing, wherever it starts.
        return ((nuint)distance < (nuint)written.Length * (nuint)Unsafe.SizeOf<TWritten>() || (nuint)(-distance) < (nuint)other.Length * (nuint)Unsafe.SizeOf<TOther>())
            && !written.IsEmpty && !other.IsEmpty;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ThrowOverlapping(string written, string other, string advice)
        => throw new ArgumentException($"'{written}' is written, and shares memory with '{other}': {advice}.", written);
}
