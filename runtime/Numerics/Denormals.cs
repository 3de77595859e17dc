using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Keeps denormal floats out of loops. A processor computes with them many times slower than with others, and what decays towards zero,
/// such as the momentum of a weight whose gradient is exactly zero, otherwise stays denormal for ever.
/// </summary>
/// <remarks>
/// A magnitude below 2⁻¹⁰⁰ ≈ 7.9·10⁻³¹ counts as 0 in gradients, momenta and parameters; a mean of squares counts as 0 below 2⁻¹²⁶ ≈ 1.2·10⁻³⁸,
/// where normal floats end. NaN and infinities stay.
/// </remarks>
internal static class Denormals
{
    /// <summary>2⁻¹⁰⁰: so far above the denormal floats that products with rates and decays are normal too.</summary>
    public const float Smallest = 7.888609e-31f;

    /// <summary>2⁻¹²⁶: the smallest normal float. Squares may be as small as that.</summary>
    public const float SmallestSquare = 1.17549435e-38f;

    /// <summary>The values, with 0 for those below <see cref="Smallest"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> values) => Flush(values, Smallest);

    /// <summary>The values, with 0 for those below <paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Flush(Vector256<float> values, float limit)
        => Vector256.AndNot(values, Vector256.LessThan(Vector256.Abs(values), Vector256.Create(limit)));

    /// <summary><c>mean ← keep · mean + share · value²</c>, without a denormal float on the way.</summary>
    /// <param name="mean">The mean of squares.</param>
    /// <param name="keep">How much of it is kept.</param>
    /// <param name="values">What is squared.</param>
    /// <param name="share">How much the square counts.</param>
    /// <param name="smallestRoot">What <see cref="SmallestRoot"/> gives for the share.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> AddSquare(Vector256<float> mean, float keep, Vector256<float> values, float share, float smallestRoot)
    {
        values = Flush(values, smallestRoot);
        return Flush(Vector256.MultiplyAddEstimate(mean, Vector256.Create(keep), values * values * share), SmallestSquare);
    }

    /// <summary>The smallest value whose square, and the share of it that counts, are normal floats.</summary>
    public static float SmallestRoot(double share) => (float)(Math.Sqrt(SmallestSquare / Math.Clamp(share, 1e-12, 1)) * 1.0001);

    /// <summary>The value, or 0 where it is below <see cref="Smallest"/>.</summary>
    public static float Flush(float value) => MathF.Abs(value) < Smallest ? 0 : value;
}
