namespace NetGen;

/// <summary>
/// A pool that moves a window along its input, [batch × channels × length]. It has <c>⌊(length + 2·padding − kernel) / stride⌋ + 1</c> places.
/// </summary>
public abstract class SequenceWindowAttribute : LayerAttribute
{
    private readonly int? stride;

    private protected SequenceWindowAttribute(int kernel) => Kernel = kernel;

    /// <summary>How many elements long the window is; at least 1.</summary>
    public int Kernel { get; }

    /// <summary>By how many elements the window moves; at least 1. Unless given the windows lie side by side.</summary>
    public int Stride
    {
        get => stride ?? Kernel;
        init => stride = value;
    }

    /// <summary>How many elements are added at both ends; 0 unless given.</summary>
    public int Padding { get; init; }
}
