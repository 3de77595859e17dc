using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What an optimizer keeps for each parameter, and the one loop behind all optimizers: it reads a cache line of parameters, gradients and
/// state, updates it, and writes it back, so that every buffer goes through the cache once a step. The update is a struct, so that the JIT
/// compiles the loop for each of them with the update inlined.
/// </summary>
/// <param name="count">How many floats are kept for each parameter: 0 … 3.</param>
/// <param name="initialValue">What the first of them starts with.</param>
internal sealed class OptimizerState(int count, float initialValue = 0)
{
    // The floats of a cache line: two vectors.
    private const int LineLength = 16;

    private AlignedBuffer[]? buffers;
    private int length;

    /// <summary>Makes the state at the first call.</summary>
    /// <exception cref="ArgumentException">There is another number of parameters than at the first call.</exception>
    public void Prepare(ReadOnlySpan<float> parameters)
    {
        if (buffers is null)
        {
            length = parameters.Length;
            buffers = new AlignedBuffer[count];
            for (var i = 0; i < count; i++)
                buffers[i] = new AlignedBuffer(length);
            if (count > 0 && initialValue != 0)
                buffers[0].Span.Fill(initialValue);
        }

        if (parameters.Length != length)
        {
            throw new ArgumentException(
                $"The first step had {length} parameters, but this one has {parameters.Length}; an optimizer serves one network.",
                nameof(parameters));
        }
    }

    /// <summary>Forgets the state; the next call of <see cref="Prepare"/> makes it anew.</summary>
    public void Clear() => buffers = null;

    /// <summary>Saves, checks or loads the floats, under a name for each of <c>count</c>.</summary>
    public void Exchange(StateExchange state, params ReadOnlySpan<string> names)
    {
        var loaded = new float[]?[count];
        for (var i = 0; i < count; i++)
        {
            loaded[i] = buffers?[i].Span.ToArray();
            state.Values(names[i], ref loaded[i], state.ParameterCount);
        }

        if (!state.IsLoading)
            return;
        buffers = null;
        if (loaded.Contains(null))
            return;
        length = state.ParameterCount;
        buffers = new AlignedBuffer[count];
        for (var i = 0; i < count; i++)
        {
            buffers[i] = new AlignedBuffer(length);
            loaded[i].CopyTo(buffers[i].Span);
        }
    }

    /// <summary>Updates parameters; <see cref="Prepare"/> comes first. Any division into parts gives the same bits, since a vector's lanes do not mix.</summary>
    /// <param name="update">What is done to each.</param>
    /// <param name="parameters">All parameters, or a part of them.</param>
    /// <param name="gradients">As many gradients.</param>
    /// <param name="start">How many parameters are before the part.</param>
    /// <returns>Whether all of them are finite now. To know it costs nothing here, where they are in registers.</returns>
    public bool Update<TUpdate>(TUpdate update, Span<float> parameters, ReadOnlySpan<float> gradients, int start)
        where TUpdate : struct, IParameterUpdate
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters);
        ref var gradient = ref MemoryMarshal.GetReference(gradients);
        ref var first = ref Buffer(0, start);
        ref var second = ref Buffer(1, start);
        ref var third = ref Buffer(2, start);
        var whole = parameters.Length - (parameters.Length % LineLength);
        var isFinite = WholeLines(update, count, ref parameter, ref gradient, ref first, ref second, ref third, whole);
        for (var done = whole; done < parameters.Length; done += Vector256<float>.Count)
        {
            var left = Math.Min(parameters.Length - done, Vector256<float>.Count);
            isFinite &= Rest(update, count, ref parameter, ref gradient, ref first, ref second, ref third, done, left);
        }

        return isFinite;
    }

    private ref float Buffer(int index, int start)
        => ref index < count ? ref Unsafe.Add(ref buffers![index].Start, start) : ref Unsafe.NullRef<float>();

    // A leaf of its own: inlined into a caller that does other things, its vectors lie on the stack, and it takes twice the time.
    // Both vectors of a cache line are stored one right after the other. Where another worker has read the parameters, each of their lines has to be
    // taken back from its cache, and fewer stores wait behind it than if the two halves of a line came apart.
    // x − x is 0, but of what is infinite or not a number it is not a number: the bits of all differences together are 0 or not.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool WholeLines<TUpdate>(
        TUpdate update, int states, ref float parameters, ref float gradients, ref float first, ref float second, ref float third, int count)
        where TUpdate : struct, IParameterUpdate
    {
        Vector256<float> a0 = default, a1 = default, b0 = default, b1 = default, c0 = default, c1 = default;
        var differences = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += LineLength)
        {
            var next = i + (nuint)Vector256<float>.Count;
            var p0 = Vector256.LoadUnsafe(ref parameters, i);
            var p1 = Vector256.LoadUnsafe(ref parameters, next);
            if (states > 0)
                (a0, a1) = (Vector256.LoadUnsafe(ref first, i), Vector256.LoadUnsafe(ref first, next));
            if (states > 1)
                (b0, b1) = (Vector256.LoadUnsafe(ref second, i), Vector256.LoadUnsafe(ref second, next));
            if (states > 2)
                (c0, c1) = (Vector256.LoadUnsafe(ref third, i), Vector256.LoadUnsafe(ref third, next));
            update.Apply(ref p0, Vector256.LoadUnsafe(ref gradients, i), ref a0, ref b0, ref c0);
            update.Apply(ref p1, Vector256.LoadUnsafe(ref gradients, next), ref a1, ref b1, ref c1);
            differences |= (p0 - p0) | (p1 - p1);
            StoreLine(p0, p1, ref parameters, i);
            if (states > 0)
                StoreLine(a0, a1, ref first, i);
            if (states > 1)
                StoreLine(b0, b1, ref second, i);
            if (states > 2)
                StoreLine(c0, c1, ref third, i);
        }

        return differences.AsInt32() == Vector256<int>.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLine(Vector256<float> lower, Vector256<float> upper, ref float buffer, nuint start)
    {
        lower.StoreUnsafe(ref buffer, start);
        upper.StoreUnsafe(ref buffer, start + (nuint)Vector256<float>.Count);
    }

    private static bool Rest<TUpdate>(
        TUpdate update,
        int states,
        ref float parameters,
        ref float gradients,
        ref float first,
        ref float second,
        ref float third,
        int start,
        int count)
        where TUpdate : struct, IParameterUpdate
    {
        var p = PartialVector.Load(ref Unsafe.Add(ref parameters, start), count);
        var g = PartialVector.Load(ref Unsafe.Add(ref gradients, start), count);
        var a = states > 0 ? PartialVector.Load(ref Unsafe.Add(ref first, start), count) : default;
        var b = states > 1 ? PartialVector.Load(ref Unsafe.Add(ref second, start), count) : default;
        var c = states > 2 ? PartialVector.Load(ref Unsafe.Add(ref third, start), count) : default;
        update.Apply(ref p, g, ref a, ref b, ref c);
        p &= PartialVector.Mask(count);
        var differences = p - p;
        PartialVector.Store(p, ref Unsafe.Add(ref parameters, start), count);
        if (states > 0)
            PartialVector.Store(a, ref Unsafe.Add(ref first, start), count);
        if (states > 1)
            PartialVector.Store(b, ref Unsafe.Add(ref second, start), count);
        if (states > 2)
            PartialVector.Store(c, ref Unsafe.Add(ref third, start), count);
        return differences.AsInt32() == Vector256<int>.Zero;
    }
}
