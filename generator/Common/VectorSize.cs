namespace NetGen.Generator.Common;

/// <summary>How many bits the vectors have that a network computes with.</summary>
internal enum VectorSize
{
    /// <summary><c>Vector256&lt;float&gt;</c>: eight floats.</summary>
    Bits256 = 256,

    /// <summary><c>Vector512&lt;float&gt;</c>: sixteen floats.</summary>
    Bits512 = 512,
}
