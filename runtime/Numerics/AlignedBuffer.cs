using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetGen.Numerics;

/// <summary>
/// Floats that start at a 64-byte boundary and never move, all zero at first unless made otherwise. There is memory behind the last of
/// them, so that a vector of eight may be loaded from any. There may be more than 2³¹ of them; a span then has a part of them only.
/// </summary>
public sealed class AlignedBuffer
{
    private const int Alignment = 64;
    private const int BehindLast = 7;

    private static readonly List<WeakReference<AlignedBuffer>> Live = [];
    private static int liveLimit = 64;

    // An array has at most 2³¹ elements, whatever their size. Of whole cache lines, these are 2³⁵ floats.
    private readonly CacheLine[] storage;
    private readonly nint start;

    /// <summary>Makes a buffer of <paramref name="length"/> zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more than <see cref="Longest"/>.</exception>
    public AlignedBuffer(long length)
        : this(length, isZero: true)
    {
    }

    private AlignedBuffer(long length, bool isZero)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Longest);
        Length = length;

        // One line more, because the array itself need not start at a boundary.
        var lines = (int)((length + BehindLast + CacheLine.Floats - 1) / CacheLine.Floats) + 1;
        storage = isZero ? GC.AllocateArray<CacheLine>(lines, pinned: true) : GC.AllocateUninitializedArray<CacheLine>(lines, pinned: true);
        start = FirstAligned(ref First);
        Register(this);
    }

    /// <summary>The most floats that a buffer can have: 2³⁵, less a few. How many there are room for, the machine decides.</summary>
    public static long Longest => ((long)Array.MaxLength - 2) * CacheLine.Floats;

    /// <summary>How many floats the buffer holds.</summary>
    public long Length { get; }

    /// <summary>All floats.</summary>
    /// <exception cref="OverflowException">There are more than a span can have: see <see cref="Start"/>.</exception>
    public Span<float> Span => MemoryMarshal.CreateSpan(ref Start, checked((int)Length));

    /// <summary>A reference to the first float, 64-byte-aligned; valid also when the buffer is empty.</summary>
    public ref float Start => ref Unsafe.Add(ref First, start);

    /// <summary>Whether an address is in a buffer, whose memory never moves.</summary>
    internal static bool Holds(nint address)
    {
        lock (Live)
        {
            foreach (var reference in Live)
            {
                if (reference.TryGetTarget(out var buffer) && (nuint)address - AddressOf(ref buffer.First) < (nuint)buffer.storage.Length * Alignment)
                    return true;
            }
        }

        return false;
    }

    private static void Register(AlignedBuffer buffer)
    {
        lock (Live)
        {
            // Buffers that have been collected are dropped each time that the list has doubled.
            if (Live.Count >= liveLimit)
            {
                Live.RemoveAll(static reference => !reference.TryGetTarget(out _));
                liveLimit = Math.Max(64, 2 * Live.Count);
            }

            Live.Add(new(buffer));
        }
    }

    private ref float First => ref Unsafe.As<CacheLine, float>(ref MemoryMarshal.GetArrayDataReference(storage));

    /// <summary>For generated code: the buffer that is there, if it has this length, or one in its place that may have any values at first.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static AlignedBuffer Reserve(ref AlignedBuffer? buffer, long length)
    {
        var there = buffer;
        return there is not null && there.Length == length ? there : buffer = Uninitialized(length);
    }

    /// <summary>Another buffer with the same floats.</summary>
    public AlignedBuffer Copy()
    {
        var copy = Uninitialized(Length);
        for (long start = 0; start < Length; start += 1 << 30)
        {
            var count = (int)Math.Min(1 << 30, Length - start);
            MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Start, (nint)start), count).CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref copy.Start, (nint)start), count));
        }

        return copy;
    }

    /// <summary>Makes a buffer of floats that may have any value at first: for what is written before it is read.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative, or more than <see cref="Longest"/>.</exception>
    public static AlignedBuffer Uninitialized(long length) => new(length, isZero: false);

    private static nint FirstAligned(ref float first)
    {
        // The array is pinned, so its address, and with it the distance to the next boundary, is fixed.
        return (nint)((Alignment - (AddressOf(ref first) % Alignment)) % Alignment / sizeof(float));
    }

    private static nuint AddressOf(ref float element) => (nuint)(nint)Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref element);

    [InlineArray(Floats)]
    private struct CacheLine
    {
        public const int Floats = Alignment / sizeof(float);

        private float first;
    }
}
