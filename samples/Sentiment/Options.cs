using System.Globalization;

namespace Sentiment;

/// <summary>What the command line says.</summary>
internal sealed record Options(string? Data, int Count, int Epochs, string Save, string? Load, IReadOnlyList<string> Texts, ulong Seed, bool Help)
{
    public const string HelpText = """
        Learns from texts of very different lengths whether somebody is for something or against it, and judges others.

          --data FILE     the texts to learn from, one a line: a label, a tabulator, the text; a small grammar writes reviews unless given
          --count N       how many reviews the grammar writes; 5000 unless given
          --epochs N      how often the training goes through them; 6 unless given
          --save PATH     where the model goes, and beside it its words; sentiment.safetensors unless given
          --load PATH     does not train, and judges with the model in PATH
          --text TEXT     a text to judge; as often as wanted
          --seed N        other numbers, other reviews; 1 unless given
          --help          this text

        """;

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options(null, 5000, 6, "sentiment.safetensors", null, [], 1, Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--help" => options with { Help = true },
                "--data" => options with { Data = Value(ref i) },
                "--count" => options with { Count = Number(name, Value(ref i), 20) },
                "--epochs" => options with { Epochs = Number(name, Value(ref i), 1) },
                "--save" => options with { Save = Value(ref i) },
                "--load" => options with { Load = Value(ref i) },
                "--text" => options with { Texts = [.. options.Texts, Value(ref i)] },
                "--seed" => options with { Seed = (ulong)Number(name, Value(ref i), 1) },
                _ => throw new UsageException($"there is no option '{name}'; --help lists them."),
            };
        }

        return options;

        string Value(ref int index) => ++index < arguments.Count && arguments[index].Length > 0 ? arguments[index] : throw new UsageException($"{arguments[index - 1]} needs a value.");
    }

    private static int Number(string name, string text, int least) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least
        ? number
        : throw new UsageException($"{name} takes a whole number from {least.ToString(CultureInfo.InvariantCulture)}, but got '{text}'.");
}

/// <summary>An option is not right: told in one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
