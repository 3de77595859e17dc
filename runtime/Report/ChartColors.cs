using System.Text;

namespace NetGen;

/// <summary>
/// The colours of charts and pages, once for light and once for dark ground. Neighbours in the list can be told apart with any colour vision, and from the
/// fifth series on the lines are dashed, so that no line is known by its colour alone.
/// </summary>
internal static class ChartColors
{
    private const int SolidSeries = 4;

    private static readonly string[] Dashes = ["", "7 3", "2 3", "9 3 2 3"];

    public static readonly (string Light, string Dark) Ground = ("#ffffff", "#161b22");

    public static readonly (string Light, string Dark) Text = ("#1b1f24", "#e6edf3");

    public static readonly (string Light, string Dark) Muted = ("#57606a", "#a3adb8");

    public static readonly (string Light, string Dark) Line = ("#d8dee4", "#30363d");

    /// <summary>The colours of series, in order; after the last they start again.</summary>
    public static readonly (string Light, string Dark)[] Series =
    [
        ("#0065a8", "#6cb6ff"),
        ("#c44e00", "#ff9a4d"),
        ("#00795a", "#3fcf9f"),
        ("#8e3b8e", "#e08ae0"),
        ("#8a6d00", "#e3c341"),
        ("#00859a", "#5fd7e6"),
        ("#c23b52", "#ff8b96"),
        ("#5f6672", "#b1bac4"),
    ];

    /// <summary>The gaps of a series' line, as SVG's <c>stroke-dasharray</c>; none for the first ones.</summary>
    public static string Dash(int series) => Dashes[series / SolidSeries % Dashes.Length];

    public static (string Light, string Dark) Of(int series) => Series[series % Series.Length];

    /// <summary>The colours as CSS variables, for a page.</summary>
    public static string ToCss()
    {
        var css = new StringBuilder();
        Write(":root{color-scheme:light dark;", static pair => pair.Light, "}\n");
        Write("@media (prefers-color-scheme:dark){:root{", static pair => pair.Dark, "}}\n");
        return css.ToString();

        void Write(string start, Func<(string Light, string Dark), string> pick, string end)
        {
            css.Append(start).Append("--ground:").Append(pick(Ground)).Append(";--text:").Append(pick(Text)).Append(";--muted:").Append(pick(Muted)).Append(";--line:").Append(pick(Line));
            for (var i = 0; i < Series.Length; i++)
                css.Append(";--s").Append(ReportText.Whole(i)).Append(':').Append(pick(Series[i]));
            css.Append(end);
        }
    }
}
