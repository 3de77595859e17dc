using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>A checkpoint of another training is refused with a message that says what differs, and nothing changes.</summary>
public class RefusalTests
{
    public static TheoryData<string, string> Differences => new()
    {
        { "nothing", "" },
        { "network", "'network.name' is TwoLayerNetwork in the checkpoint, but Other here" },
        { "size", "'network.layer0' is Dense 'hidden' [2] → [5] in the checkpoint, but Dense 'hidden' [2] → [6] here" },
        { "optimizer", "'settings.optimizer' is Adam in the checkpoint, but SGD here" },
        { "beta", "'optimizer.beta1' is 0.9 in the checkpoint, but 0.8 here" },
        { "rate", "'optimizer.first_learning_rate' is" },
        { "amsgrad", "'optimizer.amsgrad' is false in the checkpoint, but true here" },
        { "batch", "'settings.batch_size' is 8 in the checkpoint, but all samples here" },
        { "seed", "'settings.seed' is 5 in the checkpoint, but 6 here" },
        { "shuffle", "'settings.shuffle' is true in the checkpoint, but false here" },
        { "drop", "'settings.drop_last' is false in the checkpoint, but true here" },
        { "clip", "'settings.clip_norm' is 0.9 in the checkpoint, but none here" },
        { "workers", "'settings.shards' is 1 in the checkpoint, but 2 here" },
        { "loss", "'settings.loss' is CrossEntropyLoss(weight: [], ignoreIndex: -100, labelSmoothing: 0, target" },
        { "schedule", "'settings.schedule' is none in the checkpoint, but" },
        { "metrics", "'settings.metrics' is accuracy in the checkpoint, but none here" },
        { "threshold", "'metric0.threshold' is NaN:FFF8000000000000 in the checkpoint, but 0.5 here" },
        { "callbacks", "'settings.callbacks' is early_stopping in the checkpoint, but none here" },
        { "patience", "'callback.early_stopping.patience' is 2 in the checkpoint, but 3 here" },
        { "train", "the checkpoint was made of a training with 30 samples for training, but here are 29 samples" },
        { "validation", "the checkpoint was made of a training with 11 samples for validation, but here are no samples" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Another_training_is_told(string difference, string message)
    {
        using var folder = new TemporaryFolder();
        var saved = Make("nothing");
        saved.Callbacks.Add(new SaveAt(folder["middle"], 6));
        saved.Fit(Resumable.Train, 3, Resumable.Validation);

        var other = Make(difference);
        other.Fit(Resumable.Train, 1, Resumable.Validation);
        var before = Resumable.State(other);
        var train = difference == "train" ? Resumable.Train.Slice(0, 29) : Resumable.Train;
        var validation = difference == "validation" ? null : Resumable.Validation;
        if (difference == "nothing")
        {
            other.LoadCheckpoint(folder["middle"], train, validation);
            Assert.Equal(6, other.StepsTrained);
            return;
        }

        var refused = Assert.Throws<SafeTensorsException>(() => other.LoadCheckpoint(folder["middle"], train, validation));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains("another training, and nothing was changed", refused.Message, StringComparison.Ordinal);
        Assert.StartsWith($"'{folder["middle"]}'", refused.Message, StringComparison.Ordinal);
        Resumable.ExpectSame(before, Resumable.State(other));

        // It still trains as one that was never offered the file.
        var twin = Make(difference);
        twin.Fit(Resumable.Train, 1, Resumable.Validation);
        twin.Fit(Resumable.Train, 1, Resumable.Validation);
        other.Fit(Resumable.Train, 1, Resumable.Validation);
        Resumable.ExpectSame(Resumable.State(twin), Resumable.State(other));
    }

    [Fact]
    public void Fit_refuses_other_data_and_settings_than_those_that_were_loaded_and_can_be_called_again()
    {
        using var folder = new TemporaryFolder();
        var whole = Make("nothing");
        whole.Callbacks.Add(new SaveAt(folder["middle"], 6));
        whole.Fit(Resumable.Train, 3, Resumable.Validation);

        var resumed = Make("nothing");
        resumed.LoadCheckpoint(folder["middle"]);
        var loaded = Resumable.State(resumed);
        Refused<ArgumentException>("The checkpoint that was loaded was made of a training with 30 samples for training, but here are 20 samples.", () => resumed.Fit(Resumable.Train.Slice(0, 20), 3, Resumable.Validation));
        Refused<ArgumentException>("was made of a training with 11 samples for validation, but here are 5 samples", () => resumed.Fit(Resumable.Train, 3, Resumable.Validation.Slice(0, 5)));
        resumed.BatchSize = 10;
        Refused<InvalidOperationException>("'settings.batch_size' is 8 in the checkpoint, but 10 here", () => resumed.Fit(Resumable.Train, 3, Resumable.Validation));
        resumed.BatchSize = 8;
        resumed.Callbacks.Add(new Drummer("late", 0));
        Refused<InvalidOperationException>("'settings.callbacks' is early_stopping in the checkpoint, but early_stopping, late here", () => resumed.Fit(Resumable.Train, 3, Resumable.Validation));
        resumed.Callbacks.Clear();
        (resumed.EarlyStopping, var stopping) = (new EarlyStopping(2), resumed.EarlyStopping);
        Refused<InvalidOperationException>("do not have their states", () => resumed.Fit(Resumable.Train, 3, Resumable.Validation));
        resumed.EarlyStopping = stopping;
        Resumable.ExpectSame(loaded, Resumable.State(resumed));
        resumed.Fit(Resumable.Train, 3, Resumable.Validation);
        Resumable.ExpectSame(Resumable.State(whole), Resumable.State(resumed));
    }

    [Fact]
    public void What_is_no_checkpoint_is_told()
    {
        using var folder = new TemporaryFolder();
        var trainer = Make("nothing");
        NetworkFile.Save(trainer.Network, folder["weights"]);
        trainer.SaveCheckpoint(folder["checkpoint"]);
        Refused<SafeTensorsException>("it is no checkpoint, but weights alone", () => trainer.LoadCheckpoint(folder["weights"]));
        File.WriteAllText(folder["text"], "checkpoint");
        Refused<SafeTensorsException>("its header would have", () => trainer.LoadCheckpoint(folder["text"]));
        Rewrite(folder["checkpoint"], folder["later"], """{"checkpoint":"1",""", """{"checkpoint":"2",""");
        Refused<SafeTensorsException>("it is a checkpoint of version 2; this NetGen reads version 1", () => trainer.LoadCheckpoint(folder["later"]));
        Assert.Throws<FileNotFoundException>(() => trainer.LoadCheckpoint(folder["none"]));
    }

    [Fact]
    public void A_file_that_was_cut_is_refused_at_every_length()
    {
        using var folder = new TemporaryFolder();
        var trainer = Make("nothing");
        trainer.Fit(Resumable.Train, 1, Resumable.Validation);
        trainer.SaveCheckpoint(folder["whole"]);
        var bytes = File.ReadAllBytes(folder["whole"]);
        var before = Resumable.State(trainer);
        var step = TestTier.Cases(quick: 37, complete: 1);
        for (var length = 0; length < bytes.Length; length += step)
        {
            File.WriteAllBytes(folder["cut"], bytes[..length]);
            Assert.Throws<SafeTensorsException>(() => trainer.LoadCheckpoint(folder["cut"]));
        }

        Resumable.ExpectSame(before, Resumable.State(trainer));
    }

    [Fact]
    public void A_file_in_which_a_bit_was_turned_is_refused_or_says_the_same()
    {
        using var folder = new TemporaryFolder();
        var trainer = Make("nothing");
        trainer.Fit(Resumable.Train, 1, Resumable.Validation);
        trainer.SaveCheckpoint(folder["whole"]);
        var bytes = File.ReadAllBytes(folder["whole"]);
        var before = Resumable.State(trainer);
        var random = new CounterRandom(11);
        var refused = 0;
        var cases = TestTier.Cases(quick: 300, complete: 10_000);
        for (var i = 0; i < cases; i++)
        {
            var mutant = bytes.ToArray();
            mutant[random.NextInt32(bytes.Length)] ^= (byte)(1 << random.NextInt32(8));
            File.WriteAllBytes(folder["mutant"], mutant);
            try
            {
                trainer.LoadCheckpoint(folder["mutant"]);
            }
            catch (SafeTensorsException)
            {
                refused++;
            }
        }

        // A space of the header's padding may be another white space.
        Assert.InRange(refused, cases * 99 / 100, cases);
        Resumable.ExpectSame(before, Resumable.State(trainer));
    }

    [Fact]
    public void A_moment_between_two_steps_is_asked_for()
    {
        using var folder = new TemporaryFolder();
        var trainer = Make("nothing");
        const string Message = "A checkpoint is of a training between two steps";
        trainer.Callbacks.Add(new DuringStart(() => Refused<InvalidOperationException>(Message, () => trainer.SaveCheckpoint(folder["start"]))));
        trainer.Callbacks.Add(new DuringStart(() => Refused<InvalidOperationException>("A checkpoint is loaded before Fit", () => trainer.LoadCheckpoint(folder["start"]))));
        trainer.Fit(Resumable.Train, 1, Resumable.Validation);

        var failing = new Trainer(new TwoLayerNetwork(1, 2, 1), new ScriptedLoss(static call => call == 3 ? double.NaN : 1, static _ => 0.1f), new SGD()) { BatchSize = 4 };
        Assert.Throws<NonFiniteLossException>(() => failing.Fit(Samples.Sine(20), 1));
        Refused<InvalidOperationException>(Message, () => failing.SaveCheckpoint(folder["failed"]));
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void An_optimizer_and_a_metric_that_do_not_say_what_they_keep_are_not_saved()
    {
        using var folder = new TemporaryFolder();
        var optimizer = new Trainer(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new Silent());
        Refused<NotSupportedException>("Silent does not say what a checkpoint has to keep of it: override ExchangeState(StateExchange)", () => optimizer.SaveCheckpoint(folder["x"]));

        var metric = new Trainer(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new SGD()) { BatchSize = 4, Metrics = [new SilentMetric()] };
        metric.Callbacks.Add(new SaveAt(folder["x"], 2));
        Refused<NotSupportedException>("SilentMetric does not say what a checkpoint in the middle of an epoch has to keep", () => metric.Fit(Samples.Sine(20), 1));
        metric.Callbacks.Clear();
        metric.Fit(Samples.Sine(20), 1);
        metric.SaveCheckpoint(folder["end"]);

        // A training ends as it would have without checkpoints, and a checkpoint says why there is none.
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => metric.Fit(Samples.Sine(20), 1, onStep: _ => source.Cancel(), cancellationToken: source.Token));
        Refused<NotSupportedException>("SilentMetric does not say", () => metric.SaveCheckpoint(folder["x"]));

        // With checkpoints of its own, a training does not begin what it cannot save.
        var early = new Trainer(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new SGD()) { Metrics = [new SilentMetric()], Callbacks = [new NetGen.Checkpoints(folder["run"])] };
        Refused<NotSupportedException>("SilentMetric does not say", () => early.Fit(Samples.Sine(20), 1));
        Assert.Equal(0, early.StepsTrained);
        Assert.Equal(["end"], folder.Files);
    }

    [Fact]
    public void A_value_that_is_named_twice_or_left_over_is_told()
    {
        using var folder = new TemporaryFolder();
        Trainer With(params string[] names) => new(new TwoLayerNetwork(1, 2, 1), new MSELoss(), new SGD()) { Callbacks = [new Naming(names)] };
        Refused<InvalidOperationException>("Two values of a checkpoint are called 'callback.naming.a'", () => With("a", "a").SaveCheckpoint(folder["x"]));
        With("a", "b").SaveCheckpoint(folder["x"]);
        Refused<SafeTensorsException>("'callback.naming.b' is in the checkpoint, but nothing here has it", () => With("a").LoadCheckpoint(folder["x"]));
        Refused<SafeTensorsException>("'callback.naming.c' is not in the checkpoint", () => With("a", "b", "c").LoadCheckpoint(folder["x"]));
    }

    [Fact]
    public void A_network_of_the_same_shapes_that_computes_something_else_is_told()
    {
        using var folder = new TemporaryFolder();
        var saved = new Trainer(new TwoLayerNetwork(2, 5, 2), new MSELoss(), new SGD());
        saved.SaveCheckpoint(folder["x"]);
        var network = new TwoLayerNetwork(2, 5, 2, seed: 2);
        var before = network.Parameters.ToArray();

        // As with another activation.
        var other = new Trainer(new ListeningNetwork(network, static workspace => workspace.Inputs[0] += 0.5f), new MSELoss(), new SGD());
        Refused<SafeTensorsException>("'network.probe' is not what TwoLayerNetwork computes here with the parameters of the checkpoint", () => other.LoadCheckpoint(folder["x"]));
        Assert.Equal(before, network.Parameters.ToArray());
        new Trainer(new ListeningNetwork(network, static _ => { }), new MSELoss(), new SGD()).LoadCheckpoint(folder["x"]);
        Assert.Equal(saved.Network.Parameters.ToArray(), network.Parameters.ToArray());
    }

    private static Trainer Make(string difference)
    {
        var network = new TwoLayerNetwork(2, difference == "size" ? 6 : 5, 2, name: difference == "network" ? "Other" : "TwoLayerNetwork");
        Optimizer optimizer = difference switch
        {
            "optimizer" => new SGD(0.01),
            "beta" => new Adam(0.01, beta1: 0.8),
            "rate" => new Adam(0.02),
            "amsgrad" => new Adam(0.01, amsGrad: true),
            _ => new Adam(0.01),
        };
        return new Trainer(network, new CrossEntropyLoss(labelSmoothing: difference == "loss" ? 0.1f : 0), optimizer)
        {
            BatchSize = difference == "batch" ? Trainer.FullBatch : 8,
            Seed = difference == "seed" ? 6u : 5u,
            Shuffle = difference != "shuffle",
            DropLast = difference == "drop",
            ClipNorm = difference == "clip" ? null : 0.9f,
            Workers = difference == "workers" ? 2 : 1,
            Schedule = difference == "schedule" ? new StepLR(0.1f, 2) : null,
            Metrics = difference == "metrics" ? [] : [new Accuracy(difference == "threshold" ? 0.5f : null)],
            EarlyStopping = difference == "callbacks" ? null : new EarlyStopping(difference == "patience" ? 3 : 2),
        };
    }

    private static void Refused<T>(string message, Action action)
        where T : Exception
        => Assert.Contains(message, Assert.Throws<T>(action).Message, StringComparison.Ordinal);

    // The same file with another text of the same length.
    private static void Rewrite(string from, string to, string old, string replacement)
    {
        var text = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(from));
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllBytes(to, System.Text.Encoding.Latin1.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal)));
    }

    private sealed class SaveAt(string path, int step) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            if (run.Trainer.StepsTrained == step)
                run.Trainer.SaveCheckpoint(path);
        }
    }

    private sealed class DuringStart(Action action) : ITrainingCallback
    {
        public void OnStart(TrainingRun run) => action();
    }

    private sealed class Naming(string[] names) : ITrainingCallback, ICheckpointed
    {
        public string StateName => "naming";

        public void ExchangeState(StateExchange state)
        {
            var value = 1;
            foreach (var name in names)
                state.Value(name, ref value);
        }
    }

    private sealed class Silent() : Optimizer(0.1f)
    {
        protected override bool Update(Span<float> parameters, ReadOnlySpan<float> gradients) => true;

        protected override void Clear()
        {
        }
    }

    private sealed class SilentMetric : Metric
    {
        public override string Name => "silent";

        public override double Value => 0;

        public override void Reset()
        {
        }

        public override void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
        {
        }
    }
}
