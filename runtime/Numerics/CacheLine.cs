using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

/// <summary>What is done with a whole line of a cache, of 64 bytes on most processors.</summary>
public static class CacheLine
{
    /// <summary>
    /// Asks for the line of an element, so that it is in the second cache when it is read. It waits for nothing and never fails, wherever the reference points. Nothing is done where
    /// the processor or .NET has no instruction for it.
    /// </summary>
    /// <param name="element">The element, which may be outside of its array: it is not read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Fetch(ref readonly float element)
    {
        // The only pointer of the runtime: the instruction takes none but that, and does not follow it.
        if (Sse.IsSupported)
            Sse.Prefetch1(Unsafe.AsPointer(ref Unsafe.AsRef(in element)));
    }
}
