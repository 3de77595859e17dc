namespace NetGen;

/// <summary>What a convolution's padding is filled with; PyTorch's <c>padding_mode</c>. For the row 1 2 3 4 and a padding of 2:</summary>
public enum PaddingMode
{
    /// <summary>Zeros: 0 0 1 2 3 4 0 0.</summary>
    Zeros,

    /// <summary>The input, mirrored at its first and last element: 3 2 1 2 3 4 3 2.</summary>
    Reflect,

    /// <summary>The first and the last element: 1 1 1 2 3 4 4 4.</summary>
    Replicate,

    /// <summary>The other end of the input: 3 4 1 2 3 4 1 2.</summary>
    Circular,
}
