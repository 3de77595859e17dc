using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// The functions that networks spend the most time in, of sixteen floats at once. They are those of eight, operation by operation, where they
/// are explained: a test compares their bits.
/// </summary>
public static partial class VectorMath
{
    /// <inheritdoc cref="Exp(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.MinNative(Vector512.Create(ExpHighest), x);
        x = Vector512.MaxNative(Vector512.Create(ExpLowest), x);
        return ExpInRange(x);
    }

    /// <summary><c>exp(x)</c> for x from −105 to 89, or NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpInRange(Vector512<float> x)
    {
        var rounded = Vector512.MultiplyAddEstimate(x, Vector512.Create(Log2E), Vector512.Create(RoundToInteger + (2f * ExponentBias)));
        var n = rounded - Vector512.Create(RoundToInteger + (2f * ExponentBias));
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2High), x);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-Ln2Low), r);

        var square = r * r;
        var even = Horner(Vector512.Create(1.3818939e-3f), square, 4.166829e-2f);
        even = Horner(even, square, 0.49999994f);
        var odd = Horner(Vector512.Create(8.368704e-3f), square, 1.6666521e-1f);
        var q = Vector512.MultiplyAddEstimate(odd, r, even);
        var p = Vector512.MultiplyAddEstimate(square, q, r) + Vector512.Create(1f);

        var lower = Vector512.ShiftRightLogical(rounded.AsInt32(), 1);
        var upper = rounded.AsInt32() - lower;
        return p * PowerOfTwo(lower.AsSingle()) * PowerOfTwo(upper.AsSingle());
    }

    /// <inheritdoc cref="Tanh(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Tanh(Vector512<float> x)
    {
        var a = Vector512.MinNative(Vector512.Create(10f), Vector512.Abs(x));

        var rounded = Vector512.MultiplyAddEstimate(a, Vector512.Create(2.88539f), Vector512.Create(RoundToInteger + ExponentBias));
        var s = PowerOfTwo(rounded);
        var n = rounded - Vector512.Create(RoundToInteger + ExponentBias);
        var r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-TwoLn2High / 4f), a);
        r = Vector512.MultiplyAddEstimate(n, Vector512.Create(-TwoLn2Low / 4f), r);

        var square = r * r;
        var even = Horner(Vector512.Create(4.4378612e-2f), square, 3.3333972e-1f);
        even = Horner(even, square, 0.99999994f);
        var odd = Horner(Vector512.Create(1.3386278e-1f), square, 6.666618e-1f);
        var p = Vector512.MultiplyAddEstimate(square, Vector512.MultiplyAddEstimate(odd, r, even), r);

        var h = Vector512.MultiplyAddEstimate(s, p, Horner(s, Vector512.Create(0.5f), -0.5f));
        var quotient = h / (h + Vector512.Create(1f));
        var small = Vector512.MultiplyAddEstimate(-h, quotient, h);
        return Vector512.ConditionalSelect(Vector512.LessThan(h, Vector512.Create(0.5f)), small, quotient) | Sign(x);
    }

    /// <inheritdoc cref="Sigmoid(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sigmoid(Vector512<float> x)
    {
        var e = ExpOfMinusAbs(x);
        var numerator = Vector512.ConditionalSelect(Vector512.LessThan(x, Vector512<float>.Zero), e, Vector512.Create(1f));
        var quotient = numerator / (e + Vector512.Create(1f));

        return Vector512.MultiplyAddEstimate(-e, quotient, numerator);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> ExpOfMinusAbs(Vector512<float> x)
        => ExpInRange(Vector512.MaxNative(Vector512.Create(ExpLowest), x | Vector512.Create(-0f)));

    /// <inheritdoc cref="Erf(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Erf(Vector512<float> x)
    {
        var a = Vector512.MinNative(Vector512.Create(3.93f), Vector512.Abs(x));

        var square = a * a;
        var p = Horner(Vector512.Create(7.806903e-5f), square, -7.997853e-4f);
        p = Horner(p, square, 5.187162e-3f);
        p = Horner(p, square, -2.6853347e-2f);
        p = Horner(p, square, 1.1283579e-1f);
        p = Horner(p, square, -3.7612626e-1f);
        p = Horner(p, square, 1.2837917e-1f);
        var near = Vector512.MultiplyAddEstimate(a, p, a);

        var even = Horner(Vector512.Create(2.697668e-4f), square, 3.154286e-2f);
        even = Horner(even, square, -9.2055225e-1f);
        even = Horner(even, square, -4.774545e-4f);
        var odd = Horner(Vector512.Create(-4.2615277e-3f), square, -1.4883219e-1f);
        odd = Horner(odd, square, -1.6261059f);
        var l = Vector512.MultiplyAddEstimate(odd, a, even);

        var rounded = l + Vector512.Create(RoundToInteger + ExponentBias + 256f);
        var scale = PowerOfTwo(rounded);
        var r = l - (rounded - Vector512.Create(RoundToInteger + ExponentBias + 256f));

        var q = Horner(Vector512.Create(1.3269891e-3f), r, 9.6714925e-3f);
        q = Horner(q, r, 5.550711e-2f);
        q = Horner(q, r, 2.4022244e-1f);
        q = Horner(q, r, 6.93147e-1f);
        q = Horner(q, r, 1f);
        var far = Horner(scale, q, 1f);
        return Vector512.ConditionalSelect(Vector512.GreaterThan(a, Vector512.Create(1f)), far, near) | Sign(x);
    }

    /// <summary><c>accumulator·x + coefficient</c>: one step of Horner's scheme.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Horner(Vector512<float> accumulator, Vector512<float> x, float coefficient)
        => Vector512.MultiplyAddEstimate(accumulator, x, Vector512.Create(coefficient));

    /// <summary>The float 2ᵏ, where k + 127 is in the low bits of <paramref name="rounded"/>, whose bits from 9 to 22 are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PowerOfTwo(Vector512<float> rounded)
        => Vector512.ShiftLeft(rounded.AsInt32(), MantissaBits).AsSingle();

    /// <summary>The sign bits of <paramref name="x"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sign(Vector512<float> x) => x & Vector512.Create(-0f);
}
