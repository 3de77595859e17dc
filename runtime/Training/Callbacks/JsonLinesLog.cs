using System.Globalization;
using System.Text;
using System.Text.Json;

namespace NetGen;

/// <summary>
/// Writes a JSON object on a line for each event of a training: its start, each epoch, its end or failure, and, where asked for, each so many steps. A number that is not finite
/// is the text <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>, as JSON has none.
/// </summary>
/// <inheritdoc cref="TrainingLog" path="/remarks"/>
/// <example>
/// <code>
/// {"event":"start","time":"2026-11-25T20:15:00.0000000Z","network":"DigitNet","parameters":101770,"optimizer":"Adam","batch size":64,"resumed":false}
/// {"event":"step","epoch":1,"step":100,"loss":0.31,"mean loss":0.62,"learning rate":0.001}
/// {"event":"epoch","epoch":1,"loss":0.45,"accuracy":0.88,"validation loss":0.3,"validation accuracy":0.91,"learning rate":0.001,"seconds":0.11,"samples per second":90909}
/// {"event":"end","time":"2026-11-25T20:15:01.0000000Z","epoch":1,"step":0,"reason":null}
/// </code>
/// </example>
public sealed class JsonLinesLog : TrainingLog
{
    /// <summary>Makes the log.</summary>
    /// <param name="path">The file.</param>
    /// <param name="everySteps">Where given, there is also a line for each so many steps of an epoch.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="everySteps"/> is less than 1.</exception>
    public JsonLinesLog(string path, int? everySteps = null)
        : base(path, everySteps)
    {
    }

    private protected override void Begin(TrainingRun run, string? firstLine)
    {
        if (firstLine is not null && !firstLine.StartsWith("{\"event\":", StringComparison.Ordinal))
            throw new InvalidOperationException($"'{Path}' begins with {firstLine}, which JsonLinesLog did not write. Give it another file.");
        WriteObject("start", json =>
        {
            json.WriteString("time", DateTime.UtcNow);
            json.WriteString("network", run.Network.Description.Name);
            json.WriteNumber("parameters", run.Network.Description.ParameterCount);
            json.WriteString("optimizer", run.Optimizer.GetType().Name);
            json.WriteNumber("batch size", run.Trainer.BatchSize);
            json.WriteBoolean("resumed", run.IsResumed);
        });
    }

    private protected override void WriteStep(TrainingRun run)
        => WriteObject("step", json =>
        {
            json.WriteNumber("epoch", run.Epoch);
            json.WriteNumber("step", run.Step);
            Write(json, "loss", run.StepLoss);
            Write(json, "mean loss", run.MeanLoss);
            json.WriteNumber("learning rate", run.LearningRate);
        });

    private protected override void WriteEpoch(TrainingRun run, EpochReport report)
        => WriteObject("epoch", json =>
        {
            json.WriteNumber("epoch", report.Epoch);
            foreach (var value in report.Values)
                Write(json, value.Name, value.Value);
            json.WriteNumber("learning rate", report.LearningRate);
            Write(json, "seconds", report.Duration.TotalSeconds);
            Write(json, "samples per second", report.SamplesPerSecond);
        });

    private protected override void WriteEnd(TrainingRun run, Exception? failure)
        => WriteObject(failure is null ? "end" : "failure", json =>
        {
            json.WriteString("time", DateTime.UtcNow);
            json.WriteNumber("epoch", run.Epoch);
            json.WriteNumber("step", run.Step);
            json.WriteString("reason", failure?.Message ?? run.StopReason);
        });

    private protected override (int Epoch, long Step) PlaceOf(string text, bool isFirst)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            if (json.RootElement is not { ValueKind: JsonValueKind.Object } line || !line.TryGetProperty("epoch", out var epoch) || !epoch.TryGetInt32(out var number))
                return (0, 0);
            return (number, line.TryGetProperty("step", out var step) && step.TryGetInt64(out var place) ? place : int.MaxValue);
        }
        catch (JsonException)
        {
            return (0, 0);
        }
    }

    private void WriteObject(string name, Action<Utf8JsonWriter> members)
        => WriteLine(text =>
        {
            using var bytes = new MemoryStream();
            using (var json = new Utf8JsonWriter(bytes))
            {
                json.WriteStartObject();
                json.WriteString("event", name);
                members(json);
                json.WriteEndObject();
            }

            text.Append(Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length));
        });

    private static void Write(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, value.ToString(CultureInfo.InvariantCulture));
    }
}
