using NetGen;

namespace Optimizers;

/// <summary>A training of one contestant.</summary>
/// <param name="Rate">Its learning rate.</param>
/// <param name="History">Its epochs; fewer than asked for where the loss was no longer finite.</param>
/// <param name="Steps">How many steps it took.</param>
internal sealed record Training(double Rate, TrainingHistory History, long Steps)
{
    /// <summary>The training loss of the last epoch; infinite where it left the numbers.</summary>
    public required double Loss { get; init; }

    public double Seconds => History.Epochs.Sum(static epoch => epoch.Duration.TotalSeconds);

    public double Accuracy => History.Epochs is [.., var last] ? last.Validation!["accuracy"] : 0;

    /// <summary>The first epoch whose validation accuracy is as high; null where none is.</summary>
    public int? Arrival(double accuracy) => History.Epochs.FirstOrDefault(epoch => epoch.Validation!["accuracy"] >= accuracy)?.Epoch;
}

/// <summary>All trainings of a contestant, one for each learning rate.</summary>
internal sealed record Result(Contestant Contestant, Training[] Trainings)
{
    /// <summary>The one with the lowest training loss in the end.</summary>
    public Training Best { get; } = Trainings.MinBy(static training => training.Loss)!;
}

/// <summary>Trains the same network, from the same weights and on the same samples in the same order, in every way.</summary>
internal static class Race
{
    private static readonly Dataset Train = Arms.Draw(480, seed: 1);
    private static readonly Dataset Validation = Arms.Draw(480, seed: 2);

    public static Result[] Run(Contestant[] contestants, int epochs)
        => [.. contestants.Select(contestant => new Result(contestant, [.. contestant.Rates.Select(rate => Run(contestant, rate, epochs))]))];

    private static Training Run(Contestant contestant, double rate, int epochs)
    {
        var trainer = new Trainer(new ArmNet(seed: 1), new CrossEntropyLoss(), contestant.Make(rate)) { BatchSize = contestant.BatchSize, Seed = 1, Metrics = [new Accuracy()] };
        try
        {
            trainer.Fit(Train, epochs, Validation);
            return new(rate, trainer.History, trainer.StepsTrained) { Loss = trainer.History.Epochs[^1].TrainLoss };
        }
        catch (NonFiniteLossException)
        {
            // A rate that is far too large.
            return new(rate, trainer.History, trainer.StepsTrained) { Loss = double.PositiveInfinity };
        }
    }
}
