using System.Globalization;

namespace GradientDescent.Drawing;

/// <summary>All landscapes with all ways, and below them what the learning rate does.</summary>
internal static class Picture
{
    private const int Margin = 46;
    private const int Gap = 44;
    private const int Row = 17;
    private const int Width = (2 * Margin) + (3 * Panel.Width) + (2 * Gap);
    private const int CurveHeight = 70;

    private static readonly string[] RateColors = ["#1f77b4", "#2ca02c", "#d62728"];

    /// <param name="descents">For each of <see cref="Landscape.All"/>, the ways of <see cref="Contestant.All"/>.</param>
    /// <param name="rates">The ways of <see cref="LearningRate.All"/>.</param>
    public static string Draw(Descent[][] descents, Descent[] rates)
    {
        var panels = 100;
        var legend = panels + Panel.Height + 44;
        var second = legend + (Row * (Contestant.All.Length + 1)) + 50;
        var height = second + 52 + Panel.Height + 36 + CurveHeight + 40;
        var svg = new Svg(Width, height, "The ways of optimizers through three landscapes, and of gradient descent at three learning rates");
        Panel.Define(svg, Landscape.All);
        svg.Text(Margin, 42, "Every optimizer from the same start", 22, "#111111", weight: "bold");
        for (var i = 0; i < descents.Length; i++)
            DrawLandscape(svg, i, descents[i], Margin + (i * (Panel.Width + Gap)), panels, legend);

        svg.Text(Margin, second, "One learning rate is too small, one is right, one is too large", 22, "#111111", weight: "bold");
        for (var i = 0; i < rates.Length; i++)
            DrawRate(svg, i, rates, Margin + (i * (Panel.Width + Gap)), second + 52);
        return svg.ToString();
    }

    private static void DrawLandscape(Svg svg, int index, Descent[] descents, double left, double top, double legend)
    {
        var landscape = Landscape.All[index];
        svg.Text(left, top - 26, landscape.Name, 16, "#111111", weight: "bold");
        svg.Text(left, top - 9, $"{landscape.Formula}, {landscape.Steps} steps", 13, "#555555");
        new Panel(svg, landscape).Draw(left, top, [.. descents.Zip(Contestant.All, static (descent, contestant) => (descent, contestant.Color))]);

        svg.Text(left + 205, legend, "rate", 12, "#777777", "end");
        svg.Text(left + 285, legend, "arrives after", 12, "#777777", "end");
        svg.Text(left + Panel.Width, legend, "height left", 12, "#777777", "end");
        for (var i = 0; i < descents.Length; i++)
        {
            var (contestant, y) = (Contestant.All[i], legend + (Row * (i + 1)));
            svg.Line($"<path d=\"M{left:0.#} {y - 4:0.#}h18\" stroke=\"{contestant.Color}\" stroke-width=\"3\"/>");
            svg.Text(left + 25, y, contestant.Name, 12);
            svg.Text(left + 205, y, Numbers.Rate(contestant.Rates[index]), 12, anchor: "end");
            svg.Text(left + 285, y, Numbers.Arrival(descents[i], landscape), 12, anchor: "end");
            svg.Text(left + Panel.Width, y, Numbers.Height(descents[i].Value - landscape.Least), 12, anchor: "end");
        }
    }

    private static void DrawRate(Svg svg, int index, Descent[] descents, double left, double top)
    {
        var (rate, descent, color, landscape) = (LearningRate.All[index], descents[index], RateColors[index], LearningRate.Landscape);
        svg.Text(left, top - 26, $"{rate.Rate.ToString(CultureInfo.InvariantCulture)} is {rate.Verdict}", 16, color, weight: "bold");
        svg.Text(left, top - 9, rate.Reason, 13, "#555555");
        new Panel(svg, landscape).Draw(left, top, [(descent, color)], dots: true);

        // The height by the step, on one scale for all three.
        var highest = descents.Max(other => other.Values.Max(landscape.Height));
        var bottom = top + Panel.Height + 36 + CurveHeight;
        svg.Line($"<path d=\"M{left:0.#} {bottom - CurveHeight:0.#}v{CurveHeight}h{Panel.Width}\" fill=\"none\" stroke=\"#999999\"/>");
        var curve = Svg.Path(descent.Values.Select((value, step) =>
            (left + ((double)step * Panel.Width / LearningRate.Steps), bottom - (landscape.Height(value) / highest * CurveHeight))));
        svg.Line($"<path d=\"{curve}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\"/>");
        svg.Text(left, bottom + 15, "height by step", 11, "#666666");
        svg.Text(left + Panel.Width, bottom + 15, $"{LearningRate.Steps}", 11, "#666666", "end");
    }
}
