// One model, trained in many ways: six optimizers, and batches of all sizes. Writes a page that compares them.
using System.Globalization;
using System.Text;
using Optimizers;

const string Help = """
    Trains one network with six optimizers, and with full batches, mini-batches and single samples.

      --epochs N       how many epochs each training has; 60 unless given
      --page PATH      where the page goes (HTML); optimizers.html unless given
      --picture PATH   writes the losses of the optimizers as SVG to PATH
      --help           this text
    """;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (epochs, page, picture) = (60, "optimizers.html", (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help":
            Console.WriteLine(Help);
            return 0;
        case "--epochs" when i + 1 < args.Length && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out epochs) && epochs > 0:
            break;
        case "--page" when i + 1 < args.Length && args[i + 1].Length > 0:
            page = args[++i];
            break;
        case "--picture" when i + 1 < args.Length && args[i + 1].Length > 0:
            picture = args[++i];
            break;
        default:
            Console.Error.WriteLine($"optimizers: '{string.Join(' ', args)}' is not understood; --help lists the options.");
            return 2;
    }
}

try
{
    var optimizers = Race.Run(Contestant.Optimizers, epochs);
    Console.WriteLine($"six optimizers, mini-batches of 32, each at the best of seven learning rates\n{Comparison.Text(optimizers)}\n");
    var batches = Race.Run(Contestant.Batches, epochs);
    Console.WriteLine($"plain gradient descent, batches of different sizes\n{Comparison.Text(batches)}\n");
    Comparison.Page(optimizers, batches, epochs).Save(page);
    Console.WriteLine($"page: {page}");
    if (picture is not null)
        File.WriteAllText(picture, Comparison.LossChart(optimizers).ToSvg(560, 300));
    return 0;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"optimizers: {exception.Message}");
    return 2;
}
