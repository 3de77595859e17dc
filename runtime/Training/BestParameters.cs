namespace NetGen;

/// <summary>Keeps the parameters of the epoch with the lowest validation loss, and counts the epochs since.</summary>
internal sealed class BestParameters(INetwork network, EarlyStopping rule)
{
    private readonly float[] parameters = rule.RestoreBest ? new float[network.Parameters.Length] : [];
    private double lowest = double.PositiveInfinity;
    private int epochsSince;
    private bool any;

    /// <summary>Takes an epoch into account; true where the training should end.</summary>
    public bool ShouldStopAfter(double validationLoss)
    {
        if (validationLoss < lowest - rule.MinimumImprovement)
        {
            lowest = validationLoss;
            epochsSince = 0;
            any = true;
            if (rule.RestoreBest)
                network.Parameters.CopyTo(parameters);
            return false;
        }

        epochsSince++;
        return epochsSince >= rule.Patience;
    }

    /// <summary>Puts the best parameters back, if asked for and if there are any.</summary>
    public void Restore()
    {
        if (any && rule.RestoreBest)
            parameters.CopyTo(network.Parameters);
    }
}
