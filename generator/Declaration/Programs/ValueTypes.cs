using Microsoft.CodeAnalysis;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>The types of values that a program can have.</summary>
internal static class ValueTypes
{
    private static readonly HashSet<string> Collections =
    [
        "System.Collections.Generic.List`1", "System.Collections.Generic.IReadOnlyList`1", "System.Collections.Generic.IList`1",
        "System.Collections.Generic.IReadOnlyCollection`1", "System.Collections.Generic.ICollection`1",
        "System.ReadOnlySpan`1", "System.Span`1",
    ];

    /// <summary>The kind of a number, a truth value or a text; an enumeration is the number that stands for it.</summary>
    public static ConstantKind? KindOf(ITypeSymbol? type) => type switch
    {
        INamedTypeSymbol { TypeKind: TypeKind.Enum, EnumUnderlyingType: { } underlying } => KindOf(underlying),
        { SpecialType: SpecialType.System_SByte } => ConstantKind.SByte,
        { SpecialType: SpecialType.System_Byte } => ConstantKind.Byte,
        { SpecialType: SpecialType.System_Int16 } => ConstantKind.Short,
        { SpecialType: SpecialType.System_UInt16 } => ConstantKind.UShort,
        { SpecialType: SpecialType.System_Int32 } => ConstantKind.Integer,
        { SpecialType: SpecialType.System_UInt32 } => ConstantKind.UInteger,
        { SpecialType: SpecialType.System_Int64 } => ConstantKind.Long,
        { SpecialType: SpecialType.System_Single } => ConstantKind.Single,
        { SpecialType: SpecialType.System_Double } => ConstantKind.Double,
        { SpecialType: SpecialType.System_Boolean } => ConstantKind.Boolean,
        { SpecialType: SpecialType.System_String } => ConstantKind.Text,
        // Whatever it stands for, its numbers have a fraction; what is known of them is computed in double.
        ITypeParameterSymbol parameter when TypeParameters.IsNumber(parameter) => ConstantKind.Double,
        _ => null,
    };

    public static bool IsNumber(ITypeSymbol? type) => KindOf(type) is { } kind && (kind.IsWhole() || kind.IsReal());

    public static bool IsTensor(ITypeSymbol? type) => type is INamedTypeSymbol named && MetadataNames.Of(named) == TensorTypes.Tensor;

    public static bool IsSupported(ITypeSymbol type)
    {
        if (KindOf(type) is not null || IsTensor(type))
            return true;
        return type is INamedTypeSymbol { IsTupleType: true, TupleElements: var items }
            ? items.All(static item => IsSupported(item.Type))
            : StructMembers.Of(type) is { } members
            ? members.All(static member => IsSupported(member.Type))
            : ElementOf(type) is { } element && IsSupported(element);
    }

    /// <summary>Whether a type is an array or a list, by whatever interface: what has elements by their numbers.</summary>
    public static bool IsCollection(ITypeSymbol? type)
        => type is IArrayTypeSymbol { IsSZArray: true } || (type is INamedTypeSymbol { OriginalDefinition: var definition } && Collections.Contains(MetadataNames.Of(definition)));

    public static bool IsSpan(ITypeSymbol? type)
        => type is INamedTypeSymbol { IsRefLikeType: true, OriginalDefinition: var definition } && MetadataNames.Of(definition) is "System.ReadOnlySpan`1" or "System.Span`1";

    /// <summary>The type of the items of an array, a list or a query; null where it is none of these.</summary>
    public static ITypeSymbol? ElementOf(ITypeSymbol? type) => type switch
    {
        IArrayTypeSymbol { IsSZArray: true } array => array.ElementType,
        INamedTypeSymbol { TypeArguments: [var element], OriginalDefinition: var definition }
            when Collections.Contains(MetadataNames.Of(definition)) || definition.SpecialType == SpecialType.System_Collections_Generic_IEnumerable_T => element,
        _ => null,
    };

    /// <summary>What makes a value of one type a value of another one, to which C# converts it.</summary>
    public static ValueConversion Conversion(ITypeSymbol? source, ITypeSymbol? target, bool isChecked = false)
    {
        if (IsNumber(source) && IsTensor(target))
            return ValueConversion.To(ConstantKind.Double);
        if (IsNumber(source) && IsNumber(target))
            return KindOf(source) == KindOf(target) ? ValueConversion.None : ValueConversion.To(KindOf(target)!.Value, isChecked);
        if (source is not INamedTypeSymbol { IsTupleType: true, TupleElements: var from } || target is not INamedTypeSymbol { IsTupleType: true, TupleElements: var to } || from.Length != to.Length)
            return ValueConversion.None;
        var items = from.Zip(to, (item, own) => Conversion(item.Type, own.Type, isChecked)).ToEquatableArray();
        return items.All(static item => item.IsNone) ? ValueConversion.None : new(null, isChecked, items);
    }
}
