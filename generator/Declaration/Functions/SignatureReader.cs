using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads what a function takes and gives, and whether that can be differentiated.</summary>
internal static class SignatureReader
{
    /// <summary>The type that the function computes with, or null where it cannot be differentiated.</summary>
    public static RealType? Read(IMethodSymbol method, SyntaxNode syntax, LocationRecord place, ProblemList problems)
    {
        if (!HasNames(method))
        {
            problems.LeaveToTheCompiler();
            return null;
        }

        if (ReasonAgainst(method) is { } reason)
        {
            problems.Add(ProblemKind.UnsuitableFunction, place, method.Name, reason);
            return null;
        }

        if (ReasonAgainst(method.TypeParameters) is var (typeParameter, against))
        {
            problems.Add(ProblemKind.UnsuitableFunction, LocationRecord.From(typeParameter.Locations[0]), method.Name, against);
            return null;
        }

        if (TypeOf(method, method.ReturnType) is not { } type)
        {
            var result = syntax is MethodDeclarationSyntax { ReturnType: var written } ? LocationRecord.From(written) : place;
            Refuse(method.ReturnType, result, $"it gives '{method.ReturnType.ToDisplayString()}': {(IsOfClass(method.ReturnType) ? "make the method generic, and not its class" : $"let it give {RealTypes.Choice(method)}")}");
            return null;
        }

        var isSuitable = true;
        foreach (var parameter in method.Parameters)
        {
            var name = method.ReturnType.ToDisplayString();
            var refused = parameter.RefKind != RefKind.None || parameter.IsParams
                ? "is not a plain value"
                : TypeOf(method, parameter.Type) != type ? $"is '{parameter.Type.ToDisplayString()}'" : null;
            if (refused is null)
                continue;
            isSuitable = false;
            var where = parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } written ? LocationRecord.From(written) : place;
            Refuse(parameter.Type, where, $"its parameter '{parameter.Name}' {refused}: make it '{name}', as the result is");
        }

        return isSuitable ? type : null;

        void Refuse(ITypeSymbol found, LocationRecord where, string why)
        {
            if (found.TypeKind == TypeKind.Error)
                problems.LeaveToTheCompiler();
            else
                problems.Add(ProblemKind.UnsuitableFunction, where, method.Name, why);
        }
    }

    /// <summary>The parameters. One before one that cannot be left out cannot be left out either, which the C# compiler tells.</summary>
    public static EquatableArray<FunctionParameter> Parameters(IMethodSymbol method)
    {
        var required = method.Parameters.Length - method.Parameters.Reverse().TakeWhile(static parameter => parameter.HasExplicitDefaultValue).Count();
        return method.Parameters.Select(parameter => new FunctionParameter(parameter.Name, parameter.Ordinal < required ? null : Default(parameter))).ToEquatableArray();
    }

    /// <summary>Whether a method is one of those that can be differentiated, whatever it takes and gives.</summary>
    public static bool IsOrdinary(IMethodSymbol method)
        => HasNames(method) && ReasonAgainst(method) is null && ReasonAgainst(method.TypeParameters) is null
            && method.Parameters.Select(static parameter => parameter.Type).Append(method.ReturnType).All(static type => type.TypeKind != TypeKind.Error);

    /// <summary>Whether a method takes or gives more than numbers, or has data: then it is differentiated as a program.</summary>
    public static bool IsOfMore(IMethodSymbol method)
        => method.ReturnsVoid || IsMore(method.ReturnType)
            || method.Parameters.Any(static parameter => IsMore(parameter.Type) || parameter.RefKind is RefKind.Out or RefKind.In || FunctionAttributes.Find(parameter, FunctionAttributes.Constant) is not null);

    private static bool IsMore(ITypeSymbol type)
        => type is INamedTypeSymbol { IsTupleType: true } || ValueTypes.IsSpan(type) || type is IArrayTypeSymbol || StructMembers.Of(type) is not null
            || (ValueTypes.KindOf(type) is { } kind && IsData(kind));

    /// <summary>Whether a number is data, whatever its parameter is marked with: it has no fraction.</summary>
    public static bool IsData(ConstantKind kind)
        => kind is ConstantKind.Boolean or ConstantKind.Byte or ConstantKind.SByte or ConstantKind.Short or ConstantKind.UShort or ConstantKind.Integer;

    /// <summary>Whether nothing is without a name, as it is while it is typed, and no name is there twice.</summary>
    private static bool HasNames(IMethodSymbol method)
    {
        var names = method.Parameters.Select(static parameter => parameter.Name).ToList();
        return (method.MethodKind != MethodKind.Ordinary || SyntaxFacts.IsValidIdentifier(method.Name))
            && names.TrueForAll(SyntaxFacts.IsValidIdentifier) && names.Distinct().Count() == names.Count;
    }

    private static string? Default(IParameterSymbol parameter)
        => !parameter.HasExplicitDefaultValue ? null
            : parameter.ExplicitDefaultValue switch
            {
                float value => Numbers.Single(value),
                double value => Numbers.Double(value),
                _ => "default",
            };

    /// <summary>The type of a function's numbers; of a generic one that is its type parameter alone.</summary>
    private static RealType? TypeOf(IMethodSymbol method, ITypeSymbol type)
        => RealTypes.Of(type) is { } own && (!method.IsGenericMethod || own == RealTypes.OfGeneric(method)) ? own : null;

    private static bool IsOfClass(ITypeSymbol type) => type is ITypeParameterSymbol { TypeParameterKind: TypeParameterKind.Type };

    /// <summary>Which of a method's type parameters is no type of numbers, and why.</summary>
    private static (ITypeParameterSymbol Parameter, string Reason)? ReasonAgainst(System.Collections.Immutable.ImmutableArray<ITypeParameterSymbol> parameters) => parameters switch
    {
        [_, var second, ..] => (second, "it has several type parameters: write it with one, the type of its numbers"),
        [var parameter] when !RealTypes.HasFunctions(parameter)
            => (parameter, $"its type parameter '{parameter.Name}' may be a type without the functions of 'Math': write 'where {parameter.Name} : IFloatingPointIeee754<{parameter.Name}>'"),
        _ => null,
    };

    private static string? ReasonAgainst(IMethodSymbol method)
    {
        if (method.MethodKind != MethodKind.Ordinary)
            return "it is not an ordinary method: call it from one that is";
        if (!method.IsStatic)
            return "it belongs to an instance: make it 'static', and pass what it needs of the instance as parameters";
        if (method.IsAbstract || method.IsVirtual)
            return "it can be overridden: its derivative would not be";
        if (method.IsExtern)
            return "its body is not C#";
        if (method.IsAsync)
            return "it is asynchronous: compute first, and wait outside";
        if (method.ReturnsByRef || method.ReturnsByRefReadonly)
            return "it gives a reference: let it give a value";
        return method.Parameters.Length == 0 ? "it has no parameters: what does not depend on anything has no derivative" : null;
    }
}
