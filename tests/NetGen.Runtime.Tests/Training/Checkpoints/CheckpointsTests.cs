using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>What the callback saves, keeps and deletes.</summary>
public class CheckpointsTests
{
    [Fact]
    public void The_last_ones_of_every_so_many_steps_are_kept()
    {
        using var folder = new TemporaryFolder();
        var seen = new List<string>();
        Fit(new NetGen.Checkpoints(folder["run"]) { EverySteps = 3, KeepLast = 2 }, new Looker(() => seen.Add(string.Join(' ', Names(folder["run"])))));

        // Three epochs of four steps. The looker looks before the step's checkpoint is saved.
        Assert.Equal(["", "", "", "3", "3", "3", "3 6", "3 6", "3 6", "6 9", "6 9", "6 9"], seen);
        Assert.Equal(["9", "12"], Names(folder["run"]));
    }

    [Fact]
    public void Every_epoch_is_saved_unless_something_else_is_said_and_the_last_one_always()
    {
        using var folder = new TemporaryFolder();
        Fit(new NetGen.Checkpoints(folder["all"]) { KeepLast = 9 });
        Assert.Equal(["4", "8", "12"], Names(folder["all"]));
        Fit(new NetGen.Checkpoints(folder["second"]) { KeepLast = 9, EveryEpochs = 2 });
        Assert.Equal(["8", "12"], Names(folder["second"]));
        Fit(new NetGen.Checkpoints(folder["steps"]) { KeepLast = 9, EverySteps = 1000 });
        Assert.Equal(["12"], Names(folder["steps"]));
    }

    [Fact]
    public void Minutes_count_from_the_last_checkpoint_on()
    {
        using var folder = new TemporaryFolder();
        var clock = new Clock();
        var checkpoints = new NetGen.Checkpoints(folder["run"]) { EveryMinutes = 2.5, KeepLast = 9, Clock = clock };
        Fit(checkpoints, new Looker(() => clock.Now += TimeSpan.FromMinutes(1)));

        // After 3 minutes, after 6, 9 and 12: where the third and the sixth step end no epoch.
        Assert.Equal(["3", "6", "9", "12"], Names(folder["run"]));
    }

    [Theory]
    [InlineData(false, "2 5 1 4 3", "best 3 1")]
    [InlineData(true, "2 5 1 4 3", "best 2 4")]
    [InlineData(false, "2 2 2 2 2", "best 1 2")]
    [InlineData(true, "NaN 1 NaN 1 1", "best 2 4")]
    [InlineData(false, "NaN NaN NaN NaN NaN", "best")]
    public void The_best_by_a_metric_are_kept(bool higherIsBetter, string values, string expected)
    {
        using var folder = new TemporaryFolder();
        var metric = new Told(values.Split(' ').Select(static text => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture)).ToArray());
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new SGD()) { BatchSize = Trainer.FullBatch, Metrics = [metric] };
        var checkpoints = new NetGen.Checkpoints(folder["run"]) { KeepBest = 2, Watch = "validation told", Better = higherIsBetter ? Better.Higher : Better.Lower };
        trainer.Callbacks.Add(checkpoints);
        trainer.Fit(Samples.Sine(4), 5, Samples.Sine(2));

        var best = expected.Split(' ').Skip(1).ToArray();
        Assert.Equal(best.Order(), Names(folder["run"], "best-"));
        Assert.Equal(["5"], Names(folder["run"]));
        Assert.Equal(best.Length == 0 ? null : $"best-{int.Parse(best[0], System.Globalization.CultureInfo.InvariantCulture):D8}.safetensors", Path.GetFileName(checkpoints.BestPath));
        Assert.Equal("step-00000005.safetensors", Path.GetFileName(checkpoints.LatestPath));
    }

    [Fact]
    public void The_same_program_goes_on_where_it_was_interrupted_however_often()
    {
        using var folder = new TemporaryFolder();
        var whole = Make(folder["whole"], 1000);
        whole.Fit();

        Resumable last;
        var interruptions = 0;
        while (true)
        {
            last = Make(folder["interrupted"], 3);
            var resumes = ((NetGen.Checkpoints)last.Trainer.Callbacks[0]).Resume(last.Trainer, Resumable.Train, Resumable.Validation);
            Assert.Equal(interruptions > 0, resumes);
            try
            {
                last.Fit();
                break;
            }
            catch (PowerFailureException)
            {
                interruptions++;
            }
        }

        // Each of five takes two of the twelve steps and loses a third; the sixth takes the last two.
        Assert.Equal(5, interruptions);
        Resumable.ExpectSame(Resumable.State(whole.Trainer), Resumable.State(last.Trainer));
        Assert.Equal(Directory.GetFiles(folder["whole"]).Select(Path.GetFileName).Order(), Directory.GetFiles(folder["interrupted"]).Select(Path.GetFileName).Order());

        // Before the checkpoints in the list, but after them in time: they are told last.
        static Resumable Make(string folder, int steps)
            => new(static () => new Adam(0.05), callbacks: [new NetGen.Checkpoints(folder) { EverySteps = 1, EveryEpochs = 1, KeepLast = 3, KeepBest = 1 }, new FailAfter(steps)]);
    }

    [Fact]
    public void A_checkpoint_that_was_to_be_deleted_when_the_power_failed_is_deleted_later()
    {
        using var folder = new TemporaryFolder();
        var first = new Resumable(static () => new Adam(), callbacks: [new NetGen.Checkpoints(folder["run"]) { EverySteps = 1, KeepLast = 1 }, new FailAfter(3)]);
        Assert.Throws<PowerFailureException>(first.Fit);
        Assert.Equal(["2"], Names(folder["run"]));

        // As it is after a failure between the save and the deletion.
        File.Copy(Path.Combine(folder["run"], "step-00000002.safetensors"), Path.Combine(folder["run"], "step-00000001.safetensors"));
        var checkpoints = new NetGen.Checkpoints(folder["run"]) { EverySteps = 1, KeepLast = 1 };
        var second = new Resumable(static () => new Adam(), callbacks: [checkpoints, new Looker(_ => Assert.Equal(["2"], Names(folder["run"])), step: 3)]);
        Assert.True(checkpoints.Resume(second.Trainer));
        second.Fit();
        Assert.Equal(["12"], Names(folder["run"]));
    }

    [Fact]
    public void What_stops_a_training_is_saved()
    {
        using var folder = new TemporaryFolder();
        Fit(new NetGen.Checkpoints(folder["stop"]) { EveryEpochs = 100 }, new Looker(static run => run.Stop("enough"), step: 6));
        Assert.Equal(["6"], Names(folder["stop"]));

        using var source = new CancellationTokenSource();
        var trainer = new Resumable(static () => new Adam(), callbacks: [new NetGen.Checkpoints(folder["cancel"]) { EveryEpochs = 100 }, new Looker(_ => source.Cancel(), step: 7)]).Trainer;
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(Resumable.Train, Resumable.Epochs, Resumable.Validation, cancellationToken: source.Token));
        Assert.Equal(["7"], Names(folder["cancel"]));

        var whole = new Resumable(static () => new Adam(), callbacks: [new NetGen.Checkpoints(folder["whole"]) { EveryEpochs = 100 }, new Looker(static _ => { }, step: 0)]);
        whole.Fit();
        var checkpoints = new NetGen.Checkpoints(folder["cancel"]) { EveryEpochs = 100 };
        var resumed = new Resumable(static () => new Adam(), callbacks: [checkpoints, new Looker(static _ => { }, step: 0)]);
        checkpoints.Resume(resumed.Trainer);
        resumed.Fit();
        Assert.Equal(whole.Network.Parameters.ToArray(), resumed.Network.Parameters.ToArray());
    }

    [Fact]
    public void A_folder_of_another_training_and_a_metric_that_is_not_there_are_refused_before_the_first_step()
    {
        using var folder = new TemporaryFolder();
        Fit(new NetGen.Checkpoints(folder["run"]));
        Refused("is a checkpoint of an earlier training. Call Resume to go on with it", new NetGen.Checkpoints(folder["run"]));
        Refused("Checkpoints watches 'validation f1', which this training does not have.", new NetGen.Checkpoints(folder["other"]) { KeepBest = 1, Watch = "validation f1" });
        var trainer = new Trainer(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new SGD()) { Callbacks = [new NetGen.Checkpoints(folder["other"]) { KeepBest = 1 }] };
        Assert.Contains("Checkpoints watches 'validation loss', which this training does not have. It has 'loss'. It needs samples for validation", Assert.Throws<InvalidOperationException>(() => trainer.Fit(Samples.Sine(4), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("Add the checkpoints to the trainer's callbacks", Assert.Throws<InvalidOperationException>(() => new NetGen.Checkpoints(folder["run"]).Resume(trainer)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetGen.Checkpoints("x") { KeepLast = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetGen.Checkpoints("x") { KeepBest = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetGen.Checkpoints("x") { EverySteps = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetGen.Checkpoints("x") { EveryEpochs = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NetGen.Checkpoints("x") { EveryMinutes = double.NaN });

        static void Refused(string message, NetGen.Checkpoints checkpoints)
        {
            var training = new Resumable(static () => new Adam(), callbacks: checkpoints);
            Assert.Contains(message, Assert.Throws<InvalidOperationException>(training.Fit).Message, StringComparison.Ordinal);
            Assert.Equal(0, training.Trainer.StepsTrained);
        }
    }

    [Fact]
    public void A_rehearsal_finds_out_what_can_be_saved_and_leaves_the_folder_alone()
    {
        using var folder = new TemporaryFolder();
        Fit(new NetGen.Checkpoints(folder["run"]));
        var before = Directory.GetFiles(folder["run"]).Select(File.GetLastWriteTimeUtc);
        var checkpoints = new NetGen.Checkpoints(folder["run"]) { EverySteps = 1, KeepBest = 1 };
        var rehearsal = new Resumable(static () => new Adam(), stopsEarly: false, callbacks: checkpoints).Trainer;
        rehearsal.FastDevRun = 2;
        Assert.False(checkpoints.Resume(rehearsal));
        rehearsal.Fit(Resumable.Train, 3, Resumable.Validation);
        Assert.Equal(before, Directory.GetFiles(folder["run"]).Select(File.GetLastWriteTimeUtc));

        var unsaved = new Resumable(static () => new PlainDescent(0.1f), stopsEarly: false, callbacks: new NetGen.Checkpoints(folder["run"])).Trainer;
        unsaved.FastDevRun = 2;
        Assert.Contains("PlainDescent does not say", Assert.Throws<NotSupportedException>(() => unsaved.Fit(Resumable.Train, 3, Resumable.Validation)).Message, StringComparison.Ordinal);

        rehearsal.FastDevRun = null;
        Assert.True(checkpoints.Resume(rehearsal));
        rehearsal.FastDevRun = 2;
        Assert.Contains("A rehearsal begins a training", Assert.Throws<InvalidOperationException>(() => rehearsal.Fit(Resumable.Train, 3, Resumable.Validation)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_call_of_fit_goes_on_in_the_same_folder()
    {
        using var folder = new TemporaryFolder();
        var training = new Resumable(static () => new Adam(), callbacks: new NetGen.Checkpoints(folder["run"]));
        training.Fit();
        training.Fit();
        Assert.Equal(["24"], Names(folder["run"]));
    }

    [Fact]
    public void What_cannot_be_saved_ends_the_training_and_leaves_what_was_saved()
    {
        using var folder = new TemporaryFolder();
        var failing = new Breaking();
        var training = new Resumable(static () => new Adam(), callbacks: [new NetGen.Checkpoints(folder["run"]) { EverySteps = 2 }, failing]);
        Assert.Throws<IOException>(training.Fit);
        Assert.Equal(["2"], Names(folder["run"]));
        Assert.Equal(4, training.Trainer.StepsTrained);
        failing.Heal();
        training.Trainer.LoadCheckpoint(Path.Combine(folder["run"], "step-00000002.safetensors"));
        training.Fit();
        Assert.Equal(["12"], Names(folder["run"]));
    }

    [Fact]
    public void A_checkpoint_is_read_as_weights()
    {
        using var folder = new TemporaryFolder();
        var training = new Resumable(static () => new Adam(), callbacks: new NetGen.Checkpoints(folder["run"]));
        training.Fit();
        var network = new TwoLayerNetwork(2, 5, 2, seed: 8);
        NetworkFile.Load(network, Path.Combine(folder["run"], "step-00000012.safetensors"));
        Assert.Equal(training.Network.View("hidden.weight").ToArray(), network.View("hidden.weight").ToArray());
        Assert.Empty(NetworkFile.LoadMatching(network, Path.Combine(folder["run"], "step-00000012.safetensors")).Unused);
    }

    private static void Fit(params ITrainingCallback[] callbacks) => new Resumable(static () => new Adam(), stopsEarly: false, callbacks: callbacks).Fit();

    private static string[] Names(string folder, string start = "step-")
        => !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, $"{start}*").Select(path => Path.GetFileNameWithoutExtension(path)[start.Length..].TrimStart('0')).OrderBy(int.Parse)];

    private sealed class Looker(Action<TrainingRun> look, int? step) : ITrainingCallback
    {
        public Looker(Action look)
            : this(_ => look(), null)
        {
        }

        public void OnStep(TrainingRun run)
        {
            if (step is null || run.Trainer.StepsTrained == step)
                look(run);
        }
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }

    /// <summary>A metric whose values are told, one for each validation.</summary>
    private sealed class Told(double[] values) : Metric
    {
        private int validation = -1;
        private double samples;

        public override string Name => "told";

        public override double Value => samples == 4 ? -1 : values[validation];

        public override void ExchangeState(StateExchange state) => state.Value("samples", ref samples);

        public override void Reset() => samples = 0;

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        {
            samples += batch;
            if (batch == 2)
                validation++;
        }
    }

    private sealed class PowerFailureException : Exception;

    /// <summary>Fails at a step of this process, before it is saved.</summary>
    private sealed class FailAfter(int steps) : ITrainingCallback
    {
        private int taken;

        public void OnStep(TrainingRun run)
        {
            if (++taken == steps)
                throw new PowerFailureException();
        }
    }

    /// <summary>Cannot be saved at the fourth step.</summary>
    private sealed class Breaking : ITrainingCallback, ICheckpointed
    {
        private bool isWell;
        private long steps;

        public string StateName => "breaking";

        public void Heal() => isWell = true;

        public void OnStep(TrainingRun run) => steps = run.Trainer.StepsTrained;

        public void ExchangeState(StateExchange state)
        {
            state.Value("steps", ref steps);
            if (steps == 4 && !isWell)
                throw new IOException("the disk is full");
        }
    }
}
