namespace NetGen;

/// <summary>Goes through samples once, one after another.</summary>
internal abstract class SampleCursor : IDisposable
{
    /// <summary>Reads the next sample into a row; false where there is none.</summary>
    /// <param name="row">Receives its input, then its target; empty where the sample is passed over.</param>
    public abstract bool Next(Span<float> row);

    public abstract void Dispose();
}

/// <summary>Samples that can be read in their order only; to go back, they are opened anew.</summary>
internal sealed class SequentialSource : BlockSource
{
    private readonly Func<SampleCursor> open;
    private SampleCursor? cursor;
    private long position;

    /// <param name="open">Begins anew.</param>
    /// <param name="count">How many samples there are; null where that is not known.</param>
    public SequentialSource(Func<SampleCursor> open, long? count) => (this.open, Count) = (open, count);

    public override long? Count { get; }

    public override bool IsRandomAccess => false;

    public override int Read(long block, int blockSize, Span<float> rows)
    {
        try
        {
            var first = block * blockSize;
            if (cursor is null || position > first)
            {
                Dispose();
                (position, cursor) = (0, open());
            }

            while (position < first)
            {
                if (!Next([]))
                    return 0;
            }

            var count = 0;
            var rowSize = rows.Length / blockSize;
            while (count < blockSize && Next(rows.Slice(count * rowSize, rowSize)))
                count++;

            // What is known to be the end is looked at: behind the last sample of a compressed file is its checksum.
            if (position == Count)
                Next([]);
            return count;
        }
        catch
        {
            // What failed once is begun anew.
            Dispose();
            throw;
        }
    }

    public override void Dispose()
    {
        cursor?.Dispose();
        cursor = null;
    }

    private bool Next(Span<float> row)
    {
        var hasNext = cursor!.Next(row);
        if (hasNext ? position == Count : position < Count)
            throw new InvalidOperationException($"The sequence was said to have {Count} samples, but it has {(hasNext ? "more" : position)}.");
        position += hasNext ? 1 : 0;
        return hasNext;
    }
}
