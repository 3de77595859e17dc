using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace NetGen.Generator.Tests.Infrastructure;

/// <summary>
/// A source in which the places of the expected diagnostics are marked: <c>[Dense({|NETGEN025:0|})]</c> expects <c>NETGEN025</c> at the zero.
/// </summary>
internal sealed partial class Markup
{
    public Markup(string marked)
    {
        var text = new StringBuilder();
        var expected = new List<(string Id, TextSpan Span)>();
        var open = new Stack<(string Id, int Start)>();
        var position = 0;
        foreach (Match mark in Mark().Matches(marked))
        {
            text.Append(marked, position, mark.Index - position);
            position = mark.Index + mark.Length;
            if (mark.Groups["id"].Success)
            {
                open.Push((mark.Groups["id"].Value, text.Length));
            }
            else
            {
                var (id, start) = open.Pop();
                expected.Add((id, TextSpan.FromBounds(start, text.Length)));
            }
        }

        Assert.Empty(open);
        text.Append(marked, position, marked.Length - position);
        Source = text.ToString();
        Expected = expected;
    }

    /// <summary>The source without the marks.</summary>
    public string Source { get; }

    /// <summary>What is expected where, by position.</summary>
    public IReadOnlyList<(string Id, TextSpan Span)> Expected { get; }

    /// <summary>Fails unless exactly the expected diagnostics were reported, each at its place.</summary>
    public void AssertMatches(IEnumerable<Diagnostic> diagnostics, string file)
        => Assert.Equal(
            Expected.Select(expected => Describe(expected.Id, file, expected.Span)).Order(StringComparer.Ordinal),
            diagnostics.Select(diagnostic => Describe(diagnostic.Id, diagnostic.Location.GetLineSpan().Path, diagnostic.Location.SourceSpan)).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\{\|(?<id>[A-Z]+\d+):|\|\}")]
    private static partial Regex Mark();

    private string Describe(string id, string file, TextSpan span)
    {
        var isInSource = file == Host.FileName(0) && span.End <= Source.Length;
        return $"{id} at {file} {span.Start} '{(isInSource ? Source.Substring(span.Start, span.Length) : "")}'";
    }
}
