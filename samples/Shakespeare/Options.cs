using System.Globalization;

namespace Shakespeare;

/// <summary>What the command line says.</summary>
internal sealed record Options(string Model, string? Data, int Steps, string? SavePath, string? Load, int Length, double Temperature, int? TopK, ulong Seed, string Prompt, bool Help)
{
    public const string HelpText = """
        Learns to write like a text, character by character, and writes.

          --model NAME      gpt, or lstm for a network with a memory of its own; gpt unless given
          --data FILE       the text to learn from, such as Shakespeare's plays; a small grammar writes one unless given
          --steps N         how many steps the training has; 2000 unless given
          --save PATH       where the model goes, and beside it its characters; gpt.safetensors or lstm.safetensors unless given
          --load PATH       does not train, and writes with the model in PATH
          --length N        how many characters it writes at the end; 500 unless given
          --temperature T   less than 1 writes more surely, more than 1 more boldly; 0.8 unless given
          --top N           draws among the N likeliest characters only
          --prompt TEXT     what the writing begins with; a line break unless given
          --seed N          other numbers, other texts; 1 unless given
          --help            this text

        """;

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options("gpt", null, 2000, null, null, 500, 0.8, null, 1, "\n", Help: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            options = name switch
            {
                "--help" => options with { Help = true },
                "--model" => options with { Model = Known(Value(ref i)) },
                "--data" => options with { Data = Value(ref i) },
                "--steps" => options with { Steps = Count(name, Value(ref i)) },
                "--save" => options with { SavePath = Value(ref i) },
                "--load" => options with { Load = Value(ref i) },
                "--length" => options with { Length = Count(name, Value(ref i)) },
                "--temperature" => options with { Temperature = Number(Value(ref i)) },
                "--top" => options with { TopK = Count(name, Value(ref i)) },
                "--prompt" => options with { Prompt = Value(ref i) },
                "--seed" => options with { Seed = (ulong)Count(name, Value(ref i)) },
                _ => throw new UsageException($"there is no option '{name}'; --help lists them."),
            };
        }

        return options;

        string Value(ref int index) => ++index < arguments.Count && arguments[index].Length > 0 ? arguments[index] : throw new UsageException($"{arguments[index - 1]} needs a value.");
    }

    /// <summary>Where the model goes.</summary>
    public string Save => SavePath ?? Model + ".safetensors";

    private static string Known(string model) => model is "gpt" or "lstm" ? model : throw new UsageException($"--model takes gpt or lstm, but got '{model}'.");

    private static int Count(string name, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
        ? count
        : throw new UsageException($"{name} takes a whole number from 1, but got '{text}'.");

    private static double Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
        ? number
        : throw new UsageException($"--temperature takes a number of at least 0, but got '{text}'.");
}

/// <summary>An option is not right: told in one line, and the exit code is 2.</summary>
internal sealed class UsageException(string message) : Exception(message);
