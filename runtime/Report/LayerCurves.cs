namespace NetGen;

/// <summary>A number of each layer by step, from the reports of a <see cref="Diagnosis"/>.</summary>
internal static class LayerCurves
{
    /// <summary>A line for each layer that has the number; of more layers than <paramref name="most"/> some at equal distances, the first and the last among them.</summary>
    public static Chart Chart(string title, IReadOnlyList<DiagnosisReport> reports, Func<LayerDiagnosis, double?> number, int most, bool isLog)
    {
        string[] names = [.. reports.SelectMany(static report => report.Layers).Where(layer => number(layer) is not null).Select(static layer => layer.Layer).Distinct()];
        if (names.Length > most)
            names = [.. Enumerable.Range(0, most).Select(i => names[(int)((long)i * (names.Length - 1) / (most - 1))])];
        double[] steps = [.. reports.Select(static report => (double)report.Step)];
        return new(title, [.. names.Select(name => new ChartSeries(name, steps, [.. reports.Select(report => Of(report, name) ?? double.NaN)]))]) { XLabel = "step", IsLogY = isLog };

        double? Of(DiagnosisReport report, string name) => report.Layers.FirstOrDefault(layer => layer.Layer == name) is { } layer ? number(layer) : null;
    }
}
