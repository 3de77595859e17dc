using System.Globalization;
using NetGen.Numeric.Checks.Interruption;

namespace NetGen.Numeric.Checks;

/// <summary>A training that goes on with a checkpoint of any of its steps ends in the same bits, with every optimizer, noise, running statistics, a schedule and several workers.</summary>
public static class ResumeChecks
{
    private const int Epochs = 4;

    public static IEnumerable<Check> All()
    {
        foreach (var optimizer in InterruptedTraining.OptimizerNames)
        {
            foreach (var workers in (int[])[1, 2])
                yield return new Check($"resumed: {optimizer}, {workers} workers", () => Run(optimizer, workers));
        }
    }

    private static void Run(string optimizer, int workers)
    {
        var folder = Directory.CreateTempSubdirectory("netgen-resume-").FullName;
        try
        {
            var whole = new InterruptedTraining(optimizer, workers, new SaveSteps(folder));
            whole.Fit(Epochs);
            var expected = whole.Result(Path.Combine(folder, "end"));
            var saved = Directory.GetFiles(folder, "step*");
            Expect.True(saved.Length == Epochs * 5, $"{saved.Length} checkpoints were saved.");
            foreach (var path in saved)
            {
                var resumed = new InterruptedTraining(optimizer, workers, new SaveSteps(null));
                resumed.Trainer.LoadCheckpoint(path);
                resumed.Fit(Epochs);
                Compare(expected, resumed.Result(Path.Combine(folder, "end")), Path.GetFileName(path));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Compare(string expected, string actual, string path)
    {
        if (actual == expected)
            return;
        var differences = expected.Split('\n').Except(actual.Split('\n')).Select(static line => line[..Math.Min(line.Length, 120)]);
        throw new CheckFailedException($"From {path} on it came to something else: {string.Join("; ", differences)}");
    }

    /// <summary>Saves after every step and every epoch; not where it is resumed, since every training is the same from there.</summary>
    private sealed class SaveSteps(string? folder) : ITrainingCallback
    {
        public void OnStep(TrainingRun run) => Save(run, "");

        public void OnEpochEnd(TrainingRun run) => Save(run, " end");

        private void Save(TrainingRun run, string moment)
        {
            if (folder is not null)
                run.Trainer.SaveCheckpoint(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"step {run.Trainer.StepsTrained:D3}{moment}")));
        }
    }
}
