using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// Floats that start at a 64-byte boundary and never move, all zero at first. There is memory behind the last of them, so that a vector of
/// eight may be loaded from any.
/// </summary>
public sealed class AlignedBuffer
{
    private const int Alignment = 64;
    private const int BehindLast = 7;

    private static readonly List<WeakReference<AlignedBuffer>> Live = [];
    private static int liveLimit = 64;

    private readonly float[] storage;
    private readonly int start;

    /// <summary>Makes a buffer of <paramref name="length"/> zeros.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is negative.</exception>
    public AlignedBuffer(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        storage = GC.AllocateArray<float>(length + (Alignment / sizeof(float)) + BehindLast, pinned: true);
        start = FirstAligned(storage);
        Register(this);
    }

    /// <summary>How many floats the buffer holds.</summary>
    public int Length { get; }

    /// <summary>The floats.</summary>
    public Span<float> Span => storage.AsSpan(start, Length);

    /// <summary>The floats, for code that keeps them in a field.</summary>
    public Memory<float> Memory => storage.AsMemory(start, Length);

    /// <summary>A reference to the first float, 64-byte-aligned; valid also when the buffer is empty.</summary>
    public ref float Start => ref storage[start];

    /// <summary>Whether an address is in a buffer, whose memory never moves.</summary>
    internal static bool Holds(nint address)
    {
        lock (Live)
        {
            foreach (var reference in Live)
            {
                if (reference.TryGetTarget(out var buffer) && (nuint)(address - (nint)AddressOf(ref buffer.storage[0])) < (nuint)buffer.storage.Length * sizeof(float))
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

    private static int FirstAligned(float[] storage)
    {
        // The array is pinned, so its address, and with it the distance to the next boundary, is fixed.
        for (var i = 0; i < Alignment / sizeof(float); i++)
        {
            if (AddressOf(ref storage[i]) % Alignment == 0)
                return i;
        }

        return 0;
    }

    private static nuint AddressOf(ref float element)
        => (nuint)(nint)Unsafe.ByteOffset(ref Unsafe.NullRef<float>(), ref element);
}
