using System.Globalization;
using NetGen;

namespace Optimizers;

/// <summary>What the terminal and the page show of the results.</summary>
internal static class Comparison
{
    private const double Good = 0.95;

    private static readonly string[] Head = ["", "learning rate", "epochs to 95%", "training loss", "accuracy", "steps", "seconds"];

    public static Chart LossChart(Result[] results)
    {
        var series = results.Select(static result => ChartSeries.Of(result.Contestant.Name, result.Best.History.Epochs.Select(static epoch => epoch.TrainLoss)));
        return new("Training loss by epoch", [.. series]) { IsLogY = true };
    }

    public static ReportPage Page(Result[] optimizers, Result[] batches, int epochs)
        => new ReportPage("Optimizers", $"One network of 747 parameters learns three arms of a spiral, {epochs} epochs each, from the same weights and on the same samples.")
            .Section("Six optimizers", "Each at the learning rate that suited it best, of seven that were tried; mini-batches of 32.")
            .Charts(LossChart(optimizers), AccuracyChart(optimizers))
            .Table(["optimizer", "rule", .. Head[1..]], optimizers.Select(static result => (IReadOnlyList<string>)[result.Contestant.Name, result.Contestant.Rule, .. Row(result)[1..]]), "Optimizers")
            .Section("The learning rate", "The loss after the last epoch at each rate. A curve that is low over a wide range forgives a rate that was not chosen well; where it ends, the loss left the numbers.")
            .Charts(RateChart(optimizers))
            .Section("Full batch, mini-batches, single samples", "Plain gradient descent. The full batch takes one exact step an epoch; single samples take 480 noisy ones for the same arithmetic.")
            .Charts(
                LossChart(batches) with { Note = "By epoch: all see the same samples, but small batches take more steps." },
                StepChart(batches),
                AccuracyChart(batches))
            .Table(["batch", .. Head[1..]], batches.Select(Row), "Batches");

    /// <summary>The table for the terminal.</summary>
    public static string Text(Result[] results)
    {
        string[][] rows = [Head, .. results.Select(static result => Row(result))];
        int[] widths = [.. Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length))];
        return string.Join('\n', rows.Select(row => string.Join("  ", row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column]))).TrimEnd()));
    }

    private static string[] Row(Result result)
    {
        var best = result.Best;
        return
        [
            result.Contestant.Name, Number(best.Rate, "0.####"), best.Arrival(Good) is { } epoch ? Number(epoch, "0") : "–",
            Number(best.Loss, "G3"), Number(100 * best.Accuracy, "0.0") + "%", Number(best.Steps, "N0"), Number(best.Seconds, "0.00"),
        ];
    }

    private static Chart AccuracyChart(Result[] results) => new("Validation accuracy by epoch", [.. results.Select(static result =>
        ChartSeries.Of(result.Contestant.Name, result.Best.History.Epochs.Select(static epoch => epoch.Validation!["accuracy"])))]);

    private static Chart StepChart(Result[] results) => new("Training loss by step", [.. results.Select(static result =>
    {
        var (best, count) = (result.Best, result.Best.History.Epochs.Count);
        return new ChartSeries(result.Contestant.Name, [.. best.History.Epochs.Select(epoch => (double)best.Steps * epoch.Epoch / count)], [.. best.History.Epochs.Select(static epoch => epoch.TrainLoss)]);
    })])
    { XLabel = "step", IsLogX = true, IsLogY = true, Note = "By step: one of the full batch costs as much arithmetic as 480 of single samples." };

    private static Chart RateChart(Result[] results) => new("Loss by learning rate", [.. results.Select(static result =>
        new ChartSeries(result.Contestant.Name, result.Contestant.Rates, [.. result.Trainings.Select(static training => training.Loss)]))])
    { XLabel = "learning rate", IsLogX = true, IsLogY = true };

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
