namespace NetGen;

/// <summary>
/// The mean of as many parts of a sequence as are asked for, as PyTorch's <c>AdaptiveAvgPool1d</c>:
/// [batch × channels × length] → [batch × channels × size]. Part i of n goes from ⌊i·length/n⌋ up to ⌈(i + 1)·length/n⌉.
/// </summary>
/// <param name="size">How many elements the output has; at least 1.</param>
public sealed class AdaptiveAveragePool1DAttribute(int size) : LayerAttribute
{
    /// <summary>How many elements the output has.</summary>
    public int Size { get; } = size;
}

/// <summary>
/// The largest element of as many parts of a sequence as are asked for, as PyTorch's <c>AdaptiveMaxPool1d</c>:
/// [batch × channels × length] → [batch × channels × size]. Part i of n goes from ⌊i·length/n⌋ up to ⌈(i + 1)·length/n⌉. The gradient goes to the
/// largest element, to the first of them where several are equal.
/// </summary>
/// <param name="size">How many elements the output has; at least 1.</param>
public sealed class AdaptiveMaxPool1DAttribute(int size) : LayerAttribute
{
    /// <summary>How many elements the output has.</summary>
    public int Size { get; } = size;
}

/// <summary>
/// The mean of as many parts of an image as are asked for, as PyTorch's <c>AdaptiveAvgPool2d</c>:
/// [batch × channels × height × width] → [batch × channels × rows × columns]. Part i of n goes from ⌊i·size/n⌋ up to ⌈(i + 1)·size/n⌉.
/// </summary>
public sealed class AdaptiveAveragePool2DAttribute : LayerAttribute
{
    /// <summary>As many rows as columns.</summary>
    /// <param name="size">How many rows and columns the output has; at least 1.</param>
    public AdaptiveAveragePool2DAttribute(int size)
        : this(size, size)
    {
    }

    /// <summary>Any number of rows and columns.</summary>
    /// <param name="height">How many rows the output has; at least 1.</param>
    /// <param name="width">How many columns the output has; at least 1.</param>
    public AdaptiveAveragePool2DAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>How many rows the output has.</summary>
    public int Height { get; }

    /// <summary>How many columns the output has.</summary>
    public int Width { get; }
}

/// <summary>
/// The largest element of as many parts of an image as are asked for, as PyTorch's <c>AdaptiveMaxPool2d</c>:
/// [batch × channels × height × width] → [batch × channels × rows × columns]. Part i of n goes from ⌊i·size/n⌋ up to ⌈(i + 1)·size/n⌉. The
/// gradient goes to the largest element, to the first of them where several are equal.
/// </summary>
public sealed class AdaptiveMaxPool2DAttribute : LayerAttribute
{
    /// <summary>As many rows as columns.</summary>
    /// <param name="size">How many rows and columns the output has; at least 1.</param>
    public AdaptiveMaxPool2DAttribute(int size)
        : this(size, size)
    {
    }

    /// <summary>Any number of rows and columns.</summary>
    /// <param name="height">How many rows the output has; at least 1.</param>
    /// <param name="width">How many columns the output has; at least 1.</param>
    public AdaptiveMaxPool2DAttribute(int height, int width)
    {
        Height = height;
        Width = width;
    }

    /// <summary>How many rows the output has.</summary>
    public int Height { get; }

    /// <summary>How many columns the output has.</summary>
    public int Width { get; }
}

/// <summary>The mean of every channel over all axes behind it: [batch × channels × height × width] → [batch × channels].</summary>
public sealed class GlobalAveragePoolAttribute : LayerAttribute;

/// <summary>
/// The largest element of every channel over all axes behind it: [batch × channels × height × width] → [batch × channels]. The gradient goes
/// to the largest element, in equal parts where several are equal, as that of PyTorch's <c>amax</c>.
/// </summary>
public sealed class GlobalMaxPoolAttribute : LayerAttribute;

/// <summary>An image made larger by a whole number, as PyTorch's <c>Upsample</c>: [batch × channels × height × width] → [batch × channels × scale·height × scale·width].</summary>
/// <param name="scale">How many rows and columns one of them becomes; at least 1.</param>
/// <param name="mode">What is between the elements.</param>
public sealed class UpsampleAttribute(int scale, UpsampleMode mode = UpsampleMode.Nearest) : LayerAttribute
{
    /// <summary>How many rows and columns one of them becomes.</summary>
    public int Scale { get; } = scale;

    /// <summary>What is between the elements.</summary>
    public UpsampleMode Mode { get; } = mode;
}

/// <summary>What an image that is made larger has between its elements.</summary>
public enum UpsampleMode
{
    /// <summary>The nearest element: each is repeated.</summary>
    Nearest,

    /// <summary>The line between the nearest two along each axis; PyTorch's <c>bilinear</c> with <c>align_corners=False</c>.</summary>
    Bilinear,
}
