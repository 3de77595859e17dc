namespace NetGen.Runtime.Tests.Training.Callbacks;

/// <summary>Callbacks with a state, in trainings that go on from a checkpoint: the same bits as without an interruption, wherever it was.</summary>
public sealed class ResumeTests : IDisposable
{
    private const int Epochs = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("netgen-resume").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    public static TheoryData<string, int> Moments
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var moment in (string[])["epoch", "step", "validation start", "validation", "epoch end"])
            {
                foreach (var number in (int[])[1, 2, 3, 7])
                    data.Add(moment, number);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Moments))]
    public void A_training_that_goes_on_ends_in_the_same_bits(string moment, int number)
    {
        var whole = Make("whole");
        whole.Fit(Samples.Clouds(50), Epochs, Samples.Clouds(30, 3));

        // Saved by a callback before the others, and by one after them.
        foreach (var isFirst in (bool[])[true, false])
        {
            var path = Path.Combine(folder, "checkpoint");
            var interrupted = Make("part");
            interrupted.Callbacks.Insert(isFirst ? 0 : interrupted.Callbacks.Count, new SavesAt(moment, number, path));
            try
            {
                interrupted.Fit(Samples.Clouds(50), Epochs, Samples.Clouds(30, 3));
                Assert.True(moment != "step" && number > Epochs);
                return;
            }
            catch (Killed)
            {
            }

            var resumed = Make("part");
            resumed.LoadCheckpoint(path);
            resumed.Fit(Samples.Clouds(50), Epochs, Samples.Clouds(30, 3));
            Assert.Equal(whole.Network.Parameters.ToArray(), resumed.Network.Parameters.ToArray());
            Assert.Equal(whole.Optimizer.LearningRate, resumed.Optimizer.LearningRate);
            Assert.Equal(whole.History.Epochs.Select(static report => report.ValidationLoss), resumed.History.Epochs.Select(static report => report.ValidationLoss));

            // Every line once, as in the log of the whole training.
            Assert.Equal(Lines("whole.csv"), Lines("part.csv"));
            Assert.Equal(Lines("whole.steps.csv"), Lines("part.steps.csv"));
        }
    }

    // Without how long it took.
    private string[] Lines(string name) => [.. File.ReadAllLines(Path.Combine(folder, name)).Select(static line => string.Join(',', line.Split(',').Take(4)))];

    private Trainer Make(string name) => new(new TwoLayerNetwork(2, 6, 2), new CrossEntropyLoss(), new Adam(0.05))
    {
        BatchSize = 10,
        Metrics = [new Accuracy()],
        EarlyStopping = new EarlyStopping(patience: 50) { Watch = "validation accuracy" },
        Callbacks =
        [
            new ExponentialMovingAverage(0.8), new ReduceLROnPlateau(factor: 0.5, patience: 0, threshold: 0.2), new TimeLimit(TimeSpan.FromHours(1)),
            new CsvLog(Path.Combine(folder, name + ".csv")), new CsvLog(Path.Combine(folder, name + ".steps.csv"), everySteps: 2),
        ],
    };

    private sealed class Killed : Exception;

    private sealed class SavesAt(string moment, int number, string path) : ITrainingCallback
    {
        private int seen;
        private bool isSaved;

        public void OnEpochStart(TrainingRun run) => Note(run, "epoch");

        public void OnStep(TrainingRun run) => Note(run, "step");

        public void OnValidationStart(TrainingRun run) => Note(run, "validation start");

        public void OnValidation(TrainingRun run) => Note(run, "validation");

        public void OnEpochEnd(TrainingRun run) => Note(run, "epoch end");

        // The process goes on for a moment after the checkpoint, and is killed then.
        private void Note(TrainingRun run, string now)
        {
            if (isSaved && now == "step")
                throw new Killed();
            if (now != moment || ++seen != number)
                return;
            run.Trainer.SaveCheckpoint(path);
            isSaved = true;
            if (run.Epoch == Epochs)
                throw new Killed();
        }
    }
}
