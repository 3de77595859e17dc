using System.Globalization;
using System.Text;

namespace Forecast;

/// <summary>Draws what came and what was forecast, as SVG.</summary>
internal static class Picture
{
    private const int Width = 900;
    private const int Height = 300;

    /// <param name="lines">Each with its name, its colour, and a value for every hour.</param>
    public static string Of(params (string Name, string Colour, float[] Values)[] lines)
    {
        var (low, high) = (lines.Min(static line => line.Values.Min()), lines.Max(static line => line.Values.Max()));
        var svg = new StringBuilder();
        svg.Append(Text($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{Height}\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"13\">\n"));
        svg.Append(Text($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n"));
        for (var number = 0; number < lines.Length; number++)
        {
            var (name, colour, values) = lines[number];
            var points = values.Select((value, hour) => Text($"{10 + ((Width - 20.0) * hour / Math.Max(1, values.Length - 1)):0.#},{Height - 10 - ((Height - 50) * (value - low) / Math.Max(1e-6, high - low)):0.#}"));
            svg.Append(Text($"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.5\" points=\"{string.Join(' ', points)}\"/>\n"));
            svg.Append(Text($"<text x=\"{14 + (number * 200)}\" y=\"20\" fill=\"{colour}\">{name}</text>\n"));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
