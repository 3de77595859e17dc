using System.Globalization;

namespace NetGen;

/// <summary>
/// Writes a table to a CSV file while a training runs: a row for each epoch, with its losses, metrics, learning rate, seconds and samples a second; or a row for each so many
/// steps, with the batch's loss, the epoch's mean loss so far and the learning rate. Numbers are written the same in every culture, and read back as the same bits.
/// </summary>
/// <inheritdoc cref="TrainingLog" path="/remarks"/>
public sealed class CsvLog : TrainingLog
{
    private string[] columns = [];

    /// <summary>Makes the log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="everySteps">Where given, rows are of steps, after each so many of an epoch; else of epochs.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everySteps"/> is less than 1.</exception>
    public CsvLog(string path, int? everySteps = null)
        : base(path, everySteps)
    {
    }

    private protected override void Begin(TrainingRun run, string? firstLine)
    {
        columns = EverySteps is null ? ["epoch", .. run.ValueNames, "learning rate", "seconds", "samples per second"] : ["epoch", "step", "loss", "mean loss", "learning rate"];
        var header = string.Join(',', columns.Select(Quoted));
        if (firstLine is null)
            WriteLine(text => text.Append(header));
        else if (firstLine.TrimEnd('\r') != header)
            throw new InvalidOperationException($"'{Path}' has the columns {firstLine}, but this training has {header}. Give CsvLog another file.");
    }

    private protected override void WriteStep(TrainingRun run)
        => WriteLine(text => text.Append(CultureInfo.InvariantCulture, $"{run.Epoch},{run.Step},{Number(run.StepLoss)},{Number(run.MeanLoss)},{Number(run.LearningRate)}"));

    private protected override void WriteEpoch(TrainingRun run, EpochReport report)
    {
        if (EverySteps is not null)
            return;
        WriteLine(text =>
        {
            text.Append(Whole(report.Epoch));
            foreach (var value in report.Values)
                text.Append(',').Append(Number(value.Value));
            text.Append(CultureInfo.InvariantCulture, $",{Number(report.LearningRate)},{Number(report.Duration.TotalSeconds)},{Number(report.SamplesPerSecond)}");
        });
    }

    private protected override (int Epoch, long Step) PlaceOf(string text, bool isFirst)
    {
        var cells = text.Split(',');
        if (isFirst || !int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
            return (0, 0);
        return (epoch, EverySteps is not null && cells.Length > 1 && long.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : int.MaxValue);
    }

    private static string Quoted(string name)
        => name.AsSpan().ContainsAny(",\"\r\n") ? $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : name;
}
