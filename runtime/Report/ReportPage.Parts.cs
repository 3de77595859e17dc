namespace NetGen;

/// <content>What a page shows of trainings and networks.</content>
public sealed partial class ReportPage
{
    /// <summary>What a diagnosis found: each with its layer, and what may help.</summary>
    public ReportPage Findings(IEnumerable<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(findings);
        body.Append("<ul class=\"findings\">\n");
        foreach (var finding in findings)
        {
            var place = FormattableString.Invariant($"{(finding.Layer is null ? "" : $"layer '{finding.Layer}', ")}epoch {finding.Epoch}, step {finding.Step}");
            body.Append("<li class=\"warning\"><b>").Append(Html.Escape(Capital(finding.Title))).Append("</b><span class=\"kind\">").Append(Html.Escape(place)).Append("</span><p>")
                .Append(Html.Escape(Capital(finding.Text))).Append("</p><p>").Append(Html.Escape(Capital(finding.Remedy))).Append("</p></li>\n");
        }

        body.Append("</ul>\n");
        return this;
    }

    /// <summary>A network's layers as a graph, and as a table with their sums.</summary>
    public ReportPage Network(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var rows = network.Layers.Select(static layer => Row(layer.Name, layer.Kind, Describe.Shape(layer.InputShape), Describe.Shape(layer.OutputShape), layer.ParameterCount, layer.MultiplyAdds));
        body.Append("<div class=\"pair\">\n").Append(new NetworkGraphSvg(network).ToString());
        return Table(["layer", "kind", "input", "output", "parameters", "multiply-adds"], [.. rows, Row("total", "", Describe.Shape(network.InputShape), Describe.Shape(network.OutputShape), network.ParameterCount, network.MultiplyAdds)], "Layers").Markup("</div>\n");

        static IReadOnlyList<string> Row(string name, string kind, string input, string output, long parameters, long multiplyAdds)
            => [name, kind, input, output, ReportText.Number(parameters, "N0"), ReportText.Number(multiplyAdds, "N0")];
    }

    private static string Capital(string text) => text.Length > 0 ? char.ToUpperInvariant(text[0]) + text[1..] : text;
}
