using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>A structure of the project as its members: to a program it is the tuple of them.</summary>
internal static class StructMembers
{
    /// <summary>The members that hold what a structure is made of, in their order; null for what is none of the project's.</summary>
    public static IReadOnlyList<StructMember>? Of(ITypeSymbol? type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Struct, IsTupleType: false, IsRefLikeType: false, EnumUnderlyingType: null } named
            || named.DeclaringSyntaxReferences.IsEmpty || !named.TypeArguments.All(ValueTypes.IsNumber))
            return null;
        var members = new List<StructMember>();
        foreach (var field in named.GetMembers().OfType<IFieldSymbol>())
        {
            if (field.IsStatic || field.IsConst)
                continue;
            members.Add(field.AssociatedSymbol is IPropertySymbol property ? new(property, property.Type) : new(field, field.Type));
        }

        return members.Count > 0 && !members.Exists(member => SymbolEqualityComparer.Default.Equals(member.Type, named)) ? members : null;
    }

    /// <summary>The place of a member among those of its structure; −1 where it is none of them.</summary>
    public static int IndexOf(ISymbol member)
    {
        var members = Of(member.ContainingType);
        for (var index = 0; index < (members?.Count ?? 0); index++)
        {
            if (SymbolEqualityComparer.Default.Equals(members![index].Symbol, member))
                return index;
        }

        return -1;
    }

    /// <summary>Whether a constructor is that of a record with its members in parentheses.</summary>
    public static bool IsPositional(IMethodSymbol constructor)
        => constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is RecordDeclarationSyntax && constructor.Parameters.Length > 0;
}

/// <summary>A member that holds a part of a structure: a field, or a property that stores its value.</summary>
internal sealed record StructMember(ISymbol Symbol, ITypeSymbol Type)
{
    public string Name => Symbol.Name;
}
