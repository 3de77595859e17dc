namespace NetGen.Generator.Common;

/// <summary>In which form the passes of a network are written.</summary>
internal enum CodeForm
{
    /// <summary>Rewritten for the target: vectors, tiles, packed copies.</summary>
    Fast,

    /// <summary>The kernels' definitions as they are.</summary>
    Readable,
}
