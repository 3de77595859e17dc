using NetGen;

namespace Forecast;

/// <summary>How far the forecasts of a fold are from what came, on average.</summary>
internal sealed record Fold(int Begin, int End, double Naive, double Recurrent, double Convolutional);

/// <summary>
/// Walk-forward validation: the networks learn from all hours up to one, and forecast those behind it, one after another, each from what had come until then. Then the next fold
/// begins where this one has ended. No forecast knows of an hour that comes later.
/// </summary>
internal static class Validation
{
    public static Fold Run(Series series, int begin, int end, int epochs, ulong seed, out Recurrent recurrent)
    {
        recurrent = new Recurrent(seed);
        Train(recurrent, Windows.Before(series, begin, isOfLast: false), epochs, seed);
        var convolutional = new Convolutional(seed);
        Train(convolutional, Windows.Before(series, begin, isOfLast: true), epochs, seed);
        var streamed = Stream(recurrent, series, begin, end);
        var convolved = Convolve(convolutional, series, begin, end);
        return new(begin, end, Error(hour => series.Naive(hour)), Error(hour => streamed[hour - begin]), Error(hour => convolved[hour - begin]));

        double Error(Func<int, float> forecast) => Enumerable.Range(begin, end - begin).Average(hour => Math.Abs(forecast(hour) - series[hour]));
    }

    /// <summary>Forecasts as the values come: each is given once, and its step takes up what the ones before have left.</summary>
    public static float[] Stream(Recurrent network, Series series, int begin, int end)
    {
        var state = network.CreateState(batch: 1);
        var forecasts = new float[end - begin];
        Span<float> features = stackalloc float[Series.Features];
        Span<float> output = stackalloc float[1];
        for (var hour = begin - 1 - Series.Week; hour < end - 1; hour++)
        {
            series.FeaturesOf(hour, features);
            network.PredictNext(features, state, output);
            // The week before the first forecast is there to be remembered.
            if (hour >= begin - 1)
                forecasts[hour + 1 - begin] = series.ValueOf(hour, output[0]);
        }

        return forecasts;
    }

    private static float[] Convolve(Convolutional network, Series series, int begin, int end)
    {
        var forecasts = new float[end - begin];
        var window = new float[Windows.Hours * Series.Features];
        Span<float> output = stackalloc float[1];
        for (var hour = begin - 1; hour < end - 1; hour++)
        {
            Windows.Fill(series, hour + 1 - Windows.Hours, window);
            network.Predict(window, output);
            forecasts[hour + 1 - begin] = series.ValueOf(hour, output[0]);
        }

        return forecasts;
    }

    private static void Train(INetwork network, Dataset windows, int epochs, ulong seed)
        => new Trainer(network, new MSELoss(), new Adam(3e-3)) { BatchSize = 32, Seed = seed, ClipNorm = 1 }.Fit(windows, epochs);
}
