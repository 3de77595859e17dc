using System.Buffers;
using System.Runtime.CompilerServices;

namespace NetGen.Numerics;

/// <summary>
/// What the forward pass of a generated gradient keeps for its backward pass: the last that was pushed is popped first. It starts in memory of the caller's; when that is full, it
/// goes on in arrays of the shared pool, which are given back at the end. What was pushed stays where it is.
/// </summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
public ref struct Tape<T>
{
    private Span<T> chunk;
    private int used;
    private TapeChunks<T>? chunks;
    private readonly Span<T> first;

    /// <summary>Starts a tape.</summary>
    /// <param name="memory">The first memory to use; it may be empty.</param>
    public Tape(Span<T> memory) => chunk = first = memory;

    /// <summary>Makes room for some numbers.</summary>
    /// <param name="count">How many, at least one.</param>
    /// <returns>The room, whose content is not defined.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Push(int count)
    {
        if ((uint)(used + count) > (uint)chunk.Length)
            Next(count);
        var start = used;
        used = start + count;
        return chunk.Slice(start, count);
    }

    /// <summary>Takes the numbers that were pushed last.</summary>
    /// <param name="count">How many: as many as were pushed then.</param>
    /// <returns>The numbers. They are there until the next push.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Pop(int count)
    {
        while (used < count)
            Previous();
        used -= count;
        return chunk.Slice(used, count);
    }

    /// <summary>Gives back what was taken of the pool.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        chunks?.Dispose();
        chunks = null;
        chunk = default;
        used = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Next(int count)
    {
        chunks ??= TapeChunks<T>.Take();
        chunk = chunks.Add(Math.Max(count, Math.Min(2 * chunk.Length, 1 << 20)), used);
        used = 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Previous()
    {
        if (chunks is null || !chunks.Remove(out var below, out used))
            throw new InvalidOperationException("More was taken from the tape than was put there.");
        chunk = below ?? first;
    }
}

/// <summary>The arrays of a tape. A thread keeps such objects, so that a tape allocates none.</summary>
/// <typeparam name="T">The type of the numbers.</typeparam>
internal sealed class TapeChunks<T>
{
    private const int SmallestChunk = 1024;

    [ThreadStatic]
    private static TapeChunks<T>? spare;

    /// <summary>The first array stays here: most tapes need no other one.</summary>
    private readonly T[] smallest = new T[SmallestChunk];

    private readonly Stack<(T[] Array, int UsedBelow)> chunks = [];

    /// <summary>Another one that the thread keeps: loops inside of one another have a tape each.</summary>
    private TapeChunks<T>? next;

    public static TapeChunks<T> Take()
    {
        if (spare is not { } taken)
            return new TapeChunks<T>();
        (spare, taken.next) = (taken.next, null);
        return taken;
    }

    /// <summary>Adds an array.</summary>
    /// <param name="length">How long it must be.</param>
    /// <param name="usedBelow">How much of the one before is used.</param>
    public T[] Add(int length, int usedBelow)
    {
        var array = length <= SmallestChunk && chunks.Count == 0 ? smallest : ArrayPool<T>.Shared.Rent(Math.Max(length, SmallestChunk));
        chunks.Push((array, usedBelow));
        return array;
    }

    /// <summary>Gives back the last array.</summary>
    /// <param name="below">The one before; null for the memory that the tape started with.</param>
    /// <param name="used">How much of that is used.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(out T[]? below, out int used)
    {
        (below, used) = (null, 0);
        if (!chunks.TryPop(out var last))
            return false;
        Return(last.Array);
        below = chunks.TryPeek(out var previous) ? previous.Array : null;
        used = last.UsedBelow;
        return true;
    }

    public void Dispose()
    {
        while (chunks.TryPop(out var last))
            Return(last.Array);
        (next, spare) = (spare, this);
    }

    private void Return(T[] array)
    {
        if (!ReferenceEquals(array, smallest))
            ArrayPool<T>.Shared.Return(array);
    }
}
