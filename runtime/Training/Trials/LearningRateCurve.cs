using System.Globalization;

namespace NetGen;

/// <summary>The losses that a <see cref="LearningRateFinder"/> saw, and the rate that it suggests.</summary>
/// <param name="Rates">The learning rate of each step.</param>
/// <param name="Losses">The loss of each step's batch, before the step.</param>
/// <param name="Smoothed">These losses, smoothed forward and backward, so that the curve is not shifted.</param>
/// <param name="Diverged">Whether the search ended because the loss diverged or was no longer finite, and not after the last rate.</param>
/// <param name="Suggestion">The rate at which the smoothed loss falls fastest over the logarithm of the rate; null where it never falls by much.</param>
public sealed record LearningRateCurve(IReadOnlyList<float> Rates, IReadOnlyList<double> Losses, IReadOnlyList<double> Smoothed, bool Diverged, float? Suggestion)
{
    // A fall of less than this share of the range of losses, or of the first loss, is noise.
    private const double LeastFall = 0.02;

    /// <summary>The curve over the rates, on a logarithmic scale, and the suggestion below. Lines end in <c>\n</c>.</summary>
    public override string ToString() => ToText(60, 10);

    /// <summary>The curve over the rates, and the suggestion below.</summary>
    /// <param name="width">How many characters the curve is wide; at least 2.</param>
    /// <param name="height">How many characters it is high; at least 2.</param>
    public string ToText(int width, int height)
    {
        if (Rates.Count == 0)
            return "no rate was tried";

        // Where the loss diverges it would press the rest of the curve flat.
        var (first, lowest) = (Smoothed[0], Smoothed.Min());
        var highest = first + Math.Max(first - lowest, 0.05 * Math.Abs(first));
        double[] shown = [.. Smoothed.Select(loss => Math.Min(loss, highest))];
        return $"{TextPlot.Line(shown, ReportText.Number(Rates[0]), ReportText.Number(Rates[^1]), width, height)}\n{Verdict()}";
    }

    /// <summary>Smooths the losses and finds the steepest descent.</summary>
    internal static LearningRateCurve Of(float[] rates, double[] losses, double smoothing, bool diverged)
    {
        var smoothed = Smooth(losses, smoothing);
        return new(rates, losses, smoothed, diverged, Steepest(rates, smoothed));
    }

    private static double[] Smooth(double[] losses, double kept)
    {
        // The forward mean is late and the backward one early, by the same.
        var forward = OneWay(losses, kept);
        Array.Reverse(forward);
        var both = OneWay(forward, kept);
        Array.Reverse(both);
        return both;
    }

    private static double[] OneWay(double[] values, double kept)
    {
        var means = new double[values.Length];
        var (sum, weight) = (0.0, 0.0);
        for (var i = 0; i < values.Length; i++)
        {
            sum = (kept * sum) + values[i];
            weight = (kept * weight) + 1;
            means[i] = sum / weight;
        }

        return means;
    }

    private static float? Steepest(float[] rates, double[] smoothed)
    {
        if (smoothed.Length < 5)
            return null;
        var lowest = Array.IndexOf(smoothed, smoothed.Min());
        var before = smoothed.AsSpan(0, lowest + 1);
        if (lowest < 2 || smoothed[0] - smoothed[lowest] < LeastFall * Math.Abs(smoothed[0]))
            return null;

        // Central differences: the rates are at equal distances in their logarithm.
        var (place, slope) = (1, double.PositiveInfinity);
        for (var i = 1; i < before.Length - 1; i++)
        {
            if (before[i + 1] - before[i - 1] < slope)
                (place, slope) = (i, before[i + 1] - before[i - 1]);
        }

        return rates[place];
    }

    private string Verdict()
    {
        var range = string.Create(CultureInfo.InvariantCulture, $"{Rates[0]:G3} to {Rates[^1]:G3}");
        var end = Diverged ? string.Create(CultureInfo.InvariantCulture, $"; the loss diverges from about {Rates[^1]:G2} on") : "";
        if (Suggestion is { } rate)
            return string.Create(CultureInfo.InvariantCulture, $"suggested learning rate {rate:G2}: there the loss falls fastest{end}");
        return Diverged
            ? string.Create(CultureInfo.InvariantCulture, $"no suggestion: the loss does not fall before it diverges, at about {Rates[^1]:G2}; look at the data and at the gradients, with Trainer.Check")
            : $"no suggestion: the loss does not fall at rates from {range}; try a higher MaxRate, and look at the data and at the gradients, with Trainer.Check";
    }
}
