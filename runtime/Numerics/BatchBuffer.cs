using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>How the memory of a batch is divided; the generator writes it as constants.</summary>
/// <param name="SampleLength">How many floats a sample needs in all.</param>
/// <param name="Slots">How many different places slots start at.</param>
/// <param name="LargestSlot">How many floats of one sample the largest slot has.</param>
/// <param name="SharedLength">How many floats are needed once, whatever the batch: packed weights and the like.</param>
public sealed record BatchLayout(long SampleLength, int Slots, int LargestSlot, long SharedLength);

/// <summary>
/// The memory of a batch: slots that have a fixed number of floats for every sample, and behind them floats that are there once. A slot of
/// <c>size</c> floats a sample has capacity · size floats, and starts at a 64-byte boundary whatever the capacity.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class BatchBuffer
{
    // A vector load of the last row may reach this far past it.
    private const int Slack = 64;

    // 64 bytes.
    private const int Alignment = 16;

    // What the loops over a tensor add to an index before they compare it may not exceed an int.
    private const int LargestStep = 1 << 16;

    private readonly AlignedBuffer buffer;
    private readonly long capacity;
    private readonly long sharedStart;
    private SequenceRows?[] rows = [];

    /// <summary>Makes room for exactly <paramref name="capacity"/> samples.</summary>
    /// <param name="layout">How it is divided.</param>
    /// <param name="capacity">How many samples there is room for.</param>
    /// <param name="isZero">Whether all floats are zero at first; they may have any value otherwise.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="capacity"/> is less than 1, or makes a slot longer than an array can be, which the emitted code could not count through.
    /// </exception>
    /// <exception cref="InsufficientMemoryException">The machine does not have the memory.</exception>
    public BatchBuffer(BatchLayout layout, int capacity, bool isZero = true)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        CheckSlots(layout, capacity);
        Capacity = capacity;
        this.capacity = capacity;
        sharedStart = Start(layout.SampleLength, layout.Slots);
        buffer = Allocate(checked(sharedStart + layout.SharedLength + Slack), capacity, isZero);
    }

    /// <summary>How many samples there is room for.</summary>
    public int Capacity { get; }

    /// <summary>The size in bytes.</summary>
    public long Bytes => buffer.Length * sizeof(float);

    /// <summary>The buffer with room for some samples: the one that is there, or a larger one in its place.</summary>
    /// <param name="buffer">The buffer that is there; null at first.</param>
    /// <param name="layout">How it is divided.</param>
    /// <param name="samples">How many samples there has to be room for.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BatchBuffer Reserve(ref BatchBuffer? buffer, BatchLayout layout, int samples)
    {
        var there = buffer;
        return there is not null && there.Capacity >= samples ? there : buffer = new(layout, Math.Max(1, samples), isZero: false);
    }

    /// <summary>The start of a slot.</summary>
    /// <param name="offset">How many floats of each sample lie before it.</param>
    /// <param name="slot">How many slots start before it: each of them may have taken a part of a cache line more, to start at a boundary.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Sample(long offset, int slot) => ref Unsafe.Add(ref buffer.Start, (nint)Start(offset, slot));

    /// <summary>The start of what is there once, <paramref name="offset"/> floats into it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref float Shared(long offset) => ref Unsafe.Add(ref buffer.Start, (nint)(sharedStart + offset));

    // Rounding one slot up may take 15 floats of the next, so that each slot is also moved by as many lines as there are slots before it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Start(long offset, int slot) => (((offset * capacity) + Alignment - 1) & -Alignment) + ((long)slot * Alignment);

    /// <summary>The steps that the samples of a batch have; the next call for the same input gives the same object with those of another batch.</summary>
    /// <param name="input">The number of the input that has their lengths.</param>
    /// <param name="lengths">The first length.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <param name="steps">How many steps there is room for.</param>
    public SequenceRows Rows(int input, ref readonly float lengths, int batch, int steps)
    {
        if (rows.Length <= input)
            Array.Resize(ref rows, input + 1);
        var own = rows[input] ??= new();
        own.Sort(in lengths, batch, steps);
        return own;
    }

    private static void CheckSlots(BatchLayout layout, int capacity)
    {
        var longest = Array.MaxLength - LargestStep;
        if ((long)layout.LargestSlot * capacity > longest)
        {
            throw new ArgumentOutOfRangeException(
                nameof(capacity),
                capacity,
                $"The largest tensor of a batch of {capacity} samples would have {capacity} × {layout.LargestSlot} floats, but a tensor has at most "
                + $"{longest}: there is room for batches of up to {longest / layout.LargestSlot} samples.");
        }
    }

    private static AlignedBuffer Allocate(long length, int capacity, bool isZero)
    {
        if (length > AlignedBuffer.Longest)
            throw NoRoom(null);
        try
        {
            return isZero ? new AlignedBuffer(length) : AlignedBuffer.Uninitialized(length);
        }
        catch (OutOfMemoryException exception)
        {
            throw NoRoom(exception);
        }

        InsufficientMemoryException NoRoom(Exception? inner)
            => new($"A batch of {capacity} samples takes {length * sizeof(float)} bytes, and this machine does not have them; take a smaller batch.", inner);
    }
}
