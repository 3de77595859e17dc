using System.Globalization;
using System.Text;

namespace GradientDescent.Drawing;

/// <summary>Writes an SVG, element by element.</summary>
internal sealed class Svg
{
    private readonly StringBuilder text = new();

    public Svg(int width, int height, string label)
    {
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" role=\"img\" aria-label=\"{Escape(label)}\">");
        Line($"<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    }

    /// <summary>Writes a line of numbers in any country's way but this one's.</summary>
    public void Line(FormattableString element) => text.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Text(double x, double y, string words, int size = 13, string color = "#333333", string anchor = "start", string weight = "normal")
        => Line($"<text x=\"{x:0.#}\" y=\"{y:0.#}\" font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', sans-serif\" font-size=\"{size}\" fill=\"{color}\" text-anchor=\"{anchor}\" font-weight=\"{weight}\">{Escape(words)}</text>");

    /// <summary>The data of a path through points: the first, and how far it is from each to the next, in tenths of a pixel.</summary>
    public static string Path(IEnumerable<(double X, double Y)> points)
    {
        var data = new StringBuilder();
        var (lastX, lastY) = (0.0, 0.0);
        foreach (var (x, y) in points)
        {
            // From the rounded place of the last, so that rounding does not add up.
            var (stepX, stepY) = (Math.Round(x - lastX, 1), Math.Round(y - lastY, 1));
            if (data.Length > 0 && stepX == 0 && stepY == 0)
                continue;
            data.Append(data.Length == 0 ? 'M' : 'l').Append(CultureInfo.InvariantCulture, $"{stepX:0.#} {stepY:0.#}");
            (lastX, lastY) = (Math.Round(lastX + stepX, 1), Math.Round(lastY + stepY, 1));
        }

        return data.ToString();
    }

    public override string ToString() => text + "</svg>\n";

    private static string Escape(string words) => words.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("\"", "&quot;", StringComparison.Ordinal);
}
