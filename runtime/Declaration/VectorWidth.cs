namespace NetGen;

/// <summary>
/// How many bits the vectors have that the code of a network computes with. Results are the same within rounding, and files of parameters are the same. The code is right on every processor: where it has
/// no such vectors, they are made of smaller ones.
/// </summary>
public enum VectorWidth
{
    /// <summary>As the project says by the MSBuild property <c>NetGenVectorWidth</c>, which is <c>256</c> or <c>512</c>; 256 where it says nothing.</summary>
    Default,

    /// <summary>Eight floats: for processors with AVX2, which is nearly all of them.</summary>
    Bits256 = 256,

    /// <summary>
    /// Sixteen floats: for processors with AVX-512, of which those that compute on all 512 bits at once are up to twice as fast. On a processor without it, a vector
    /// is two of 256 bits, and the code is slower than that for 256.
    /// </summary>
    Bits512 = 512,
}
