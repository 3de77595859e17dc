using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>The type of a tensor's elements, under the names that safetensors files use.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "These are the format's own names.")]
public enum SafeTensorType
{
    /// <summary>A type that this version does not know; <see cref="SafeTensor.TypeName"/> is what the file calls it.</summary>
    Unknown,

    /// <summary>True or false in one byte, 1 or 0.</summary>
    BOOL,

    /// <summary>Floating point, 4 bits: 2 of exponent, 1 of mantissa. Two elements are in one byte.</summary>
    F4,

    /// <summary>Floating point, 6 bits: 2 of exponent, 3 of mantissa. Four elements are in three bytes.</summary>
    F6_E2M3,

    /// <summary>Floating point, 6 bits: 3 of exponent, 2 of mantissa. Four elements are in three bytes.</summary>
    F6_E3M2,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Floating point, 8 bits: 5 of exponent, 2 of mantissa.</summary>
    F8_E5M2,

    /// <summary>Floating point, 8 bits: 4 of exponent, 3 of mantissa.</summary>
    F8_E4M3,

    /// <summary>A power of two, 8 bits of exponent.</summary>
    F8_E8M0,

    /// <summary>Floating point, 8 bits: 4 of exponent, 3 of mantissa, one zero and no infinity.</summary>
    F8_E4M3FNUZ,

    /// <summary>Floating point, 8 bits: 5 of exponent, 2 of mantissa, one zero and no infinity.</summary>
    F8_E5M2FNUZ,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>Floating point, 16 bits, IEEE 754.</summary>
    F16,

    /// <summary>Floating point, 16 bits: the upper half of <see cref="F32"/>.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>Floating point, 32 bits, IEEE 754.</summary>
    F32,

    /// <summary>Complex: two of <see cref="F32"/>.</summary>
    C64,

    /// <summary>Floating point, 64 bits, IEEE 754.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}

/// <summary>The widths of <see cref="SafeTensorType"/>, and what can be read as floats.</summary>
internal static class SafeTensorTypes
{
    /// <summary>What the types of a network's parameters can be, for messages.</summary>
    public const string ParameterTypes = "F32, F64, F16 and BF16";

    private static readonly Dictionary<SafeTensorType, int> Widths = new()
    {
        [SafeTensorType.F4] = 4,
        [SafeTensorType.F6_E2M3] = 6,
        [SafeTensorType.F6_E3M2] = 6,
        [SafeTensorType.BOOL] = 8,
        [SafeTensorType.U8] = 8,
        [SafeTensorType.I8] = 8,
        [SafeTensorType.F8_E5M2] = 8,
        [SafeTensorType.F8_E4M3] = 8,
        [SafeTensorType.F8_E8M0] = 8,
        [SafeTensorType.F8_E4M3FNUZ] = 8,
        [SafeTensorType.F8_E5M2FNUZ] = 8,
        [SafeTensorType.I16] = 16,
        [SafeTensorType.U16] = 16,
        [SafeTensorType.F16] = 16,
        [SafeTensorType.BF16] = 16,
        [SafeTensorType.I32] = 32,
        [SafeTensorType.U32] = 32,
        [SafeTensorType.F32] = 32,
        [SafeTensorType.C64] = 64,
        [SafeTensorType.F64] = 64,
        [SafeTensorType.I64] = 64,
        [SafeTensorType.U64] = 64,
    };

    private static readonly Dictionary<string, SafeTensorType> ByName = Widths.Keys.ToDictionary(static type => type.ToString(), StringComparer.Ordinal);

    private static readonly Dictionary<string, SafeTensorType>.AlternateLookup<ReadOnlySpan<char>> ByText = ByName.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly Dictionary<SafeTensorType, string> Names = Widths.Keys.ToDictionary(static type => type, static type => type.ToString());

    /// <summary>The type of that name, or <see cref="SafeTensorType.Unknown"/>.</summary>
    public static SafeTensorType Parse(ReadOnlySpan<char> name) => ByText.TryGetValue(name, out var type) ? type : SafeTensorType.Unknown;

    /// <summary>The name of a known type.</summary>
    public static string Name(SafeTensorType type) => Names[type];

    /// <summary>How many bits an element has; null where that is not known.</summary>
    public static int? Bits(SafeTensorType type) => Widths.TryGetValue(type, out var bits) ? bits : null;

    /// <summary>Whether a parameter can be read from it: F32 as it is, F64, F16 and BF16 by conversion.</summary>
    public static bool IsParameter(SafeTensorType type)
        => type is SafeTensorType.F32 or SafeTensorType.F64 or SafeTensorType.F16 or SafeTensorType.BF16;

    /// <summary>Whether its elements are whole numbers, with BOOL as 0 and 1.</summary>
    public static bool IsWhole(SafeTensorType type)
        => type is SafeTensorType.BOOL or SafeTensorType.U8 or SafeTensorType.I8 or SafeTensorType.U16 or SafeTensorType.I16
            or SafeTensorType.U32 or SafeTensorType.I32 or SafeTensorType.U64 or SafeTensorType.I64;
}
