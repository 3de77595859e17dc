namespace NetGen;

/// <content>Checks before a training.</content>
public sealed partial class Trainer
{
    /// <summary>
    /// Checks what often goes wrong, before hours of training show it: the loss at initialisation against that of a network that knows nothing, gradients against
    /// central differences, parameters without a gradient, inputs that are not standardised, constant columns, the balance of classes, contradictory
    /// samples, and samples that are in training and in validation. Changes nothing.
    /// </summary>
    /// <param name="train">What is to be learned from. Of a dataset with more than 100,000 samples, the first so many are looked at.</param>
    /// <param name="validation">Held-out samples, likewise.</param>
    /// <returns>Every check, in words.</returns>
    /// <exception cref="ArgumentException">There is no sample, or the samples do not fit the network or the loss, or one has a number or a target that is not allowed.</exception>
    public CheckReport Check(IDataset train, IDataset? validation = null)
    {
        DataCheck.Sizes(Network.Description, Loss, train, nameof(train));
        DataCheck.Values(Network.Description, Loss, [], train, nameof(train));
        DataCheck.SomeTargetCounts(Loss, train, nameof(train));
        if (validation is not null)
        {
            DataCheck.Sizes(Network.Description, Loss, validation, nameof(validation));
            DataCheck.Values(Network.Description, Loss, [], validation, nameof(validation));
        }

        var classes = TargetClasses.Of(this);
        var trainScan = new DatasetScan(train, classes, TargetClasses.Columns(this, train));
        var validationScan = validation is null ? null : new DatasetScan(validation, classes, TargetClasses.Columns(this, validation));
        return new CheckReport(
        [
            InitialLossCheck.Run(this, train),
            .. GradientCheck.Run(this, train),
            .. InputCheck.Run(Network.Description, trainScan),
            .. TargetsCheck.Run(this, classes, trainScan),
            .. HeldOutCheck.Run(classes, trainScan, validationScan),
        ]);
    }
}
