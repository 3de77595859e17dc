using System.Text;

namespace NetGen;

/// <summary>
/// The colours of charts and pages, once for light and once for dark ground. Lines of the same dashes can be told apart with any colour vision, and from
/// the fifth series on lines are dashed.
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
        ("#1a56b8", "#5a94ff"),
        ("#cc6600", "#f0a04b"),
        ("#0a9468", "#5fe8b4"),
        ("#7a2a70", "#f0b6fb"),
        ("#8f7f1c", "#e2d24a"),
        ("#2b95ad", "#59e0f0"),
        ("#8c2f45", "#f0647c"),
        ("#5f6672", "#a9b1bb"),
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
