using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// The functions of sixteen floats that are those of eight, of one half after the other. An element has the same bits in a vector of either width.
/// </summary>
public static partial class VectorMath
{
    /// <inheritdoc cref="Max(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Max(Vector512<float> x, Vector512<float> y)
        => Vector512.ConditionalSelect(Vector512.Equals(x, x), Vector512.MaxNative(x, y), x);

    /// <inheritdoc cref="Min(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Min(Vector512<float> x, Vector512<float> y)
        => Vector512.ConditionalSelect(Vector512.Equals(x, x), Vector512.MinNative(x, y), x);

    /// <inheritdoc cref="Expm1(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Expm1(Vector512<float> x) => Vector512.Create(Expm1(x.GetLower()), Expm1(x.GetUpper()));

    /// <inheritdoc cref="Log(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log(Vector512<float> x) => Vector512.Create(Log(x.GetLower()), Log(x.GetUpper()));

    /// <inheritdoc cref="Log1p(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Log1p(Vector512<float> x) => Vector512.Create(Log1p(x.GetLower()), Log1p(x.GetUpper()));

    /// <inheritdoc cref="Softplus(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Softplus(Vector512<float> x) => Vector512.Create(Softplus(x.GetLower()), Softplus(x.GetUpper()));

    /// <inheritdoc cref="LogCosh(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogCosh(Vector512<float> x) => Vector512.Create(LogCosh(x.GetLower()), LogCosh(x.GetUpper()));

    /// <inheritdoc cref="Sin(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Sin(Vector512<float> x) => Vector512.Create(Sin(x.GetLower()), Sin(x.GetUpper()));

    /// <inheritdoc cref="Cos(Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Cos(Vector512<float> x) => Vector512.Create(Cos(x.GetLower()), Cos(x.GetUpper()));

    /// <inheritdoc cref="Pow(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Pow(Vector512<float> x, Vector512<float> y)
        => Vector512.Create(Pow(x.GetLower(), y.GetLower()), Pow(x.GetUpper(), y.GetUpper()));

    /// <inheritdoc cref="Remainder(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Remainder(Vector512<float> x, Vector512<float> y)
        => Vector512.Create(Remainder(x.GetLower(), y.GetLower()), Remainder(x.GetUpper(), y.GetUpper()));

    /// <inheritdoc cref="LogAddExp(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LogAddExp(Vector512<float> x, Vector512<float> y)
        => Vector512.Create(LogAddExp(x.GetLower(), y.GetLower()), LogAddExp(x.GetUpper(), y.GetUpper()));

    /// <inheritdoc cref="Hypot(Vector256{float}, Vector256{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Hypot(Vector512<float> x, Vector512<float> y)
        => Vector512.Create(Hypot(x.GetLower(), y.GetLower()), Hypot(x.GetUpper(), y.GetUpper()));
}
