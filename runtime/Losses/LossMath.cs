using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen;

/// <summary>The transcendental functions that losses use, in one place.</summary>
internal static class LossMath
{
    /// <summary>eˣ; exactly 1 at 0, where a softmax whose largest logit stands alone would otherwise lose its digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Exp(Vector256<float> x)
        // The framework's gives 1 + 2⁻²³ there.
        => Vector256.ConditionalSelect(Vector256.Equals(x, Vector256<float>.Zero), Vector256<float>.One, Vector256.Exp(x));

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log(Vector256<float> x) => Vector256.Log(x);

    /// <summary>ln(1 + x) for x in [0, 1], to full precision also where 1 + x rounds x away.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Log1p(Vector256<float> x)
    {
        // Kahan: with u = 1 + x as rounded, ln(u) · x / (u − 1) has the rounding of u cancel out.
        var rounded = Vector256<float>.One + x;
        var kept = rounded - Vector256<float>.One;
        var quotient = Vector256.Log(rounded) * (x / kept);
        return Vector256.ConditionalSelect(Vector256.Equals(kept, Vector256<float>.Zero), x, quotient);
    }
}
