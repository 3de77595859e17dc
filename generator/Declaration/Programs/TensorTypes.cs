using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>The types of a forward method.</summary>
internal static class TensorTypes
{
    public const string Tensor = "NetGen.Tensor";

    public static bool IsTensor(ITypeSymbol type)
        => type is INamedTypeSymbol { NullableAnnotation: not NullableAnnotation.Annotated } named && MetadataNames.Of(named) == Tensor;

    /// <summary>Whether it is a tensor or, wrongly, one that may be null.</summary>
    public static bool IsTensorOrNull(INamedTypeSymbol type) => MetadataNames.Of(type) == Tensor;

    /// <summary>How many tensors a type is: 1, the items of a tuple, or 0 where it is something else.</summary>
    public static int Count(ITypeSymbol type)
    {
        if (IsTensor(type))
            return 1;
        return type is INamedTypeSymbol { IsTupleType: true } tuple && tuple.TupleElements.All(static item => IsTensor(item.Type)) ? tuple.TupleElements.Length : 0;
    }
}
