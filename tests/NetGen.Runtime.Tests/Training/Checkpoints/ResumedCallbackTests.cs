using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>Callbacks go on as if there had been no interruption.</summary>
public class ResumedCallbackTests
{
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
}
