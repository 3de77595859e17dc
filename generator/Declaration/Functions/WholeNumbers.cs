using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Bodies;
using NetGen.Generator.Declaration.Bodies;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>The whole numbers of C#: known while a function is read, they count its loops.</summary>
internal static class WholeNumbers
{
    public static bool IsWhole(ITypeSymbol type) => type.SpecialType is
        SpecialType.System_SByte or SpecialType.System_Byte or SpecialType.System_Int16 or SpecialType.System_UInt16
        or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_Int64;

    public static bool TryRead(object? constant, out long number)
    {
        var isWhole = constant is sbyte or byte or short or ushort or int or uint or long;
        number = isWhole ? System.Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture) : 0;
        return isWhole;
    }

    /// <summary>The number in its type, as C# has it where nothing is checked.</summary>
    public static long Wrap(long number, ITypeSymbol type) => unchecked(type.SpecialType switch
    {
        SpecialType.System_SByte => (sbyte)number,
        SpecialType.System_Byte => (byte)number,
        SpecialType.System_Int16 => (short)number,
        SpecialType.System_UInt16 => (ushort)number,
        SpecialType.System_Int32 => (int)number,
        SpecialType.System_UInt32 => (uint)number,
        _ => number,
    });

    public static bool Holds(Comparison comparison, long left, long right) => comparison switch
    {
        Comparison.Less => left < right,
        Comparison.LessOrEqual => left <= right,
        Comparison.Greater => left > right,
        Comparison.GreaterOrEqual => left >= right,
        Comparison.Equal => left == right,
        _ => left != right,
    };

    /// <summary>The value of an operator in its type; null where there is none.</summary>
    public static long? Combine(BinaryOperatorKind kind, long left, long right, ITypeSymbol type)
        => Operators.Of(kind, null) is { } function && WholeArithmetic.Combine(function, left, right, type.SpecialType == SpecialType.System_Int64 ? 64 : 32) is { } value
            ? Wrap(value, type)
            : null;
}
