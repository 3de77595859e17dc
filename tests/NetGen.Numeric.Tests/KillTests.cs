using System.Diagnostics;
using NetGen.Numeric.Checks.Interruption;
using Xunit.Abstractions;

namespace NetGen.Numeric.Tests;

/// <summary>
/// A training that saves a checkpoint at every step is killed at random moments, also while it saves, and started again until it is done. It comes to the same bits
/// as one that nobody kills. In a complete run with every optimizer, by one worker and by two.
/// </summary>
public class KillTests(ITestOutputHelper output)
{
    private const int FewestKills = 3;

    // Of the forty steps of a training, so that it is killed about four times. Every start takes a second.
    private const int MostSteps = 16;
    private const int MostTrainings = 20;

    // How long after a step is said the program is killed: while its checkpoint is being saved, or after that.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromMilliseconds(6);

    public static TheoryData<string, int> Trainings
    {
        get
        {
            var trainings = new TheoryData<string, int>();
            foreach (var name in InterruptedTraining.OptimizerNames)
            {
                foreach (var workers in (int[])[1, 2])
                {
                    if (TestTier.IsComplete || (name, workers) is ("Adam", 2) or ("SGD with Nesterov momentum", 1))
                        trainings.Add(name, workers);
                }
            }

            return trainings;
        }
    }

    [Theory]
    [MemberData(nameof(Trainings))]
    public async Task A_killed_training_comes_to_the_same_bits(string optimizer, int workers)
    {
        var folder = Directory.CreateTempSubdirectory("netgen-kill-").FullName;
        try
        {
            var whole = Directory.CreateDirectory(Path.Combine(folder, "whole")).FullName;
            Assert.False(await RunAsync(whole, optimizer, workers, killAfter: null, default));
            var expected = await File.ReadAllTextAsync(Path.Combine(whole, KilledProgram.ResultName));
            Assert.Contains("epoch 005", expected, StringComparison.Ordinal);

            // How often one training is killed depends on how many steps it does before the signal comes: as many trainings as it takes.
            var random = new Random(Seeds.Draw(1)[0] + (optimizer.Sum(static character => character) * workers));
            var (kills, duringSaves, trainings) = (0, 0, 0);
            while (kills < FewestKills)
            {
                Assert.InRange(++trainings, 1, MostTrainings);
                var killed = Directory.CreateDirectory(Path.Combine(folder, $"killed{trainings}")).FullName;
                var checkpoints = Path.Combine(killed, "checkpoints");
                while (await RunAsync(killed, optimizer, workers, random.Next(1, MostSteps + 1), LongestDelay * random.NextDouble()))
                {
                    kills++;
                    duringSaves += Directory.Exists(checkpoints) ? Directory.GetFiles(checkpoints, ".netgen-*.tmp").Length : 0;
                }

                Assert.Equal(expected, await File.ReadAllTextAsync(Path.Combine(killed, KilledProgram.ResultName)));

                // What the saves that were killed have left is gone, and so are checkpoints that are not to be kept.
                Assert.InRange(Directory.GetFileSystemEntries(checkpoints).Length, 2, 4);
            }

            output.WriteLine($"{optimizer}, {workers} workers: {kills} kills survived, {duringSaves} of them during a save, {trainings} trainings");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_full_disk_leaves_the_old_checkpoint()
    {
        // A file system of its own, in a namespace of its own.
        if (!OperatingSystem.IsLinux())
            return;
        var folder = Directory.CreateTempSubdirectory("netgen-full-").FullName;
        try
        {
            var runner = Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Runner.dll");
            const string Script = """mount -t tmpfs -o size=256k none "$1" || exit 77; exec dotnet "$2" --full-disk "$1" """;
            var run = Runner.Start("unshare", ["-rm", "sh", "-c", Script, "sh", folder, runner]);
            if (run.ExitCode is 1 or 77 && !run.Output.Contains("refused", StringComparison.Ordinal) && !run.Output.Contains("saved", StringComparison.Ordinal))
                return; // This machine lets nobody make a namespace.
            Assert.Contains("refused: ", run.Output, StringComparison.Ordinal);
            Assert.Contains("checkpoint.safetensors' cannot be saved: No space left on device", run.Output, StringComparison.Ordinal);
            Assert.Contains("loaded 2 epochs, files checkpoint.safetensors filler", run.Output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Whether it was killed before its end.
    private static async Task<bool> RunAsync(string folder, string optimizer, int workers, int? killAfter, TimeSpan delay)
    {
        string[] arguments = [Path.Combine(AppContext.BaseDirectory, "NetGen.Numeric.Runner.dll"), "--train", folder, optimizer, $"{workers}"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var steps = 0;
        var isKilled = false;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("step", StringComparison.Ordinal) || ++steps != killAfter)
                continue;
            var started = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(started) < delay)
                Thread.SpinWait(10);

            // SIGKILL, where there are signals.
            process.Kill();
            isKilled = true;
        }

        await process.WaitForExitAsync();
        Assert.True(isKilled || process.ExitCode == 0, await error);
        return isKilled && !File.Exists(Path.Combine(folder, KilledProgram.ResultName));
    }
}
