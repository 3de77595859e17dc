namespace NetGen;

/// <summary>
/// The width of the vectors that a network's code computes with, in bits. Results differ by rounding only, and files of parameters are the same. The code gives right results on every processor:
/// where a processor has no such vectors, they are made of smaller ones.
/// </summary>
public enum VectorWidth
{
    /// <summary>The project's choice: the MSBuild property <c>NetGenVectorWidth</c>, <c>256</c> or <c>512</c>; 256 where it is not set.</summary>
    Default,

    /// <summary>Eight floats: for processors with AVX2, which is nearly all of them.</summary>
    Bits256 = 256,

    /// <summary>
    /// Sixteen floats, for processors with AVX-512. Those that compute on all 512 bits at once take about half the time for large products. On a processor without AVX-512
    /// a vector is two of 256 bits, and the code is slower than that for 256 bits.
    /// </summary>
    Bits512 = 512,
}
