using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator.Diagnostics;

/// <summary>
/// A place in the source by its numbers. Roslyn's own <see cref="Location"/> holds the whole syntax tree and equals no location of the
/// next one, so it does not cross the pipeline.
/// </summary>
internal sealed record LocationRecord(string FilePath, TextSpan Span, LinePositionSpan Lines)
{
    public static LocationRecord From(SyntaxNode node) => From(node.GetLocation());

    public static LocationRecord From(SyntaxToken token) => From(token.GetLocation());

    public static LocationRecord From(Location location)
    {
        var lines = location.GetLineSpan();
        return new(lines.Path, location.SourceSpan, lines.Span);
    }

    public Location ToLocation() => Location.Create(FilePath, Span, Lines);
}
