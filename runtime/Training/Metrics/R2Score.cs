namespace NetGen;

/// <summary>
/// R²: the share of the targets' variance that the outputs explain, <c>1 − Σ (target − output)² / Σ (target − mean)²</c>, the plain mean over the outputs where there are several;
/// scikit-learn's <c>r2_score</c>. 1 is perfect, 0 what the mean alone gives. As in scikit-learn, an output whose target never changes has 1 where it is always right, else 0.
/// Not a number for fewer than two samples.
/// </summary>
public sealed class R2Score : RegressionMetric
{
    private long samples;
    private double weights;

    // For each output: the errors' squares, the targets' mean so far, and their squares about it (Welford, 1962; West, 1979).
    private double[] errors = [];
    private double[] means = [];
    private double[] squares = [];

    /// <inheritdoc/>
    public override string Name => "R2";

    /// <inheritdoc/>
    public override bool? HigherIsBetter => true;

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            if (samples < 2)
                return double.NaN;
            var sum = 0.0;
            for (var i = 0; i < errors.Length; i++)
                sum += squares[i] == 0 ? (errors[i] == 0 ? 1 : 0) : 1 - (errors[i] / squares[i]);
            return sum / errors.Length;
        }
    }

    private protected override string Reason => samples == 1 ? "a single sample has no variance" : base.Reason;

    private protected override void Clear()
    {
        (samples, weights) = (0, 0);
        Array.Clear(errors);
        Array.Clear(means);
        Array.Clear(squares);
    }

    private protected override void Begin(int outputSize) => (errors, means, squares) = (new double[outputSize], new double[outputSize], new double[outputSize]);

    private protected override void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, double weight)
    {
        if (errors.Length != outputs.Length)
        {
            if (samples > 0)
                throw new ArgumentException($"An output has {outputs.Length} floats, but those before it had {errors.Length}.", nameof(outputs));
            Begin(outputs.Length);
        }

        samples++;
        weights += weight;
        for (var i = 0; i < outputs.Length; i++)
        {
            var error = (double)targets[i] - outputs[i];
            errors[i] += weight * error * error;
            var distance = targets[i] - means[i];
            means[i] += distance * weight / weights;
            squares[i] += weight * distance * (targets[i] - means[i]);
        }
    }

    private protected override void Exchange(StateExchange state)
    {
        state.Value("samples", ref samples);
        state.Value("weights", ref weights);
        state.Values("errors", errors.AsSpan());
        state.Values("means", means.AsSpan());
        state.Values("squares", squares.AsSpan());
    }
}
