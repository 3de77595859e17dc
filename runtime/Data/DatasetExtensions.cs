namespace NetGen;

/// <summary>What can be put around any dataset.</summary>
public static class DatasetExtensions
{
    /// <summary>
    /// The dataset with a function that changes each batch as it is read: augmentation, or any other change of inputs and targets in place. The function runs on the thread that
    /// reads ahead, and every reader has one; what it throws comes out of the training. Random numbers it takes from <see cref="SampleBatch.Random"/>: each epoch then sees
    /// other changes, and a training that is resumed the same ones.
    /// </summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="change">Changes a batch. It is called for batch after batch; by several threads at the same time where several readers read.</param>
    public static IDataset Augment(this IDataset dataset, Action<SampleBatch> change)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(change);
        return new AugmentedDataset(dataset, change);
    }

    /// <summary>
    /// The dataset with a thread for each reader that reads batches ahead, for a dataset of your own whose reader is slow. Files, sequences and augmented datasets have such a
    /// thread already, and take the number of batches from here.
    /// </summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="batches">How many batches are read ahead, at least.</param>
    public static IDataset Prefetch(this IDataset dataset, int batches = PrefetchedDataset.DefaultBatches)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfLessThan(batches, 1);
        return new PrefetchedDataset(dataset, batches);
    }
}
