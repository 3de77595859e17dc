namespace NetGen.Numeric.Checks.Networks;

/// <summary>A layer as a network by itself, as a script in <c>tests/Fixtures</c> has recorded it from PyTorch.</summary>
/// <param name="Declaration">Its attributes, by which the recording names it.</param>
/// <param name="Create">Makes the network from a seed.</param>
public sealed record RecordedLayer(string Declaration, Func<ulong, INetwork> Create)
{
    public static IReadOnlyList<RecordedLayer> All { get; } = [.. Convolutions.All, .. Pools.All, .. Resizings.All, .. Normalizations.All, .. Recurrences.All, .. Attentions.All, .. States.All];
}
