namespace NetGen;

/// <content>Evaluation, also by a callback in the middle of a training.</content>
public sealed partial class Trainer
{
    /// <summary>The loss and <see cref="Metrics"/> over a dataset. Changes no parameter.</summary>
    /// <inheritdoc cref="Evaluate(IDataset, ReadOnlySpan{Metric})"/>
    public Evaluation Evaluate(IDataset data) => Evaluate(data, Metrics.ToArray());

    /// <summary>
    /// The loss and the metrics given over a dataset. The loss is the mean over all that counts, and not a number where nothing does. Changes
    /// no parameter. A callback may call it at any moment: what <see cref="Metrics"/> have summed up of the epoch is kept.
    /// </summary>
    /// <exception cref="ArgumentException">The samples do not fit the network, the loss or a metric.</exception>
    /// <exception cref="InvalidOperationException">
    /// A metric does not say which of several outputs it is of, or names one that is not there; or it is called while a training sums up an epoch with the same metric, and that
    /// does not say what it keeps (<see cref="Metric.ExchangeState"/>).
    /// </exception>
    public Evaluation Evaluate(IDataset data, params ReadOnlySpan<Metric> metrics)
    {
        DataCheck.Sizes(Network.Description, Loss, data, nameof(data));
        var (busy, sums) = KeepSums(metrics);
        try
        {
            var bindings = MetricBinding.Of(metrics, Network, Loss);
            DataCheck.Values(Network.Description, Loss, bindings, data, nameof(data));
            using var team = CreateTeam(Math.Max(CarryState ? data.Streams ?? 1 : 1, (int)Math.Min(EvaluationPass.LargestBatch, data.Count ?? EvaluationPass.LargestBatch)));
            return new EvaluationPass(Network, Loss, team) { Seed = Seed, CarriesState = CarryState }.Run(data, bindings, nameof(data));
        }
        finally
        {
            if (busy.Count > 0)
                MetricState.Exchange(new StateExchange(sums, StateMode.Load, Network.Parameters.Length), busy);
        }
    }

    // While Fit runs, its metrics have the sums of an unfinished epoch.
    private (List<Metric> Busy, StateStore Sums) KeepSums(ReadOnlySpan<Metric> metrics)
    {
        var (busy, sums) = (new List<Metric>(), new StateStore());
        if (loop is null)
            return (busy, sums);
        foreach (var metric in Metrics)
        {
            if (metrics.Contains(metric))
                busy.Add(metric);
        }

        try
        {
            MetricState.Exchange(new StateExchange(sums, StateMode.Save, Network.Parameters.Length), busy);
        }
        catch (NotSupportedException exception)
        {
            throw new InvalidOperationException(
                $"A training sums up its epoch with a metric that this evaluation uses too, and would be disturbed. Evaluate with other metrics: Evaluate(data, new …). Or: {exception.Message}", exception);
        }

        return (busy, sums);
    }
}
