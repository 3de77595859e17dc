using System.Globalization;
using System.Text;

namespace Functions;

/// <summary>Lines and points in a frame, as an SVG.</summary>
internal sealed class Picture(string title, double left, double right, double bottom, double top)
{
    private const double Width = 640;
    private const double Height = 360;
    private const double Margin = 48;

    private readonly StringBuilder body = new();

    public void Line(IEnumerable<(double X, double Y)> points, string color)
        => body.Append(CultureInfo.InvariantCulture, $"""  <polyline fill="none" stroke="{color}" stroke-width="2" points="{string.Join(' ', points.Select(Place))}"/>""").Append('\n');

    public void Points(IEnumerable<(double X, double Y)> points, string color)
    {
        foreach (var point in points)
        {
            var place = Place(point).Split(',');
            body.Append(CultureInfo.InvariantCulture, $"""  <circle cx="{place[0]}" cy="{place[1]}" r="2.5" fill="{color}"/>""").Append('\n');
        }
    }

    public void Save(string file)
    {
        var text = $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Number(Width)} {Number(Height)}" font-family="sans-serif" font-size="13">
              <rect width="100%" height="100%" fill="white"/>
              <rect x="{Number(Margin)}" y="{Number(Margin)}" width="{Number(Width - (2 * Margin))}" height="{Number(Height - (2 * Margin))}" fill="none" stroke="#bbb"/>
              <text x="{Number(Margin)}" y="30">{title}</text>
              <text x="{Number(Margin)}" y="{Number(Height - 24)}">{Number(left)}</text>
              <text x="{Number(Width - Margin)}" y="{Number(Height - 24)}" text-anchor="end">{Number(right)}</text>
              <text x="{Number(Margin - 6)}" y="{Number(Height - Margin)}" text-anchor="end">{Number(bottom)}</text>
              <text x="{Number(Margin - 6)}" y="{Number(Margin + 10)}" text-anchor="end">{Number(top)}</text>

            """;
        File.WriteAllText(file, text + body + "</svg>\n");
    }

    private string Place((double X, double Y) point)
        => Number(Margin + ((point.X - left) / (right - left) * (Width - (2 * Margin)))) + ","
            + Number(Height - Margin - ((point.Y - bottom) / (top - bottom) * (Height - (2 * Margin))));

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
