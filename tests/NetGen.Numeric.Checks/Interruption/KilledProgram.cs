using System.Globalization;

namespace NetGen.Numeric.Checks.Interruption;

/// <summary>
/// The program that the tests kill: it goes on with the latest checkpoint of a folder where there is one, saves one at every step, and at its end writes what it has
/// come to. It says each step before that is saved.
/// </summary>
public static class KilledProgram
{
    public const string ResultName = "result.txt";

    /// <summary>Runs it.</summary>
    /// <param name="folder">Where the checkpoints are, and the result.</param>
    /// <param name="optimizer">One of <see cref="InterruptedTraining.OptimizerNames"/>.</param>
    /// <param name="workers">How many workers there are.</param>
    public static void Run(string folder, string optimizer, int workers)
    {
        var checkpoints = new global::NetGen.Checkpoints(Path.Combine(folder, "checkpoints")) { EverySteps = 1, EveryEpochs = 1, KeepLast = 2, KeepBest = 2 };
        var training = new InterruptedTraining(optimizer, workers, new Announcer(), checkpoints);
        Console.WriteLine(checkpoints.Resume(training.Trainer) ? string.Create(CultureInfo.InvariantCulture, $"resumed at {training.Trainer.StepsTrained}") : "begun");
        training.Fit();

        // Renamed when it is whole: the program may be killed while it writes it.
        var unfinished = Path.Combine(folder, "unfinished.txt");
        File.WriteAllText(unfinished, training.Result(Path.Combine(folder, "end.safetensors")));
        File.Move(unfinished, Path.Combine(folder, ResultName), overwrite: true);
        Console.WriteLine("done");
    }

    /// <summary>Says how a full disk is met: a checkpoint is saved, the disk is filled, and the next one fails.</summary>
    public static void RunOnFullDisk(string folder)
    {
        var training = new InterruptedTraining("Adam", workers: 1);
        training.Fit(2);
        var path = Path.Combine(folder, "checkpoint.safetensors");
        training.Trainer.SaveCheckpoint(path);
        training.Fit(1);
        Fill(Path.Combine(folder, "filler"));
        try
        {
            training.Trainer.SaveCheckpoint(path);
            Console.WriteLine("saved");
        }
        catch (IOException exception)
        {
            Console.WriteLine($"refused: {exception.Message}");
        }

        var resumed = new InterruptedTraining("Adam", workers: 1);
        resumed.Trainer.LoadCheckpoint(path);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"loaded {resumed.Trainer.EpochsTrained} epochs, files {string.Join(' ', Directory.GetFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal))}"));
    }

    private static void Fill(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            var block = new byte[1024];
            while (true)
                file.Write(block);
        }
        catch (IOException)
        {
        }
    }

    private sealed class Announcer : ITrainingCallback
    {
        public void OnStep(TrainingRun run) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"step {run.Trainer.StepsTrained}"));
    }
}
