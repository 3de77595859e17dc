namespace NetGen;

/// <summary>What readers of batches have in common.</summary>
internal static class BatchReaderExtensions
{
    /// <summary><see cref="IBatchReader.CopyTo"/>, for a reader that always has its rows where <see cref="IBatchReader.TryGetRows"/> finds them.</summary>
    public static void CopyRows(this IBatchReader reader, int first, int count, Span<float> inputs, Span<float> targets)
    {
        reader.TryGetRows(first, count, out var allInputs, out var allTargets);
        allInputs.CopyTo(inputs);
        allTargets.CopyTo(targets);
    }
}
