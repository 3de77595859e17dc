using System.Globalization;

namespace NetGen;

/// <summary>Writes the sections of a <see cref="TrainingReport"/>.</summary>
internal sealed class TrainingPage(Trainer trainer, TrainingFacts facts)
{
    private const int MostLayerCurves = 24;

    private TrainingHistory History => trainer.History;

    public required string Title { get; init; }

    public required TimeSpan Reload { get; init; }

    public required ChartSeries StepLosses { get; init; }

    public required ChartSeries StepRates { get; init; }

    public required ConfusionCounts? Confusion { get; init; }

    public required IReadOnlyList<string> ClassNames { get; init; }

    public required IList<Chart> Charts { get; init; }

    public required Diagnosis? Diagnosis { get; init; }

    public ReportPage Build()
    {
        var page = new ReportPage(Title, Lead()) { Reload = Reload.TotalSeconds };
        page.Figures(Figures());
        if (facts.Outcome == TrainingOutcome.Failed)
            page.Markup($"<ul class=\"findings\"><li class=\"error\"><b>The training failed</b><p>{Html.Escape(facts.State)}</p></li></ul>\n");
        WriteFindings(page);
        page.Section("Curves").Charts(Curves());
        if (History.Epochs.Count > 0)
            WriteEpochs(page);
        if (Charts.Count > 0)
            page.Charts(Charts);
        if (Diagnosis is { Reports.Count: > 0 })
            WriteLayers(page, Diagnosis.Reports);
        if (Confusion is not null)
            new ConfusionSection(Confusion, ClassNames).Write(page);
        WriteNetwork(page);
        page.Markup("<div class=\"columns\"><div>\n").Section("Settings").Settings(TrainingSettings.Of(trainer, facts));
        page.Markup("</div><div>\n").Section("Machine").Settings(TrainingSettings.Machine()).Markup("</div></div>\n");
        return page;
    }

    private string Lead()
    {
        var started = facts.Started is { } time ? $", started {time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture)}" : "";
        return $"{Count(History.Epochs.Count, "epoch")} in {Duration(facts.Elapsed)}{started}; {(facts.Outcome == TrainingOutcome.Failed ? "failed" : facts.State)}.";
    }

    private IEnumerable<(string Label, string Value)> Figures()
    {
        if (History.Epochs is not [.., var last])
            yield break;
        yield return ("training loss", ReportText.Number(last.TrainLoss));
        if (History.Best is { } best)
        {
            yield return ($"best validation loss, epoch {ReportText.Whole(best.Epoch)}", ReportText.Number(best.ValidationLoss!.Value));
            foreach (var metric in best.Validation!.Metrics)
                yield return ($"{metric.Name}, validation, epoch {ReportText.Whole(best.Epoch)}", ReportText.Number(metric.Value));
        }
        else
        {
            foreach (var metric in last.Train.Metrics)
                yield return ($"{metric.Name}, training", ReportText.Number(metric.Value));
        }

        yield return ("samples a second", ReportText.Number(last.SamplesPerSecond, "N0"));
        yield return ("parameters", ReportText.Number(trainer.Network.Description.ParameterCount, "N0"));
    }

    private void WriteFindings(ReportPage page)
    {
        if (Diagnosis is not { Reports.Count: > 0 })
            return;
        page.Section("Findings");
        if (Diagnosis.Findings.Count == 0)
        {
            page.Markup("<ul class=\"findings\"><li class=\"good\"><b>Nothing was found</b><p>Gradients, activations and updates of all layers are in the usual ranges.</p></li></ul>\n");
            return;
        }

        page.Findings(Diagnosis.Findings);
    }

    private IEnumerable<Chart> Curves()
    {
        yield return History.LossChart();
        foreach (var metric in History.MetricNames())
            yield return History.MetricChart(metric);
        if (StepLosses.X.Count > 0)
            yield return new("Loss of each step", [StepLosses]) { XLabel = "step", Note = "The loss of each batch, before its step." };
        yield return StepRates.X.Count > 0 ? new("Learning rate", [StepRates]) { XLabel = "step" } : History.LearningRateChart();
    }

    private void WriteEpochs(ReportPage page)
    {
        string[] metrics = [.. History.MetricNames()];
        var isValidated = History.Epochs.Any(static epoch => epoch.Validation is not null);
        List<string> head = ["epoch", .. Head("training")];
        if (isValidated)
            head.AddRange(Head("validation"));
        head.AddRange(["learning rate", "seconds"]);
        page.Markup("<details><summary>All epochs as a table</summary>\n").Table(head, History.Epochs.Select(Row), "All epochs").Markup("</details>\n");

        IReadOnlyList<string> Row(EpochReport epoch)
        {
            List<string> row = [ReportText.Whole(epoch.Epoch), .. Cells(epoch.Train)];
            if (isValidated)
                row.AddRange(Cells(epoch.Validation));
            row.AddRange([ReportText.Number(epoch.LearningRate), ReportText.Number(epoch.Duration.TotalSeconds, "0.00")]);
            return row;
        }

        IEnumerable<string> Head(string part) => metrics.Select(metric => $"{part} {metric}").Prepend($"{part} loss");

        IEnumerable<string> Cells(Evaluation? evaluation)
            => evaluation is null
                ? Enumerable.Repeat("", metrics.Length + 1)
                : metrics.Select(metric => evaluation.Metrics.Where(value => value.Name == metric).Select(static value => ReportText.Number(value.Value)).FirstOrDefault("")).Prepend(ReportText.Number(evaluation.Loss));
    }

    private static void WriteLayers(ReportPage page, IReadOnlyList<DiagnosisReport> reports)
    {
        page.Section("Layers");
        Chart[] charts =
        [
            LayerCurves.Chart("Gradient norm by layer", reports, static layer => layer.Gradients is { } gradients ? Math.Sqrt(gradients.SquaredNorm) : null, MostLayerCurves, isLog: true)
                with { Note = "‖∂loss/∂parameters‖ of each layer. Lines that part by powers of ten show vanishing or exploding gradients." },
            LayerCurves.Chart("Update ratio by layer", reports, static layer => layer.UpdateRatio, MostLayerCurves, isLog: true)
                with { Note = "‖new − old‖ / ‖old‖ of the weights at one step. About 0.001 is common." },
            LayerCurves.Chart("Deviation of activations by layer", reports, static layer => layer.Activations?.Deviation, MostLayerCurves, isLog: true),
            LayerCurves.Chart("Dead units by layer", reports, static layer => layer.DeadShare, MostLayerCurves, isLog: false) with { YLabel = "share" },
            LayerCurves.Chart("Saturated outputs by layer", reports, static layer => layer.SaturatedShare, MostLayerCurves, isLog: false) with { YLabel = "share" },
        ];
        page.Charts(charts.Where(static chart => chart.Series.Count > 0));
        WriteLastLayers(page, reports[^1]);
    }

    private static void WriteLastLayers(ReportPage page, DiagnosisReport report)
    {
        (string Head, Func<LayerDiagnosis, string> Cell)[] columns =
        [
            ("layer", static layer => layer.Layer),
            ("kind", static layer => layer.Kind),
            ("activations", static layer => layer.Activations is { } activations ? $"{ReportText.Number(activations.Mean)} ± {ReportText.Number(activations.Deviation)}" : ""),
            ("gradient norm", static layer => layer.Gradients is { } gradients ? ReportText.Number(Math.Sqrt(gradients.SquaredNorm)) : ""),
            ("update ratio", static layer => layer.UpdateRatio is { } ratio ? ReportText.Number(ratio) : ""),
            ("dead", static layer => Share(layer.DeadShare)),
            ("saturated", static layer => Share(layer.SaturatedShare)),
        ];

        // What no layer of this network has, or none at this step, needs no column.
        columns = [.. columns.Where(column => report.Layers.Any(layer => column.Cell(layer).Length > 0))];
        page.Table(
            [.. columns.Select(static column => column.Head)],
            report.Layers.Select(layer => (IReadOnlyList<string>)[.. columns.Select(column => column.Cell(layer))]),
            FormattableString.Invariant($"Layers after step {report.Step}"));

        static string Share(double? share) => share is { } value ? $"{ReportText.Number(100 * value, "0.#")}%" : "";
    }

    private void WriteNetwork(ReportPage page)
    {
        var network = trainer.Network.Description;
        page.Section("Network", $"{network.Name}: {Count(network.Layers.Count, "layer")}, {ReportText.Number(network.ParameterCount, "N0")} parameters, {ReportText.Number(network.MultiplyAdds, "N0")} multiply-adds for a sample.");
        page.Network(network);
    }

    private static string Count(int count, string noun) => $"{ReportText.Whole(count)} {noun}{(count == 1 ? "" : "s")}";

    private static string Duration(TimeSpan time) => time.TotalSeconds < 60
        ? $"{ReportText.Number(time.TotalSeconds, "0.00")} s"
        : time.TotalHours < 1 ? $"{time.ToString(@"m\:ss", CultureInfo.InvariantCulture)} min" : $"{ReportText.Number(Math.Floor(time.TotalHours), "0")}{time.ToString(@"\:mm\:ss", CultureInfo.InvariantCulture)} h";
}
