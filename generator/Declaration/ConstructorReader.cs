using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Reads the constructors of a network's class. The generated one, <c>Net(ulong seed)</c>, draws the parameters, so every other one has to
/// end there.
/// </summary>
internal static class ConstructorReader
{
    private const string SetsRequiredMembers = "System.Diagnostics.CodeAnalysis.SetsRequiredMembersAttribute";
    private const string Obsolete = "System.ObsoleteAttribute";

    /// <summary>Tells of every constructor that does not call another one of the class. By C#'s rules all others end in one of these, or in the generated one.</summary>
    public static void RefuseUnseeded(INamedTypeSymbol symbol, ProblemList problems, CancellationToken cancellation)
    {
        foreach (var constructor in symbol.InstanceConstructors)
        {
            if (constructor.IsImplicitlyDeclared || IsGenerated(constructor))
                continue;
            var written = constructor.PartialImplementationPart ?? constructor;
            if (written.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not ConstructorDeclarationSyntax syntax
                || syntax.Initializer?.IsKind(SyntaxKind.ThisConstructorInitializer) == true)
            {
                continue;
            }

            problems.Add(ProblemKind.UnseededConstructor, LocationRecord.From(syntax.Identifier), symbol.Name, constructor.ToDisplayString(MemberReader.Display));
        }
    }

    /// <summary>What the generated constructor needs besides its body.</summary>
    public static GeneratedConstructor Describe(INamedTypeSymbol symbol, Microsoft.CodeAnalysis.Compilation compilation)
    {
        var ancestor = symbol.BaseType is { SpecialType: not SpecialType.System_Object } type
            ? BaseReader.Callable(type, symbol, compilation) is { Count: > 0 } callable ? callable[0] : null
            : null;
        var warnings = new List<string>();
        if (ancestor is not null && Has(ancestor, Obsolete))
            warnings.AddRange(["CS0612", "CS0618"]);
        if (symbol.GetMembers().Any(IsCheckedForNull))
            warnings.Add("CS8618");
        return new(ancestor is not null && Has(ancestor, SetsRequiredMembers), warnings.ToEquatableArray());
    }

    /// <summary>Whether it stands in the place of the generated one, which is told as a collision.</summary>
    private static bool IsGenerated(IMethodSymbol constructor)
        => constructor.Parameters.Length == 1 && constructor.Parameters[0] is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_UInt64 };

    /// <summary>Whether C# would want a constructor to set a member, so that it is not null. The developer's own constructors or initialisers do that.</summary>
    private static bool IsCheckedForNull(ISymbol member) => member switch
    {
        IFieldSymbol { IsStatic: false, IsConst: false } field => field is { Type.IsValueType: false, NullableAnnotation: not NullableAnnotation.None },
        IEventSymbol { IsStatic: false } happening => happening.NullableAnnotation != NullableAnnotation.None,
        _ => false,
    };

    private static bool Has(ISymbol symbol, string attribute)
        => symbol.GetAttributes().Any(found => found.AttributeClass is { } type && MetadataNames.Of(type) == attribute);
}
