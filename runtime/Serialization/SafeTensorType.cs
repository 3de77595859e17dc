using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>The type of a tensor's elements, under the names that safetensors files use.</summary>
[SuppressMessage("Naming", "CA1707:Identifiers should not contain underscores", Justification = "These are the format's own names.")]
public enum SafeTensorType
{
    /// <summary>True or false in one byte.</summary>
    BOOL,

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

/// <summary>The names and widths of <see cref="SafeTensorType"/>.</summary>
internal static class SafeTensorTypes
{
    private static readonly (string Name, SafeTensorType Type, int Bytes)[] All =
    [
        ("BOOL", SafeTensorType.BOOL, 1),
        ("U8", SafeTensorType.U8, 1),
        ("I8", SafeTensorType.I8, 1),
        ("F8_E5M2", SafeTensorType.F8_E5M2, 1),
        ("F8_E4M3", SafeTensorType.F8_E4M3, 1),
        ("F8_E8M0", SafeTensorType.F8_E8M0, 1),
        ("I16", SafeTensorType.I16, 2),
        ("U16", SafeTensorType.U16, 2),
        ("F16", SafeTensorType.F16, 2),
        ("BF16", SafeTensorType.BF16, 2),
        ("I32", SafeTensorType.I32, 4),
        ("U32", SafeTensorType.U32, 4),
        ("F32", SafeTensorType.F32, 4),
        ("C64", SafeTensorType.C64, 8),
        ("F64", SafeTensorType.F64, 8),
        ("I64", SafeTensorType.I64, 8),
        ("U64", SafeTensorType.U64, 8),
    ];

    /// <summary>All names, for messages.</summary>
    public static string Names => string.Join(", ", All.Select(static entry => entry.Name));

    /// <summary>The type of that name, if there is one.</summary>
    public static bool TryParse(string name, out SafeTensorType type)
    {
        foreach (var entry in All)
        {
            if (entry.Name == name)
            {
                type = entry.Type;
                return true;
            }
        }

        type = default;
        return false;
    }

    /// <summary>How many bytes an element has.</summary>
    public static int Bytes(SafeTensorType type)
    {
        foreach (var entry in All)
        {
            if (entry.Type == type)
                return entry.Bytes;
        }

        throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such type of tensor.");
    }

    /// <summary>Whether elements can be read as floats: F32 as it is, F64, F16 and BF16 by conversion.</summary>
    public static bool IsReadableAsFloat(SafeTensorType type)
        => type is SafeTensorType.F32 or SafeTensorType.F64 or SafeTensorType.F16 or SafeTensorType.BF16;
}
