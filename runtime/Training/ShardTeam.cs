namespace NetGen;

/// <summary>
/// The threads that compute the shards of batches. Each thread has its share of the shards, one after another, unless they exchange sums in the middle of a
/// pass: then each shard has a thread of its own, however few workers there are. What is elementwise is shared among the workers by ranges.
/// </summary>
internal sealed class ShardTeam : IDisposable
{
    private readonly WorkerTeam threads;
    private readonly bool exchanges;
    private readonly Action<int> runShards;
    private Action<int>? job;
    private int active;
    private bool isEachAlone;

    /// <param name="network">Whose passes they compute.</param>
    /// <param name="shards">How many shards a batch has.</param>
    /// <param name="workers">How many threads share the work.</param>
    /// <param name="capacity">How many samples the largest batch has.</param>
    public ShardTeam(INetwork network, int shards, int workers, int capacity)
    {
        Shards = shards;
        exchanges = network.Description.UsesBatchSums;
        Workers = Math.Min(workers, capacity);
        threads = new WorkerTeam(exchanges ? Math.Max(Workers, Math.Min(shards, capacity)) : Workers);
        runShards = RunShards;
    }

    /// <summary>How many shards a batch has, where it has as many samples.</summary>
    public int Shards { get; }

    /// <summary>How many threads share what is elementwise.</summary>
    public int Workers { get; }

    /// <summary>The shards of a batch.</summary>
    public BatchShards Divide(int samples) => new(samples, Shards);

    /// <summary>Runs a job for each shard of a batch.</summary>
    /// <param name="job">What is done, given the number of the shard.</param>
    /// <param name="shards">How many there are.</param>
    /// <param name="mayExchange">Whether the job is a pass in which a network may exchange sums.</param>
    public void RunForShards(Action<int> job, int shards, bool mayExchange)
    {
        this.job = job;
        Begin(shards, mayExchange);
        threads.Run(runShards, isEachAlone ? shards : Workers, Exchanging);
        this.job = null;
    }

    /// <summary>Runs a job on all threads that have shards or a range; within it <see cref="ShardsOf"/>, <see cref="Meet"/> and <see cref="RangeOf"/> say what is to be done.</summary>
    /// <param name="job">What is done, given the number of the thread.</param>
    /// <param name="shards">How many shards the batch has.</param>
    public void RunForThreads(Action<int> job, int shards)
    {
        Begin(shards, mayExchange: true);
        threads.Run(job, isEachAlone ? Math.Max(Workers, shards) : Workers, Exchanging);
    }

    /// <summary>The shards that a thread computes, in order.</summary>
    public (int First, int End) ShardsOf(int thread)
        => isEachAlone
            ? (Math.Min(thread, active), Math.Min(thread + 1, active))
            : (Boundary(thread, active), Boundary(thread + 1, active));

    /// <summary>The part of so many elements that a thread has; none for a thread that has a shard alone.</summary>
    public (int First, int End) RangeOf(int thread, int length)
        => thread >= Workers ? (length, length) : (Boundary(thread, length), Boundary(thread + 1, length));

    /// <summary>Within <see cref="RunForThreads"/>: waits for all threads; the last to come calls <paramref name="decide"/> before anybody goes on.</summary>
    public void Meet(int thread, Action? decide = null) => threads.Meet(thread, decide);

    /// <summary>Within a pass: the sum of the shards' parts; see <see cref="WorkerTeam.Exchange"/>.</summary>
    public void Exchange(int shard, ReadOnlySpan<float> part, Span<float> whole) => threads.Exchange(shard, part, whole);

    public void Dispose() => threads.Dispose();

    // A network that does not say that it exchanges can do so where each shard happens to have a thread.
    private int Exchanging => isEachAlone || active <= 1 ? active : 0;

    private int Boundary(int thread, int length) => (int)((((long)length * thread) + Workers - 1) / Workers);

    private void Begin(int shards, bool mayExchange)
    {
        active = shards;
        isEachAlone = (mayExchange && exchanges) || shards <= Workers;
    }

    private void RunShards(int thread)
    {
        var (first, end) = ShardsOf(thread);
        for (var shard = first; shard < end; shard++)
            job!(shard);
    }
}
