namespace NetGen;

/// <summary>What every network can do besides.</summary>
public static class NetworkExtensions
{
    /// <summary>
    /// The parameters that are trained, one for each of <see cref="INetwork.Gradients"/>: all but the frozen ones, which lie behind them.
    /// What an <see cref="Optimizer"/> changes.
    /// </summary>
    public static Span<float> TrainableParameters(this INetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Parameters[..network.Description.TrainableLength];
    }
}
