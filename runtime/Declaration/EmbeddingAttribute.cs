namespace NetGen;

/// <summary>
/// A row of numbers that are learned for each whole number: <c>y = weight[x]</c>, [batch × …] → [batch × … × width]. Its weight is [vocabulary, width], as in PyTorch's
/// <c>Embedding</c>, and starts from N(0, 1).
/// </summary>
/// <remarks>What goes in is an input with a vocabulary, or whole numbers that are computed and known to be less than <paramref name="vocabulary"/>.</remarks>
/// <param name="vocabulary">How many rows there are; at least 1, and at most 2²⁴.</param>
/// <param name="width">How many numbers a row has; at least 1.</param>
public sealed class EmbeddingAttribute(int vocabulary, int width) : LayerAttribute
{
    /// <summary>How many rows there are.</summary>
    public int Vocabulary { get; } = vocabulary;

    /// <summary>How many numbers a row has.</summary>
    public int Width { get; } = width;

    /// <summary>The number whose row starts as zeros and is not trained, such as that of a padding; none unless given. PyTorch's <c>padding_idx</c>.</summary>
    public int Padding { get; init; }

    /// <summary>The standard deviation of what the rows start with; 1 unless given.</summary>
    public double Deviation { get; init; } = 1;
}
