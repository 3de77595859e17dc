using Microsoft.CodeAnalysis;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Where the expressions of a program are written. The program has their numbers only, so that it stays the same where text moves.</summary>
internal sealed class PlaceTable
{
    private readonly List<LocationRecord> places = [];

    public int Add(SyntaxNode node)
    {
        places.Add(LocationRecord.From(node));
        return places.Count - 1;
    }

    public int Add(SyntaxToken token)
    {
        places.Add(LocationRecord.From(token));
        return places.Count - 1;
    }

    public EquatableArray<LocationRecord> ToEquatableArray() => places.ToEquatableArray();
}
