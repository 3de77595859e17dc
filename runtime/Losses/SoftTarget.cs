using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// The coefficients aₖ of a target that is spread over the classes, so that its cross-entropy is −Σ aₖ·ln pₖ:
/// aₖ = wₖ·(share·yₖ + floor), with class weights w and probabilities y.
/// </summary>
/// <param name="weights">w, [classes]; empty for 1.</param>
/// <param name="probabilities">y, [classes]; empty for 0.</param>
/// <param name="share">How much of the given probabilities is kept: 1 − the label smoothing.</param>
/// <param name="floor">What every class gets: the label smoothing ÷ classes.</param>
internal readonly ref struct SoftTarget(ReadOnlySpan<float> weights, ReadOnlySpan<float> probabilities, float share, float floor)
{
    private readonly ReadOnlySpan<float> weights = weights;
    private readonly ReadOnlySpan<float> probabilities = probabilities;

    /// <summary>The <paramref name="count"/> coefficients from class <paramref name="start"/> on; what follows in the vector has no meaning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Load(int start, int count)
    {
        var coefficients = Vector256.Create(floor);
        if (!probabilities.IsEmpty)
            coefficients = Vector256.MultiplyAddEstimate(Load(probabilities, start, count), Vector256.Create(share), coefficients);
        return weights.IsEmpty ? coefficients : coefficients * Load(weights, start, count);
    }

    private static Vector256<float> Load(ReadOnlySpan<float> values, int start, int count)
        => count == Vector256<float>.Count
            ? Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(values), (nuint)start)
            : PartialVector.Load(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), start), count);
}
