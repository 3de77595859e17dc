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

/// <summary>Elements at both ends of a sequence: [batch × channels × length] → [batch × channels × left + length + right].</summary>
public abstract class SequencePadAttribute : LayerAttribute
{
    private protected SequencePadAttribute(int left, int right)
    {
        Left = left;
        Right = right;
    }

    /// <summary>How many elements are added in front.</summary>
    public int Left { get; }

    /// <summary>How many elements are added behind.</summary>
    public int Right { get; }
}

/// <summary>Zeros at both ends of a sequence, as PyTorch's <c>ZeroPad1d</c>.</summary>
public sealed class ZeroPad1DAttribute : SequencePadAttribute
{
    /// <summary>As many at either end.</summary>
    /// <param name="padding">How many elements are added at each end; at least 0.</param>
    public ZeroPad1DAttribute(int padding)
        : base(padding, padding)
    {
    }

    /// <summary>Any number at each end.</summary>
    /// <param name="left">How many elements are added in front; at least 0.</param>
    /// <param name="right">How many elements are added behind; at least 0.</param>
    public ZeroPad1DAttribute(int left, int right)
        : base(left, right)
    {
    }
}

/// <summary>The sequence mirrored at its first and last elements, as PyTorch's <c>ReflectionPad1d</c>: 3 2 1 2 3 4 3 2 for 1 2 3 4.</summary>
public sealed class ReflectionPad1DAttribute : SequencePadAttribute
{
    /// <summary>As many at either end.</summary>
    /// <param name="padding">How many elements are added at each end; at least 0, and fewer than the sequence has.</param>
    public ReflectionPad1DAttribute(int padding)
        : base(padding, padding)
    {
    }

    /// <summary>Any number at each end; each fewer than the sequence has.</summary>
    /// <param name="left">How many elements are added in front; at least 0.</param>
    /// <param name="right">How many elements are added behind; at least 0.</param>
    public ReflectionPad1DAttribute(int left, int right)
        : base(left, right)
    {
    }
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
