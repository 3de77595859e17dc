using NetGen;

namespace Forecast;

/// <summary>Windows of hours, each with the hours after its own as targets.</summary>
internal static class Windows
{
    /// <summary>How many hours a window has.</summary>
    public const int Hours = 48;

    /// <summary>The windows that end before an hour.</summary>
    /// <param name="series">The series.</param>
    /// <param name="end">No window knows of this hour, or of one behind it.</param>
    /// <param name="isOfLast">Whether only the hour behind a window is a target, and not that behind each of its hours.</param>
    public static Dataset Before(Series series, int end, bool isOfLast)
    {
        var count = end - 1 - Hours - Series.First;
        var targets = isOfLast ? 1 : Hours;
        var (inputs, outputs) = (new float[count * Hours * Series.Features], new float[count * targets]);
        for (var window = 0; window < count; window++)
        {
            Fill(series, Series.First + window, inputs.AsSpan(window * Hours * Series.Features, Hours * Series.Features));
            for (var target = 0; target < targets; target++)
                outputs[(window * targets) + target] = series.TargetOf(Series.First + window + Hours - targets + target);
        }

        return new(inputs, outputs, Hours * Series.Features, targets);
    }

    /// <summary>A window that begins with an hour.</summary>
    public static void Fill(Series series, int first, Span<float> window)
    {
        for (var hour = 0; hour < Hours; hour++)
            series.FeaturesOf(first + hour, window.Slice(hour * Series.Features, Series.Features));
    }
}
