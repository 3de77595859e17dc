using System.Globalization;

namespace Forecast;

/// <summary>What the command line says.</summary>
internal sealed record Options(string? Data, int Folds, int Epochs, string Picture, bool Help)
{
    public const string HelpText = """
        Forecasts the next hour of a series by an LSTM and by a dilated convolution, beside the naive seasonal forecast.

          --data FILE      the series: the last column of a CSV file with a line for each hour; one with a trend and two seasons is made unless given
          --folds N        how often the networks learn anew and forecast what comes then; 3 unless given
          --epochs N       how often they go through what they learn from; 6 unless given
          --picture PATH   where the picture of the last fold goes; forecast.svg unless given
          --help           this text

        """;

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options(null, 3, 6, "forecast.svg", Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--help" => options with { Help = true },
                "--data" => options with { Data = Value(ref i) },
                "--folds" => options with { Folds = Count(name, Value(ref i)) },
                "--epochs" => options with { Epochs = Count(name, Value(ref i)) },
                "--picture" => options with { Picture = Value(ref i) },
                _ => throw new UsageException($"there is no option '{name}'; --help lists them."),
            };
        }

        return options;

        string Value(ref int index) => ++index < arguments.Count && arguments[index].Length > 0 ? arguments[index] : throw new UsageException($"{arguments[index - 1]} needs a value.");
    }

    private static int Count(string name, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new UsageException($"{name} takes a whole number from 1, but got '{text}'.");
}

/// <summary>An option or the data are not right: told in one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
