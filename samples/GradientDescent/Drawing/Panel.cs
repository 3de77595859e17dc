namespace GradientDescent.Drawing;

/// <summary>A landscape as a shaded field with lines of equal height, and ways through it.</summary>
/// <param name="svg">Where it is drawn.</param>
/// <param name="landscape">What is drawn.</param>
internal sealed class Panel(Svg svg, Landscape landscape)
{
    public const int Width = 370;
    public const int Height = 330;

    private const int Columns = 148;
    private const int Rows = 132;
    private const int Levels = 14;

    // From the lowest places to the highest ones.
    private static readonly (double Red, double Green, double Blue) Low = (255, 255, 255);
    private static readonly (double Red, double Green, double Blue) High = (150, 172, 196);

    /// <summary>Defines what all panels are cut to, and the field of each landscape, which panels refer to.</summary>
    public static void Define(Svg svg, IEnumerable<Landscape> landscapes)
    {
        svg.Line($"<clipPath id=\"frame\"><rect width=\"{Width}\" height=\"{Height}\"/></clipPath>");
        svg.Line($"<defs>");
        foreach (var landscape in landscapes)
            new Panel(svg, landscape).DefineField();
        svg.Line($"</defs>");
    }

    /// <summary>Draws the panel at a place, with ways, each on a light edge that parts it from those below it.</summary>
    /// <param name="left">Its left edge.</param>
    /// <param name="top">Its top edge.</param>
    /// <param name="ways">The ways and their colours; the first is drawn last.</param>
    /// <param name="dots">Whether every step has a dot.</param>
    public void Draw(double left, double top, IReadOnlyList<(Descent Descent, string Color)> ways, bool dots = false)
    {
        svg.Line($"<g transform=\"translate({left:0.#} {top:0.#})\">");
        svg.Line($"<use href=\"#{landscape.Name}\"/>");
        svg.Line($"<g clip-path=\"url(#frame)\" stroke-linejoin=\"round\" stroke-linecap=\"round\">");
        foreach (var (descent, color) in ways.Reverse())
        {
            var points = descent.Points.Select(Place).Select(Near).ToArray();
            var data = Svg.Path(points);
            svg.Line($"<path d=\"{data}\" fill=\"none\" stroke=\"#ffffff\" stroke-opacity=\"0.7\" stroke-width=\"3.6\"/>");
            svg.Line($"<path d=\"{data}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\"/>");
            foreach (var (x, y) in dots ? points : [])
                svg.Line($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"2.4\" fill=\"{color}\"/>");
        }

        foreach (var (descent, color) in ways.Reverse())
        {
            var (x, y) = Near(Place(descent.End));
            svg.Line($"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3.8\" fill=\"{color}\" stroke=\"#ffffff\" stroke-width=\"1.2\"/>");
        }

        svg.Line($"</g>");
        DrawMarks();
        svg.Line($"</g>");
    }

    private void DefineField()
    {
        var heights = landscape.Heights(Rows, Columns);
        var highest = heights.Max();
        var picture = Convert.ToBase64String(Png.Encode(Shade(heights, highest), Columns, Rows));
        svg.Line($"<g id=\"{landscape.Name}\">");
        svg.Line($"<image width=\"{Width}\" height=\"{Height}\" preserveAspectRatio=\"none\" href=\"data:image/png;base64,{picture}\"/>");
        svg.Line($"<g fill=\"none\" stroke=\"#5f7489\" stroke-opacity=\"0.45\" stroke-width=\"0.7\">");
        for (var level = 1; level < Levels; level++)
        {
            // The heights stand for the centres of cells.
            var lines = Contours.Lines(heights, Rows, Columns, highest * level / Levels)
                .Select(static line => Svg.Path(line.Select(static point => ((point.X + 0.5) * Width / Columns, (point.Y + 0.5) * Height / Rows))));
            svg.Line($"<path d=\"{string.Concat(lines)}\"/>");
        }

        svg.Line($"</g></g>");
    }

    /// <summary>What lies over the ways: the minima, the start, and the frame with its numbers.</summary>
    private void DrawMarks()
    {
        foreach (var minimum in landscape.Minima)
        {
            var (x, y) = Place(minimum);
            svg.Line($"<path d=\"M{x - 5:0.#} {y:0.#}h10M{x:0.#} {y - 5:0.#}v10\" stroke=\"#ffffff\" stroke-width=\"4\"/>");
            svg.Line($"<path d=\"M{x - 5:0.#} {y:0.#}h10M{x:0.#} {y - 5:0.#}v10\" stroke=\"#111111\" stroke-width=\"1.6\"/>");
        }

        var (startX, startY) = Place(landscape.Start);
        svg.Line($"<circle cx=\"{startX:0.#}\" cy=\"{startY:0.#}\" r=\"5\" fill=\"#ffffff\" stroke=\"#111111\" stroke-width=\"2\"/>");
        svg.Text(Math.Max(startX, 22), startY - 11, "start", 12, "#111111", "middle");
        svg.Line($"<rect width=\"{Width}\" height=\"{Height}\" fill=\"none\" stroke=\"#5f7489\"/>");
        var window = landscape.Window;
        svg.Text(0, Height + 15, Number(window.Left), 11, "#666666");
        svg.Text(Width / 2.0, Height + 15, "x", 11, "#666666", "middle");
        svg.Text(Width, Height + 15, Number(window.Right), 11, "#666666", "end");
        svg.Text(-6, 10, Number(window.Top), 11, "#666666", "end");
        svg.Text(-6, Height / 2.0, "y", 11, "#666666", "end");
        svg.Text(-6, Height, Number(window.Bottom), 11, "#666666", "end");
    }

    private static string Number(float value) => value.ToString("0.#", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−');

    private (double X, double Y) Place(Point point)
    {
        var window = landscape.Window;
        return ((point.X - window.Left) / window.Width * Width, (window.Top - point.Y) / window.Height * Height);
    }

    /// <summary>A place far outside, brought nearer, where it is still outside: readers of SVG have limits.</summary>
    private static (double X, double Y) Near((double X, double Y) place)
        => (Math.Clamp(place.X, -9 * Width, 10 * Width), Math.Clamp(place.Y, -9 * Height, 10 * Height));

    private static byte[] Shade(float[] heights, float highest)
    {
        var colors = new byte[3 * heights.Length];
        for (var i = 0; i < heights.Length; i++)
        {
            // In bands, whose edges are the lines of equal height.
            var share = Math.Floor(heights[i] / highest * Levels) / (Levels - 1);
            colors[3 * i] = Mix(Low.Red, High.Red);
            colors[(3 * i) + 1] = Mix(Low.Green, High.Green);
            colors[(3 * i) + 2] = Mix(Low.Blue, High.Blue);

            byte Mix(double low, double high) => (byte)Math.Round(low + (Math.Min(1, share) * (high - low)));
        }

        return colors;
    }
}
