namespace NetGen;

/// <summary>Batches that are handed from one thread to another together.</summary>
internal sealed class BatchPortion
{
    public BatchPortion(int size, Func<SampleBatch> create)
    {
        Batches = new SampleBatch[size];
        for (var i = 0; i < size; i++)
            Batches[i] = create();
    }

    public SampleBatch[] Batches { get; }

    /// <summary>How many of them are filled.</summary>
    public int Count { get; private set; }

    /// <summary>Whether another portion follows.</summary>
    public bool Continues { get; private set; }

    /// <summary>What was thrown after the last of them.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Fills it, as far as there are batches and nothing fails. Throws nothing.</summary>
    /// <param name="producer">Fills the batches.</param>
    /// <param name="start">Is called before the first batch, where it is given.</param>
    public void Fill(BatchProducer producer, Action? start)
    {
        (Count, Continues, Failure) = (0, true, null);
        try
        {
            start?.Invoke();
            while (Count < Batches.Length && Continues)
            {
                if (producer.Next(Batches[Count]))
                    Count++;
                else
                    Continues = false;
            }
        }
        catch (Exception exception)
        {
            (Continues, Failure) = (false, exception);
        }
    }
}
