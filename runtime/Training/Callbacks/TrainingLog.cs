using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>What the logs in files have in common: when they write, and what they keep of a file where a training goes on.</summary>
/// <remarks>
/// A training that starts anew writes the file anew; a further call of <see cref="Trainer.Fit"/> with the same log goes on with it. Where a training goes on from a
/// checkpoint, lines of epochs and steps after the checkpoint are cut off, so that the file has each once. A <see cref="Trainer.FastDevRun"/> makes all lines, but leaves the file alone.
/// </remarks>
public abstract class TrainingLog : ITrainingCallback
{
    private readonly LogFile file;
    private readonly StringBuilder line = new();
    private bool wasStarted;
    private bool isOpen;

    // Where the last line of the file is that was kept. A callback may be told of a moment again, where the checkpoint was saved in it, before this one was told.
    private (int Epoch, long Step) last;

    private protected TrainingLog(string path, int? everySteps)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (everySteps is { } steps)
            ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(everySteps));
        (Path, EverySteps, file) = (path, everySteps, new LogFile(path));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>After how many steps, counted from the start of an epoch, there is a line for the step; null where there is none.</summary>
    public int? EverySteps { get; }

    /// <inheritdoc/>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    /// <exception cref="InvalidOperationException">The file is gone on with, and is not a log like this one.</exception>
    public void OnStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.Trainer.FastDevRun is not null)
            return;
        last = default;
        if (run.IsResumed || wasStarted)
            file.Append((text, isFirst) => Keeps(text, isFirst, run.Trainer.EpochsTrained, run.Trainer.Position?.Step ?? 0));
        else
            file.Create();
        (wasStarted, isOpen) = (true, true);
        try
        {
            Begin(run, file.FirstLine);
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (EverySteps is { } steps && run.Step % steps == 0 && IsAfter(run.Epoch, run.Step))
            WriteStep(run);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (IsAfter(run.Report!.Epoch, int.MaxValue))
            WriteEpoch(run, run.Report);
    }

    /// <inheritdoc/>
    public void OnEnd(TrainingRun run)
    {
        try
        {
            WriteEnd(run, null);
        }
        finally
        {
            Close();
        }
    }

    /// <inheritdoc/>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        try
        {
            WriteEnd(run, failure);
        }
        finally
        {
            Close();
        }
    }

    /// <summary>Writes what comes before the first line, if it is not there.</summary>
    private protected abstract void Begin(TrainingRun run, string? firstLine);

    private protected abstract void WriteStep(TrainingRun run);

    private protected abstract void WriteEpoch(TrainingRun run, EpochReport report);

    private protected virtual void WriteEnd(TrainingRun run, Exception? failure)
    {
    }

    /// <summary>Where in a training a line is: 0 for a line at no place, which is kept, and <see cref="int.MaxValue"/> as the step of a line at an epoch's end.</summary>
    private protected abstract (int Epoch, long Step) PlaceOf(string text, bool isFirst);

    /// <summary>Writes a line.</summary>
    private protected void WriteLine(Action<StringBuilder> write)
    {
        line.Clear();
        write(line);
        if (isOpen)
            file.WriteLine(line);
    }

    private protected static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private protected static string Number(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private protected static string Whole(long value) => value.ToString(CultureInfo.InvariantCulture);

    private bool Keeps(string text, bool isFirst, int epochs, int steps)
    {
        var (epoch, step) = PlaceOf(text, isFirst);
        var keeps = epoch <= epochs || (epoch == epochs + 1 && step <= steps);
        if (keeps && IsAfter(epoch, step))
            last = (epoch, step);
        return keeps;
    }

    private bool IsAfter(int epoch, long step) => epoch > last.Epoch || (epoch == last.Epoch && step > last.Step);

    private void Close()
    {
        isOpen = false;
        file.Dispose();
    }
}
