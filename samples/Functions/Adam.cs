namespace Functions;

/// <summary>Kingma and Ba, Adam, 2015, for a few numbers.</summary>
internal sealed class Adam(int count, double rate)
{
    private readonly double[] mean = new double[count];
    private readonly double[] square = new double[count];
    private int steps;

    public void Step(Span<double> parameters, ReadOnlySpan<double> gradient)
    {
        steps++;
        for (var i = 0; i < parameters.Length; i++)
        {
            mean[i] = (0.9 * mean[i]) + (0.1 * gradient[i]);
            square[i] = (0.999 * square[i]) + (0.001 * gradient[i] * gradient[i]);
            var (m, v) = (mean[i] / (1 - Math.Pow(0.9, steps)), square[i] / (1 - Math.Pow(0.999, steps)));
            parameters[i] -= rate * m / (Math.Sqrt(v) + 1e-8);
        }
    }
}
