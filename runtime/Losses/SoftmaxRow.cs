using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// The vector loops of cross-entropy over the logits of one sample: the largest, the sum of exponentials, and the gradient.
/// </summary>
/// <remarks>
/// A row is rarely a whole number of vectors. Its rest is read as the last eight logits, some of which the loop has seen already and a
/// mask leaves out; only a row of fewer than eight needs a partial load.
/// </remarks>
/// <param name="length">How many logits a row has: the number of classes.</param>
internal readonly struct SoftmaxRow(int length)
{
    private static int Width => Vector256<float>.Count;

    private readonly int whole = length - (length % Width);
    private readonly int restStart = Math.Max(length - Width, 0);

    // The new elements of the rest lie at the end of the vector, or, in a row shorter than a vector, at its start.
    private readonly Vector256<float> restMask = length % Width == 0
        ? Vector256<float>.Zero
        : length > Width ? ~PartialVector.Mask(Width - (length % Width)) : PartialVector.Mask(length);

    public int Length => length;

    /// <summary>The largest logit. It need not be the right one when one of them is not a number.</summary>
    public float Maximum(ref readonly float logits)
    {
        var maximum = Vector256.Create(float.NegativeInfinity);
        for (var i = 0; i < whole; i += Width)
            maximum = Vector256.MaxNative(maximum, Vector256.LoadUnsafe(in logits, (nuint)i));
        if (whole < length)
            maximum = Vector256.MaxNative(maximum, Vector256.ConditionalSelect(restMask, LoadRest(in logits), maximum));

        return Largest(maximum);
    }

    /// <summary>The largest lane. It need not be the right one when one of them is not a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> lanes)
    {
        var four = Vector128.MaxNative(lanes.GetLower(), lanes.GetUpper());
        var two = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Σ exp(logits − shift), in double: where one logit is far above the others, the loss is all in the digits behind 1.</summary>
    /// <param name="logits">The row.</param>
    /// <param name="shift">What is subtracted; the largest logit, so that nothing overflows.</param>
    /// <param name="exponentials">Receives the exponentials when they are wanted; may be the row itself.</param>
    /// <param name="wantsExponentials">Whether they are.</param>
    public double ExponentialSum(ref readonly float logits, float shift, ref float exponentials, bool wantsExponentials)
    {
        // Loaded first: the exponentials may take the place of the logits.
        var rest = whole < length ? LoadRest(in logits) : default;
        var sum = Vector256<double>.Zero;
        for (var i = 0; i < whole; i += Width)
        {
            var exponential = VectorMath.Exp(Vector256.LoadUnsafe(in logits, (nuint)i) - Vector256.Create(shift));
            if (wantsExponentials)
                exponential.StoreUnsafe(ref exponentials, (nuint)i);
            sum += Vector256.WidenLower(exponential) + Vector256.WidenUpper(exponential);
        }

        if (whole < length)
        {
            var exponential = VectorMath.Exp(rest - Vector256.Create(shift));
            if (wantsExponentials)
                StoreRest(exponential, ref exponentials);
            exponential &= restMask;
            sum += Vector256.WidenLower(exponential) + Vector256.WidenUpper(exponential);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>Multiplies a row by <paramref name="factor"/>. What is tiny is rounded, so that nothing is denormal.</summary>
    public void Scale(ref float values, float factor)
    {
        // Loaded before the loop changes what both have in common.
        var rest = whole < length ? LoadRest(in values) : default;
        for (var i = 0; i < whole; i += Width)
            Denormals.Round(Vector256.LoadUnsafe(in values, (nuint)i) * factor).StoreUnsafe(ref values, (nuint)i);
        if (whole < length)
            StoreRest(Denormals.Round(rest * factor), ref values);
    }

    /// <summary>Σ aᵢ and Σ aᵢ·(logitᵢ − shift), for the coefficients aᵢ of a soft target.</summary>
    public (double Total, double Product) Weigh(SoftTarget target, ref readonly float logits, float shift)
    {
        var total = Vector256<double>.Zero;
        var product = Vector256<double>.Zero;
        for (var i = 0; i < whole; i += Width)
            Add(target.Load(i, Width), Vector256.LoadUnsafe(in logits, (nuint)i) - Vector256.Create(shift), ref total, ref product);
        if (whole < length)
        {
            var count = length - restStart;
            var coefficients = target.Load(restStart, count) & restMask;
            var shifted = (LoadRest(in logits) - Vector256.Create(shift)) & restMask;
            Add(coefficients, shifted, ref total, ref product);
        }

        return (Vector256.Sum(total), Vector256.Sum(product));
    }

    /// <summary>values ← factor · values − scale · a, for the coefficients a of a soft target.</summary>
    public void ScaleAndSubtract(ref float values, float factor, SoftTarget target, float scale)
    {
        var rest = whole < length ? LoadRest(in values) : default;
        for (var i = 0; i < whole; i += Width)
        {
            var value = Vector256.LoadUnsafe(in values, (nuint)i);
            Denormals.Round((value * factor) - (target.Load(i, Width) * scale)).StoreUnsafe(ref values, (nuint)i);
        }

        if (whole < length)
            StoreRest(Denormals.Round((rest * factor) - (target.Load(restStart, length - restStart) * scale)), ref values);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector256<float> coefficients, Vector256<float> shifted, ref Vector256<double> total, ref Vector256<double> product)
    {
        var lower = Vector256.WidenLower(coefficients);
        var upper = Vector256.WidenUpper(coefficients);
        total += lower + upper;
        product += (lower * Vector256.WidenLower(shifted)) + (upper * Vector256.WidenUpper(shifted));
    }

    private Vector256<float> LoadRest(ref readonly float row)
        => length >= Width ? Vector256.LoadUnsafe(in row, (nuint)restStart) : PartialVector.Load(in row, length);

    private void StoreRest(Vector256<float> vector, ref float row)
    {
        if (length >= Width)
            vector.StoreUnsafe(ref row, (nuint)restStart);
        else
            PartialVector.Store(vector, ref row, length);
    }
}
