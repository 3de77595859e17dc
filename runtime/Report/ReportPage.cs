using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// A page of charts, tables and texts as one HTML file, which opens without a network: for comparisons of trainings, and for what
/// <see cref="TrainingReport"/> does not show. It can be read in light and dark colours, on a phone, with a keyboard and without scripts. All texts are escaped.
/// </summary>
/// <example>
/// <code>
/// new ReportPage("Two learning rates")
///     .Section("Losses")
///     .Charts(new Chart("Training loss", [ChartSeries.Of("0.1", fast), ChartSeries.Of("0.01", slow)]) { IsLogY = true })
///     .Save("rates.html");
/// </code>
/// </example>
public sealed partial class ReportPage
{
    private const int FallbackWidth = 640;
    private const int FallbackHeight = 300;

    private readonly StringBuilder body = new();
    private readonly StringBuilder scripts = new();

    /// <summary>Starts a page.</summary>
    /// <param name="title">What the page is called.</param>
    /// <param name="lead">A sentence below the title.</param>
    public ReportPage(string title, string? lead = null)
    {
        ArgumentNullException.ThrowIfNull(title);
        Title = title;
        body.Append("<header><h1>").Append(Html.Escape(title)).Append("</h1>\n");
        if (lead is not null)
            body.Append("<p class=\"lead\">").Append(Html.Escape(lead)).Append("</p>\n");
        body.Append("</header>\n");
    }

    /// <summary>What the page is called.</summary>
    public string Title { get; }

    /// <summary>After how many seconds an open page loads itself anew; 0 for never.</summary>
    internal double Reload { get; init; }

    /// <summary>Starts a section.</summary>
    public ReportPage Section(string heading, string? text = null)
    {
        body.Append("<h2>").Append(Html.Escape(heading)).Append("</h2>\n");
        return text is null ? this : Text(text);
    }

    /// <summary>A paragraph.</summary>
    public ReportPage Text(string paragraph) => Markup($"<p>{Html.Escape(paragraph)}</p>\n");

    /// <summary>Lines of code or of a terminal, as they are.</summary>
    public ReportPage Code(string lines) => Markup($"<pre tabindex=\"0\"><code>{Html.Escape(lines)}</code></pre>\n");

    /// <summary>A few numbers that matter most, each with what it is.</summary>
    public ReportPage Figures(params IEnumerable<(string Label, string Value)> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        body.Append("<dl class=\"figures\">");
        foreach (var (label, value) in figures)
            body.Append("<div><dt>").Append(Html.Escape(label)).Append("</dt><dd>").Append(Html.Escape(value)).Append("</dd></div>");
        body.Append("</dl>\n");
        return this;
    }

    /// <summary>Names with values, one below the other.</summary>
    public ReportPage Settings(params IEnumerable<(string Name, string Value)> settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        body.Append("<dl class=\"settings\">");
        foreach (var (name, value) in settings)
            body.Append("<dt>").Append(Html.Escape(name)).Append("</dt><dd>").Append(Html.Escape(value)).Append("</dd>");
        body.Append("</dl>\n");
        return this;
    }

    /// <summary>Charts, beside each other where there is room.</summary>
    public ReportPage Charts(params IEnumerable<Chart> charts)
    {
        ArgumentNullException.ThrowIfNull(charts);
        Chart[] all = [.. charts];
        body.Append(all.Length == 1 ? "<div class=\"charts wide\">\n" : "<div class=\"charts\">\n");
        foreach (var chart in all)
        {
            body.Append("<figure class=\"chart\"><figcaption><h3>").Append(Html.Escape(chart.Title)).Append("</h3>");
            if (chart.Note is not null)
                body.Append("<p>").Append(Html.Escape(chart.Note)).Append("</p>");
            body.Append("</figcaption><div class=\"plot\">").Append(new ChartSvg(chart, FallbackWidth, FallbackHeight, isBare: true))
                .Append("</div><script type=\"application/json\">").Append(ChartJson.Write(chart)).Append("</script></figure>\n");
        }

        body.Append("</div>\n");
        return this;
    }

    /// <summary>A table. Columns of numbers are aligned at the right.</summary>
    /// <param name="head">The names of the columns.</param>
    /// <param name="rows">The cells, as many in each row as there are columns.</param>
    /// <param name="caption">What the table shows; nothing where the text around it says it.</param>
    /// <exception cref="ArgumentException">A row has another number of cells.</exception>
    public ReportPage Table(IReadOnlyList<string> head, IEnumerable<IReadOnlyList<string>> rows, string? caption = null)
    {
        ArgumentNullException.ThrowIfNull(head);
        ArgumentNullException.ThrowIfNull(rows);
        IReadOnlyList<string>[] all = [.. rows];
        if (Array.FindIndex(all, row => row.Count != head.Count) is >= 0 and var wrong)
            throw new ArgumentException(FormattableString.Invariant($"Row {wrong} has {all[wrong].Count} cells, but the table has {head.Count} columns."), nameof(rows));
        bool[] numbers = [.. Enumerable.Range(0, head.Count).Select(column => all.Length > 0 && all.All(row => IsNumber(row[column])))];
        body.Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Html.Escape(caption ?? "table")).Append("\"><table class=\"data\">");
        if (caption is not null)
            body.Append("<caption>").Append(Html.Escape(caption)).Append("</caption>");
        body.Append("<thead><tr>");
        for (var column = 0; column < head.Count; column++)
            body.Append(numbers[column] ? "<th scope=\"col\" class=\"number\">" : "<th scope=\"col\">").Append(Html.Escape(head[column])).Append("</th>");
        body.Append("</tr></thead><tbody>\n");
        foreach (var row in all)
        {
            body.Append("<tr>");
            for (var column = 0; column < head.Count; column++)
                body.Append(numbers[column] ? "<td class=\"number\">" : "<td>").Append(Html.Escape(row[column])).Append("</td>");
            body.Append("</tr>\n");
        }

        body.Append("</tbody></table></div>\n");
        return this;
    }

    /// <summary>Markup of one's own, which goes to the page as it is. What is text in it has to be escaped.</summary>
    public ReportPage Markup(string markup)
    {
        body.Append(markup);
        return this;
    }

    /// <summary>
    /// A script of one's own, which runs after the page's. It finds the page's helpers in <c>NetGenPage</c>: <c>element</c>, <c>shape</c>, <c>number</c>, <c>color</c>
    /// and the <c>charts</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It has the text <c>&lt;/script</c> in it, which would end it, or <c>&lt;!--</c>.</exception>
    public ReportPage Script(string javaScript)
    {
        ArgumentNullException.ThrowIfNull(javaScript);
        if (javaScript.Contains("</script", StringComparison.OrdinalIgnoreCase) || javaScript.Contains("<!--", StringComparison.Ordinal))
            throw new ArgumentException("A script in a page must not have the text '</script' or '<!--' in it; write '<\\/script' or '<\\!--'.", nameof(javaScript));
        scripts.Append("<script>\n").Append(javaScript).Append("</script>\n");
        return this;
    }

    /// <summary>The page. Lines end in <c>\n</c>.</summary>
    public override string ToString()
    {
        var page = new StringBuilder("<!DOCTYPE html>\n");
        page.Append(Reload > 0 ? string.Create(CultureInfo.InvariantCulture, $"<html lang=\"en\" data-reload=\"{Reload:0.###}\">\n") : "<html lang=\"en\">\n");
        page.Append("<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n");

        // The page loads nothing, also where it is opened from a server.
        page.Append("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';img-src data:;style-src 'unsafe-inline';script-src 'unsafe-inline'\">\n<link rel=\"icon\" href=\"data:,\">\n");
        page.Append("<title>").Append(Html.Escape(Title)).Append("</title>\n<style>\n").Append(ChartColors.ToCss()).Append(Resource("page.css")).Append("</style>\n</head>\n<body>\n<main>\n");
        page.Append(body).Append("</main>\n<footer>Written by NetGen.</footer>\n<script>\n").Append(Resource("page.js")).Append("</script>\n").Append(scripts).Append("</body>\n</html>\n");
        return page.ToString();
    }

    /// <summary>Writes the page to a file, completely or not at all.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var bytes = Encoding.UTF8.GetBytes(ToString());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    private static string Resource(string name)
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream($"NetGen.Report.{name}")
            ?? throw new InvalidOperationException($"The package was built without its part '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    // A number, also with a unit behind it, or nothing.
    private static bool IsNumber(string cell)
    {
        var text = cell.AsSpan().TrimStart("-−–+").TrimStart();
        return text.IsEmpty || char.IsAsciiDigit(text[0]);
    }
}
