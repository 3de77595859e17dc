namespace NetGen;

/// <summary>A thread that fills portions of batches, a ring of them, while the caller empties the portions before. The thread is made when the first is asked for.</summary>
internal sealed class ReadAhead : IDisposable
{
    private readonly object gate = new();
    private readonly BatchProducer producer;
    private readonly BatchPortion[] ring;
    private readonly Action startProducer;
    private Thread? thread;

    // All below are read and written under the gate. Of the ring, the portions from "first" on are filled, so many as "filled" says; the caller has the first.
    private int first;
    private int filled;
    private bool isReading;
    private bool isFilling;
    private bool mustStart;
    private bool isStopped;
    private (ulong Seed, bool Shuffle, long FirstBatch) place;

    /// <param name="producer">Fills the batches; it is disposed with this.</param>
    /// <param name="ring">What is filled; at least two.</param>
    public ReadAhead(BatchProducer producer, BatchPortion[] ring)
    {
        (this.producer, this.ring) = (producer, ring);
        startProducer = () => this.producer.Start(place.Seed, place.Shuffle, place.FirstBatch);
    }

    /// <summary>Drops what was read ahead, and goes to the place before a batch.</summary>
    public void Start(ulong seed, bool shuffle, long firstBatch)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isStopped, typeof(IBatchReader));
            isReading = false;
            while (isFilling)
                Monitor.Wait(gate);
            (first, filled, mustStart, isReading) = (0, 0, true, true);
            place = (seed, shuffle, firstBatch);
            if (thread is null)
            {
                thread = new Thread(Work) { IsBackground = true, Name = "NetGen reader" };
                thread.Start();
            }

            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Waits for the next portion; the caller has it until <see cref="Release"/>.</summary>
    public BatchPortion Take()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(isStopped, typeof(IBatchReader));
            while (filled == 0)
                Monitor.Wait(gate);
            return ring[first];
        }
    }

    /// <summary>Gives the caller's portion back.</summary>
    public void Release()
    {
        lock (gate)
        {
            first = (first + 1) % ring.Length;
            filled--;
            Monitor.PulseAll(gate);
        }
    }

    /// <summary>Lets the thread end, without waiting for it.</summary>
    public void Stop()
    {
        lock (gate)
        {
            isStopped = true;
            Monitor.PulseAll(gate);
        }
    }

    public void Dispose()
    {
        Stop();
        thread?.Join();
        producer.Dispose();
    }

    private void Work()
    {
        while (Next(out var portion, out var start))
        {
            portion.Fill(producer, start);
            lock (gate)
            {
                isFilling = false;
                isReading &= portion.Continues;
                filled++;
                Monitor.PulseAll(gate);
            }
        }

        producer.Dispose();
    }

    /// <summary>Waits for a portion that is to be filled; false where the thread is to end.</summary>
    private bool Next(out BatchPortion portion, out Action? start)
    {
        lock (gate)
        {
            while (!isStopped && (!isReading || filled == ring.Length))
                Monitor.Wait(gate);
            portion = ring[(first + filled) % ring.Length];
            start = mustStart ? startProducer : null;
            mustStart = false;
            isFilling = !isStopped;
            return !isStopped;
        }
    }
}
