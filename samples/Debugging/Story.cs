using System.Globalization;
using System.Text;
using NetGen;

namespace Debugging;

/// <summary>What the terminal and the page tell of the cases.</summary>
internal static class Story
{
    public static string Text(Case @case, Outcome[] outcomes)
    {
        var text = new StringBuilder($"{@case.Name}\n  {@case.Story}\n\n");
        foreach (var finding in outcomes[0].Diagnosis.Findings)
            text.Append(finding.Kind == @case.Expected ? "  > " : "    ").Append(finding).Append('\n');
        text.Append('\n');
        var width = outcomes.Max(static outcome => outcome.Attempt.Name.Length);
        text.Append("  ").Append(' ', width).Append("  training loss  validation loss  accuracy\n");
        foreach (var outcome in outcomes)
            text.Append("  ").Append(outcome.Attempt.Name.PadRight(width)).Append(Loss(outcome.Training).PadLeft(15)).Append(Loss(outcome.Validation).PadLeft(17)).Append(Accuracy(outcome).PadLeft(10)).Append('\n');
        return text.ToString();
    }

    public static ReportPage Page(Outcome[][] outcomes)
    {
        var page = new ReportPage("Networks that do not learn", "Five things that go wrong, what the diagnosis says of each, and what helps, before and after.");
        for (var i = 0; i < outcomes.Length; i++)
            Write(page, Case.All[i], outcomes[i]);
        return page;
    }

    /// <summary>How large the gradients of each layer are before the first step: from the input at the left to the output at the right.</summary>
    public static Chart GradientChart(Outcome[] outcomes) => new("Gradients by layer, before the first step", [.. outcomes.Select(static outcome =>
        ChartSeries.Of(outcome.Attempt.Name, outcome.Diagnosis.Reports[0].Layers.Where(static layer => layer.Gradients is not null && !layer.Kind.StartsWith("BatchNorm", StringComparison.Ordinal)).Select(static layer => layer.Gradients!.Value.RootMeanSquare)))])
    { XLabel = "layer", YLabel = "root mean square", IsLogY = true };

    private static void Write(ReportPage page, Case @case, Outcome[] outcomes)
    {
        page.Section(@case.Name, @case.Story);
        page.Text("What the diagnosis says:").Findings(outcomes[0].Diagnosis.Findings);
        List<Chart> charts = [];
        if (@case.Expected is FindingKind.VanishingGradients or FindingKind.ExplodingGradients)
            charts.Add(GradientChart(outcomes));
        charts.Add(Losses("Training loss", outcomes, static epoch => epoch.TrainLoss));
        charts.Add(Losses("Validation loss", outcomes, static epoch => epoch.ValidationLoss!.Value));
        page.Text("Before and after:").Charts(charts);
        page.Table(
            ["", "why", "training loss", "validation loss", "accuracy", "what is still found"],
            outcomes.Select(static outcome => (IReadOnlyList<string>)
            [
                outcome.Attempt.Name, outcome.Attempt.Reason, Loss(outcome.Training), Loss(outcome.Validation), Accuracy(outcome),
                outcome.Diagnosis.Findings.Count == 0 ? "nothing" : string.Join(", ", outcome.Diagnosis.Findings.Select(static finding => finding.Title)),
            ]),
            @case.Name);
    }

    private static Chart Losses(string title, Outcome[] outcomes, Func<EpochReport, double> loss)
        => new(title, [.. outcomes.Select(outcome => ChartSeries.Of(outcome.Attempt.Name, outcome.History.Epochs.Select(loss)))]) { IsLogY = true };

    private static string Loss(Evaluation? evaluation) => evaluation is null ? "not finite" : Number(evaluation.Loss, "G3");

    private static string Accuracy(Outcome outcome) => outcome.Validation is { } validation ? $"{Number(100 * validation["accuracy"], "0.0")}%" : "–";

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
