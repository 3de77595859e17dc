using System.Globalization;

namespace NetGen;

/// <summary>
/// MAPE: <c>mean |output − target| / |target|</c> over all elements of all samples, as a share: 0.05 is 5%; scikit-learn's <c>mean_absolute_percentage_error</c>. Not a number where a target is 0,
/// to which no error is relative (scikit-learn divides by 2.2·10⁻¹⁶ there), or where nothing is counted.
/// </summary>
public sealed class MeanAbsolutePercentageError : RegressionMetric
{
    private double sum;
    private long zeros;

    /// <inheritdoc/>
    public override string Name => "MAPE";

    /// <inheritdoc/>
    public override double Value => zeros > 0 ? double.NaN : sum / Total;

    private protected override string Reason
        => zeros > 0 ? string.Create(CultureInfo.InvariantCulture, $"{zeros} {(zeros == 1 ? "target is" : "targets are")} 0, to which no error is relative") : base.Reason;

    private protected override void Clear() => (sum, zeros) = (0, 0);

    private protected override void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, double weight)
    {
        for (var i = 0; i < outputs.Length; i++)
        {
            if (targets[i] == 0)
                zeros++;
            else
                sum += weight * Math.Abs(((double)outputs[i] - targets[i]) / targets[i]);
        }
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Value("sum", ref sum);
        state.Value("zeros", ref zeros);
    }
}
