using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

public static partial class Lanes
{
    /// <summary>
    /// Stores the sums of the lanes of four vectors side by side, each added as <see cref="Sum(Vector256{float})"/> adds. What is left of four vectors after each
    /// addition fits into fewer, so that it takes half as long as four such sums.
    /// </summary>
    /// <param name="a">The vector whose sum comes first.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <param name="destination">Where the first sum goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, ref float destination)
    {
        if (!Avx.IsSupported)
        {
            Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d)).StoreUnsafe(ref destination);
            return;
        }

        // Lower and upper halves, then the quarters of a and c, and of b and d
        var ab = Avx.Permute2x128(a, b, 0x20) + Avx.Permute2x128(a, b, 0x31);
        var cd = Avx.Permute2x128(c, d, 0x20) + Avx.Permute2x128(c, d, 0x31);
        var pairs = Avx.Shuffle(ab, cd, 0b01_00_01_00) + Avx.Shuffle(ab, cd, 0b11_10_11_10);
        // a a c c, and b b d d
        var sums = pairs + Avx.Permute(pairs, 0b10_11_00_01);
        Sse41.Blend(sums.GetLower(), sums.GetUpper(), 0b1010).StoreUnsafe(ref destination);
    }
}
