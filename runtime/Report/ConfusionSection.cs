using System.Text;

namespace NetGen;

/// <summary>A confusion matrix as a table whose cells are darker the larger a share of their row they are, and what it says of each class.</summary>
internal sealed class ConfusionSection(ConfusionCounts counts, IReadOnlyList<string> names)
{
    // A larger matrix cannot be read; the most frequent confusions can.
    private const int MostClasses = 40;
    private const int MostConfusions = 10;

    public void Write(ReportPage page)
    {
        page.Section("Confusion matrix", "Rows are the true classes, columns what they were taken for.");
        if (counts.Classes <= MostClasses)
            page.Markup(Matrix());
        page.Markup("<div class=\"columns\"><div>\n").Table(["class", "precision", "recall", "F1", "samples"], Enumerable.Range(0, counts.Classes).Select(ClassRow), "Classes");
        page.Markup("</div><div>\n");
        var confusions = Confusions();
        if (confusions.Length > 0)
            page.Table(["true class", "taken for", "samples", "share"], confusions, "Most frequent confusions");
        page.Markup("</div></div>\n");
    }

    private string Matrix()
    {
        var html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Confusion matrix\"><table class=\"data matrix\"><thead><tr><td></td>");
        for (var predicted = 0; predicted < counts.Classes; predicted++)
            html.Append("<th scope=\"col\" class=\"number\">").Append(Html.Escape(Name(predicted))).Append("</th>");
        html.Append("</tr></thead><tbody>\n");
        for (var actual = 0; actual < counts.Classes; actual++)
        {
            html.Append("<tr><th scope=\"row\">").Append(Html.Escape(Name(actual))).Append("</th>");
            var total = counts.Actual(actual);
            for (var predicted = 0; predicted < counts.Classes; predicted++)
            {
                var share = total == 0 ? 0 : (double)counts[actual, predicted] / total;
                html.Append(actual == predicted ? "<td class=\"right\"" : "<td").Append(" style=\"--share:").Append(ReportText.Number(share, "0.###")).Append("\">")
                    .Append(ReportText.Number(counts[actual, predicted], "0")).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        return html.Append("</tbody></table></div>\n").ToString();
    }

    // As ConfusionMatrix computes them.
    private IReadOnlyList<string> ClassRow(int index)
    {
        var (right, actual, predicted) = (counts[index, index], counts.Actual(index), counts.Predicted(index));
        return [Name(index), Ratio(right, predicted), Ratio(right, actual), Ratio(2 * right, actual + predicted), ReportText.Number(actual, "0")];
    }

    private IReadOnlyList<string>[] Confusions()
        => [.. Enumerable.Range(0, counts.Classes * counts.Classes)
            .Select(cell => (Actual: cell / counts.Classes, Predicted: cell % counts.Classes, Count: counts.Counts[cell]))
            .Where(static cell => cell.Actual != cell.Predicted && cell.Count > 0)
            .OrderByDescending(static cell => cell.Count)
            .Take(MostConfusions)
            .Select(cell => (IReadOnlyList<string>)[Name(cell.Actual), Name(cell.Predicted), ReportText.Number(cell.Count, "0"), $"{ReportText.Number(100.0 * cell.Count / counts.Actual(cell.Actual), "0.0")}%"])];

    private string Name(int index) => index < names.Count ? names[index] : ReportText.Whole(index);

    private static string Ratio(long part, long whole) => ReportText.Number(whole == 0 ? 0 : (double)part / whole, "0.000");
}
