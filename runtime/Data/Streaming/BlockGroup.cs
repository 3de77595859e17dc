namespace NetGen;

/// <summary>Blocks that are in memory together, to be mixed.</summary>
internal sealed class BlockGroup(int mostBlocks, int blockSize, int rowSize)
{
    private readonly long[] starts = new long[mostBlocks];
    private readonly int[] counts = new int[mostBlocks];
    private int loaded;

    /// <summary>The rows of the samples, [block × blockSize × row].</summary>
    public float[] Rows { get; } = new float[mostBlocks * blockSize * rowSize];

    /// <summary>Which group of the epoch it is.</summary>
    public long Number { get; private set; }

    /// <summary>Its first block, counted in the order of the epoch.</summary>
    public long FirstBlock { get; private set; }

    /// <summary>The end of its blocks.</summary>
    public long LastBlock { get; private set; }

    /// <summary>The block that is to be read next.</summary>
    public long NextBlock => FirstBlock + loaded;

    /// <summary>How many samples have been read.</summary>
    public int Samples { get; private set; }

    /// <summary>Whether no group follows.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Makes it another group, with nothing read yet.</summary>
    public void Set(long number, long firstBlock, long lastBlock)
    {
        (Number, FirstBlock, LastBlock) = (number, firstBlock, lastBlock);
        (loaded, Samples, IsLast) = (0, 0, firstBlock == lastBlock);
    }

    /// <summary>Reads its next block.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="block">The block's number there.</param>
    public void Load(BlockSource source, long block)
    {
        var count = source.Read(block, blockSize, Rows.AsSpan(loaded * blockSize * rowSize, blockSize * rowSize));
        (starts[loaded], counts[loaded]) = (block * blockSize, count);
        loaded++;
        Samples += count;

        // A sequence ends where it ends.
        if (!source.IsRandomAccess && count < blockSize)
            IsLast = true;
    }

    /// <summary>The places of all samples in <see cref="Rows"/>, counted in rows.</summary>
    public void List(Span<int> places)
    {
        var next = 0;
        for (var block = 0; block < loaded; block++)
        {
            for (var i = 0; i < counts[block]; i++)
                places[next++] = (block * blockSize) + i;
        }
    }

    /// <summary>Where in the dataset the sample in a row is.</summary>
    public long PlaceOf(int row) => starts[row / blockSize] + (row % blockSize);
}
