using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    /// <summary>The larger of each pair; NaN if one of them is. Of two zeros either. Three instructions, where <see cref="Vector256.Max"/> takes up to nine.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Max(Vector256<float> x, Vector256<float> y)
        // The native maximum is y, its second operand, if one of them is NaN, so that only a NaN in x gets lost; or it is NaN, as on Arm.
        => Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256.MaxNative(x, y), x);

    /// <summary>The smaller of each pair; NaN if one of them is. Of two zeros either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Min(Vector256<float> x, Vector256<float> y)
        => Vector256.ConditionalSelect(Vector256.Equals(x, x), Vector256.MinNative(x, y), x);
}
