using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Functions;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads where the generated methods go, and whether they can go there.</summary>
internal static class ContainerReader
{
    /// <summary>The types around a function, or null where nothing can be added to them.</summary>
    public static FunctionContainer? Read(
        INamedTypeSymbol symbol, string function, LocationRecord place, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems)
    {
        if (ClassReader.HiddenName(symbol, compilation) is { } hidden)
        {
            problems.Add(ProblemKind.HiddenName, place, function, hidden);
            return null;
        }

        if (!ClassReader.CanBeRepeated(symbol))
        {
            problems.LeaveToTheCompiler();
            return null;
        }

        List<INamedTypeSymbol> types = [symbol, .. ClassReader.Containers(symbol)];
        foreach (var type in types)
        {
            var reason = type.TypeParameters.Length > 0 ? ("generic", "its gradient would be one for every type: move the function to a type that is not")
                : type.IsFileLocal ? ("local to its file", "what is generated is in another one: remove 'file'")
                : type.TypeKind == TypeKind.Interface ? ("an interface", "a gradient is computed, not implemented: move the function to a class")
                : default((string Quality, string Instead)?);
            if (reason is not var (quality, instead))
                continue;
            problems.Add(ProblemKind.UnsuitableFunctionClass, PlaceOf(type), type.Name, quality, instead);
            return null;
        }

        var arePartial = true;
        foreach (var type in types)
        {
            if (ClassReader.IsPartial(type, problems, out var isReported))
                continue;
            arePartial = false;
            // Of a network, and of the types around it, the reader of networks tells.
            if (isReported || IsToldAsNetwork(type, symbol))
                problems.LeaveToTheCompiler();
            else
                problems.Add(ProblemKind.FunctionClassNotPartial, PlaceOf(type), type.Name);
        }

        return arePartial
            ? new(ClassReader.Namespace(symbol), ((IEnumerable<INamedTypeSymbol>)types).Reverse().Select(ClassReader.Header).ToEquatableArray())
            : null;
    }

    /// <summary>Whether no member of the developer's has the name of a generated one.</summary>
    public static bool IsFree(
        IMethodSymbol method, RealType type, FunctionSignature? signature, FunctionProducts products, LocationRecord place, ProblemList problems)
    {
        var isFree = true;
        var members = signature is null
            ? FunctionMembers.Of(method.Name, type, method.Parameters.Length, products)
            : ProgramMembers.Of(method.Name, type, signature, products).Select(static member => member.Generated);
        foreach (var generated in members)
        {
            if (method.ContainingType.Name == generated.Name)
            {
                problems.Add(ProblemKind.FunctionMemberCollision, place, generated.Name, method.Name, "the class another name");
                isFree = false;
            }

            foreach (var member in method.ContainingType.GetMembers(generated.Name))
            {
                if (member.IsImplicitlyDeclared || !MemberReader.Collide(member, generated))
                    continue;
                problems.Add(
                    ProblemKind.FunctionMemberCollision,
                    LocationRecord.From(member.Locations[0]),
                    member.ToDisplayString(MemberReader.Display),
                    method.Name,
                    "it " + MemberReader.Advice(member, generated));
                isFree = false;
            }
        }

        return isFree;
    }

    private static bool IsToldAsNetwork(INamedTypeSymbol type, INamedTypeSymbol innermost)
        => ((IEnumerable<INamedTypeSymbol>)[innermost, .. ClassReader.Containers(innermost)])
            .TakeWhile(inner => !inner.Equals(type, SymbolEqualityComparer.Default))
            .Append(type)
            .Any(static inner => FunctionAttributes.Find(inner, NetworkReader.Attribute) is not null);

    private static LocationRecord PlaceOf(INamedTypeSymbol type) => LocationRecord.From(ClassReader.Parts(type).First().Identifier);
}
