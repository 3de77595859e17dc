using System.Globalization;

namespace NetGen;

/// <summary>Reports and findings in a checkpoint: their numbers as doubles, their words as lines of text.</summary>
internal static class DiagnosisState
{
    private const int ReportNumbers = 4;
    private const int LayerNumbers = (3 * 6) + (3 * 2);

    /// <summary>Saves, checks or loads them.</summary>
    public static void Exchange(StateExchange state, List<DiagnosisReport> reports, List<Finding> findings)
    {
        var layers = reports.Count == 0 ? "" : string.Join('\n', reports[0].Layers.Select(static layer => $"{layer.Layer}\t{layer.Kind}"));
        var texts = string.Join('\n', reports.SelectMany(static (report, place) => report.Findings.Select(finding => Line(place, finding))).Concat(findings.Select(static finding => Line(-1, finding))));
        var numbers = Numbers(reports);
        state.Value("layers", ref layers);
        state.Value("findings", ref texts);
        state.Values("numbers", ref numbers);
        if (!state.IsLoading)
            return;
        if (!TryRead(layers, texts, numbers, reports, findings))
            state.Refuse("numbers", "are not those of a diagnosis");
    }

    private static double[] Numbers(List<DiagnosisReport> reports)
    {
        var numbers = new List<double>();
        foreach (var report in reports)
        {
            numbers.AddRange([report.Epoch, report.Step, report.LearningRate, report.Loss]);
            foreach (var layer in report.Layers)
            {
                Add(layer.Activations);
                Add(layer.Gradients);
                Add(layer.Parameters);
                AddShare(layer.UpdateRatio);
                AddShare(layer.DeadShare);
                AddShare(layer.SaturatedShare);
            }
        }

        return [.. numbers];

        void Add(TensorStatistics? tensor)
            => numbers.AddRange(tensor is { } values ? [values.Count, values.Mean, values.Deviation, values.Minimum, values.Maximum, values.ZeroShare] : [0, 0, 0, 0, 0, 0]);

        void AddShare(double? share) => numbers.AddRange([share is null ? 0 : 1, share ?? 0]);
    }

    private static bool TryRead(string layers, string texts, double[] numbers, List<DiagnosisReport> reports, List<Finding> findings)
    {
        reports.Clear();
        findings.Clear();
        string[][] names = [.. Lines(layers).Select(static line => line.Split('\t'))];
        var size = ReportNumbers + (names.Length * LayerNumbers);
        string[][] lines = [.. Lines(texts).Select(static line => line.Split('\t'))];
        if (numbers.Length % size != 0 || Array.Exists(names, static name => name.Length != 2) || Array.Exists(lines, static line => line.Length != 7))
            return false;
        for (var start = 0; start < numbers.Length; start += size)
        {
            var place = start;
            var (epoch, step, rate, loss) = ((int)numbers[place++], (long)numbers[place++], (float)numbers[place++], numbers[place++]);
            var rows = new LayerDiagnosis[names.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = new LayerDiagnosis(names[i][0], names[i][1])
                {
                    Activations = Tensor(),
                    Gradients = Tensor(),
                    Parameters = Tensor(),
                    UpdateRatio = Share(),
                    DeadShare = Share(),
                    SaturatedShare = Share(),
                };
            }

            reports.Add(new DiagnosisReport(epoch, step, rate, loss, rows, Found(lines, reports.Count)));

            TensorStatistics? Tensor()
            {
                var values = numbers.AsSpan(place, 6);
                place += 6;
                return values[0] == 0 ? null : new TensorStatistics((long)values[0], values[1], values[2], values[3], values[4], values[5]);
            }

            double? Share() => numbers[place++] == 0 ? Skip() : numbers[place++];

            double? Skip()
            {
                place++;
                return null;
            }
        }

        findings.AddRange(Found(lines, -1));
        return true;
    }

    private static string Line(int report, Finding finding)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{report}\t{finding.Kind}\t{finding.Layer}\t{finding.Epoch}\t{finding.Step}\t{finding.Text.ReplaceLineEndings(" ").Replace('\t', ' ')}\t{finding.Remedy}");

    private static Finding[] Found(string[][] lines, int report)
        =>
        [
            .. lines.Where(line => line[0] == report.ToString(CultureInfo.InvariantCulture)).Select(static line => new Finding(
                Enum.TryParse<FindingKind>(line[1], out var kind) ? kind : default, line[2].Length == 0 ? null : line[2],
                int.TryParse(line[3], CultureInfo.InvariantCulture, out var epoch) ? epoch : 0, long.TryParse(line[4], CultureInfo.InvariantCulture, out var step) ? step : 0, line[5], line[6])),
        ];

    private static string[] Lines(string text) => text.Length == 0 ? [] : text.Split('\n');
}
