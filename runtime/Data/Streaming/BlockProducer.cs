namespace NetGen;

/// <summary>Batches of a source of blocks, in their order or in the one that <see cref="BlockShuffle"/> describes.</summary>
internal sealed class BlockProducer : BatchProducer
{
    private readonly BlockSource source;
    private readonly int batchSize;
    private readonly bool dropLast;
    private readonly int inputSize;
    private readonly int rowSize;
    private readonly int blockSize;
    private readonly int mixedBlocks;

    // The numbers of the blocks in the order of this epoch; empty where they keep theirs.
    private readonly int[] blocks;
    private readonly int[] samples;
    private BlockGroup current;
    private BlockGroup next;
    private ulong seed;
    private bool isShuffled;
    private int firstGroupBlocks;
    private int skipped;
    private int position;
    private bool isAtStart;

    /// <param name="source">The samples; it is disposed with this.</param>
    /// <param name="inputSize">How many floats of a row are the input.</param>
    /// <param name="rowSize">How many floats a row has.</param>
    /// <param name="shuffle">How the samples are mixed.</param>
    /// <param name="batchSize">How many samples a batch has.</param>
    /// <param name="dropLast">Whether a smaller last batch is left out.</param>
    public BlockProducer(BlockSource source, int inputSize, int rowSize, BlockShuffle shuffle, int batchSize, bool dropLast)
    {
        (this.source, this.inputSize, this.rowSize, this.dropLast) = (source, inputSize, rowSize, dropLast);
        this.batchSize = (int)Math.Min(batchSize, Math.Max(source.Count ?? batchSize, 1));
        (blockSize, mixedBlocks) = shuffle.For(rowSize);
        if (source.Count is { } count)
        {
            // Not larger than the dataset; a group and the whole dataset may then be one.
            blockSize = (int)Math.Min(blockSize, Math.Max(count, 1));
            mixedBlocks = (int)Math.Min(mixedBlocks, Math.Max((count + blockSize - 1) / blockSize, 1));
        }

        blocks = source is { IsRandomAccess: true, Count: { } known } ? new int[checked((int)((known + blockSize - 1) / blockSize))] : [];
        samples = new int[mixedBlocks * blockSize];
        current = new BlockGroup(mixedBlocks, blockSize, rowSize);
        next = blocks.Length > 0 && blocks.Length <= mixedBlocks ? new BlockGroup(0, 0, 0) : new BlockGroup(mixedBlocks, blockSize, rowSize);
    }

    public override void Start(ulong seed, bool shuffle, long firstBatch)
    {
        (this.seed, isShuffled, isAtStart, position) = (seed, shuffle, true, 0);
        firstGroupBlocks = mixedBlocks;
        for (var i = 0; i < blocks.Length; i++)
            blocks[i] = i;
        if (isShuffled && source.IsRandomAccess)
            new CounterRandom(seed).Shuffle<int>(blocks);
        else if (isShuffled)
            firstGroupBlocks = 1 + new CounterRandom(seed).NextInt32(mixedBlocks);

        // To the group with the first sample, which is the only one that has to be read.
        const long Endless = 1L << 60;
        var (group, start) = FindGroup(firstBatch > Endless / batchSize ? Endless : firstBatch * batchSize);
        current.Set(group, FirstBlock(group), FirstBlock(group + 1));
        skipped = start;
    }

    public override bool Next(SampleBatch batch)
    {
        if (isAtStart)
        {
            Load(current, current.LastBlock);
            Enter(skipped);
            isAtStart = false;
        }

        batch.Count = batchSize;
        var filled = 0;
        while (filled < batchSize)
        {
            if (position >= current.Samples && !Advance())
                break;
            var take = Math.Min(batchSize - filled, current.Samples - position);
            for (var i = 0; i < take; i++)
                Copy(samples[position + i], batch, filled + i);
            (position, filled) = (position + take, filled + take);

            // As much of the next group as of this one is handed out, so that no batch has to wait for a whole group.
            Load(next, next.FirstBlock + (((next.LastBlock - next.FirstBlock) * position) + current.Samples - 1) / current.Samples);
        }

        batch.Count = filled;
        return filled == batchSize || (filled > 0 && !dropLast);
    }

    public override void Dispose() => source.Dispose();

    private void Copy(int place, SampleBatch batch, int index)
    {
        var row = current.Rows.AsSpan(place * rowSize, rowSize);
        row[..inputSize].CopyTo(batch.Input(index));
        row[inputSize..].CopyTo(batch.Target(index));
        batch.Places[index] = current.PlaceOf(place);
    }

    // False where there is no other group.
    private bool Advance()
    {
        Load(next, next.LastBlock);
        if (next.Samples == 0)
            return false;
        (current, next) = (next, current);
        Enter(0);
        return true;
    }

    private void Enter(int first)
    {
        position = first;
        current.List(samples);
        if (isShuffled)
        {
            // Behind the numbers that the order of the blocks took.
            var seeds = new CounterRandom(seed) { Counter = (ulong)(blocks.Length + 1 + current.Number) };
            new CounterRandom(seeds.NextUInt64()).Shuffle(samples.AsSpan(0, current.Samples));
        }

        next.Set(current.Number + 1, current.LastBlock, current.IsLast ? current.LastBlock : FirstBlock(current.Number + 2));
    }

    private void Load(BlockGroup group, long end)
    {
        while (group.NextBlock < end && !group.IsLast)
            group.Load(source, isShuffled && source.IsRandomAccess ? blocks[group.NextBlock] : group.NextBlock);
    }

    // In the order of this epoch.
    private long FirstBlock(long group)
    {
        var first = group == 0 ? 0 : firstGroupBlocks + ((group - 1) * mixedBlocks);
        return source.Count is { } count ? Math.Min(first, (count + blockSize - 1) / blockSize) : first;
    }

    /// <summary>The group that has a sample, counted in the order of this epoch, and which sample of the group it is.</summary>
    private (long Group, int Start) FindGroup(long sample)
    {
        if (source.Count is { } count)
            sample = Math.Min(sample, count);
        long SamplesBefore(long group)
        {
            var end = FirstBlock(group);
            var samples = end * blockSize;
            if (source.Count is not { } count || count % blockSize == 0)
                return samples;

            // One block is shorter than the others: the last of the file, wherever it is in this order.
            var shortBlock = isShuffled && source.IsRandomAccess ? Array.IndexOf(blocks, blocks.Length - 1) : (count / blockSize);
            return shortBlock < end ? samples - blockSize + (count % blockSize) : samples;
        }

        var firstSamples = (long)firstGroupBlocks * blockSize;
        var group = sample < firstSamples ? 0 : 1 + ((sample - firstSamples) / ((long)mixedBlocks * blockSize));

        // A shorter block before it makes it one later at most.
        while (sample >= SamplesBefore(group + 1) && SamplesBefore(group + 1) > SamplesBefore(group))
            group++;
        return (group, (int)(sample - SamplesBefore(group)));
    }
}
