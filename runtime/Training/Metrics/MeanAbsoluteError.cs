namespace NetGen;

/// <summary><c>mean |output − target|</c> over all elements of all samples; scikit-learn's <c>mean_absolute_error</c>. 0 where nothing is counted.</summary>
public sealed class MeanAbsoluteError : RegressionMetric
{
    private double sum;

    /// <inheritdoc/>
    public override string Name => "mean absolute error";

    /// <inheritdoc/>
    public override double Value => Total == 0 ? 0 : sum / Total;

    private protected override void Clear() => sum = 0;

    private protected override void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, double weight)
    {
        for (var i = 0; i < outputs.Length; i++)
            sum += weight * Math.Abs((double)outputs[i] - targets[i]);
    }

    private protected override void Exchange(StateExchange state) => state.Value("sum", ref sum);
}

/// <summary>
/// RMSE: <c>√ mean (output − target)²</c> over all elements of all samples, the root of <see cref="MSELoss"/>. (scikit-learn's <c>root_mean_squared_error</c> of several outputs is the mean of
/// their roots.) Not a number where nothing is counted.
/// </summary>
public sealed class RootMeanSquaredError : RegressionMetric
{
    private double sum;

    /// <inheritdoc/>
    public override string Name => "RMSE";

    /// <inheritdoc/>
    public override double Value => Math.Sqrt(sum / Total);

    private protected override void Clear() => sum = 0;

    private protected override void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, double weight)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            var error = (double)outputs[i] - targets[i];
            sum += weight * error * error;
        }
    }

    private protected override void Exchange(StateExchange state) => state.Value("sum", ref sum);
}
