using System.Globalization;

namespace NetGen;

/// <summary>The sums of metrics in a checkpoint.</summary>
internal static class MetricState
{
    /// <summary>What the names of these values begin with.</summary>
    public const string Prefix = "metric";

    public static void Exchange(StateExchange state, IList<Metric> metrics)
    {
        for (var i = 0; i < metrics.Count; i++)
            metrics[i].ExchangeState(state.Part(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i}")));
    }
}
