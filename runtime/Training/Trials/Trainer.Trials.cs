namespace NetGen;

/// <content>Trials, after which everything is as before.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// Tries to learn one batch by heart, which everything that can learn at all can do: if the loss does not come near zero, then network, loss, optimizer, rate or targets do not fit
    /// one another. Then network and optimizer are as before. The schedule, callbacks and metrics take no part.
    /// </summary>
    /// <param name="data">Where the batch is from: <see cref="BatchSize"/> samples, in the order of the first epoch.</param>
    /// <param name="steps">How many steps are taken at most; at least 1; 300 unless given.</param>
    /// <param name="learningRate">The rate; unless given that of the optimizer, or, with a <see cref="Schedule"/>, its largest one in its first 1000 steps.</param>
    /// <returns>What was found, for people as text.</returns>
    /// <exception cref="ArgumentException">The samples do not fit the network or the loss, or a number is not allowed.</exception>
    /// <exception cref="NotSupportedException">The optimizer has taken steps, and does not say what it keeps of them, so that it could not be put back.</exception>
    public OverfitReport OverfitOneBatch(IDataset data, int steps = 300, float? learningRate = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        DataCheck.Sizes(Network.Description, Loss, data, nameof(data));
        return Overfitting.Run(this, data, steps, learningRate ?? UsualRate());
    }

    /// <summary>A trainer with the same parts and settings, and nothing that watches or changes a training.</summary>
    internal Trainer CopyForTrial()
    {
        var copy = Loss is null ? new Trainer((IObjectiveNetwork)Network, Optimizer) : new Trainer(Network, Loss, Optimizer);
        (copy.BatchSize, copy.DropLast, copy.Shuffle, copy.Seed) = (BatchSize, DropLast, Shuffle, Seed);
        (copy.ClipNorm, copy.Workers, copy.Shards, copy.AccumulateBatches) = (ClipNorm, Workers, Shards, AccumulateBatches);
        copy.CarryState = CarryState;
        return copy;
    }

    private float UsualRate()
    {
        if (Schedule is null)
            return Optimizer.LearningRate;
        var rate = 0f;
        for (var step = 0; step < 1000; step++)
            rate = Math.Max(rate, Schedule.Rate(step, 0));
        return rate;
    }
}
