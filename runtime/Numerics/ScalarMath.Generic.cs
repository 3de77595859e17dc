using System.Numerics;

namespace NetGen.Numerics;

/// <content>
/// The functions of a type parameter: those of doubles, rounded. For <see cref="double"/> and <see cref="float"/> the just-in-time compiler makes of
/// them what the other overloads are.
/// </content>
public static partial class ScalarMath
{
    /// <summary><c>exp(x) − 1</c>, without cancellation near zero: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Expm1<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(Expm1(double.CreateChecked(x)));

    /// <summary><c>ln(1 + x)</c>, without cancellation near zero; −∞ for −1, NaN for x below −1: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Log1p<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(Log1p(double.CreateChecked(x)));

    /// <summary><c>1/(1 + exp(−x))</c>: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Sigmoid<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(Sigmoid(double.CreateChecked(x)));

    /// <summary><c>ln(1 + exp(x))</c>, for large x exactly x: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Softplus<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(Softplus(double.CreateChecked(x)));

    /// <summary><c>ln(exp(x) + exp(y))</c>, PyTorch's <c>logaddexp</c>: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    public static T LogAddExp<T>(T x, T y)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(LogAddExp(double.CreateChecked(x), double.CreateChecked(y)));

    /// <summary><c>ln(cosh(x))</c>, which is x²/2 near zero and |x| − ln 2 for large x: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T LogCosh<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(LogCosh(double.CreateChecked(x)));

    /// <summary>The error function, <c>2/√π·∫₀ˣ exp(−t²) dt</c>: that of doubles, rounded.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Erf<T>(T x)
        where T : IFloatingPointIeee754<T>
        => T.CreateChecked(Erf(double.CreateChecked(x)));

    /// <summary>The logarithm to base 2, which for some constraints two interfaces of the framework have, so that <c>T.Log2</c> is ambiguous.</summary>
    /// <typeparam name="T">The type of the number.</typeparam>
    public static T Log2<T>(T x)
        where T : ILogarithmicFunctions<T>
        => T.Log2(x);
}
