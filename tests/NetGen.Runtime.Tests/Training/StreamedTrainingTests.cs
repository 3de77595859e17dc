using NetGen.Runtime.Tests.Data.Streaming;
using NetGen.Runtime.Tests.Inspection;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training;

/// <summary>What is wrong with samples that are not in memory is told as they are read, by their place in the dataset and the file.</summary>
public sealed class StreamedTrainingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_number_that_is_not_finite_is_named_by_sample_feature_and_file()
    {
        using var hostile = new HostileCulture();
        var data = DatasetKinds.Make(100);
        var inputs = data.Inputs.ToArray();
        inputs[(63 * 3) + 1] = float.NegativeInfinity;
        var file = DataFile.Write(folder["bad.data"], data.WithInputs(inputs, 3));
        var trainer = Trainer();
        var failure = Assert.Throws<ArgumentException>(() => trainer.Fit(file.Slice(20, 80), 1));
        Assert.Contains($"The input of sample 43 of 'train' (sample 63 of '{folder["bad.data"]}') has -Infinity in feature 1.", failure.Message, StringComparison.Ordinal);
        Assert.Equal("train", failure.ParamName);

        trainer.Shuffle = false;
        var before = trainer.StepsTrained;
        Assert.Throws<ArgumentException>(() => trainer.Fit(file, 1));
        Assert.Equal(before + 6, trainer.StepsTrained);
        Assert.Contains($"sample 63 of 'data' ('{folder["bad.data"]}')", Assert.Throws<ArgumentException>(() => trainer.Evaluate(file)).Message, StringComparison.Ordinal);
        Assert.Contains("sample 63 of 'validation'", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1, validation: file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_not_allowed_is_named_by_its_sample()
    {
        var data = new SequenceDataset(3, 1, static () => Enumerable.Range(0, 100).Select(static i => (new float[3], new[] { i == 63 ? 7f : 0f })));
        var trainer = new Trainer(new TwoLayerNetwork(3, 4, 3), new CrossEntropyLoss(), new Adam()) { BatchSize = 10 };
        Assert.Contains("The target of sample 63 of 'train' is 7; CrossEntropyLoss expects a class index from 0 to 2", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
        var metric = new Trainer(new TwoLayerNetwork(3, 4, 3), new PlainCrossEntropy(), new Adam()) { BatchSize = 10, Metrics = [new Accuracy()], Shuffle = false };
        Assert.Contains("The target of sample 63 of 'train' is 7; 'accuracy' expects", Assert.Throws<ArgumentException>(() => metric.Fit(data, 1)).Message, StringComparison.Ordinal);
        var windows = new Windows(Enumerable.Range(0, 30).Select(static i => i == 20 ? float.NaN : 1f).ToArray(), 1, 3);
        Assert.Contains("The target of sample 17 of 'train' (steps 17 to 20) is NaN", Assert.Throws<ArgumentException>(() => new Trainer(new TwoLayerNetwork(3, 4, 1), new MSELoss(), new Adam()) { Shuffle = false, BatchSize = 1 }.Fit(windows, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void How_many_samples_there_are_need_not_be_known()
    {
        var data = new SequenceDataset(3, 1, DatasetKinds.Samples, shuffle: DatasetKinds.Small);
        var trainer = Trainer();
        int? steps = 0;
        trainer.Callbacks.Add(new StepCount(run => steps = run.StepsPerEpoch));
        var history = trainer.Fit(data, 2, validation: data);
        Assert.Null(steps);
        Assert.Equal(2 * 16, trainer.StepsTrained);
        Assert.Equal(trainer.Evaluate(DatasetKinds.Memory).Loss, history.Epochs[^1].Validation!.Loss);
        Assert.Equal(history.Epochs[^1].Validation!.Loss, trainer.Evaluate(data).Loss);
        trainer.BatchSize = NetGen.Trainer.FullBatch;
        Assert.Contains("cannot be one batch", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_epoch_without_a_batch_is_refused()
    {
        var trainer = Trainer();
        Assert.Contains("There is no batch to give TwoLayerNetwork: 'train' has no sample", Assert.Throws<ArgumentException>(() => trainer.Fit(new SequenceDataset(3, 1, static () => Array.Empty<Dataset>()), 1)).Message, StringComparison.Ordinal);
        trainer.DropLast = true;
        trainer.BatchSize = 200;
        Assert.Contains("DropLast leaves out all that there are, fewer than 200", Assert.Throws<ArgumentException>(() => trainer.Fit(new SequenceDataset(3, 1, DatasetKinds.Samples), 1)).Message, StringComparison.Ordinal);
        Assert.Contains("There is no batch", Assert.Throws<ArgumentException>(() => trainer.Evaluate(new SequenceDataset(3, 1, static () => Array.Empty<Dataset>()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_last_batch_that_is_too_small_for_a_layer_is_refused_by_its_name()
    {
        var network = new NormalizedNetwork();
        var trainer = new Trainer(network, new PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 12 };
        var refused = Assert.Throws<ArgumentException>(() => trainer.Fit(new SequenceDataset(3, 1, DatasetKinds.Samples), 1));
        Assert.Contains("The last batch of 'train' has 1 of 12 samples. BatchNorm 'hidden' of NormalizedNetwork takes the mean", refused.Message, StringComparison.Ordinal);
        trainer.DropLast = true;
        trainer.Fit(new SequenceDataset(3, 1, DatasetKinds.Samples), 1);
    }

    [Fact]
    public void Targets_that_are_all_left_out_are_refused()
    {
        var data = new SequenceDataset(3, 1, static () => Enumerable.Range(0, 30).Select(static _ => (new float[3], new[] { -100f })));
        var trainer = new Trainer(new TwoLayerNetwork(3, 4, 3), new CrossEntropyLoss(), new Adam()) { BatchSize = 10 };
        Assert.Contains("All targets of 'train' are -100, which CrossEntropyLoss leaves out", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(trainer.Evaluate(data).Loss));
    }

    [Fact]
    public void A_reader_that_breaks_its_contract_is_refused()
    {
        var trainer = Trainer();
        Assert.Contains("gave a batch of 157 samples where at most 10 were asked for", Assert.Throws<InvalidOperationException>(() => trainer.Fit(new OneBatch(), 1)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_step_over_any_kind_allocates_nothing(string name)
    {
        using var kinds = new DatasetKinds();
        var marks = new long[200];
        var count = 0;
        var trainer = new Trainer(new TwoLayerNetwork(3, 4, 3), new CrossEntropyLoss(), new Adam(1e-3)) { BatchSize = 4, Metrics = [new Accuracy(), new ConfusionMatrix(3)] };
        trainer.Fit(kinds[name], 3, onStep: _ => marks[count++] = GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(marks[90], marks[118]);
    }

    /// <summary>A training that is stopped in the middle of an epoch and gone on with ends in the same bits, augmentation and all.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_training_over_any_kind_is_resumed_in_the_same_bits(string name)
    {
        using var kinds = new DatasetKinds();
        foreach (var shuffle in (bool[])[true, false])
        {
            var data = kinds[name].Augment(static batch =>
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var random = batch.Random(i);
                    batch.Input(i)[0] += random.NextSingle();
                }
            });
            Trainer Make() => new(new TwoLayerNetwork(3, 4, 3), new PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 10, Shuffle = shuffle, Seed = 3 };
            var whole = Make();
            whole.Fit(data, 3);
            foreach (var step in (int[])[1, 16, 23, 40])
            {
                var interrupted = Make();
                var path = folder["checkpoint.safetensors"];
                Assert.Throws<TimeoutException>(() => interrupted.Fit(data, 3, onStep: report =>
                {
                    if (interrupted.StepsTrained != step)
                        return;
                    interrupted.SaveCheckpoint(path);
                    throw new TimeoutException();
                }));
                var resumed = Make();
                resumed.LoadCheckpoint(path);
                resumed.Fit(data, 3);
                Assert.Equal(whole.Network.Parameters.ToArray(), resumed.Network.Parameters.ToArray());
            }
        }
    }

    public static TheoryData<string> Kinds => DatasetKinds.Names;

    private static Trainer Trainer() => new(new TwoLayerNetwork(3, 4, 3), new PlainCrossEntropy(), new Adam(1e-3)) { BatchSize = 10, Seed = 1 };

    private sealed class StepCount(Action<TrainingRun> onStart) : ITrainingCallback
    {
        public void OnStart(TrainingRun run) => onStart(run);
    }

    private sealed class NormalizedNetwork : INetwork
    {
        private readonly TwoLayerNetwork inner = new(3, 4, 3, name: "NormalizedNetwork");

        public NetworkDescription Description => new(
            inner.Description.Name,
            inner.Description.InputShape,
            inner.Description.OutputShape,
            [inner.Description.Layers[0] with { Kind = "BatchNorm", SmallestBatch = 2 }, inner.Description.Layers[1]],
            inner.Description.Parameters,
            inner.Parameters.Length);

        public Span<float> Parameters => inner.Parameters;

        public Span<float> Gradients => inner.Gradients;

        public Workspace CreateWorkspace(int capacity) => inner.CreateWorkspace(capacity);

        public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => inner.Predict(inputs, outputs);

        public void Forward(Workspace workspace) => inner.Forward(workspace);

        public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false) => inner.Backward(workspace, gradients, accumulate);
    }

    /// <summary>Gives all samples whatever batch is asked for.</summary>
    private sealed class OneBatch : IDataset
    {
        public int InputSize => 3;

        public int TargetSize => 1;

        public long? Count => null;

        public IBatchReader Read(int batchSize, bool dropLast) => DatasetKinds.Memory.Read(DatasetKinds.Count, dropLast);
    }
}
