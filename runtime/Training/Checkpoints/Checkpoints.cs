using System.Globalization;

namespace NetGen;

/// <summary>
/// Saves checkpoints while a trainer trains: every so many steps, epochs or minutes, of which the last ones are kept; and after each epoch that is among the best by
/// a metric. Also when the training is stopped or cancelled. It is told of each moment after all other callbacks.
/// </summary>
/// <remarks>
/// Files are <c>step-00001200.safetensors</c>, by the trainer's <see cref="Trainer.StepsTrained"/>, and <c>best-00001200.safetensors</c>. A folder is of one
/// training: one that begins anew where another has left checkpoints is refused. What cannot be saved ends the training, and the checkpoints before stay.
/// A <see cref="Trainer.FastDevRun"/> finds out whether all can be saved, but leaves the folder alone. Of the other callbacks, a checkpoint has the state of those
/// that implement <see cref="ICheckpointed"/>, and nothing of the rest; see <see cref="ITrainingCallback"/>.
/// </remarks>
/// <example>
/// The same program begins a training and goes on with it, however often it is killed:
/// <code>
/// var checkpoints = new Checkpoints("run1") { EveryMinutes = 10, KeepBest = 1 };
/// trainer.Callbacks.Add(checkpoints);
/// checkpoints.Resume(trainer);
/// trainer.Fit(train, epochs: 100, validation);
/// </code>
/// </example>
public sealed class Checkpoints : ITrainingCallback, ICheckpointed
{
    private const string LastStart = "step-";
    private const string BestStart = "best-";
    private const string Extension = ".safetensors";

    private WatchedValue? watched;
    private List<string> last = [];
    private List<(string Name, double Value)> best = [];
    private int keepLast = 1;
    private int keepBest;
    private int? everySteps;
    private int? everyEpochs;
    private double? everyMinutes;
    private long lastTime;
    private long savedStep = -1;

    /// <summary>Saves into a folder, which is made where it does not exist.</summary>
    public Checkpoints(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        Folder = folder;
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>How many of the last checkpoints are kept; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int KeepLast
    {
        get => keepLast;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            keepLast = value;
        }
    }

    /// <summary>How many of the best checkpoints are kept, besides the last ones; none unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int KeepBest
    {
        get => keepBest;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            keepBest = value;
        }
    }

    /// <summary>What the best ones are best by, a name in <see cref="EpochReport.Values"/>: <c>validation loss</c> unless set; or such as <c>validation accuracy</c>.</summary>
    public string Watch
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = WatchedValue.ValidationLoss;

    /// <summary>Which value is the better one; unless set the lower one of a loss, and what a metric of the package says.</summary>
    public Better? Better { get; init; }

    /// <summary>After how many steps to save, counted over the trainer's life. Where neither this nor <see cref="EveryEpochs"/> nor <see cref="EveryMinutes"/> is set, after every epoch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? EverySteps
    {
        get => everySteps;
        init
        {
            if (value is { } steps)
                ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(value));
            everySteps = value;
        }
    }

    /// <summary>After how many epochs to save, counted over the trainer's life.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? EveryEpochs
    {
        get => everyEpochs;
        init
        {
            if (value is { } epochs)
                ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1, nameof(value));
            everyEpochs = value;
        }
    }

    /// <summary>How many minutes after the last checkpoint to save, after the step that is being taken then.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public double? EveryMinutes
    {
        get => everyMinutes;
        init
        {
            if (value is { } minutes && (!(minutes > 0) || !double.IsFinite(minutes)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A time between checkpoints is positive and finite.");
            everyMinutes = value;
        }
    }

    /// <summary>The checkpoint in the folder with the most steps; null where there is none.</summary>
    public string? LatestPath => Found().OrderBy(static found => found.Step).ThenBy(static found => found.Path, StringComparer.Ordinal).LastOrDefault().Path;

    /// <summary>The best checkpoint; null where there is none yet.</summary>
    public string? BestPath => best.Count == 0 ? null : Path.Combine(Folder, best[0].Name);

    /// <inheritdoc/>
    public string StateName => "checkpoints";

    /// <summary>What tells the time.</summary>
    internal TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Loads the latest checkpoint of the folder, if there is one, so that the next <see cref="Trainer.Fit"/> goes on with it: see <see cref="Trainer.LoadCheckpoint"/>.
    /// </summary>
    /// <param name="trainer">The trainer, with all its settings and callbacks, this one among them.</param>
    /// <param name="train">As of <see cref="Trainer.LoadCheckpoint"/>.</param>
    /// <param name="validation">Likewise.</param>
    /// <returns>Whether there was one, and this is no <see cref="Trainer.FastDevRun"/>.</returns>
    /// <exception cref="InvalidOperationException">This is none of the trainer's callbacks.</exception>
    /// <exception cref="SafeTensorsException">As of <see cref="Trainer.LoadCheckpoint"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public bool Resume(Trainer trainer, IDataset? train = null, IDataset? validation = null)
    {
        ArgumentNullException.ThrowIfNull(trainer);
        if (!trainer.Callbacks.Contains(this))
            throw new InvalidOperationException("Add the checkpoints to the trainer's callbacks before a training is resumed, so that they know their files.");
        if (trainer.FastDevRun is not null || LatestPath is not { } path)
            return false;
        trainer.LoadCheckpoint(path, train, validation);
        return true;
    }

    /// <inheritdoc/>
    public void ExchangeState(StateExchange state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var lastNames = string.Join('\n', last);
        var bestNames = string.Join('\n', best.Select(static entry => entry.Name));
        double[] bestValues = [.. best.Select(static entry => entry.Value)];
        state.Setting("watch", Watch);
        state.Value("last", ref lastNames);
        state.Value("best", ref bestNames);
        state.Values("best_values", ref bestValues);
        if (!state.IsLoading)
            return;
        last = [.. Split(lastNames)];
        best = [.. Split(bestNames).Zip(bestValues)];
        savedStep = -1;

        static string[] Split(string names) => names.Length == 0 ? [] : names.Split('\n');
    }

    /// <inheritdoc/>
    public void OnStart(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        run.Trainer.CheckCheckpoints();
        if (KeepBest > 0)
            watched = WatchedValue.Of(run, nameof(Checkpoints), Watch, Better);
        if (run.Trainer.FastDevRun is not null)
            return;
        Directory.CreateDirectory(Folder);
        if (!run.IsResumed && Found().FirstOrDefault(found => !Knows(Path.GetFileName(found.Path))).Path is { } other)
        {
            throw new InvalidOperationException(
                $"'{other}' is a checkpoint of an earlier training. Call Resume to go on with it, or choose another folder, or delete the checkpoints in this one.");
        }

        // What is in the list of a checkpoint and was to be deleted after it.
        Prune();
        lastTime = Clock.GetTimestamp();
    }

    /// <inheritdoc/>
    public void OnEpochStart(TrainingRun run)
    {
        if (run?.StopReason is not null)
            Save(run);
    }

    /// <inheritdoc/>
    public void OnStep(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (run.StopReason is not null || (EverySteps is { } steps && run.Trainer.StepsTrained % steps == 0) || IsTimeOver())
            Save(run);
    }

    /// <inheritdoc/>
    public void OnEpochEnd(TrainingRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (KeepBest > 0)
            SaveBest(run);
        var every = EveryEpochs ?? (EverySteps is null && EveryMinutes is null ? 1 : null);

        // The last epoch is saved whatever the interval, so that the training is known to be complete.
        if (run.StopReason is not null || run.Epoch == run.LastEpoch || run.Epoch % every == 0 || IsTimeOver())
            Save(run);
    }

    /// <summary>Saves where the training was cancelled, which is between two steps.</summary>
    /// <inheritdoc/>
    public void OnFailure(TrainingRun run, Exception failure)
    {
        ArgumentNullException.ThrowIfNull(run);
        if (failure is OperationCanceledException && run.Trainer.StepsTrained != savedStep)
            Save(run);
    }

    private static string Name(string start, TrainingRun run)
        => string.Create(CultureInfo.InvariantCulture, $"{start}{run.Trainer.StepsTrained:D8}{Extension}");

    // In no order.
    private IEnumerable<(long Step, string Path)> Found()
    {
        if (!Directory.Exists(Folder))
            yield break;
        foreach (var start in (string[])[LastStart, BestStart])
        {
            foreach (var path in Directory.EnumerateFiles(Folder, $"{start}*{Extension}"))
            {
                if (long.TryParse(Path.GetFileName(path.AsSpan())[start.Length..^Extension.Length], NumberStyles.None, CultureInfo.InvariantCulture, out var step))
                    yield return (step, path);
            }
        }
    }

    private bool Knows(string name) => last.Contains(name) || best.Exists(entry => entry.Name == name);

    private bool IsTimeOver() => EveryMinutes is { } minutes && Clock.GetElapsedTime(lastTime).TotalMinutes >= minutes;

    private void Save(TrainingRun run)
    {
        if (run.Trainer.FastDevRun is not null)
            return;
        var name = Name(LastStart, run);
        var isNew = !last.Contains(name);
        if (isNew)
            last.Add(name);
        try
        {
            run.Trainer.SaveCheckpoint(Path.Combine(Folder, name));
        }
        catch when (isNew)
        {
            last.Remove(name);
            throw;
        }

        savedStep = run.Trainer.StepsTrained;
        lastTime = Clock.GetTimestamp();
        Prune();
    }

    private void SaveBest(TrainingRun run)
    {
        var value = watched!.In(run.Report!);
        if (run.Trainer.FastDevRun is not null || double.IsNaN(value) || (best.Count >= KeepBest && !watched.IsBetter(value, best[KeepBest - 1].Value)))
            return;
        var entry = (Name(BestStart, run), value);

        // Behind those that are as good: the first of equals is the best.
        var place = best.FindIndex(other => watched.IsBetter(value, other.Value));
        best.Insert(place < 0 ? best.Count : place, entry);
        try
        {
            run.Trainer.SaveCheckpoint(Path.Combine(Folder, entry.Item1));
        }
        catch
        {
            best.Remove(entry);
            throw;
        }

        Prune();
    }

    // The lists that a checkpoint has are those before its files are deleted: whoever goes on with it deletes what this one did not come to.
    private void Prune()
    {
        while (last.Count > KeepLast && TryDelete(last[0]))
            last.RemoveAt(0);
        while (best.Count > KeepBest && TryDelete(best[^1].Name))
            best.RemoveAt(best.Count - 1);
    }

    // A file that cannot be deleted now is tried again after the next save.
    private bool TryDelete(string name)
    {
        try
        {
            File.Delete(Path.Combine(Folder, name));
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
