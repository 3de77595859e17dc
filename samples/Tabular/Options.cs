using System.Globalization;

namespace Tabular;

/// <summary>What the command line says.</summary>
internal sealed record Options(string? Data, int Epochs, string Save, string Page, string? Picture, bool Help)
{
    public const string HelpText = """
        Learns what houses cost, from a CSV file to a saved model.

          --data FILE      a CSV file with the columns area, year, district, heating, garden and price; makes houses up unless given
          --epochs N       how many epochs each training has at most; 150 unless given
          --save PATH      where the model goes, with its preprocessing; houses.safetensors unless given
          --page PATH      where the report of the training goes (HTML); tabular.html unless given
          --picture PATH   writes the curve of the training as SVG to PATH
          --help           this text

        """;

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options(null, 150, "houses.safetensors", "tabular.html", null, Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--help" => options with { Help = true },
                "--data" => options with { Data = Value(ref i) },
                "--epochs" => options with { Epochs = Count(Value(ref i)) },
                "--save" => options with { Save = Value(ref i) },
                "--page" => options with { Page = Value(ref i) },
                "--picture" => options with { Picture = Value(ref i) },
                _ => throw new UsageException($"there is no option '{arguments[i]}'; --help lists them."),
            };
        }

        return options;

        string Value(ref int index) => ++index < arguments.Count && arguments[index].Length > 0 ? arguments[index] : throw new UsageException($"{arguments[index - 1]} needs a value.");
    }

    private static int Count(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new UsageException($"--epochs takes a whole number from 1, but got '{text}'.");
}

/// <summary>An option is not right: told in one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
