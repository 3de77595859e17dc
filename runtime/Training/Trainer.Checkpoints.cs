using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.ExceptionServices;

namespace NetGen;

/// <content>Saving a training and going on with it.</content>
public sealed partial class Trainer
{
    // While Fit runs.
    private TrainingLoop? loop;

    // What was loaded, until Fit goes on with it: the settings then, and the callbacks that have their states from it.
    private StateStore? loadedSettings;
    private ICheckpointed[] loadedCallbacks = [];

    /// <summary>
    /// Saves all that the rest of the training depends on: parameters, running statistics, the optimizer's state, the position in the epoch, the history, and what
    /// callbacks and metrics keep. A training that goes on with it ends in the same bits as one that was not interrupted. To be called between two steps: by a
    /// callback, also in the middle of an epoch; between two calls of <see cref="Step"/>; or after <see cref="Fit"/>.
    /// </summary>
    /// <remarks>
    /// One safetensors file, which can be read as weights, too. It is saved atomically: whatever interrupts it, <paramref name="path"/> holds the old file or the
    /// new one, whole. Data are not in it, nor the states of callbacks that do not implement <see cref="ICheckpointed"/>, nor what a program has of its own.
    /// </remarks>
    /// <param name="path">Where to; an existing file is replaced.</param>
    /// <exception cref="InvalidOperationException">A step is being taken, or failed; callbacks are just being told of the start; or two values have one name.</exception>
    /// <exception cref="NotSupportedException">
    /// The optimizer, or in the middle of an epoch a metric, does not say what it keeps; see <see cref="Optimizer.ExchangeState"/> and <see cref="Metric.ExchangeState"/>.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written: the message names <paramref name="path"/>. An old file is as it was.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public void SaveCheckpoint(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Position is { IsWhole: false })
        {
            throw new InvalidOperationException(
                "A checkpoint is of a training between two steps, but a step or a validation is being taken or has failed, or the training has not begun. Save it in OnStep or another moment of a callback, or before.");
        }

        Position?.Obstacle?.Throw();
        CheckpointFile.Write(path, Network, CaptureState());
    }

    /// <summary>
    /// Loads a checkpoint of the same training: this trainer has the same network, loss, optimizer, settings and callbacks as the one that saved it, all of them set before this
    /// call. The next <see cref="Fit"/> goes on with the interrupted one, as does a loop of <see cref="Step"/>s from <see cref="StepsTrained"/> on.
    /// Everything is checked before anything changes.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="train">What <see cref="Fit"/> will be given to learn from, where its size is to be compared now; <see cref="Fit"/> does so in any case.</param>
    /// <param name="validation">Likewise, the held-out samples.</param>
    /// <exception cref="SafeTensorsException">
    /// The file is malformed or damaged, no checkpoint, of another version, or of another training: the message then lists what differs. Nothing has changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">The trainer is training.</exception>
    /// <exception cref="NotSupportedException">As of <see cref="SaveCheckpoint"/>.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read, or is a folder.</exception>
    public void LoadCheckpoint(string path, IDataset? train = null, IDataset? validation = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (loop is not null)
            throw new InvalidOperationException("A checkpoint is loaded before Fit, not while it trains.");
        var file = CheckpointFile.Read(path);
        var state = file.State;
        var check = new StateExchange(state, StateMode.Check, Network.Parameters.Length);
        var load = new StateExchange(state, StateMode.Load, Network.Parameters.Length);

        // What differs in the network or the settings makes the rest differ, too, and says it better.
        NetworkState.Exchange(check.Part("network"), Network.Description);
        ThrowProblems(path, state);
        if (NetworkFile.Check(Network.Description, file.File) is { Count: > 0 } problems)
            throw new SafeTensorsException(path, null, $"the checkpoint does not fit {Network.Description.Name}, and nothing was changed:{problems}");
        CheckProbe(load.Part("network"), file.File);
        ExchangeSettings(check.Part("settings"));
        ThrowProblems(path, state);
        ExchangeStates(check);
        var (epochs, steps, history, position) = LoadProgress(load);
        var detached = new StateStore();
        if (position is not null)
        {
            if (position.Objection(train, validation) is { } objection)
                state.Problems.Add("the checkpoint " + objection);
            if (position.HasSums)
            {
                // How much a metric keeps depends on what it is of.
                MetricBinding.Of(Metrics.ToArray(), Network, Loss);
                MetricState.Exchange(check, Metrics);
            }

            foreach (var part in (ReadOnlySpan<string>)["run.", "moment.", MetricState.Prefix])
                detached.TakeFrom(state, part);
        }

        foreach (var name in state.Unnamed)
            state.Problems.Add($"'{name}' is in the checkpoint, but nothing here has it");
        ThrowProblems(path, state);

        NetworkFile.Load(Network, file.File);
        ExchangeStates(load);
        (EpochsTrained, StepsTrained, Position) = (epochs, steps, position);
        History.Replace(history);
        History.StopReason = null;
        loadedCallbacks = [.. CheckpointedCallbacks()];
        if (position is not null)
        {
            position.Detached = detached;
            position.IsWhole = true;
            loadedSettings = new StateStore();
            loadedSettings.TakeFrom(state, "settings.");
        }
        else
        {
            loadedSettings = null;
        }
    }

    /// <summary>Finds out whether a checkpoint could be saved, before it takes hours to see that it cannot.</summary>
    /// <exception cref="NotSupportedException">The optimizer or a metric does not say what it keeps.</exception>
    internal void CheckCheckpoints()
    {
        var state = new StateExchange(new StateStore(), StateMode.Save, Network.Parameters.Length);
        ExchangeStates(state);
        MetricState.Exchange(state, Metrics);
    }

    private StateStore CaptureState()
    {
        var store = new StateStore();
        var state = new StateExchange(store, StateMode.Save, Network.Parameters.Length);
        NetworkState.Exchange(state.Part("network"), Network.Description);
        var probe = NetworkProbe.Run(Network);
        state.Part("network").Values(NetworkProbe.Name, ref probe);
        ExchangeSettings(state.Part("settings"));
        ExchangeStates(state);
        var (epochs, steps, hasPosition, history) = (EpochsTrained, StepsTrained, Position is not null, History.Epochs.ToList());
        state.Value("epochs", ref epochs);
        state.Value("steps", ref steps);
        state.Value("fit", ref hasPosition);
        EpochReports.Exchange(state, "history", history);
        Position?.Exchange(state.Part("position"));
        if (loop is not null)
            loop.Exchange(state, Position!);
        else if (Position is not null)
            store.TakeFrom(Position.Detached!, "");
        return store;
    }

    // The description of a network says nothing of activations, nor of shares of dropout.
    private void CheckProbe(StateExchange state, SafeTensorsFile parameters)
    {
        float[] expected = [];
        state.Values(NetworkProbe.Name, ref expected);
        if (expected.Length > 0 && !NetworkProbe.AreSame(expected, NetworkProbe.RunWith(Network, parameters)))
            state.Refuse(NetworkProbe.Name, $"is not what {Network.Description.Name} computes here with the parameters of the checkpoint: a layer has another activation, dropout or setting");
    }

    private static (int Epochs, long Steps, List<EpochReport> History, TrainingPosition? Position) LoadProgress(StateExchange state)
    {
        var (epochs, steps, hasPosition) = (0, 0L, false);
        List<EpochReport> history = [];
        state.Value("epochs", ref epochs);
        state.Value("steps", ref steps);
        state.Value("fit", ref hasPosition);
        EpochReports.Exchange(state, "history", history);
        if (epochs < 0 || steps < 0)
            state.Refuse(epochs < 0 ? "epochs" : "steps", "is negative in the checkpoint");
        var position = hasPosition ? new TrainingPosition() : null;
        position?.Exchange(state.Part("position"));
        return (epochs, steps, history, position);
    }

    // All that decides the bits of the steps to come, and is no state.
    private void ExchangeSettings(StateExchange state)
    {
        state.Setting("batch_size", BatchSize == FullBatch ? "all samples" : BatchSize.ToString(CultureInfo.InvariantCulture));
        state.Setting("drop_last", DropLast);
        state.Setting("shuffle", Shuffle);
        state.Setting("seed", Seed.ToString(CultureInfo.InvariantCulture));
        state.Setting("accumulate_batches", AccumulateBatches);
        state.Setting("shards", Shards ?? Workers);
        state.Setting("clip_norm", ClipNorm is { } norm ? norm.ToString("R", CultureInfo.InvariantCulture) : "none");
        state.Setting("loss", Loss?.ToString() ?? "the network's objective");
        state.Setting("optimizer", Optimizer.GetType().Name);
        state.Setting("schedule", Schedule?.ToString() ?? "none");
        if (CarryState)
            state.Setting("carry_state", true);
        state.Setting("metrics", Names(Metrics.Select(MetricBinding.NameOf)));
        state.Setting("callbacks", Names(CheckpointedCallbacks().Select(static callback => callback.StateName)));

        static string Names(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "none";
    }

    private void ExchangeStates(StateExchange state)
    {
        Optimizer.Exchange(state.Part("optimizer", Network.Description.TrainableLength));
        ExchangeCarried(state);
        Dictionary<string, int> names = new(StringComparer.Ordinal);
        foreach (var callback in CheckpointedCallbacks())
        {
            // Two of a kind are told apart by their order.
            var number = names[callback.StateName] = names.GetValueOrDefault(callback.StateName) + 1;
            callback.ExchangeState(state.Part(string.Create(CultureInfo.InvariantCulture, $"callback.{callback.StateName}{(number == 1 ? "" : $"#{number}")}")));
        }
    }

    private IEnumerable<ICheckpointed> CheckpointedCallbacks()
    {
        if (EarlyStopping is not null)
            yield return EarlyStopping;
        foreach (var callback in Callbacks.OfType<ICheckpointed>())
            yield return callback;
    }

    private static void ThrowProblems(string path, StateStore state)
    {
        if (state.Problems.Count > 0)
            throw new SafeTensorsException(path, null, $"the checkpoint is of another training, and nothing was changed:{new ProblemList(state.Problems)}");
    }

    /// <summary>The position that a loaded checkpoint gives the next <see cref="Fit"/>; null where none was loaded.</summary>
    /// <exception cref="ArgumentException">The datasets have other sizes.</exception>
    /// <exception cref="InvalidOperationException">Settings or callbacks have changed since it was loaded.</exception>
    private TrainingPosition? TakeResumed(IDataset train, IDataset? validation)
    {
        if (loadedSettings is null)
            return null;
        if (FastDevRun is not null)
            throw new InvalidOperationException("A rehearsal begins a training, and does not go on with the checkpoint that was loaded; set FastDevRun to null, or load none.");
        if (Position!.Objection(train, validation) is { } objection)
            throw new ArgumentException($"The checkpoint that was loaded {objection}.", nameof(train));
        loadedSettings.Problems.Clear();
        ExchangeSettings(new StateExchange(loadedSettings, StateMode.Check, Network.Parameters.Length, "settings."));
        if (loadedSettings.Problems.Count > 0)
            throw new InvalidOperationException($"Settings have changed since the checkpoint was loaded; set them before LoadCheckpoint:{new ProblemList(loadedSettings.Problems)}");
        if (!CheckpointedCallbacks().SequenceEqual(loadedCallbacks))
            throw new InvalidOperationException("Callbacks have changed since the checkpoint was loaded, and do not have their states from it; set them before LoadCheckpoint.");
        (loadedSettings, loadedCallbacks) = (null, []);
        return Position;
    }

    // What the metrics have summed up in an unfinished epoch the next use of them would clear.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "How the training ended matters more than that no checkpoint of it can be saved, which is told where one is asked for.")]
    private void Detach(TrainingLoop ended, TrainingPosition position)
    {
        var store = new StateStore();
        try
        {
            ended.Exchange(new StateExchange(store, StateMode.Save, Network.Parameters.Length), position);
            position.Detached = store;
        }
        catch (Exception exception)
        {
            position.Obstacle = ExceptionDispatchInfo.Capture(exception);
        }
    }

    private void Run(TrainingLoop next, TrainingPosition position, CancellationToken cancellationToken)
    {
        loop = next;
        try
        {
            next.Run(position, cancellationToken);
        }
        finally
        {
            loop = null;
            position.StopClock();
            if (position.IsWhole)
                Detach(next, position);
        }
    }
}
