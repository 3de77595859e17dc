namespace NetGen;

/// <content>How the work of a step is divided: among threads, into shards, and into micro-batches.</content>
public sealed partial class Trainer
{
    private int workers = 1;
    private int? shards;
    private int accumulateBatches = 1;

    // That of Step, with the threads that it keeps.
    private TrainingStep? own;
    private (int Workers, int Shards) ownSettings;

    /// <summary>
    /// How many threads share the work of a step, the caller's among them; 1 unless set. Each computes a part of the batch, and a part of the sum of
    /// the gradients, of clipping and of the optimizer's step; an optimizer of one's own steps whole. What a layer computes from the whole batch, such as
    /// the statistics of batch normalisation, the parts exchange. Unless <see cref="Shards"/> is set, sums are then taken in another order than with one
    /// worker, always the same one: results differ from those of another worker count by rounding only.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Workers
    {
        get => workers;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            workers = value;
        }
    }

    /// <summary>
    /// Into how many parts a batch is divided, whose gradients are summed in one fixed order; as many as there are <see cref="Workers"/> unless set. When it is set,
    /// any number of workers gives the same bits on the same machine. A batch of fewer samples has a shard for each. More workers than shards share
    /// only what follows the backward pass.
    /// </summary>
    /// <remarks>
    /// Each shard has memory for its part of the batch and, from the second on, for its gradients. A network with batch normalisation, or another one that computes
    /// with sums over the batch, gets a thread for each shard, whatever <see cref="Workers"/> says, because its shards wait for each other in the middle of a pass.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? Shards
    {
        get => shards;
        set
        {
            if (value is { } number)
                ArgumentOutOfRangeException.ThrowIfLessThan(number, 1, nameof(value));
            shards = value;
        }
    }

    /// <summary>
    /// How many batches of <see cref="BatchSize"/> make a step of <see cref="Fit"/>; 1 unless set. Their gradients are accumulated, each weighed by how much counts in its batch,
    /// so that the step is that of one batch with all their samples, in the memory of one; PyTorch Lightning's <c>accumulate_grad_batches</c>. The last
    /// step of an epoch has the batches that are left.
    /// </summary>
    /// <remarks>
    /// Steps are steps of the optimizer, in <see cref="StepsTrained"/>, schedules, callbacks and reports; the loss of a step is the mean over all that counts in its batches.
    /// Random numbers, such as those of dropout, are those of the large batch, too. Batch normalisation takes the statistics of each small batch, as in PyTorch, and its
    /// running statistics follow every one of them.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int AccumulateBatches
    {
        get => accumulateBatches;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            accumulateBatches = value;
        }
    }

    /// <summary>The threads for batches of up to so many samples.</summary>
    internal ShardTeam CreateTeam(int capacity) => new(Network, Shards ?? Workers, Workers, capacity);

    // The step that Step takes, with room for so many samples.
    private TrainingStep OwnStep(int count)
    {
        var settings = (Workers, Shards ?? Workers);
        if (own is null || own.Capacity < count || ownSettings != settings)
        {
            var capacity = Math.Max(count, own?.Capacity ?? 0);
            own?.Dispose();
            own = null;
            own = new TrainingStep(Network, Loss, CreateTeam(capacity), capacity);
            ownSettings = settings;
        }

        return own;
    }
}
