using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// Draws a chart without a script. Colours stand at each element, for viewers that know no style sheets; a style sheet changes them where a reader wants dark ones.
/// </summary>
internal sealed class ChartSvg
{
    private const int FontSize = 12;
    private const int TitleSize = 15;
    private const int Row = 20;
    private const int MostPoints = 1200;
    private const int Swatch = 22;
    private const string Font = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";

    private readonly StringBuilder svg = new();
    private readonly Chart chart;
    private readonly int width;
    private readonly int height;

    /// <param name="chart">The chart.</param>
    /// <param name="width">How wide it is.</param>
    /// <param name="height">How high it is.</param>
    /// <param name="isBare">Whether title and ground are left out, because they are on the page already.</param>
    public ChartSvg(Chart chart, int width, int height, bool isBare)
    {
        (this.chart, this.width, this.height) = (chart, width, height);
        Line($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" font-family=\"{Font}\" font-size=\"{FontSize}\" role=\"img\" aria-label=\"{Html.Escape(Summary(chart))}\">");
        Style(isBare);
        var top = 8;
        if (!isBare)
        {
            Line($"<rect class=\"ng-ground\" width=\"{width}\" height=\"{height}\" rx=\"6\" fill=\"{ChartColors.Ground.Light}\"/>");
            Line($"<text class=\"ng-text\" x=\"16\" y=\"28\" font-size=\"{TitleSize}\" font-weight=\"600\" fill=\"{ChartColors.Text.Light}\">{Html.Escape(chart.Title)}</text>");
            top = 40;
        }

        top = Legend(top);
        Plot(top);
        svg.Append("</svg>\n");
    }

    public override string ToString() => svg.ToString();

    /// <summary>What a screen reader says of a chart.</summary>
    public static string Summary(Chart chart)
    {
        var series = chart.Series.Select(static series =>
        {
            var values = series.Y.Where(double.IsFinite).ToArray();
            return values.Length == 0 ? $"{series.Name}: no values" : $"{series.Name}: from {ReportText.Number(values[0])} to {ReportText.Number(values[^1])}, lowest {ReportText.Number(values.Min())}";
        });
        return $"{chart.Title} by {chart.XLabel}. {string.Join("; ", series)}.";
    }

    // Names that are unique on a page, of which the chart may be a part.
    private void Style(bool isBare)
    {
        svg.Append("<style>@media (prefers-color-scheme:dark){");
        if (!isBare)
            svg.Append(".ng-ground{fill:").Append(ChartColors.Ground.Dark).Append('}');
        svg.Append(".ng-text{fill:").Append(ChartColors.Text.Dark).Append("}.ng-muted{fill:").Append(ChartColors.Muted.Dark).Append("}.ng-line{stroke:").Append(ChartColors.Line.Dark).Append('}');
        for (var i = 0; i < Math.Min(chart.Series.Count, ChartColors.Series.Length); i++)
            svg.Append(".ng-s").Append(ReportText.Whole(i)).Append("{stroke:").Append(ChartColors.Series[i].Dark).Append('}');
        svg.Append("}</style>\n");
    }

    // Gives the height at which the plot may begin. A single series is named by the title.
    private int Legend(int top)
    {
        if (chart.Series.Count < 2)
            return top;
        var (x, y) = (16.0, top + 12);
        for (var i = 0; i < chart.Series.Count; i++)
        {
            var wide = Swatch + 6 + TextWidth(chart.Series[i].Name) + 16;
            if (x > 16 && x + wide > width)
                (x, y) = (16, y + Row);
            Line($"<path class=\"{Class(i)}\" d=\"M{x:0.#} {y - 4}h{Swatch}\" stroke=\"{ChartColors.Of(i).Light}\" stroke-width=\"2.5\"{Dash(i)}/>");
            Text(x + Swatch + 6, y, chart.Series[i].Name);
            x += wide;
        }

        return y + 8;
    }

    private void Plot(int top)
    {
        var bottom = height - 40;
        top = Math.Min(top + 14 + (chart.YLabel.Length > 0 ? 12 : 0), bottom - 20);
        var vertical = ChartScale.Of(chart.Series.SelectMany(Shown), chart.IsLogY, isValueAxis: true, Math.Max(2, (bottom - top) / 45));
        var left = 20 + (vertical is null ? 0 : vertical.Ticks.Select(static tick => TextWidth(tick.Label)).DefaultIfEmpty(0).Max());
        var right = width - 18;
        var horizontal = ChartScale.Of(chart.Series.SelectMany(static series => series.X), chart.IsLogX, isValueAxis: false, Math.Max(2, (int)((right - left) / 75)));
        if (vertical is null || horizontal is null)
        {
            Text(width / 2.0, (top + bottom) / 2.0, "no values to show", "middle");
            return;
        }

        if (chart.YLabel.Length > 0)
            Text(16, top - 12, chart.YLabel);
        foreach (var (value, label) in vertical.Ticks)
        {
            var y = bottom - (vertical.At(value) * (bottom - top));
            Line($"<path class=\"ng-line\" d=\"M{left:0.#} {y:0.#}H{right}\" stroke=\"{ChartColors.Line.Light}\"/>");
            Text(left - 6, y + 4, label, "end");
        }

        foreach (var (value, label) in horizontal.Ticks)
        {
            var x = left + (horizontal.At(value) * (right - left));
            Line($"<path class=\"ng-line\" d=\"M{x:0.#} {bottom}v4\" stroke=\"{ChartColors.Line.Light}\"/>");
            Text(Math.Clamp(x, left, right - (TextWidth(label) / 2)), bottom + 17, label, "middle");
        }

        Text(right, height - 8, chart.XLabel, "end");

        // The first is drawn last, above the others.
        for (var i = chart.Series.Count - 1; i >= 0; i--)
            Curve(i, horizontal, vertical, left, right, top, bottom);
    }

    private void Curve(int index, ChartScale horizontal, ChartScale vertical, double left, double right, double top, double bottom)
    {
        var series = chart.Series[index].Thin(MostPoints);
        var path = new StringBuilder();
        var dots = new StringBuilder();
        var length = 0;
        for (var i = 0; i <= series.X.Count; i++)
        {
            var isShown = i < series.X.Count && horizontal.Shows(series.X[i]) && vertical.Shows(series.Y[i]);

            // A point without neighbours has no line.
            if (!isShown && length == 1)
                dots.Append(CultureInfo.InvariantCulture, $"M{Across(i - 1):0.#} {Down(i - 1):0.#}h0");
            length = isShown ? length + 1 : 0;
            if (isShown)
                path.Append(CultureInfo.InvariantCulture, $"{(length == 1 ? 'M' : 'L')}{Across(i):0.#} {Down(i):0.#}");
        }

        var color = ChartColors.Of(index).Light;
        Line($"<path class=\"{Class(index)}\" d=\"{path}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\"{Dash(index)}/>");
        if (dots.Length > 0)
            Line($"<path class=\"{Class(index)}\" d=\"{dots}\" stroke=\"{color}\" stroke-width=\"6\" stroke-linecap=\"round\"/>");

        double Across(int point) => left + (horizontal.At(series.X[point]) * (right - left));

        double Down(int point) => bottom - (vertical.At(series.Y[point]) * (bottom - top));
    }

    // The values at places that are shown.
    private IEnumerable<double> Shown(ChartSeries series) => chart.IsLogX ? series.Y.Where((_, i) => series.X[i] > 0) : series.Y;

    private static string Class(int series) => $"ng-s{ReportText.Whole(series % ChartColors.Series.Length)}";

    private static string Dash(int series) => ChartColors.Dash(series) is { Length: > 0 } dash ? $" stroke-dasharray=\"{dash}\"" : "";

    // About as wide as the fonts of most systems make it.
    private static double TextWidth(string text) => text.Length * FontSize * 0.58;

    private void Text(double x, double y, string text, string anchor = "start")
        => Line($"<text class=\"ng-muted\" x=\"{x:0.#}\" y=\"{y:0.#}\" fill=\"{ChartColors.Muted.Light}\" text-anchor=\"{anchor}\">{Html.Escape(text)}</text>");

    private void Line(FormattableString element) => svg.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
