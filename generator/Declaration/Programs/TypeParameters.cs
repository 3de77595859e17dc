using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>What is known of type parameters that are numbers, and of the interfaces of the framework that say so.</summary>
internal static class TypeParameters
{
    /// <summary>What has the functions of <c>Math</c>.</summary>
    public const string WithFunctions = "System.Numerics.IFloatingPointIeee754`1";

    private const string Number = "System.Numerics.INumberBase`1";

    private const string Namespace = "System.Numerics";

    /// <summary>The interfaces with operators that programs have.</summary>
    private static readonly HashSet<string> Operators =
    [
        "System.Numerics.IAdditionOperators`3", "System.Numerics.ISubtractionOperators`3", "System.Numerics.IMultiplyOperators`3", "System.Numerics.IDivisionOperators`3",
        "System.Numerics.IModulusOperators`3", "System.Numerics.IUnaryPlusOperators`2", "System.Numerics.IUnaryNegationOperators`2", "System.Numerics.IIncrementOperators`1",
        "System.Numerics.IDecrementOperators`1", "System.Numerics.IEqualityOperators`3", "System.Numerics.IComparisonOperators`3",
    ];

    /// <summary>The numbers that interfaces have as properties, whatever type implements them.</summary>
    private static readonly Dictionary<string, double> Constants = new()
    {
        ["Zero"] = 0.0,
        ["One"] = 1.0,
        ["NegativeOne"] = -1.0,
        ["NegativeZero"] = -0.0,
        ["AdditiveIdentity"] = 0.0,
        ["MultiplicativeIdentity"] = 1.0,
        ["Pi"] = Math.PI,
        ["E"] = Math.E,
        ["Tau"] = 2.0 * Math.PI,
        ["NaN"] = double.NaN,
        ["PositiveInfinity"] = double.PositiveInfinity,
        ["NegativeInfinity"] = double.NegativeInfinity,
    };

    public static bool IsNumber(ITypeParameterSymbol parameter) => Implements(parameter, Number);

    /// <summary>Whether whatever stands for a type parameter implements an interface of itself.</summary>
    public static bool Implements(ITypeParameterSymbol parameter, string itself)
        => parameter.ConstraintTypes.OfType<INamedTypeSymbol>().SelectMany(static constraint => constraint.AllInterfaces.Prepend(constraint))
            .Any(one => one is { IsGenericType: true, TypeArguments: [var own] } && SymbolEqualityComparer.Default.Equals(own, parameter) && MetadataNames.Of(one.OriginalDefinition) == itself);

    /// <summary>Whether a member is one of the framework's interfaces of numbers.</summary>
    public static bool IsOfNumbers(ISymbol member)
        => member.ContainingType is { TypeKind: TypeKind.Interface } type && type.ContainingNamespace?.ToDisplayString() == Namespace;

    /// <summary>Whether a method is an operator of numbers.</summary>
    public static bool IsOperator(IMethodSymbol function) => IsOfNumbers(function) && Operators.Contains(MetadataNames.Of(function.ContainingType.OriginalDefinition));

    /// <summary>The value of a property such as <c>T.Pi</c>; null where it differs from type to type.</summary>
    public static double? ValueOf(IPropertySymbol property) => IsOfNumbers(property) && Constants.TryGetValue(property.Name, out var value) ? value : null;

    /// <summary>
    /// What kind of number a call such as <c>T.CreateChecked(2)</c> or <c>int.CreateTruncating(x)</c> makes of its argument; null for any other call. From a
    /// type parameter to a type that is known there are only whole numbers: others would compute with two types.
    /// </summary>
    public static ConstantKind? ConversionOf(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method is not { Name: "CreateChecked" or "CreateSaturating" or "CreateTruncating", IsStatic: true, Parameters.Length: 1, DeclaringSyntaxReferences.IsEmpty: true })
            return null;
        if (IsOfNumbers(method))
            return ConstantKind.Double;
        return call.Arguments[0].Value.Type is ITypeParameterSymbol parameter && IsNumber(parameter) && ValueTypes.KindOf(method.ContainingType) is { } kind && kind.IsWhole() ? kind : null;
    }

    /// <summary>The constraints of a type parameter as C#.</summary>
    public static string ConstraintsOf(ITypeParameterSymbol parameter)
    {
        var constraints = new List<string>();
        if (parameter.HasUnmanagedTypeConstraint)
            constraints.Add("unmanaged");
        else if (parameter.HasValueTypeConstraint)
            constraints.Add("struct");
        else if (parameter.HasReferenceTypeConstraint)
            constraints.Add("class");
        else if (parameter.HasNotNullConstraint)
            constraints.Add("notnull");
        constraints.AddRange(parameter.ConstraintTypes.Select(static constraint => constraint.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)));
        if (parameter.HasConstructorConstraint)
            constraints.Add("new()");
        return string.Join(", ", constraints);
    }
}
