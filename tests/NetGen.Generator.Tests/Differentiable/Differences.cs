namespace NetGen.Generator.Tests.Differentiable;

/// <summary>Derivatives by central differences in double, where they settle.</summary>
internal static class Differences
{
    private const double Step = 1e-4;

    /// <summary>
    /// ∂f/∂x[<paramref name="argument"/>], by Richardson's extrapolation of two steps; null beside a kink or a jump, outside of the domain,
    /// and where rounding errors are too large.
    /// </summary>
    public static double? Derivative(Func<double[], double> function, double[] point, int argument)
    {
        var coarse = Central(Step);
        var fine = Central(Step / 2);
        var scale = Math.Max(1, Math.Abs(fine));
        if (!(Math.Abs(coarse - fine) <= 1e-5 * scale) || !(Math.Abs(Central(Step / 100) - fine) <= 1e-5 * scale))
            return null;

        // A kink or a jump that is symmetric about the point does not show in the differences of its two sides.
        var value = function(point);
        foreach (var step in (double[])[Step, -Step, Step / 100, -Step / 100])
        {
            if (!(Math.Abs(((At(step) - value) / step) - fine) <= 1e-2 * scale))
                return null;
        }

        return ((4 * fine) - coarse) / 3;

        double Central(double step) => (At(step) - At(-step)) / (2 * step);

        double At(double step)
        {
            var moved = (double[])point.Clone();
            moved[argument] += step;
            return function(moved);
        }
    }
}
