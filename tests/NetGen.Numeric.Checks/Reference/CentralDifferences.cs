namespace NetGen.Numeric.Checks.Reference;

/// <summary>
/// Derivatives of the reference's loss: (L(p + h) − L(p − h)) / 2h for every parameter p. Its error is about h²·L‴/6 and 10⁻¹⁶·L/h, both
/// near 10⁻¹¹.
/// </summary>
public sealed class CentralDifferences
{
    private const double Spacing = 1.0 / (1 << 17);

    // A step in all elements of a tensor at once moves values further than a step in one.
    private const double DirectionSpacing = Spacing / 16;

    private readonly ReferenceNetwork stack;
    private readonly LossCase loss;
    private readonly Batch batch;
    private readonly double[][] parameters;
    private readonly double[][] values;
    private readonly double[][] shifted;

    public CentralDifferences(ReferenceNetwork stack, LossCase loss, Batch batch, double[][] parameters)
    {
        this.stack = stack;
        this.loss = loss;
        this.batch = batch;
        this.parameters = parameters;
        values = stack.Compute(parameters, Array.ConvertAll(batch.Inputs, static value => (double)value));
        shifted = Array.ConvertAll(values, static array => (double[])array.Clone());
    }

    public double[] Outputs => values[^1];

    /// <summary>The largest magnitude of what the layers compute from a sample, from the input to the output.</summary>
    public double LargestValue => values.Max(static array => array.Max(Math.Abs));

    public double Loss => loss.Value(Outputs, batch.Targets, batch.Count);

    /// <summary>What came into a layer.</summary>
    public double[] InputsOf(int step) => values[step];

    /// <summary>How many multiplications and additions, roughly, one difference of a parameter of that layer takes.</summary>
    public long WorkOfDifference(int step)
    {
        // The loss counts as twenty for each output.
        long work = 20 * Outputs.Length;
        for (var i = step + 1; i < stack.Steps.Count; i++)
            work += (long)stack.Steps[i].Work * (values[i].Length / stack.Steps[i].InputWidth);
        return 2 * work;
    }

    /// <summary>∂L/∂weight[unit, feature] of a layer, or with feature −1 ∂L/∂bias[unit].</summary>
    /// <remarks>
    /// The parameter stands in one place of the layer's formula, yᵤ = Σ weight[u, f]·x[f] + bias[u]: a step h in it moves the unit's
    /// output by h·x[f] or by h, and nothing else of the layer.
    /// </remarks>
    public double OfParameter(int step, int unit, int feature)
        => (LossAfter(step, unit, feature, Spacing) - LossAfter(step, unit, feature, -Spacing)) / (2 * Spacing);

    /// <summary>The derivative along a direction in one parameter tensor, all of whose elements move at once.</summary>
    public double AlongDirection(int step, int tensor, double[] direction)
        => (LossAlong(step, tensor, direction, DirectionSpacing) - LossAlong(step, tensor, direction, -DirectionSpacing)) / (2 * DirectionSpacing);

    private double LossAfter(int step, int unit, int feature, double distance)
    {
        var dense = stack.Steps[step];
        var (input, output, moved) = (values[step], values[step + 1], shifted[step + 1]);
        output.CopyTo(moved, 0);
        for (var row = 0; row < output.Length / dense.OutputWidth; row++)
        {
            var slope = feature < 0 ? 1 : input[(row * dense.InputWidth) + feature];
            moved[(row * dense.OutputWidth) + unit] += distance * slope;
        }

        return LossFrom(step + 1);
    }

    private double LossAlong(int step, int tensor, double[] direction, double distance)
    {
        var original = parameters[tensor];
        parameters[tensor] = [.. original.Zip(direction, (value, slope) => value + (distance * slope))];
        values[step].CopyTo(shifted[step], 0);
        var result = LossFrom(step);
        parameters[tensor] = original;
        return result;
    }

    private double LossFrom(int step)
    {
        stack.ComputeFrom(step, parameters, shifted, batch.Count);
        return loss.Value(shifted[^1], batch.Targets, batch.Count);
    }
}
