using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>How a call of Fit ended decides how it is gone on with: stopped early, complete, cancelled, paused, or a loop of one's own.</summary>
public class ResumedCallTests
{
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
