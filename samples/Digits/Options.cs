using System.Globalization;
using System.Text;

namespace Digits;

/// <summary>What the command line says.</summary>
internal sealed record Options
{
    private static readonly Option[] All =
    [
        new("--data", "DIR", "read MNIST's IDX files from DIR, gzip or not; draws digits itself unless given", static (options, text) => options with { Data = text }),
        new("--model", "NAME", "the network, see below; dense unless given", static (options, text) => options with { Model = text }),
        new("--epochs", "N", "how often to go through the training digits; 10 unless given, 0 for none", static (options, text) => options with { Epochs = Whole("--epochs", text, 0) }),
        new("--batch", "N", "how many digits make a step; 64 unless given", static (options, text) => options with { Batch = Whole("--batch", text, 1) }),
        new("--optimizer", "NAME", "see below; adam unless given", static (options, text) => options with { Optimizer = text }),
        new("--lr", "RATE", "the learning rate; the optimizer's own unless given", static (options, text) => options with { LearningRate = Rate(text) }),
        new("--seed", "N", "decides the weights at the start, the drawn digits and all orders; 1 unless given", static (options, text) => options with { Seed = Seeded(text) }),
        new("--save", "FILE", "keep the weights in FILE (safetensors)", static (options, text) => options with { Save = text }),
        new("--load", "FILE", "start from the weights in FILE", static (options, text) => options with { Load = text }),
        new("--predict", "N", "only predict the first N test digits with the weights of --load", static (options, text) => options with { Predict = Whole("--predict", text, 1) }),
        new("--help", null, "this text", static (options, _) => options with { Help = true }),
    ];

    public string? Data { get; private init; }

    public string Model { get; private init; } = "dense";

    public int Epochs { get; private init; } = 10;

    public int Batch { get; private init; } = 64;

    public string Optimizer { get; private init; } = "adam";

    public double? LearningRate { get; private init; }

    public ulong Seed { get; private init; } = 1;

    public string? Save { get; private init; }

    public string? Load { get; private init; }

    public int? Predict { get; private init; }

    public bool Help { get; private init; }

    public static string HelpText
    {
        get
        {
            var text = new StringBuilder("Trains a network that reads handwritten digits, and shows how well it does.\n\n");
            foreach (var option in All)
                text.Append(CultureInfo.InvariantCulture, $"  {$"{option.Name} {option.Value}",-18}{option.Text}\n");
            text.Append("\nnetworks\n");
            foreach (var model in Choices.Models)
                text.Append(CultureInfo.InvariantCulture, $"  {model.Name,-18}{model.Text}\n");
            text.Append("\noptimizers and their learning rates\n");
            foreach (var optimizer in Choices.Optimizers)
                text.Append(CultureInfo.InvariantCulture, $"  {optimizer.Name,-18}{optimizer.Text}\n");
            return text.ToString();
        }
    }

    /// <exception cref="UsageException">An option is unknown, or its value is missing or wrong.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options();
        for (var i = 0; i < arguments.Count; i++)
        {
            // Both "--epochs 5" and "--epochs=5".
            var parts = arguments[i].Split('=', 2);
            var option = Array.Find(All, option => option.Name == parts[0])
                ?? throw new UsageException($"there is no option '{parts[0]}'; --help lists them.");
            if (option.Value is null && parts.Length == 2)
                throw new UsageException($"{option.Name} takes no value.");
            var value = option.Value is null ? "" : parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++i);
            if (option.Value is not null && string.IsNullOrEmpty(value))
                throw new UsageException($"{option.Name} needs a value: {option.Name} {option.Value}.");
            options = option.Apply(options, value!);
        }

        if (options.Predict is not null && options.Load is null)
            throw new UsageException("--predict needs trained weights: --load FILE.");
        return options;
    }

    private static int Whole(string name, string text, int minimum)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= minimum
            ? number
            : throw new UsageException($"{name} takes a whole number from {minimum}, but got '{text}'.");

    private static ulong Seeded(string text)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
            ? seed
            : throw new UsageException($"--seed takes a whole number from 0, but got '{text}'.");

    private static double Rate(string text)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && rate > 0 && float.IsFinite((float)rate)
            ? rate
            : throw new UsageException($"--lr takes a number above 0, but got '{text}'.");

    private sealed record Option(string Name, string? Value, string Text, Func<Options, string, Options> Apply);
}
