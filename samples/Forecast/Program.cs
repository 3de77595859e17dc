// The next hour of a series: an LSTM that takes up one value after another, a dilated convolution, and the value of a week before.
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Forecast;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var options = Options.Parse(args);
    if (options.Help)
        Console.Write(Options.HelpText);
    else
        Run(options);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"forecast: {exception.Message}");
    return 2;
}

static void Run(Options options)
{
    var series = options.Data is null ? Series.Synthetic(weeks: 16, seed: 1) : Series.Read(options.Data);
    Console.WriteLine(Text($"{series.Count:N0} hours; mean absolute error of the next hour, walk-forward:\n"));
    Console.WriteLine("   from      to     naive      LSTM   convolution");

    // The second half is forecast, fold after fold.
    var half = series.Count / 2;
    var folds = new List<Fold>();
    Recurrent? last = null;
    for (var number = 0; number < options.Folds; number++)
    {
        var (begin, end) = (half + (number * half / options.Folds), half + ((number + 1) * half / options.Folds));
        if (end - begin < 1)
            throw new UsageException($"{options.Folds} folds are more than the {half} hours to forecast.");
        var fold = Validation.Run(series, begin, end, options.Epochs, seed: (ulong)number + 1, out last);
        folds.Add(fold);
        Console.WriteLine(Text($"{fold.Begin,7} {fold.End,7} {fold.Naive,9:0.000} {fold.Recurrent,9:0.000} {fold.Convolutional,13:0.000}"));
    }

    Console.WriteLine(Text(
        $"{"mean",15} {folds.Average(static fold => fold.Naive),9:0.000} {folds.Average(static fold => fold.Recurrent),9:0.000} {folds.Average(static fold => fold.Convolutional),13:0.000}\n"));

    // Two weeks, value by value.
    var first = Math.Max(folds[^1].Begin, series.Count - (2 * Series.Week));
    var forecasts = Validation.Stream(last!, series, first, series.Count);
    var watch = Stopwatch.StartNew();
    Validation.Stream(last!, series, first, series.Count);
    var steps = series.Count - first + Series.Week;
    Console.WriteLine(Text($"a value at a time: {watch.Elapsed.TotalMicroseconds / steps:0.0} µs"));
    int[] hours = [.. Enumerable.Range(first, series.Count - first)];
    File.WriteAllText(options.Picture, Picture.Of(
        ("what came", "#222222", [.. hours.Select(hour => series[hour])]),
        ("the week before", "#bbbbbb", [.. hours.Select(hour => series.Naive(hour))]),
        ("LSTM", "#d62728", forecasts)));
    Console.WriteLine($"{options.Picture} shows {hours.Length} hours");
}

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
