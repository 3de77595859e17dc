using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace NetGen.Numerics;

public static partial class Lanes512
{
    /// <summary>
    /// Stores the sums of the lanes of four vectors side by side, each added as <see cref="Sum(Vector512{float})"/> adds. What is left of four vectors after each
    /// addition fits into fewer, so that it takes half as long as four such sums.
    /// </summary>
    /// <param name="a">The vector whose sum comes first.</param>
    /// <param name="b">The second.</param>
    /// <param name="c">The third.</param>
    /// <param name="d">The fourth.</param>
    /// <param name="destination">Where the first sum goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreSums(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, ref float destination)
    {
        if (!Avx512F.IsSupported)
        {
            Vector128.Create(Sum(a), Sum(b), Sum(c), Sum(d)).StoreUnsafe(ref destination);
            return;
        }

        // Lower and upper halves, then the halves of those: a quarter for each vector
        var ab = Avx512F.Shuffle4x128(a, b, 0b01_00_01_00) + Avx512F.Shuffle4x128(a, b, 0b11_10_11_10);
        var cd = Avx512F.Shuffle4x128(c, d, 0b01_00_01_00) + Avx512F.Shuffle4x128(c, d, 0b11_10_11_10);
        var quarters = Avx512F.Shuffle4x128(ab, cd, 0b10_00_10_00) + Avx512F.Shuffle4x128(ab, cd, 0b11_01_11_01);
        var pairs = quarters + Avx512F.Permute4x32(quarters, 0b01_00_11_10);
        var sums = pairs + Avx512F.Permute4x32(pairs, 0b10_11_00_01);
        Avx512F.PermuteVar16x32(sums, Vector512.Create(0, 4, 8, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).GetLower().GetLower().StoreUnsafe(ref destination);
    }
}
