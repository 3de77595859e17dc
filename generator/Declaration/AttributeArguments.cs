using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>The arguments of an attribute by name: what they are worth, and where they are written.</summary>
internal sealed class AttributeArguments(AttributeData attribute, AttributeSyntax syntax)
{
    private readonly SeparatedSyntaxList<AttributeArgumentSyntax> written = syntax.ArgumentList?.Arguments ?? default;

    /// <summary>Whether the C# compiler could not make sense of them, and says so itself.</summary>
    public bool AreErroneous { get; } = attribute.AttributeConstructor is not { } constructor
        || constructor.Parameters.Length != attribute.ConstructorArguments.Length
        || attribute.ConstructorArguments.Any(IsErroneous)
        || attribute.NamedArguments.Any(static argument => IsErroneous(argument.Value));

    /// <summary>The value for a parameter of the constructor or for a property, or null where none is known.</summary>
    public TypedConstant? Value(string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
                return argument.Value;
        }

        var ordinal = Ordinal(name);
        return ordinal >= 0 && ordinal < attribute.ConstructorArguments.Length ? attribute.ConstructorArguments[ordinal] : null;
    }

    /// <summary>Where the value is written, or null where it is left out.</summary>
    public LocationRecord? Place(string name) => Written(name).FirstOrDefault() is { } first ? LocationRecord.From(first) : null;

    /// <summary>
    /// Where an element of an array is written: <c>[Input(1, 28, 28)]</c> lists them as arguments, <c>[Input(new[] { 1, 28, 28 })]</c> in one.
    /// </summary>
    public LocationRecord? Place(string name, int index, int count)
    {
        var expressions = Written(name);
        if (expressions.Count == 1 && Elements(expressions[0]) is { Count: > 0 } elements)
            expressions = elements;
        return expressions.Count == count ? LocationRecord.From(expressions[index]) : Place(name);
    }

    private static bool IsErroneous(TypedConstant constant)
        => constant.Kind == TypedConstantKind.Error || (constant.Kind == TypedConstantKind.Array && !constant.IsNull && constant.Values.Any(IsErroneous));

    private static List<ExpressionSyntax>? Elements(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        ImplicitArrayCreationExpressionSyntax { Initializer: { } initializer } => [.. initializer.Expressions],
        CollectionExpressionSyntax collection => [.. collection.Elements.OfType<ExpressionElementSyntax>().Select(static element => element.Expression)],
        _ => null,
    };

    /// <summary>What is written for a name: one expression, or as many as a <c>params</c> parameter takes.</summary>
    private List<ExpressionSyntax> Written(string name)
    {
        var ordinal = Ordinal(name);
        var takesRest = ordinal >= 0 && attribute.AttributeConstructor!.Parameters[ordinal].IsParams;
        var found = new List<ExpressionSyntax>();
        for (var position = 0; position < written.Count; position++)
        {
            var argument = written[position];
            var argumentName = argument.NameColon?.Name ?? argument.NameEquals?.Name;
            var matches = argumentName is not null
                ? argumentName.Identifier.ValueText == name
                : position == ordinal || (takesRest && position > ordinal);
            if (matches)
                found.Add(argument.Expression);
        }

        return found;
    }

    private int Ordinal(string name)
    {
        if (attribute.AttributeConstructor is not { Parameters: var parameters })
            return -1;
        for (var i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Name == name)
                return i;
        }

        return -1;
    }
}
