using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    /// <summary>
    /// <c>√(x² + y²)</c>, which overflows or becomes denormal only if the result does. NaN gives NaN, beside an infinity too. Maximum error: 1.5 ulp.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Hypot(Vector256<float> x, Vector256<float> y)
    {
        // Both are scaled by the power of two that brings the larger one near 1; products with it are exact, or too small to count.
        // Its exponent is kept from 1 to 253, so that the scale and its inverse are both normal.
        var larger = Max(Vector256.Abs(x), Vector256.Abs(y));
        var exponent = larger.AsInt32() & Vector256.Create(0x7F800000);
        exponent = Vector256.Min(Vector256.Max(exponent, Vector256.Create(1 << MantissaBits)), Vector256.Create(253 << MantissaBits));
        var scale = (Vector256.Create(254 << MantissaBits) - exponent).AsSingle();
        var (a, b) = (x * scale, y * scale);
        return Vector256.Sqrt(Vector256.MultiplyAddEstimate(a, a, b * b)) * exponent.AsSingle();
    }
}
