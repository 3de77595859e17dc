using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>What <see cref="LongSum"/> is for eight sums, for the sixteen of a vector of 512 bits.</summary>
public struct LongSum512
{
    private Vector512<double> lower;
    private Vector512<double> upper;

    /// <summary>The sixteen sums, rounded to floats.</summary>
    public readonly Vector512<float> Lanes
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.Narrow(lower, upper);
    }

    /// <summary>The sum of the sixteen sums, rounded to a float.</summary>
    public readonly float Total
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            var sum = lower + upper;
            return (float)Vector256.Sum(sum.GetLower() + sum.GetUpper());
        }
    }

    /// <summary>Adds a sum to each of the sixteen.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector512<float> sums)
    {
        lower += Vector512.WidenLower(sums);
        upper += Vector512.WidenUpper(sums);
    }
}
