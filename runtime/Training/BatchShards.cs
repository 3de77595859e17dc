namespace NetGen;

/// <summary>
/// A batch in contiguous parts, the shards. Which samples a shard has depends on the number of samples and of shards alone, and so never on who computes it.
/// </summary>
/// <param name="Samples">How many samples the batch has.</param>
/// <param name="Shards">How many shards it is divided into, where it has as many samples.</param>
internal readonly record struct BatchShards(int Samples, int Shards)
{
    /// <summary>How many shards there are: each has a sample.</summary>
    public int Count => Math.Min(Samples, Shards);

    /// <summary>The samples of a shard; none for one that the batch is too small for.</summary>
    public (int First, int Count) this[int shard] => shard < Count ? (Boundary(shard), Boundary(shard + 1) - Boundary(shard)) : (Samples, 0);

    private int Boundary(int shard) => (int)((((long)Samples * shard) + Count - 1) / Count);
}
