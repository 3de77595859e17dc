using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What an optimizer keeps for each parameter, and the one loop behind all optimizers: it reads a vector of parameters, gradients and
/// state, updates it, and writes it back, so that every buffer goes through the cache once a step. The update is a struct, so that the JIT
/// compiles the loop for each of them with the update inlined.
/// </summary>
/// <param name="count">How many floats are kept for each parameter: 0 … 3.</param>
/// <param name="initialValue">What the first of them starts with.</param>
internal sealed class OptimizerState(int count, float initialValue = 0)
{
    private AlignedBuffer[]? buffers;
    private int length;

    /// <summary>Checks the lengths; makes the state at the first call.</summary>
    /// <exception cref="ArgumentException">The lengths differ from one another, or from those of the first call, or the two share memory.</exception>
    public void Prepare(ReadOnlySpan<float> parameters, ReadOnlySpan<float> gradients)
    {
        if (gradients.Length != parameters.Length)
            throw new ArgumentException($"There are {parameters.Length} parameters, but {gradients.Length} gradients.", nameof(gradients));
        SpanOverlap.CheckApart<float>(parameters, nameof(parameters), gradients, nameof(gradients));
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

    /// <summary>Updates the parameters from <paramref name="start"/> on, <paramref name="updated"/> of them; <see cref="Prepare"/> comes first.</summary>
    public void Update<TUpdate>(TUpdate update, Span<float> parameters, ReadOnlySpan<float> gradients, int start, int updated)
        where TUpdate : struct, IParameterUpdate
    {
        ref var parameter = ref MemoryMarshal.GetReference(parameters.Slice(start, updated));
        ref var gradient = ref MemoryMarshal.GetReference(gradients.Slice(start, updated));
        ref var first = ref Buffer(0, start);
        ref var second = ref Buffer(1, start);
        ref var third = ref Buffer(2, start);
        var whole = updated - (updated % Vector256<float>.Count);
        WholeVectors(update, count, ref parameter, ref gradient, ref first, ref second, ref third, whole);
        if (whole < updated)
            Rest(update, count, ref parameter, ref gradient, ref first, ref second, ref third, whole, updated - whole);
    }

    private ref float Buffer(int index, int start)
        => ref index < count ? ref Unsafe.Add(ref buffers![index].Start, start) : ref Unsafe.NullRef<float>();

    private static void WholeVectors<TUpdate>(
        TUpdate update, int states, ref float parameters, ref float gradients, ref float first, ref float second, ref float third, int count)
        where TUpdate : struct, IParameterUpdate
    {
        var a = Vector256<float>.Zero;
        var b = Vector256<float>.Zero;
        var c = Vector256<float>.Zero;
        for (nuint i = 0; i < (nuint)count; i += (nuint)Vector256<float>.Count)
        {
            var p = Vector256.LoadUnsafe(ref parameters, i);
            if (states > 0)
                a = Vector256.LoadUnsafe(ref first, i);
            if (states > 1)
                b = Vector256.LoadUnsafe(ref second, i);
            if (states > 2)
                c = Vector256.LoadUnsafe(ref third, i);
            update.Apply(ref p, Vector256.LoadUnsafe(ref gradients, i), ref a, ref b, ref c);
            p.StoreUnsafe(ref parameters, i);
            if (states > 0)
                a.StoreUnsafe(ref first, i);
            if (states > 1)
                b.StoreUnsafe(ref second, i);
            if (states > 2)
                c.StoreUnsafe(ref third, i);
        }
    }

    private static void Rest<TUpdate>(
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
        PartialVector.Store(p, ref Unsafe.Add(ref parameters, start), count);
        if (states > 0)
            PartialVector.Store(a, ref Unsafe.Add(ref first, start), count);
        if (states > 1)
            PartialVector.Store(b, ref Unsafe.Add(ref second, start), count);
        if (states > 2)
            PartialVector.Store(c, ref Unsafe.Add(ref third, start), count);
    }
}
