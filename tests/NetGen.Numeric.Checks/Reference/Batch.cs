namespace NetGen.Numeric.Checks.Reference;

/// <summary>Inputs and targets of a batch, drawn so that every derivative of the reference exists there.</summary>
/// <param name="Inputs">[batch × input]</param>
/// <param name="Targets">[batch × target]</param>
/// <param name="Count">How many samples there are.</param>
public sealed record Batch(float[] Inputs, float[] Targets, int Count)
{
    // Wider than what a difference moves any value by, and than the error of a float.
    private const double Margin = 1e-4;
    private const double Spread = 1.5;
    private const int Attempts = 1000;

    /// <summary>Draws a batch; a sample that lies on a kink is drawn again.</summary>
    public static Batch Draw(ReferenceNetwork stack, double[][] parameters, LossCase loss, int count, int seed)
    {
        var random = new Random(seed);
        var inputs = new List<float>();
        var targets = new List<float>();
        for (var sample = 0; sample < count; sample++)
        {
            var (input, target) = DrawSample(stack, parameters, loss, random);
            inputs.AddRange(input);
            targets.AddRange(target);
        }

        return new Batch([.. inputs], [.. targets], count);
    }

    private static (float[] Input, float[] Target) DrawSample(ReferenceNetwork stack, double[][] parameters, LossCase loss, Random random)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var input = new float[stack.InputSize];
            foreach (ref var value in input.AsSpan())
                value = (float)(Spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
            var target = loss.DrawTarget(random, stack.OutputSize);
            var values = stack.Compute(parameters, Array.ConvertAll(input, static value => (double)value));
            if (stack.KinkDistance(values) > Margin && LossKinkDistance(loss, values[^1], target) > Margin)
                return (input, target);
        }

        throw new InvalidOperationException($"In {Attempts} attempts no sample was more than {Margin} away from every kink.");
    }

    private static double LossKinkDistance(LossCase loss, double[] outputs, float[] target)
    {
        var distance = double.PositiveInfinity;
        for (var i = 0; i < outputs.Length && loss.KinkDistance is { } ofElement; i++)
            distance = Math.Min(distance, ofElement(outputs[i], target[i]));
        return distance;
    }
}
