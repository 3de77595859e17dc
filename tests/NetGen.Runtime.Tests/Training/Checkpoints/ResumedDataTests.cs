using NetGen.Runtime.Tests.Data.Streaming;
using NetGen.Runtime.Tests.Serialization;

namespace NetGen.Runtime.Tests.Training.Checkpoints;

/// <summary>Data of every kind, their augmentation and the sums of metrics are taken up in the middle of an epoch.</summary>
public class ResumedDataTests
{
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

    private static void GoOn(Func<IDataset> data)
    {
        using var folder = new TemporaryFolder();
        GoOnWith(folder, static () => new Trainer(new TwoLayerNetwork(3, 4, 3), new CrossEntropyLoss(), new Adam(0.01)) { BatchSize = 25, Seed = 3 }, data(), null);
    }

    // Saves at every moment of two epochs, and goes on from each; a quick run goes on from one in three.
    private static void GoOnWith(TemporaryFolder folder, Func<Trainer> make, IDataset train, IDataset? validation)
    {
        var saver = new SaveAlways(folder);
        var whole = make();
        whole.Callbacks.Add(saver);
        whole.Fit(train, 2, validation);
        var expected = Resumable.State(whole);
        Assert.True(saver.Paths.Count >= 12, "There are too few moments.");
        foreach (var path in TestTier.OneIn(3, saver.Paths))
        {
            var resumed = make();
            resumed.Callbacks.Add(new SaveAlways(null));
            resumed.LoadCheckpoint(path, train, validation);
            resumed.Fit(train, 2, validation);
            Resumable.ExpectSame(expected, Resumable.State(resumed), path);
        }
    }
}
