using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Eight long sums of floats, kept in doubles. What is added are sums of some hundred floats each: of those, few digits are lost, and of
/// the doubles none, however many there are.
/// </summary>
public struct LongSum
{
    private Vector256<double> lower;
    private Vector256<double> upper;

    /// <summary>The eight sums, rounded to floats.</summary>
    public readonly Vector256<float> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.Narrow(lower, upper);
    }

    /// <summary>The sum of the eight sums, rounded to a float.</summary>
    public readonly float Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (float)Vector256.Sum(lower + upper);
    }

    /// <summary>Adds a sum to each of the eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> sums)
    {
        lower += Vector256.WidenLower(sums);
        upper += Vector256.WidenUpper(sums);
    }
}
