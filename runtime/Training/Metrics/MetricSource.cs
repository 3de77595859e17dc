namespace NetGen;

/// <summary>What a metric compares: an output of a network, and the targets of it.</summary>
/// <param name="Network">The network's name, for messages.</param>
/// <param name="Output">The output, with its shape and what computes it last.</param>
/// <param name="TargetShape">The shape of a sample's target.</param>
/// <param name="Loss">The loss that the network is trained with; null where it has an objective of its own.</param>
public sealed record MetricSource(string Network, TensorInfo Output, IReadOnlyList<int> TargetShape, Loss? Loss)
{
    /// <summary>How the loss says that targets are written; null where no loss says so.</summary>
    public TargetFormat? Targets => Loss?.Targets is { Kind: not (TargetKind.Any or TargetKind.Values) } format ? format : null;
}
