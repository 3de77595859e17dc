using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace NetGen.Numerics;

/// <summary>
/// Random tensors: the number at a position is a function of a key and that position alone, so that neither threads nor vectors nor the
/// order of the work change it. All tiers of processors give the same bits: there is no fused multiply-add in it.
/// </summary>
public static class RandomFill
{
    private const float TwoToMinus24 = 1f / (1 << 24);
    private const float TwoToMinus31 = 1f / (1u << 31);

    // √½ as bits: a float's bits minus these have in their upper part the exponent that leaves a mantissa in [√½, √2).
    private const int RootOfHalf = 0x3F3504F3;

    private const int MantissaBits = 23;
    private const float LogarithmOf2 = 0.69314718f;
    private const float TwoPi = 6.2831853f;

    /// <summary>The key of a tensor that is drawn in a training step.</summary>
    /// <param name="seed">The training's seed.</param>
    /// <param name="step">The number of the step.</param>
    /// <param name="stream">The tensor's own number in its network.</param>
    public static ulong Key(ulong seed, long step, int stream)
    {
        var steps = new CounterRandom(seed) { Counter = (ulong)step };
        return new CounterRandom(steps.NextUInt64()) { Counter = (ulong)stream }.NextUInt64();
    }

    /// <summary>Uniform in [0, 1), multiples of 2⁻²⁴.</summary>
    /// <param name="destination">The first of the numbers.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="key">See <see cref="Key"/>.</param>
    /// <param name="first">The position of the first.</param>
    public static void Uniform(ref float destination, int count, ulong key, long first)
    {
        var i = 0;
        for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            Uniform(Threefry.At(key, (ulong)(first + i), out _)).StoreUnsafe(ref destination, (nuint)i);
        if (i < count)
            Lanes.StorePartial(Uniform(Threefry.At(key, (ulong)(first + i), out _)), ref Unsafe.Add(ref destination, i), count - i);
    }

    /// <summary>Normal with mean 0 and standard deviation 1 (Box and Muller), at most 6.6 in magnitude.</summary>
    /// <inheritdoc cref="Uniform(ref float, int, ulong, long)"/>
    public static void Normal(ref float destination, int count, ulong key, long first)
    {
        var i = 0;
        for (; i <= count - Vector256<float>.Count; i += Vector256<float>.Count)
            Normal(key, first + i).StoreUnsafe(ref destination, (nuint)i);
        if (i < count)
            Lanes.StorePartial(Normal(key, first + i), ref Unsafe.Add(ref destination, i), count - i);
    }

    /// <summary>One of the numbers that <see cref="Uniform(ref float, int, ulong, long)"/> gives, to the bit.</summary>
    public static float UniformAt(ulong key, long position) => (int)(Threefry.At(key, (ulong)position).First >> 8) * TwoToMinus24;

    /// <summary>One of the numbers that <see cref="Normal(ref float, int, ulong, long)"/> gives, to the bit.</summary>
    public static float NormalAt(ulong key, long position)
    {
        var (first, second) = Threefry.At(key, (ulong)position);
        var bits = BitConverter.SingleToInt32Bits((int)((first >> 1) | 1) * TwoToMinus31);
        var exponent = (bits - RootOfHalf) >> MantissaBits;
        var mantissa = BitConverter.Int32BitsToSingle(bits - (exponent << MantissaBits));
        var s = (mantissa - 1f) / (mantissa + 1f);
        var squared = s * s;
        var series = squared * (1f / 9) + 1f / 7;
        series = squared * series + 1f / 5;
        series = squared * series + 1f / 3;
        var logarithm = exponent * LogarithmOf2 + (s + s) * (squared * series + 1f);

        var w = 0.25f - Math.Abs((int)(second >> 8) * TwoToMinus24 - 0.5f);
        var angle = w * TwoPi;
        var square = angle * angle;
        var sine = square * (-1f / 39916800) + 1f / 362880;
        sine = square * sine - 1f / 5040;
        sine = square * sine + 1f / 120;
        sine = square * sine - 1f / 6;
        return MathF.Sqrt(logarithm * -2f) * ((square * sine + 1f) * angle);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Uniform(Vector256<uint> bits)
        => Vector256.ConvertToSingle(Vector256.ShiftRightLogical(bits, 8).AsInt32()) * Vector256.Create(TwoToMinus24);

    /// <summary>
    /// <c>√(−2 log u) · sin 2πw</c> for u in (0, 1] and w = ¼ − |v − ½|, which for v uniform in [0, 1) goes evenly over [−¼, ¼]. The logarithm
    /// is that of the exponent, and 2·artanh s of the mantissa m, where s = (m − 1)/(m + 1); both series are Taylor's, cut off below 10⁻⁷.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Normal(ulong key, long position)
    {
        var first = Threefry.At(key, (ulong)position, out var second);
        var one = Vector256<float>.One;
        var bits = (Vector256.ConvertToSingle((Vector256.ShiftRightLogical(first, 1) | Vector256<uint>.One).AsInt32()) * Vector256.Create(TwoToMinus31)).AsInt32();
        var exponent = Vector256.ShiftRightArithmetic(bits - Vector256.Create(RootOfHalf), MantissaBits);
        var mantissa = (bits - Vector256.ShiftLeft(exponent, MantissaBits)).AsSingle();
        var s = (mantissa - one) / (mantissa + one);
        var squared = s * s;
        var series = (squared * Vector256.Create(1f / 9)) + Vector256.Create(1f / 7);
        series = (squared * series) + Vector256.Create(1f / 5);
        series = (squared * series) + Vector256.Create(1f / 3);
        var logarithm = (Vector256.ConvertToSingle(exponent) * Vector256.Create(LogarithmOf2)) + ((s + s) * ((squared * series) + one));

        var half = Vector256.Create(0.5f);
        var fraction = Vector256.ConvertToSingle(Vector256.ShiftRightLogical(second, 8).AsInt32()) * Vector256.Create(TwoToMinus24);
        var angle = (Vector256.Create(0.25f) - Vector256.Abs(fraction - half)) * Vector256.Create(TwoPi);
        var square = angle * angle;
        var sine = (square * Vector256.Create(-1f / 39916800)) + Vector256.Create(1f / 362880);
        sine = (square * sine) - Vector256.Create(1f / 5040);
        sine = (square * sine) + Vector256.Create(1f / 120);
        sine = (square * sine) - Vector256.Create(1f / 6);
        return Vector256.Sqrt(logarithm * Vector256.Create(-2f)) * (((square * sine) + one) * angle);
    }
}
