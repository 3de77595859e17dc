using System.Runtime.Intrinsics;
using NetGen.Numerics;
using ScalarReference = NetGen.Runtime.Tests.Numerics.Reference;

namespace NetGen.Numeric.Checks;

/// <summary>
/// The functions that emitted code calls, over all exponents: a sparse sweep of what the runtime's own tests do densely, for every engine.
/// </summary>
public static class VectorMathChecks
{
    // A prime number of bit patterns between neighbouring arguments: some 280 mantissas in each exponent, both signs, NaNs.
    private const ulong Stride = 29989;

    public static IEnumerable<Check> All()
    {
        // The bounds are those of the doc comments.
        yield return Of("Exp", VectorMath.Exp, Math.Exp, 1.1);
        yield return Of("Expm1", VectorMath.Expm1, ScalarReference.Expm1, 2);
        yield return Of("Log", VectorMath.Log, Math.Log, 1.3);
        yield return Of("Log1p", VectorMath.Log1p, ScalarReference.Log1p, 1.3);
        yield return Of("Tanh", VectorMath.Tanh, Math.Tanh, 2.1);
        yield return Of("Sigmoid", VectorMath.Sigmoid, ScalarReference.Sigmoid, 1.9);
        yield return Of("Softplus", VectorMath.Softplus, ScalarReference.Softplus, 2.1);
        yield return Of("LogCosh", VectorMath.LogCosh, ScalarReference.LogCosh, 2.5);
        yield return Of("Erf", VectorMath.Erf, ScalarReference.Erf, 1.4);
        yield return Of("Sin", VectorMath.Sin, Math.Sin, 1);
        yield return Of("Cos", VectorMath.Cos, Math.Cos, 1);
    }

    private static Check Of(string name, Func<Vector256<float>, Vector256<float>> function, Func<double, double> reference, double bound)
        => new($"vector functions: {name}", () =>
        {
            var arguments = new float[Vector256<float>.Count];
            var (worst, worstArgument) = (0.0, 0f);
            for (ulong bits = 0; bits <= uint.MaxValue; bits += Stride * (ulong)arguments.Length)
            {
                for (var lane = 0; lane < arguments.Length; lane++)
                    arguments[lane] = BitConverter.UInt32BitsToSingle((uint)Math.Min(uint.MaxValue, bits + ((ulong)lane * Stride)));
                var results = function(Vector256.Create(arguments));
                for (var lane = 0; lane < arguments.Length; lane++)
                {
                    var error = ScalarReference.ErrorInUlp(results.GetElement(lane), reference(arguments[lane]));
                    if (error > worst)
                        (worst, worstArgument) = (error, arguments[lane]);
                }
            }

            Measurements.Add($"vector functions, {name} in ulp", worst);
            Expect.True(worst <= bound, $"{name}({worstArgument:R}) is off by {worst:F3} ulp; {bound} are documented.");
        });
}
