using System.Globalization;
using System.Text;
using NetGen;

namespace FromScratch;

/// <summary>The points, on ground of the colour that the network gives each place.</summary>
internal static class Picture
{
    private const int Size = 360;
    private const int Cells = 90;
    private const double Cell = (double)Size / Cells;
    private const float Reach = 2.3f;

    private static readonly string[] Grounds = ["#c9d9f2", "#f6ddc0", "#c2e6d8"];
    private static readonly string[] Points = ["#1a56b8", "#cc6600", "#0a9468"];

    public static string Draw(INetwork network, float[] points, float[] arms)
    {
        var svg = new StringBuilder();
        Add($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Size} {Size}\" width=\"{Size}\" height=\"{Size}\" role=\"img\" aria-label=\"Points on three arms of a spiral, and the regions that the network has learned\">");
        var logits = new float[Spiral.Classes];
        for (var row = 0; row < Cells; row++)
        {
            // Cells of one class in a row are one rectangle.
            var (start, before) = (0, -1);
            for (var column = 0; column <= Cells; column++)
            {
                var now = column == Cells ? -1 : ClassAt(column, row);
                if (now == before)
                    continue;
                if (before >= 0)
                    Add($"<rect x=\"{start * Cell:0.#}\" y=\"{row * Cell:0.#}\" width=\"{(column - start) * Cell:0.#}\" height=\"{Cell:0.#}\" fill=\"{Grounds[before]}\"/>");
                (start, before) = (column, now);
            }
        }

        for (var i = 0; i < arms.Length; i++)
            Add($"<circle cx=\"{Place(points[2 * i]):0.#}\" cy=\"{Place(points[(2 * i) + 1]):0.#}\" r=\"3.5\" fill=\"{Points[(int)arms[i]]}\" stroke=\"#ffffff\" stroke-width=\"0.8\"/>");
        return svg.Append("</svg>\n").ToString();

        int ClassAt(int column, int row)
        {
            network.Predict([Coordinate(column), Coordinate(row)], logits);
            return Logits.ArgMax(logits);
        }

        void Add(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static float Coordinate(int cell) => (((cell + 0.5f) / Cells) - 0.5f) * 2 * Reach;

    private static double Place(float coordinate) => ((coordinate / (2 * Reach)) + 0.5) * Size;
}
