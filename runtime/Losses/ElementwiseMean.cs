using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// What one output and its target contribute to a loss: all that an elementwise loss has to say. Implement it as a struct, and have
/// <see cref="ElementwiseMean"/> do the rest.
/// </summary>
public interface IElementwiseLoss
{
    /// <summary>The losses of eight elements, and their derivatives with respect to the outputs.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="targets">Their targets.</param>
    /// <param name="column">Where in its row the first of them lies; it has meaning only when rows are told apart.</param>
    /// <param name="derivatives">The derivatives.</param>
    /// <returns>The losses. Lanes behind the last element of a row are ignored, here and in the derivatives.</returns>
    Vector256<float> Evaluate(Vector256<float> outputs, Vector256<float> targets, int column, out Vector256<float> derivatives);
}

/// <summary>
/// The one loop behind all elementwise losses: Σ loss(outputᵢ, targetᵢ) / divisor, and its gradient. The loss is a struct, so that the
/// JIT compiles the loop for each of them with the loss inlined. Tiny gradients are rounded to multiples of 2⁻¹⁰⁴ ≈ 4.9·10⁻³²: denormal floats would slow the backward pass down.
/// </summary>
public static class ElementwiseMean
{
    /// <summary>The sum over all elements, and the gradient of their mean, in one pass.</summary>
    /// <param name="loss">The loss of one element.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="gradients">Receives the gradient, in the place of outputs or targets if that is wanted; empty when it is not wanted.</param>
    /// <returns>The sum, and the number of elements.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit one another, or the gradients share memory with a part of outputs or targets.</exception>
    public static LossValue Evaluate<TLoss>(TLoss loss, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients)
        where TLoss : struct, IElementwiseLoss
    {
        SpanLength.CheckEqual(outputs.Length, nameof(outputs), targets.Length, nameof(targets));
        if (!gradients.IsEmpty)
        {
            SpanLength.CheckEqual(outputs.Length, nameof(outputs), gradients.Length, nameof(gradients));
            SpanOverlap.CheckApartOrSame((ReadOnlySpan<float>)gradients, nameof(gradients), outputs, nameof(outputs));
            SpanOverlap.CheckApartOrSame((ReadOnlySpan<float>)gradients, nameof(gradients), targets, nameof(targets));
        }

        return outputs.IsEmpty ? default : Evaluate(loss, outputs, targets, gradients, outputs.Length, outputs.Length);
    }

    /// <summary>The sum over all elements, row by row, divided by <paramref name="divisor"/>.</summary>
    /// <param name="loss">The loss of one element.</param>
    /// <param name="outputs">The outputs, [rows × rowLength].</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="gradients">Receives the gradient; empty when it is not wanted.</param>
    /// <param name="rowLength">How many elements a row has: the loss sees where in its row an element lies.</param>
    /// <param name="divisor">What the sum is divided by.</param>
    internal static LossValue Evaluate<TLoss>(
        TLoss loss, ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int rowLength, int divisor)
        where TLoss : struct, IElementwiseLoss
    {
        var wantsGradients = !gradients.IsEmpty;
        var scale = (float)(1.0 / divisor);
        var whole = rowLength - (rowLength % Vector256<float>.Count);
        var sum = 0.0;
        for (var start = 0; start < outputs.Length; start += rowLength)
        {
            ref var rowOutputs = ref Unsafe.Add(ref MemoryMarshal.GetReference(outputs), start);
            ref var rowTargets = ref Unsafe.Add(ref MemoryMarshal.GetReference(targets), start);
            ref var rowGradients = ref wantsGradients
                ? ref Unsafe.Add(ref MemoryMarshal.GetReference(gradients), start)
                : ref Unsafe.NullRef<float>();
            if (whole > 0)
                sum += WholeVectors(loss, ref rowOutputs, ref rowTargets, ref rowGradients, wantsGradients, scale, whole);
            if (whole < rowLength)
                sum += Rest(loss, ref rowOutputs, ref rowTargets, ref rowGradients, wantsGradients, scale, whole, rowLength - whole);
        }

        return new LossValue(sum, divisor);
    }

    // A float holds 24 bits: the 40,000th addend of a float sum is good to 3 digits. The sum is therefore kept in doubles.
    private static double WholeVectors<TLoss>(
        TLoss loss, ref float outputs, ref float targets, ref float gradients, bool wantsGradients, float scale, int count)
        where TLoss : struct, IElementwiseLoss
    {
        var lowerSum = Vector256<double>.Zero;
        var upperSum = Vector256<double>.Zero;
        for (var i = 0; i < count; i += Vector256<float>.Count)
        {
            var values = loss.Evaluate(
                Vector256.LoadUnsafe(ref outputs, (nuint)i), Vector256.LoadUnsafe(ref targets, (nuint)i), i, out var derivatives);
            if (wantsGradients)
                Denormals.Round(derivatives * scale).StoreUnsafe(ref gradients, (nuint)i);
            lowerSum += Vector256.WidenLower(values);
            upperSum += Vector256.WidenUpper(values);
        }

        return Vector256.Sum(lowerSum + upperSum);
    }

    private static double Rest<TLoss>(
        TLoss loss, ref float outputs, ref float targets, ref float gradients, bool wantsGradients, float scale, int start, int count)
        where TLoss : struct, IElementwiseLoss
    {
        var values = loss.Evaluate(
            PartialVector.Load(ref Unsafe.Add(ref outputs, start), count),
            PartialVector.Load(ref Unsafe.Add(ref targets, start), count),
            start,
            out var derivatives);
        if (wantsGradients)
            PartialVector.Store(Denormals.Round(derivatives * scale), ref Unsafe.Add(ref gradients, start), count);

        // The loss of the zeros behind the last element need not be zero: of hinge it is 1.
        values &= PartialVector.Mask(count);
        return Vector256.Sum(Vector256.WidenLower(values) + Vector256.WidenUpper(values));
    }
}
