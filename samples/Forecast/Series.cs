using System.Globalization;
using NetGen;

namespace Forecast;

/// <summary>A value for each hour, and what the networks are told of it.</summary>
/// <remarks>
/// A network sees differences from the mean of the last week, in units of how much the series varies: so a trend does not lead it to where it has never been. For each hour
/// there are two: the value itself, and the value a week before the next hour, which is the naive forecast.
/// </remarks>
internal sealed class Series
{
    /// <summary>The hours of a week: the longer of the two seasons.</summary>
    public const int Week = 168;

    /// <summary>How many values an hour has as an input.</summary>
    public const int Features = 2;

    /// <summary>The first hour with all that a network is told of it.</summary>
    public const int First = (2 * Week) - 1;

    private readonly float[] values;
    private readonly double[] levels;
    private readonly double scale;

    private Series(float[] values)
    {
        this.values = values;
        levels = new double[values.Length];
        var sum = 0.0;
        for (var hour = 0; hour < values.Length; hour++)
        {
            sum += values[hour] - (hour >= Week ? values[hour - Week] : 0);
            levels[hour] = sum / Math.Min(hour + 1, Week);
        }

        // Of the first half, which no fold is tested on.
        var half = values.Length / 2;
        scale = Math.Max(1e-6, Math.Sqrt(Enumerable.Range(0, half).Average(hour => Math.Pow(values[hour] - levels[hour], 2))));
    }

    public int Count => values.Length;

    public float this[int hour] => values[hour];

    /// <summary>A series with a trend, a season of a day and one of a week, and noise of which a part stays for some hours.</summary>
    public static Series Synthetic(int weeks, ulong seed)
    {
        var random = new CounterRandom(seed);
        var values = new float[weeks * Week];
        var noise = 0.0;
        for (var hour = 0; hour < values.Length; hour++)
        {
            noise = (0.85 * noise) + (1.5 * random.NextNormal());
            var daily = (12 * Math.Sin(2 * Math.PI * hour / 24)) + (4 * Math.Sin(4 * Math.PI * hour / 24));
            var weekly = 8 * Math.Cos(2 * Math.PI * hour / Week);
            values[hour] = (float)(100 + (0.012 * hour) + daily + weekly + noise);
        }

        return new(values);
    }

    /// <summary>The last column of a CSV file; a line whose last cell is no number, such as a heading, can only be the first.</summary>
    /// <exception cref="UsageException">A value is no number, or there are too few.</exception>
    public static Series Read(string path)
    {
        var values = new List<float>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim().Length == 0)
                continue;
            var cell = line.Split(',', ';', '\t')[^1].Trim().Trim('"');
            if (float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value))
                values.Add(value);
            else if (number > 1)
                throw new UsageException($"line {number} of {path} ends with '{cell}', which is no number.");
        }

        return values.Count >= 8 * Week ? new([.. values]) : throw new UsageException($"{path} has {values.Count} values, and a forecast takes {8 * Week}: eight weeks of hours.");
    }

    /// <summary>The naive seasonal forecast of an hour: the value a week before.</summary>
    public float Naive(int hour) => values[hour - Week];

    /// <summary>What a network is told at an hour.</summary>
    public void FeaturesOf(int hour, Span<float> features)
    {
        features[0] = (float)((values[hour] - levels[hour]) / scale);
        features[1] = (float)((values[hour + 1 - Week] - levels[hour - Week]) / scale);
    }

    /// <summary>The next hour, as a network gives it.</summary>
    public float TargetOf(int hour) => (float)((values[hour + 1] - levels[hour]) / scale);

    /// <summary>What a network has given at an hour, as a value of the series at the next one.</summary>
    public float ValueOf(int hour, float output) => (float)((output * scale) + levels[hour]);
}
