using System.Globalization;

namespace NetGen.Benchmarks;

/// <summary>What the command line asks for.</summary>
/// <param name="Filter">A part of the names of the networks that are measured; all where it is empty.</param>
/// <param name="Rounds">How often every network is measured; the best counts.</param>
/// <param name="Round">How long each measurement of a round takes.</param>
/// <param name="WarmUp">How long each action runs beforehand.</param>
/// <param name="Alone">Whether PyTorch and ONNX Runtime are left out.</param>
/// <param name="Generator">Whether the generator is measured instead of the networks.</param>
/// <param name="Precision">Whether the errors of long sums are measured instead.</param>
/// <param name="Gradient">Whether generated gradients of functions are measured instead, beside those written by hand.</param>
/// <param name="Dead">Whether a network with half its units dead is measured instead, beside one with none.</param>
internal sealed record Options(string Filter, int Rounds, TimeSpan Round, TimeSpan WarmUp, bool Alone, bool Generator, bool Gradient, bool Precision, bool Dead)
{
    /// <summary>Whether training by several workers is measured instead.</summary>
    public bool Workers { get; init; }

    /// <summary>Whether trainings with a diagnosis every 100 steps are measured instead, beside those without.</summary>
    public bool Diagnosis { get; init; }

    /// <summary>Whether the costs of callbacks are measured instead.</summary>
    public bool Callbacks { get; init; }

    /// <summary>Whether training from a file of 2 GB is measured instead, beside training from memory.</summary>
    public bool Streaming { get; init; }

    /// <summary>Whether the readable form is measured instead, beside the fast one.</summary>
    public bool Readable { get; init; }

    /// <summary>Whether a small language model, and a step of an LSTM, are measured instead.</summary>
    public bool Text { get; init; }

    /// <summary>Whether the products of large dense layers are measured instead.</summary>
    public bool Products { get; init; }

    /// <summary>Whether vectors of 512 bits are measured beside those of 256.</summary>
    public bool Vectors { get; init; }

    /// <summary>Whether the convolutional networks that people ship are measured in the place of the small ones.</summary>
    public bool Convolutional { get; init; }

    /// <summary>Whether recurrent networks are measured in the place of the small ones.</summary>
    public bool Recurrent { get; init; }

    /// <summary>Whether ADBench's objectives are measured as networks in the place of the small ones.</summary>
    public bool Likelihoods { get; init; }

    public const string Help = """
        Usage: dotnet run -c Release --project tests/Benchmarks [-- options]
          --filter TEXT   only networks whose name contains TEXT, such as 784-128-10
          --rounds N      how often each network is measured; the best counts (default 12)
          --quick         three short rounds: for a first look
          --convnets      ResNet-18, MobileNetV2, DS-CNN and a network over time in the place of the small networks
          --recurrent     LSTM, GRU and RNN in the place of the small networks
          --likelihoods   ADBench's Gaussian mixture and small LSTM as networks in the place of the small networks
          --alone         without PyTorch and ONNX Runtime
          --generator     measures the generator instead of the networks
          --dead          measures a step of a network with half its units dead, beside one with none
          --precision     measures the errors of long sums
          --gradient      measures the gradient of a function, generated and written by hand
          --callbacks     measures what the progress display and other callbacks cost
          --diagnosis     measures trainings with a diagnosis every 100 steps, beside those without
          --workers       the speed-up of two workers, beside what the machine allows, and the cost of four shards; then trains a network with batch normalisation by 1, 2, 4 and 8 workers,
                          and compares what they learn
          --text          a GPT of four layers: a training step, and one more character; one step of an LSTM
          --products      the products of large dense layers: how much of the FMA peak they reach
          --vectors       the small networks with vectors of 256 and of 512 bits; with --products, the products of large dense layers in both widths
          --readable      a training step in the fast and in the readable form
          --streaming     trains from a file of 2 GB (quick: 0.2 GB), which is made and removed, and from memory: speed and memory of both
        """;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It is not one of <see cref="Help"/>.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options("", 12, TimeSpan.FromMilliseconds(30), TimeSpan.FromMilliseconds(200), Alone: false, Generator: false, Gradient: false, Precision: false, Dead: false);
        for (var i = 0; i < arguments.Count; i++)
        {
            options = arguments[i] switch
            {
                "--filter" => options with { Filter = Value() },
                "--rounds" when int.TryParse(Value(), NumberStyles.None, CultureInfo.InvariantCulture, out var rounds) && rounds > 0
                    => options with { Rounds = rounds },
                "--rounds" => throw new FormatException($"--rounds expects a whole number of at least 1, but got '{arguments[i]}'."),
                "--quick" => options with { Rounds = 3, Round = TimeSpan.FromMilliseconds(10) },
                "--convnets" => options with { Convolutional = true },
                "--recurrent" => options with { Recurrent = true },
                "--likelihoods" => options with { Likelihoods = true },
                "--alone" => options with { Alone = true },
                "--generator" => options with { Generator = true },
                "--dead" => options with { Dead = true },
                "--precision" => options with { Precision = true },
                "--gradient" => options with { Gradient = true },
                "--callbacks" => options with { Callbacks = true },
                "--diagnosis" => options with { Diagnosis = true },
                "--workers" => options with { Workers = true },
                "--readable" => options with { Readable = true },
                "--text" => options with { Text = true },
                "--products" => options with { Products = true },
                "--vectors" => options with { Vectors = true },
                "--streaming" => options with { Streaming = true },
                _ => throw new FormatException($"There is no option '{arguments[i]}'."),
            };

            string Value() => ++i < arguments.Count ? arguments[i] : throw new FormatException($"{arguments[i - 1]} expects a value.");
        }

        return options;
    }
}
