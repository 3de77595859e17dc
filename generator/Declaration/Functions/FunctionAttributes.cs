using Microsoft.CodeAnalysis;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>The attributes that mark a function.</summary>
internal static class FunctionAttributes
{
    public const string Differentiable = "NetGen.DifferentiableAttribute";

    public const string Loss = "NetGen.LossAttribute";

    /// <summary>Marks a parameter by which no derivative is made.</summary>
    public const string Constant = "NetGen.ConstantAttribute";

    public static bool IsOn(ISymbol member) => Find(member, Differentiable) is not null || Find(member, Loss) is not null;

    public static AttributeData? Find(ISymbol member, string attribute)
    {
        foreach (var found in member.GetAttributes())
        {
            if (found.AttributeClass is { } type && MetadataNames.Of(type) == attribute)
                return found;
        }

        return null;
    }
}
