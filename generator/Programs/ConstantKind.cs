namespace NetGen.Generator.Programs;

/// <summary>The types of what is known when a network is compiled.</summary>
internal enum ConstantKind
{
    SByte, Byte, Short, UShort, Integer, UInteger, Long, Single, Double, Boolean, Text, Null,
}

internal static class ConstantKinds
{
    public static bool IsWhole(this ConstantKind kind) => kind <= ConstantKind.Long;

    public static bool IsReal(this ConstantKind kind) => kind is ConstantKind.Single or ConstantKind.Double;

    /// <summary>What C# calls it.</summary>
    public static string Text(this ConstantKind kind) => kind switch
    {
        ConstantKind.SByte => "sbyte",
        ConstantKind.Byte => "byte",
        ConstantKind.Short => "short",
        ConstantKind.UShort => "ushort",
        ConstantKind.Integer => "int",
        ConstantKind.UInteger => "uint",
        ConstantKind.Long => "long",
        ConstantKind.Single => "float",
        ConstantKind.Double => "double",
        ConstantKind.Boolean => "bool",
        ConstantKind.Text => "string",
        _ => "null",
    };

    /// <summary>The number as its kind holds it: as C# has it where nothing is checked.</summary>
    public static long Wrap(this ConstantKind kind, long number) => unchecked(kind switch
    {
        ConstantKind.SByte => (sbyte)number,
        ConstantKind.Byte => (byte)number,
        ConstantKind.Short => (short)number,
        ConstantKind.UShort => (ushort)number,
        ConstantKind.Integer => (int)number,
        ConstantKind.UInteger => (uint)number,
        _ => number,
    });

    /// <summary>The type in which C# computes with numbers of two types.</summary>
    public static ConstantKind Promoted(ConstantKind left, ConstantKind right)
    {
        if (left == ConstantKind.Double || right == ConstantKind.Double)
            return ConstantKind.Double;
        if (left == ConstantKind.Single || right == ConstantKind.Single)
            return ConstantKind.Single;
        if (left == ConstantKind.Long || right == ConstantKind.Long)
            return ConstantKind.Long;
        if (left != ConstantKind.UInteger && right != ConstantKind.UInteger)
            return ConstantKind.Integer;
        return IsUnsigned(left) && IsUnsigned(right) ? ConstantKind.UInteger : ConstantKind.Long;
    }

    private static bool IsUnsigned(ConstantKind kind) => kind is ConstantKind.Byte or ConstantKind.UShort or ConstantKind.UInteger;
}
