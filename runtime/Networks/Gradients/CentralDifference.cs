namespace NetGen;

/// <summary>
/// A derivative of a loss that is known in floats only, found by central differences.
/// </summary>
/// <remarks>
/// A difference has an error of rounding that grows as the step shrinks, and one of curvature that grows with it. Steps of several lengths are
/// tried; where two that follow one another agree best, the error is about as large as what they differ by. At a kink, such as that of relu, the
/// differences to the left and to the right do not agree, and any number between them is a gradient.
/// </remarks>
/// <param name="Value">The derivative.</param>
/// <param name="Error">About how wrong it is.</param>
/// <param name="Lowest">The smaller of the slopes to the left and to the right.</param>
/// <param name="Highest">The larger of them.</param>
internal readonly record struct CentralDifference(double Value, double Error, double Lowest, double Highest)
{
    // Of the size of what is changed.
    private static readonly double[] StepLengths = [0.1, 0.05, 0.025, 0.0125, 0.00625, 0.003125];

    // What a loss of floats loses in two roundings, relative to it.
    private const double Rounding = 1.0 / (1 << 23);

    // What is left unclear: a difference that is less certain than this part of it.
    private const double MostUncertain = 0.05;
    private const double Tolerance = 0.02;

    /// <summary>The derivative along a direction.</summary>
    /// <param name="loss">The loss as it is now.</param>
    /// <param name="move">Moves what is changed so far from where it was, and returns how far it has come in floats.</param>
    /// <param name="scale">How large a step may be: the size of what is changed.</param>
    public static CentralDifference Of(Func<double> loss, Func<double, double> move, double scale)
    {
        move(0);
        var middle = loss();
        var (best, error, lowest, highest) = (0.0, double.PositiveInfinity, 0.0, 0.0);
        var before = double.NaN;
        foreach (var length in StepLengths)
        {
            var (up, right) = (move(length * scale), loss());
            var (down, left) = (-move(-length * scale), loss());
            var central = (right - left) / (up + down);
            if (Math.Abs(central - before) < error)
            {
                (best, error) = (central, Math.Abs(central - before));
                var (rightward, leftward) = ((right - middle) / up, (middle - left) / down);
                (lowest, highest) = (Math.Min(rightward, leftward), Math.Max(rightward, leftward));
            }

            before = central;
        }

        move(0);

        // Differences that agree because the loss does not move by as much as a float can be told from the next say no more than that.
        return new(best, Math.Max(error, Rounding * Math.Abs(middle) / (StepLengths[0] * scale)), lowest, highest);
    }

    /// <summary>Whether a gradient cannot be this derivative; null where the differences say nothing.</summary>
    public bool? IsWrong(double gradient)
    {
        var size = Math.Max(Math.Abs(Value), Math.Abs(gradient));
        if (!double.IsFinite(Error) || Error > MostUncertain * size)
            return size == 0 ? false : null;
        var tolerance = (4 * Error) + (Tolerance * size);
        return !(gradient >= Lowest - tolerance && gradient <= Highest + tolerance);
    }
}
