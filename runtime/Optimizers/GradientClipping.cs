using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>Keeps gradients from growing too large, between the backward pass and the optimizer's step.</summary>
public static class GradientClipping
{
    // The norm is a sum over blocks, in order: its bits are the same for any number of threads that share the blocks.
    internal const int Block = 2048;

    /// <summary>
    /// Scales all gradients by min(1, maximum / (norm + 10⁻⁶)), with their Euclidean norm √Σg²; PyTorch's <c>clip_grad_norm_</c>.
    /// What is tiny after scaling is rounded to a multiple of 2⁻¹⁰⁴ ≈ 4.9·10⁻³²: denormal floats are slow.
    /// </summary>
    /// <param name="gradients">The gradients.</param>
    /// <param name="maximum">The norm that they may have.</param>
    /// <returns>The norm before. When it is not finite, the gradients are left as they are, so that what is wrong with them can be found.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is negative or not a number.</exception>
    public static double ByNorm(Span<float> gradients, float maximum)
    {
        if (!(maximum >= 0))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The largest norm must not be negative, but is {maximum}.");
        var squares = 0.0;
        for (var start = 0; start < gradients.Length; start += Block)
            squares += SumOfSquares(gradients.Slice(start, Math.Min(Block, gradients.Length - start)));
        var norm = Math.Sqrt(squares);
        var scale = ScaleOf(norm, maximum);
        if (scale != 1 && double.IsFinite(norm))
            Scale(gradients, scale);
        return norm;
    }

    /// <summary>Holds every gradient within ±<paramref name="maximum"/>; PyTorch's <c>clip_grad_value_</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximum"/> is negative or not a number.</exception>
    public static void ByValue(Span<float> gradients, float maximum)
    {
        if (!(maximum >= 0))
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, $"The largest value must not be negative, but is {maximum}.");
        ref var first = ref MemoryMarshal.GetReference(gradients);
        var whole = gradients.Length - (gradients.Length % Vector256<float>.Count);
        var upper = Vector256.Create(maximum);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector256<float>.Count)
            Vector256.Clamp(Vector256.LoadUnsafe(ref first, i), -upper, upper).StoreUnsafe(ref first, i);
        foreach (ref var gradient in gradients[whole..])
            gradient = Math.Clamp(gradient, -maximum, maximum);
    }

    /// <summary>What gradients of that norm are multiplied by.</summary>
    internal static float ScaleOf(double norm, float maximum) => (float)Math.Min(1, maximum / (norm + 1e-6));

    // In double, where the squares of floats neither overflow nor vanish.
    internal static double SumOfSquares(ReadOnlySpan<float> values)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % Vector256<float>.Count);
        var lowerSum = Vector256<double>.Zero;
        var upperSum = Vector256<double>.Zero;
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector256<float>.Count)
        {
            var vector = Vector256.LoadUnsafe(ref first, i);
            var lower = Vector256.WidenLower(vector);
            var upper = Vector256.WidenUpper(vector);
            lowerSum = Vector256.MultiplyAddEstimate(lower, lower, lowerSum);
            upperSum = Vector256.MultiplyAddEstimate(upper, upper, upperSum);
        }

        var sum = Vector256.Sum(lowerSum + upperSum);
        foreach (var value in values[whole..])
            sum += (double)value * value;
        return sum;
    }

    /// <summary>Multiplies all gradients, and rounds what is tiny then.</summary>
    internal static void Scale(Span<float> values, float scale)
    {
        ref var first = ref MemoryMarshal.GetReference(values);
        var whole = values.Length - (values.Length % Vector256<float>.Count);
        for (nuint i = 0; i < (nuint)whole; i += (nuint)Vector256<float>.Count)
            Denormals.Round(Vector256.LoadUnsafe(ref first, i) * scale).StoreUnsafe(ref first, i);
        foreach (ref var value in values[whole..])
            value = Denormals.Round(value * scale);
    }
}
