namespace NetGen;

/// <summary>Elements around an image: [batch × channels × height × width] → [batch × channels × top + height + bottom × left + width + right].</summary>
public abstract class PadAttribute : LayerAttribute
{
    private protected PadAttribute(int left, int right, int top, int bottom)
    {
        Left = left;
        Right = right;
        Top = top;
        Bottom = bottom;
    }

    /// <summary>How many columns are added to the left.</summary>
    public int Left { get; }

    /// <summary>How many columns are added to the right.</summary>
    public int Right { get; }

    /// <summary>How many rows are added above.</summary>
    public int Top { get; }

    /// <summary>How many rows are added below.</summary>
    public int Bottom { get; }
}

/// <summary>Zeros around an image, as PyTorch's <c>ZeroPad2d</c>.</summary>
public sealed class ZeroPad2DAttribute : PadAttribute
{
    /// <summary>As many on every side.</summary>
    /// <param name="padding">How many rows and columns are added on each side; at least 0.</param>
    public ZeroPad2DAttribute(int padding)
        : base(padding, padding, padding, padding)
    {
    }

    /// <summary>Any number on each side, in PyTorch's order.</summary>
    /// <param name="left">How many columns are added to the left; at least 0.</param>
    /// <param name="right">How many columns are added to the right; at least 0.</param>
    /// <param name="top">How many rows are added above; at least 0.</param>
    /// <param name="bottom">How many rows are added below; at least 0.</param>
    public ZeroPad2DAttribute(int left, int right, int top, int bottom)
        : base(left, right, top, bottom)
    {
    }
}

/// <summary>The image mirrored at its first and last rows and columns, as PyTorch's <c>ReflectionPad2d</c>: 3 2 1 2 3 4 3 2 for 1 2 3 4.</summary>
public sealed class ReflectionPad2DAttribute : PadAttribute
{
    /// <summary>As many on every side.</summary>
    /// <param name="padding">How many rows and columns are added on each side; at least 0, and fewer than the image has.</param>
    public ReflectionPad2DAttribute(int padding)
        : base(padding, padding, padding, padding)
    {
    }

    /// <summary>Any number on each side, in PyTorch's order; each fewer than the image has.</summary>
    /// <param name="left">How many columns are added to the left; at least 0.</param>
    /// <param name="right">How many columns are added to the right; at least 0.</param>
    /// <param name="top">How many rows are added above; at least 0.</param>
    /// <param name="bottom">How many rows are added below; at least 0.</param>
    public ReflectionPad2DAttribute(int left, int right, int top, int bottom)
        : base(left, right, top, bottom)
    {
    }
}
