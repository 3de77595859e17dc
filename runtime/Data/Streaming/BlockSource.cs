namespace NetGen;

/// <summary>Samples that are read a block at a time. A sample is one row: the floats of its input, then those of its target.</summary>
internal abstract class BlockSource : IDisposable
{
    /// <summary>How many samples there are; null where only reading shows it, and blocks can be read in their order only.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether blocks can be read in any order.</summary>
    public virtual bool IsRandomAccess => true;

    /// <summary>Reads one block: the samples from <c>block · blockSize</c> on. Where blocks can be read in their order only, blocks that are not asked for are passed over.</summary>
    /// <param name="block">Its number, from 0.</param>
    /// <param name="blockSize">How many samples every block has but the last.</param>
    /// <param name="rows">Receives them, [blockSize × row].</param>
    /// <returns>How many samples it has; less than <paramref name="blockSize"/> for the last one, 0 behind it.</returns>
    public abstract int Read(long block, int blockSize, Span<float> rows);

    public abstract void Dispose();
}
