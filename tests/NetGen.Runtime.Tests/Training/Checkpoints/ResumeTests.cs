using NetGen.Runtime.Tests.Data.Streaming;
using NetGen.Runtime.Tests.Optimizers;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>A training that goes on with a checkpoint, of whatever moment, ends in the same bits as one that was not interrupted.</summary>
public class ResumeTests
{
    public static IEnumerable<object[]> Optimizers => OptimizerVariant.Names.Append(["groups"]);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_moment_of_a_training_can_be_gone_on_with(string optimizer)
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = Make(optimizer, saver);
        whole.Fit();
        var expected = Resumable.State(whole.Trainer);

        // Three epochs of four steps, each with a start, the start and the end of a validation, and an end.
        Assert.Equal(24, saver.Paths.Count);
        foreach (var path in saver.Paths)
        {
            var resumed = Make(optimizer, new SaveAlways(null));
            foreach (var parameter in resumed.Network.Description.Parameters)
                resumed.Network.View(parameter.Name).CopyFrom(Enumerable.Repeat(77f, parameter.Count).ToArray());
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(expected, Resumable.State(resumed.Trainer), path);
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void Shards_are_gone_on_with_by_any_number_of_workers_also_in_steps_of_several_batches(int workersBefore, int workersAfter)
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = Make(workersBefore, saver);
        whole.Fit();

        // Two steps an epoch, of three batches and of one.
        Assert.Equal(6, whole.Trainer.StepsTrained);
        foreach (var path in saver.Paths)
        {
            var resumed = Make(workersAfter, new SaveAlways(null));
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer), path);
        }

        static Resumable Make(int workers, SaveAlways saver)
        {
            var training = new Resumable(static () => new Adam(0.05), workers, callbacks: saver);
            (training.Trainer.Shards, training.Trainer.AccumulateBatches) = (3, 3);
            return training;
        }
    }

    [Theory]
    [MemberData(nameof(DatasetKinds.Names), MemberType = typeof(DatasetKinds))]
    public void Data_of_every_kind_are_gone_on_with(string kind)
    {
        using var kinds = new DatasetKinds();
        GoOn(() => kinds[kind]);
    }

    [Fact]
    public void Augmentation_draws_the_same_when_it_goes_on()
        => GoOn(static () => DatasetKinds.Memory.Augment(static batch =>
        {
            for (var sample = 0; sample < batch.Count; sample++)
                batch.Input(sample)[0] += (float)batch.Random(sample).NextNormal();
        }));

    [Fact]
    public void Every_metric_is_gone_on_with_in_the_middle_of_an_epoch()
    {
        using var folder = new TemporaryFolder();
        GoOnWith(
            folder,
            static () => new Trainer(new TwoLayerNetwork(2, 4, 2), new CrossEntropyLoss(), new Adam(0.05))
            {
                BatchSize = 8,
                Metrics =
                [
                    new Accuracy(), new BalancedAccuracy(), new TopKAccuracy(1), new Precision(), new Recall(), new F1Score(), new MatthewsCorrelation(), new RocAuc(), new PrecisionRecallAuc(),
                    new AveragePrecision(), new LogLoss(), new CalibrationError(), new ConfusionMatrix(2),
                ],
            },
            Resumable.Train,
            Resumable.Validation);
        GoOnWith(
            folder,
            static () => new Trainer(new TwoLayerNetwork(1, 4, 1), new MSELoss(), new Adam(0.05))
            {
                BatchSize = 8,
                Metrics = [new R2Score(), new RootMeanSquaredError(), new MeanAbsoluteError(), new MeanAbsolutePercentageError()],
            },
            Samples.Sine(30),
            Samples.Sine(11));
    }

    [Fact]
    public void A_training_that_is_saved_with_two_workers_is_gone_on_with_by_two()
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = new Resumable(static () => new Adam(0.05), workers: 2, callbacks: saver);
        whole.Fit();
        foreach (var path in saver.Paths)
        {
            var resumed = new Resumable(static () => new Adam(0.05), workers: 2, callbacks: new SaveAlways(null));
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Fit();
            Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer));
        }
    }

    [Fact]
    public void Early_stopping_stops_where_it_would_have_and_gives_the_best_parameters_back()
    {
        using var folder = new TemporaryFolder();
        var whole = Stopping(new SaveAlways(folder));
        var history = whole.Fit(Samples.Sine(3), 9, Samples.Sine(2));
        Assert.Equal((4, "the validation loss did not fall for 2 epochs"), (history.Epochs.Count, history.StopReason));
        var paths = Directory.GetFiles(folder.Path);
        Assert.Equal(20, paths.Length);
        foreach (var path in paths)
        {
            var resumed = Stopping(new SaveAlways(null));
            resumed.LoadCheckpoint(path);
            var resumedHistory = resumed.Fit(Samples.Sine(3), 9, Samples.Sine(2));
            Assert.Equal(history.StopReason, resumedHistory.StopReason);
            Resumable.ExpectSame(Resumable.State(whole), Resumable.State(resumed));
        }

        // The validation loss of an epoch depends on the parameters, which move away from the target after the second epoch.
        static Trainer Stopping(SaveAlways saver)
        {
            var network = new TwoLayerNetwork(1, 2, 1);
            return new Trainer(network, new FarFrom(network, 2), new SGD(0.5)) { BatchSize = Trainer.FullBatch, EarlyStopping = new EarlyStopping(patience: 2), Callbacks = [saver] };
        }
    }

    [Fact]
    public void A_training_that_was_complete_ends_at_once_and_a_longer_one_goes_on()
    {
        using var folder = new TemporaryFolder();
        var whole = new Resumable(static () => new Adam());
        whole.Fit();
        whole.Trainer.SaveCheckpoint(folder["end"]);
        var steps = whole.Trainer.StepsTrained;

        var again = new Resumable(static () => new Adam());
        again.Trainer.LoadCheckpoint(folder["end"]);
        Assert.Equal((Resumable.Epochs, steps), (again.Trainer.EpochsTrained, again.Trainer.StepsTrained));
        Assert.Equal(Resumable.Epochs, again.Fit().Epochs.Count);
        Assert.Equal(steps, again.Trainer.StepsTrained);
        Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(again.Trainer));

        // The interrupted call is over: the next one counts anew.
        again.Trainer.Fit(Resumable.Train, 1, Resumable.Validation);
        Assert.Equal(Resumable.Epochs + 1, again.Trainer.EpochsTrained);

        var longer = new Resumable(static () => new Adam(), stopsEarly: false);
        var saved = new Resumable(static () => new Adam(), stopsEarly: false);
        saved.Fit();
        saved.Trainer.SaveCheckpoint(folder["end"]);
        longer.Trainer.LoadCheckpoint(folder["end"]);
        longer.Trainer.Fit(Resumable.Train, Resumable.Epochs + 2, Resumable.Validation);
        saved.Trainer.Fit(Resumable.Train, 2, Resumable.Validation);
        Assert.Equal(Resumable.Epochs + 2, longer.Trainer.EpochsTrained);
        Assert.Equal(saved.Network.Parameters.ToArray(), longer.Network.Parameters.ToArray());
    }

    [Fact]
    public void A_loop_of_steps_of_ones_own_goes_on()
    {
        using var folder = new TemporaryFolder();
        var whole = new Resumable(static () => new NAdam());
        for (var step = 0; step < 9; step++)
        {
            if (step == 4)
                whole.Trainer.SaveCheckpoint(folder["middle"]);
            Step(whole.Trainer, step);
        }

        var resumed = new Resumable(static () => new NAdam());
        resumed.Trainer.LoadCheckpoint(folder["middle"]);
        for (var step = (int)resumed.Trainer.StepsTrained; step < 9; step++)
            Step(resumed.Trainer, step);
        Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer));

        // No call of Fit was interrupted: the next is an ordinary one.
        resumed.Fit();
        Assert.Equal(Resumable.Epochs, resumed.Trainer.EpochsTrained);

        static void Step(Trainer trainer, int step)
        {
            var part = Resumable.Train.Slice(step * 3, 3);
            trainer.Step(part.Inputs.Span, part.Targets.Span);
        }
    }

    [Fact]
    public void A_cancelled_training_is_saved_after_the_call_has_ended()
    {
        using var folder = new TemporaryFolder();
        var whole = new Resumable(static () => new RMSprop(momentum: 0.5));
        whole.Fit();

        using var source = new CancellationTokenSource();
        var cancelled = new Resumable(static () => new RMSprop(momentum: 0.5));
        Assert.Throws<OperationCanceledException>(() => cancelled.Trainer.Fit(
            Resumable.Train,
            Resumable.Epochs,
            Resumable.Validation,
            onStep: report =>
            {
                if (report is { Epoch: 2, Step: 3 })
                    source.Cancel();
            },
            cancellationToken: source.Token));

        // The metrics are used for something else before.
        cancelled.Trainer.Evaluate(Resumable.Validation);
        cancelled.Trainer.SaveCheckpoint(folder["cancelled"]);

        var resumed = new Resumable(static () => new RMSprop(momentum: 0.5));
        resumed.Trainer.LoadCheckpoint(folder["cancelled"]);
        resumed.Trainer.Evaluate(Resumable.Validation);
        resumed.Trainer.SaveCheckpoint(folder["again"]);
        Assert.Equal(File.ReadAllBytes(folder["cancelled"]), File.ReadAllBytes(folder["again"]));
        resumed.Fit();
        Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer));
    }

    [Fact]
    public void A_pause_is_gone_on_from_and_a_stop_is_not()
    {
        using var folder = new TemporaryFolder();
        var whole = new Resumable(static () => new Adam());
        whole.Fit();

        // At the end of the call the best parameters are put back: where that was, no checkpoint is saved any more.
        var paused = new Resumable(static () => new Adam(), callbacks: [new EndAt(6, static run => run.Pause("time is over")), new SaveAt(6, folder["paused"])]);
        Assert.Equal("time is over", paused.Fit().StopReason);
        Assert.Contains(
            "at its end a callback changed the parameters", Assert.Throws<InvalidOperationException>(() => paused.Trainer.SaveCheckpoint(folder["late"])).Message, StringComparison.Ordinal);
        var resumed = new Resumable(static () => new Adam());
        resumed.Trainer.LoadCheckpoint(folder["paused"]);
        Assert.Equal(6, resumed.Trainer.StepsTrained);
        Assert.Null(resumed.Fit().StopReason);
        Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(resumed.Trainer));

        var plain = new Resumable(static () => new Adam(), stopsEarly: false);
        plain.Fit();
        var plainPaused = new Resumable(static () => new Adam(), stopsEarly: false, callbacks: new EndAt(6, static run => run.Pause("time is over")));
        plainPaused.Fit();
        plainPaused.Trainer.SaveCheckpoint(folder["plain"]);
        var plainResumed = new Resumable(static () => new Adam(), stopsEarly: false);
        plainResumed.Trainer.LoadCheckpoint(folder["plain"]);
        plainResumed.Fit();
        Resumable.ExpectSame(Resumable.State(plain.Trainer), Resumable.State(plainResumed.Trainer));

        var stopped = new Resumable(static () => new Adam(), callbacks: new EndAt(6, static run => run.Stop("good enough")));
        stopped.Fit();
        stopped.Trainer.SaveCheckpoint(folder["stopped"]);
        var again = new Resumable(static () => new Adam(), callbacks: new EndAt(100, static _ => { }));
        again.Trainer.LoadCheckpoint(folder["stopped"]);
        Assert.Equal("good enough", again.Fit().StopReason);
        Assert.Equal(6, again.Trainer.StepsTrained);
    }

    [Theory]
    [InlineData(Resumable.Epochs)]
    [InlineData(Resumable.Epochs + 2)]
    public void The_callbacks_of_the_package_go_on(int epochs)
    {
        using var folder = new TemporaryFolder();
        var saver = new SaveAlways(folder);
        var whole = Make(saver, TimeSpan.FromHours(1));
        whole.Trainer.Fit(Resumable.Train, epochs, Resumable.Validation);
        whole.Trainer.SaveCheckpoint(folder["complete"]);
        foreach (var path in saver.Paths.Append(folder["complete"]))
        {
            var resumed = Make(new SaveAlways(null), TimeSpan.FromHours(1));
            resumed.Trainer.LoadCheckpoint(path);
            resumed.Trainer.Fit(Resumable.Train, epochs, Resumable.Validation);
            ExpectSame(whole, resumed, path);
        }

        // A limit of time that is over ends the call before its first step, and a longer one goes on.
        var limited = Make(saver, TimeSpan.FromTicks(1));
        limited.Trainer.Fit(Resumable.Train, epochs, Resumable.Validation);
        Assert.Equal(0, limited.Trainer.StepsTrained);
        limited.Trainer.LoadCheckpoint(saver.Paths[5]);
        var steps = limited.Trainer.StepsTrained;
        Assert.NotNull(limited.Trainer.Fit(Resumable.Train, epochs, Resumable.Validation).StopReason);
        Assert.Equal(steps, limited.Trainer.StepsTrained);

        static Resumable Make(SaveAlways saver, TimeSpan limit)
            => new(static () => new SGD(0.3, momentum: 0.9), callbacks: [new ExponentialMovingAverage(0.7), saver, new ReduceLROnPlateau(patience: 0, factor: 0.5), new TimeLimit(limit)]);

        static void ExpectSame(Resumable expected, Resumable actual, string path)
        {
            const string Time = "training/callback.time_limit.used_ticks";
            var (left, right) = (Resumable.State(expected.Trainer), Resumable.State(actual.Trainer));
            left.Remove(Time);
            right.Remove(Time);
            Resumable.ExpectSame(left, right, path);
        }
    }

    [Fact]
    public void Callbacks_are_told_that_it_goes_on_and_see_what_they_saw()
    {
        using var folder = new TemporaryFolder();
        var first = new Watcher(folder);
        new Resumable(static () => new Adam(), callbacks: first).Fit();
        var watcher = new Watcher(folder);
        var resumed = new Resumable(static () => new Adam(), callbacks: watcher);
        resumed.Trainer.LoadCheckpoint(folder["2 2"]);
        resumed.Fit();
        Assert.True(watcher.IsResumed);
        Assert.False(first.IsResumed);

        // Step 2 of epoch 2 was heard of before, and its epoch had started.
        var place = first.Heard.FindIndex(static text => text.StartsWith("step 2 2 ", StringComparison.Ordinal));
        Assert.Equal(first.Heard[(place + 1)..], watcher.Heard);
    }

    private static void GoOn(Func<IDataset> data)
    {
        using var folder = new TemporaryFolder();
        GoOnWith(folder, static () => new Trainer(new TwoLayerNetwork(3, 4, 3), new CrossEntropyLoss(), new Adam(0.01)) { BatchSize = 25, Seed = 3 }, data(), null);
    }

    // Saves at every moment of two epochs, and goes on from each.
    private static void GoOnWith(TemporaryFolder folder, Func<Trainer> make, IDataset train, IDataset? validation)
    {
        var saver = new SaveAlways(folder);
        var whole = make();
        whole.Callbacks.Add(saver);
        whole.Fit(train, 2, validation);
        var expected = Resumable.State(whole);
        Assert.True(saver.Paths.Count >= 12, "There are too few moments.");
        foreach (var path in saver.Paths)
        {
            var resumed = make();
            resumed.Callbacks.Add(new SaveAlways(null));
            resumed.LoadCheckpoint(path, train, validation);
            resumed.Fit(train, 2, validation);
            Resumable.ExpectSame(expected, Resumable.State(resumed), path);
        }
    }

    private static Resumable Make(string optimizer, SaveAlways saver)
        => new(
            network => optimizer == "groups"
                ? new ParameterGroups(network, static () => new Adam(0.05), ParameterGroup.Frozen("output"), new ParameterGroup(ParameterGroup.IsVector, static () => new NAdam(0.02)))
                : OptimizerVariant.Create(optimizer),
            stopsEarly: true,
            callbacks: [new Drummer("first", 0.1f), saver, new Drummer("second", 0.2f), new Drummer("second", 0.3f)]);

    /// <summary>Saves after so many steps.</summary>
    private sealed class SaveAt(int step, string path) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepsTrained == step)
                run.Trainer.SaveCheckpoint(path);
        }
    }

    /// <summary>Ends the training after so many steps.</summary>
    private sealed class EndAt(int step, Action<TrainingRun> end) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepsTrained == step)
                end(run);
        }
    }

    /// <summary>Writes down what it hears and sees, and saves at every step.</summary>
    private sealed class Watcher(TemporaryFolder folder) : ITrainingCallback
    {
        public List<string> Heard { get; } = [];

        public bool IsResumed { get; private set; }

        public void OnStart(TrainingRun run) => IsResumed = run.IsResumed;

        public void OnEpochStart(TrainingRun run) => Hear("start", run);

        public void OnStep(TrainingRun run)
        {
            Hear("step", run);
            run.Trainer.SaveCheckpoint(folder[FormattableString.Invariant($"{run.Epoch} {run.Step}")]);
        }

        public void OnEpochEnd(TrainingRun run) => Hear("end", run);

        public void OnEnd(TrainingRun run) => Hear("over", run);

        private void Hear(string moment, TrainingRun run)
            => Heard.Add(FormattableString.Invariant(
                $"{moment} {run.Epoch} {run.Step} of {run.StepsPerEpoch}, {run.FirstEpoch} to {run.LastEpoch}: {run.StepLoss:R} {run.MeanLoss:R} {run.StepSamples} {run.Report?.Epoch} {run.Report?.TrainLoss:R}"));
    }

    /// <summary>The loss is the distance of the first parameter from where it is after so many steps with a gradient of 1.</summary>
    private sealed class FarFrom(TwoLayerNetwork network, int steps) : Loss
    {
        private readonly float start = network.View("output.bias")[0];

        protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        {
            gradients.Fill(1f / outputs.Length);
            return LossValue.OfMean(Math.Abs(network.View("output.bias")[0] - (start - (0.5f * steps))), batch);
        }
    }
}
