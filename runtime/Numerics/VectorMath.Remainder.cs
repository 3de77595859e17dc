using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

public static partial class VectorMath
{
    /// <summary><c>x % y</c> as C# has it: <c>x − y·truncate(x/y)</c> without rounding, with the sign of x.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static Vector256<float> Remainder(Vector256<float> x, Vector256<float> y)
    {
        var (lowX, highX) = Vector256.Widen(x);
        var (lowY, highY) = Vector256.Widen(y);
        var (low, high) = (Vector256.Truncate(lowX / lowY), Vector256.Truncate(highX / highY));

        // Two floats differ from a multiple of one another by 2⁻²⁴ of it at least. So a quotient below 2²⁸ is never rounded to the next whole number, and
        // the product and the difference are exact in double.
        if (Vector256.LessThanAll(Vector256.Abs(low), Vector256.Create(268435456.0))
            && Vector256.LessThanAll(Vector256.Abs(high), Vector256.Create(268435456.0))
            && Vector256.LessThanAll(Vector256.Abs(y), Vector256.Create(float.PositiveInfinity)))
        {
            return Vector256.CopySign(Vector256.Narrow(lowX - (low * lowY), highX - (high * highY)), x);
        }

        return Vector256.Create(
            x.GetElement(0) % y.GetElement(0),
            x.GetElement(1) % y.GetElement(1),
            x.GetElement(2) % y.GetElement(2),
            x.GetElement(3) % y.GetElement(3),
            x.GetElement(4) % y.GetElement(4),
            x.GetElement(5) % y.GetElement(5),
            x.GetElement(6) % y.GetElement(6),
            x.GetElement(7) % y.GetElement(7));
    }
}
