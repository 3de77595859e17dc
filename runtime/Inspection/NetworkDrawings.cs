using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>A network as a graph: for pages that draw Mermaid, for Graphviz, and as a picture by itself.</summary>
public static class NetworkDrawings
{
    // Beyond this, a line of a box is cut off.
    private const int LongestText = 90;

    private const string Style =
        "<style>text{font:13px sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}rect{fill:#fff;stroke:#59636e}.end rect{fill:#f0f3f6}path{fill:none;stroke:#59636e}marker path{fill:#59636e;stroke:none}</style>";

    /// <summary>The graph as <see href="https://mermaid.js.org">Mermaid</see> has it, which many pages with Markdown draw.</summary>
    /// <param name="network">The network.</param>
    /// <param name="part">What is shown.</param>
    /// <returns>The text between the fences of a block <c>mermaid</c>. Lines end in <c>\n</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static string ToMermaid(this NetworkDescription network, NetworkPart part = NetworkPart.Layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        var picture = NetworkPicture.Of(network, part);
        var text = new StringBuilder("flowchart TD\n");
        for (var i = 0; i < picture.Boxes.Count; i++)
        {
            var box = picture.Boxes[i];
            var label = box.Text.Length == 0 ? Mermaid(box.Name) : $"{Mermaid(box.Name)}<br/><small>{Mermaid(box.Text)}</small>";
            text.Append(CultureInfo.InvariantCulture, $"    n{i}{(box.IsEnd ? "([" : "[")}\"{label}\"{(box.IsEnd ? "])" : "]")}\n");
            foreach (var source in box.Sources)
                text.Append(CultureInfo.InvariantCulture, $"    n{source} --> n{i}\n");
        }

        return text.ToString();

        static string Mermaid(string value) => Html.Escape(Cut(value)).Replace("&#39;", "#39;", StringComparison.Ordinal);
    }

    /// <summary>The graph in the language of <see href="https://graphviz.org">Graphviz</see>: <c>dot -Tsvg</c> draws it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="part">What is shown.</param>
    /// <returns>A directed graph. Lines end in <c>\n</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static string ToGraphviz(this NetworkDescription network, NetworkPart part = NetworkPart.Layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        var picture = NetworkPicture.Of(network, part);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"digraph {Quoted(network.Name)} {{\n    label={Quoted(picture.Title)};\n    node [shape=box, fontname=\"sans-serif\"];\n");
        for (var i = 0; i < picture.Boxes.Count; i++)
        {
            var box = picture.Boxes[i];
            var label = box.Text.Length == 0 ? box.Name : $"{box.Name}\n{Cut(box.Text)}";
            text.Append(CultureInfo.InvariantCulture, $"    n{i} [label={Quoted(label)}{(box.IsEnd ? ", style=rounded" : "")}];\n");
            foreach (var source in box.Sources)
                text.Append(CultureInfo.InvariantCulture, $"    n{source} -> n{i};\n");
        }

        return text.Append("}\n").ToString();

        static string Quoted(string value)
            => "\"" + value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
    }

    /// <summary>The graph as a picture, for a file <c>.svg</c>: it needs nothing besides.</summary>
    /// <param name="network">The network.</param>
    /// <param name="part">What is shown.</param>
    /// <returns>An SVG document. Lines end in <c>\n</c>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static string ToSvg(this NetworkDescription network, NetworkPart part = NetworkPart.Layers)
    {
        ArgumentNullException.ThrowIfNull(network);
        var picture = NetworkPicture.Of(network, part);
        return new NetworkGraphSvg(picture with { Boxes = [.. picture.Boxes.Select(static box => box with { Text = Cut(box.Text) })] }).ToString(Style);
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..(LongestText - 2)] + " …";
}
