using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>Draws a network from its inputs at the top to its outputs at the bottom: a box for each layer, below all boxes that it is computed from.</summary>
internal sealed class NetworkGraphSvg
{
    private const int BoxHeight = 44;
    private const int RowHeight = 72;
    private const int Gap = 24;
    private const int Margin = 4;
    private const int ArrowHead = 7;
    private const double LetterWidth = 7.6;

    private readonly StringBuilder svg = new();
    private readonly List<Box> boxes = [];

    private string label = "";
    private int width;
    private int height;

    public NetworkGraphSvg(NetworkDescription network)
        : this(NetworkPicture.Of(network, NetworkPart.Layers))
    {
    }

    public NetworkGraphSvg(NetworkPicture picture)
    {
        foreach (var box in picture.Boxes)
            Add(box.Name, box.Text, [.. box.Sources.Select(source => boxes[source])], box.IsEnd);
        Draw(picture.Title);
    }

    /// <summary>As a part of a page, which has the style.</summary>
    public override string ToString() => $"<div class=\"graph\" tabindex=\"0\" role=\"region\" aria-label=\"Graph of the network\">{Head("")}{svg}</svg></div>\n";

    /// <summary>As a document by itself.</summary>
    public string ToString(string style) => $"{Head(" xmlns=\"http://www.w3.org/2000/svg\"")}{style}\n{svg}</svg>\n";

    private string Head(string attributes)
        => string.Create(CultureInfo.InvariantCulture, $"<svg{attributes} width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html.Escape(label)}\">\n");

    private Box Add(string name, string text, Box[] sources, bool isEnd)
    {
        var row = sources.Length == 0 ? 0 : sources.Max(static source => source.Row) + 1;
        var box = new Box(name, text, sources, isEnd, row) { Width = Math.Max(120, (Math.Max(name.Length, text.Length) * LetterWidth) + 24) };
        boxes.Add(box);
        return box;
    }

    private void Draw(string title)
    {
        label = title;
        var rows = boxes.GroupBy(static box => box.Row).ToArray();
        var wide = rows.Max(static row => row.Sum(static box => box.Width) + (Gap * (row.Count() - 1)));
        foreach (var row in rows)
        {
            var x = Margin + ((wide - row.Sum(static box => box.Width) - (Gap * (row.Count() - 1))) / 2);
            foreach (var box in row)
            {
                box.Left = x;
                x += box.Width + Gap;
            }
        }

        // Ways that pass other rows go round them at the right.
        var longest = boxes.SelectMany(static box => box.Sources.Select(source => box.Row - source.Row)).DefaultIfEmpty(1).Max();
        width = (int)Math.Ceiling(wide + (2 * Margin) + (longest > 1 ? Reach(longest) : 0));
        height = (rows.Length * RowHeight) - (RowHeight - BoxHeight) + (2 * Margin);
        Line($"<defs><marker id=\"arrow\" viewBox=\"0 0 8 8\" refX=\"7\" refY=\"4\" markerWidth=\"{ArrowHead}\" markerHeight=\"{ArrowHead}\" orient=\"auto\"><path d=\"M0 0L8 4L0 8Z\"/></marker></defs>");
        foreach (var box in boxes)
        {
            foreach (var source in box.Sources)
                Arrow(source, box);
        }

        foreach (var box in boxes)
        {
            var (middle, top) = (box.Left + (box.Width / 2), Top(box));
            Line($"<g{(box.IsEnd ? " class=\"end\"" : "")}><rect x=\"{box.Left:0.#}\" y=\"{top}\" width=\"{box.Width:0.#}\" height=\"{BoxHeight}\" rx=\"6\"/>");
            Line($"<text x=\"{middle:0.#}\" y=\"{top + 18}\" text-anchor=\"middle\">{Html.Escape(box.Name)}</text><text class=\"small\" x=\"{middle:0.#}\" y=\"{top + 35}\" text-anchor=\"middle\">{Html.Escape(box.Text)}</text></g>");
        }
    }

    private void Arrow(Box from, Box to)
    {
        var passes = to.Row - from.Row;
        if (passes == 1)
        {
            var (x, y, endX, endY) = (from.Left + (from.Width / 2), Top(from) + BoxHeight, to.Left + (to.Width / 2), Top(to));
            Line($"<path d=\"M{x:0.#} {y}C{x:0.#} {y + 14} {endX:0.#} {endY - 14} {endX:0.#} {endY - 1}\" marker-end=\"url(#arrow)\"/>");
            return;
        }

        var (startX, startY, targetX, targetY) = (from.Left + from.Width, Top(from) + (BoxHeight / 2), to.Left + to.Width, Top(to) + (BoxHeight / 2));
        var side = Math.Max(startX, targetX) + Reach(passes);
        Line($"<path d=\"M{startX:0.#} {startY}C{side:0.#} {startY} {side:0.#} {targetY} {targetX + 1:0.#} {targetY}\" marker-end=\"url(#arrow)\"/>");
    }

    private static double Reach(int passes) => 24 + (12 * Math.Min(passes, 12));

    private static int Top(Box box) => Margin + (box.Row * RowHeight);

    private void Line(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private sealed record Box(string Name, string Text, Box[] Sources, bool IsEnd, int Row)
    {
        public required double Width { get; init; }

        public double Left { get; set; }
    }
}
