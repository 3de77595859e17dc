using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>
/// The random order of samples that are not all in memory. The samples are cut into blocks of <see cref="BlockSize"/>, one behind another in the file. An epoch takes the
/// blocks in a random order, and <see cref="MixedBlocks"/> of them at a time into memory; the samples of these are shuffled all together, and handed out before the next
/// blocks follow. So a batch has samples of many places in the file, while the file is read in large pieces. Where the whole dataset is one group of blocks, its
/// order is completely random.
/// </summary>
/// <remarks>
/// <para>The order is a function of the seed, of the number of samples and of these two settings; not of the batch size or the machine. Each sample comes exactly once.</para>
/// <para>
/// Samples that can only be read one after another (a sequence, a compressed file) keep the order of their blocks; the first group has a random number of blocks, from one to
/// <see cref="MixedBlocks"/>, so that each epoch mixes other neighbours. Such samples should not be sorted.
/// </para>
/// <para>A reader keeps two groups in memory: the one that is handed out, and the next, which is read meanwhile.</para>
/// </remarks>
public sealed record BlockShuffle
{
    private const int DefaultBlockBytes = 1 << 18;
    private const int DefaultGroupBytes = 1 << 24;

    /// <summary>How many samples are read at once; as many as take 256 KB unless given.</summary>
    public int? BlockSize { get; init; }

    /// <summary>How many blocks are mixed; as many as take 16 MB unless given, and at least two.</summary>
    public int? MixedBlocks { get; init; }

    /// <summary>The two numbers for samples of so many floats.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is less than 1, or a group of blocks does not fit in one array.</exception>
    [SuppressMessage("Usage", "CA2208", Justification = "The setting is what is out of its bounds.")]
    internal (int BlockSize, int MixedBlocks) For(int rowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BlockSize ?? 1, 1, nameof(BlockSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(MixedBlocks ?? 1, 1, nameof(MixedBlocks));
        var rowBytes = sizeof(float) * (long)rowSize;
        var block = BlockSize ?? (int)Math.Max(1, DefaultBlockBytes / rowBytes);
        var mixed = MixedBlocks ?? (int)Math.Max(2, DefaultGroupBytes / (block * rowBytes));
        if ((Int128)block * mixed * rowSize > Array.MaxLength / sizeof(float))
            throw new ArgumentOutOfRangeException(nameof(MixedBlocks), mixed, $"{mixed} blocks of {block} samples of {rowSize} floats are more than {Array.MaxLength} bytes, which is the most that are mixed.");
        return (block, mixed);
    }
}
