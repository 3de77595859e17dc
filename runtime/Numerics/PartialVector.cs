using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// The last floats of a span, eight at most, as a vector: what is done to whole vectors can be done to them too,
/// so that an element's result does not depend on where it lies.
/// </summary>
internal static class PartialVector
{
    /// <summary>The first <paramref name="count"/> floats at <paramref name="start"/>, eight at most, then zeros.</summary>
    public static Vector256<float> Load(ref readonly float start, int count)
        => count < 4
            ? Vector256.Create(LoadFourAtMost(in start, count), Vector128<float>.Zero)
            : Vector256.Create(Vector128.LoadUnsafe(in start), LoadFourAtMost(in At(in start, 4), count - 4));

    /// <summary>Writes the first <paramref name="count"/> floats of <paramref name="vector"/>, eight at most, to <paramref name="start"/>.</summary>
    public static void Store(Vector256<float> vector, ref float start, int count)
    {
        if (count < 4)
        {
            StoreFourAtMost(vector.GetLower(), ref start, count);
            return;
        }

        vector.GetLower().StoreUnsafe(ref start);
        StoreFourAtMost(vector.GetUpper(), ref Unsafe.Add(ref start, 4), count - 4);
    }

    /// <summary>All bits set in the first <paramref name="count"/> elements, none in the others.</summary>
    public static Vector256<float> Mask(int count)
        => Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();

    private static Vector128<float> LoadFourAtMost(ref readonly float start, int count)
        => count switch
        {
            0 => Vector128<float>.Zero,
            1 => Vector128.CreateScalar(start),
            2 => Vector128.Create(start, At(in start, 1), 0, 0),
            3 => Vector128.Create(start, At(in start, 1), At(in start, 2), 0),
            _ => Vector128.LoadUnsafe(in start),
        };

    private static void StoreFourAtMost(Vector128<float> vector, ref float start, int count)
    {
        if (count > 0)
            start = vector.GetElement(0);
        if (count > 1)
            Unsafe.Add(ref start, 1) = vector.GetElement(1);
        if (count > 2)
            Unsafe.Add(ref start, 2) = vector.GetElement(2);
        if (count > 3)
            Unsafe.Add(ref start, 3) = vector.GetElement(3);
    }

    private static ref readonly float At(ref readonly float start, int index)
        => ref Unsafe.Add(ref Unsafe.AsRef(in start), index);
}
