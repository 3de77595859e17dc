namespace NetGen;

/// <summary>
/// A layer that moves a window over the height and the width of its input, [batch × channels × height × width]. Along each of the two it
/// has <c>⌊(size + 2·padding − dilation·(kernel − 1) − 1) / stride⌋ + 1</c> places.
/// </summary>
public abstract class WindowAttribute : LayerAttribute
{
    private readonly int? strideHeight;
    private readonly int? strideWidth;
    private readonly int? paddingHeight;
    private readonly int? paddingWidth;

    private protected WindowAttribute(int kernelHeight, int kernelWidth)
    {
        KernelHeight = kernelHeight;
        KernelWidth = kernelWidth;
    }

    /// <summary>How many elements high the window is; at least 1.</summary>
    public int KernelHeight { get; }

    /// <summary>How many elements wide the window is; at least 1.</summary>
    public int KernelWidth { get; }

    /// <summary>
    /// By how many elements the window moves, down and to the right; at least 1. Unless given it is 1 for a convolution, and the windows of a
    /// pool lie side by side.
    /// </summary>
    public int Stride { get; init; }

    /// <summary>By how many elements the window moves down; as <see cref="Stride"/> says unless given.</summary>
    public int StrideHeight
    {
        get => strideHeight ?? (Stride == 0 ? KernelHeight : Stride);
        init => strideHeight = value;
    }

    /// <summary>By how many elements the window moves to the right; as <see cref="Stride"/> says unless given.</summary>
    public int StrideWidth
    {
        get => strideWidth ?? (Stride == 0 ? KernelWidth : Stride);
        init => strideWidth = value;
    }

    /// <summary>How many elements are added at each of the four sides; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary>How many rows are added above and below; <see cref="Padding"/> unless given.</summary>
    public int PaddingHeight
    {
        get => paddingHeight ?? Padding;
        init => paddingHeight = value;
    }

    /// <summary>How many columns are added to the left and to the right; <see cref="Padding"/> unless given.</summary>
    public int PaddingWidth
    {
        get => paddingWidth ?? Padding;
        init => paddingWidth = value;
    }
}
