using System.Globalization;

namespace NetGen;

/// <summary>What <see cref="Trainer.OverfitOneBatch"/> found.</summary>
/// <param name="Samples">How many samples the batch has.</param>
/// <param name="Steps">How many steps were taken.</param>
/// <param name="LearningRate">The learning rate.</param>
/// <param name="InitialLoss">The batch's loss before the first step.</param>
/// <param name="FinalLoss">The lower one of the loss before the last step and that of the network's predictions after it; not a number where it was not finite.</param>
/// <param name="LowestPossibleLoss">What no network can be below: 0, but more with label smoothing, and where the same inputs have different targets; null where it is not known.</param>
/// <param name="Losses">The loss of each step.</param>
public sealed record OverfitReport(
    int Samples, int Steps, float LearningRate, double InitialLoss, double FinalLoss, double? LowestPossibleLoss, IReadOnlyList<double> Losses)
{
    // Of what could be learned, how much must be.
    internal const double Share = 0.99;

    /// <summary>Whether the batch was learned: 99% of the way from the initial loss to the lowest possible one. Where that is not known, whether the loss fell at all by as much as it was.</summary>
    public bool IsLearned => FinalLoss <= Goal(InitialLoss, LowestPossibleLoss);

    /// <summary>What was found, in words, and what may help.</summary>
    public override string ToString()
    {
        var course = string.Create(
            CultureInfo.InvariantCulture, $"{Samples} {(Samples == 1 ? "sample" : "samples")}, {Steps} {(Steps == 1 ? "step" : "steps")} at learning rate {LearningRate:G3}: loss {InitialLoss:G4} → {FinalLoss:G4}");
        var floor = LowestPossibleLoss is > 0 and var lowest ? string.Create(CultureInfo.InvariantCulture, $" (the lowest possible is {lowest:G4})") : "";
        return $"{course}{floor}. {Verdict()}";
    }

    internal static double Goal(double initial, double? lowest)
        => lowest is { } floor ? floor + ((1 - Share) * Math.Max(0, initial - floor)) : initial - (Share * Math.Abs(initial));

    private string Verdict()
    {
        if (IsLearned)
            return "The batch is learned by heart: network, loss and optimizer work together.";
        if (!double.IsFinite(FinalLoss))
            return "The loss is no longer finite: the learning rate is too high, or the inputs are not standardised. LearningRateFinder finds a rate.";
        if (FinalLoss > InitialLoss)
            return "The loss rises: the learning rate is too high. LearningRateFinder finds a rate.";
        return FinalLoss < InitialLoss - (0.5 * Math.Abs(InitialLoss - (LowestPossibleLoss ?? 0)))
            ? "It is learned in part: more steps or another learning rate may learn the rest; if not, the network is too small, or dropout hides too much of it."
            : "It is not learned: the learning rate is too low, the targets do not belong to the inputs, the inputs are not standardised, or gradients do not come through. LearningRateFinder finds a rate, and Trainer.Check looks at the rest.";
    }
}

internal static class Overfitting
{
    public static OverfitReport Run(Trainer trainer, IDataset data, int steps, float learningRate)
    {
        var batch = FirstBatch(trainer, data);
        var losses = new List<double>();
        using var trial = new Trial(trainer);
        trial.Trainer.BatchSize = Trainer.FullBatch;
        // The same batch comes again and again.
        (trial.Trainer.Shuffle, trial.Trainer.DropLast, trial.Trainer.CarryState) = (false, false, false);
        trainer.Optimizer.LearningRate = learningRate;
        var floor = LowestLoss.Of(trainer, batch);
        trial.Trainer.Callbacks.Add(new Watch(losses, floor));
        var last = double.NaN;
        try
        {
            trial.Trainer.Fit(batch, steps);

            // Dropout and batch normalisation differ in a prediction.
            last = Math.Min(losses[^1], Number(trial.Trainer.Evaluate(batch, []).Loss));
        }
        catch (NonFiniteLossException failure) when (losses.Count == 0)
        {
            throw new ArgumentException($"The loss of the batch is not finite before the first step. {failure.Message}", nameof(data), failure);
        }
        catch (NonFiniteLossException)
        {
        }

        return new(batch.Count, losses.Count, learningRate, losses[0], last, floor, losses);
    }

    private static double Number(double value) => double.IsNaN(value) ? double.PositiveInfinity : value;

    /// <summary>The first batch that the trainer would take, in memory.</summary>
    public static Dataset FirstBatch(Trainer trainer, IDataset data, int? size = null)
    {
        var count = (int)Math.Min(size ?? trainer.BatchSize, data.Count ?? trainer.BatchSize);
        using var reader = data.Read(count, dropLast: false);
        reader.Start(trainer.Shuffle ? new CounterRandom(trainer.Seed).NextUInt64() : null);
        if (!reader.MoveNext())
            throw new ArgumentException("There is no sample to learn from.", nameof(data));
        var (inputs, targets) = (new float[reader.Count * data.InputSize], new float[reader.Count * data.TargetSize]);
        reader.CopyTo(0, reader.Count, inputs, targets);
        return new Dataset(inputs, targets, data.InputSize, data.TargetSize);
    }

    private sealed class Watch(List<double> losses, double? floor) : ITrainingCallback
    {
        public void OnStep(TrainingRun run)
        {
            losses.Add(run.StepLoss);
            if (run.StepLoss <= OverfitReport.Goal(losses[0], floor))
                run.Stop("the batch is learned");
        }
    }
}
