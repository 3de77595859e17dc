// How much does a house cost, and how sure is that? Three residual networks learn three quantiles of the price.
using System.Globalization;
using System.Text;
using NetGen;
using Residual;

const string Help = """
    Learns what houses cost, and between which two prices four of five of them are.

      --data FILE    read houses from FILE: CSV without a header, 13 numbers and the price; makes houses up unless given
      --epochs N     how often to go through them; 40 unless given
      --seed N       decides the weights at the start, the made-up houses and all orders; 1 unless given
      --help         this text
    """;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
try
{
    var (data, epochs, seed) = ((string?)null, 40, 1UL);
    for (var i = 0; i < args.Length; i++)
    {
        switch (args[i])
        {
            case "--help":
                Console.WriteLine(Help);
                return 0;
            case "--data":
                data = Value(ref i);
                break;
            case "--epochs":
                epochs = int.TryParse(Value(ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0
                    ? count
                    : throw new UsageException($"--epochs takes a whole number from 1, but got '{args[i]}'.");
                break;
            case "--seed":
                seed = ulong.TryParse(Value(ref i), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new UsageException($"--seed takes a whole number from 0, but got '{args[i]}'.");
                break;
            default:
                throw new UsageException($"there is no option '{args[i]}'; --help lists them.");
        }
    }

    Run(data is null ? Houses.MadeUp(seed) : Houses.FromFile(data, seed), epochs, seed);
    return 0;
}
catch (Exception exception) when (exception is UsageException or IOException or UnauthorizedAccessException or DataFileException)
{
    Console.Error.WriteLine($"residual: {string.Join(' ', exception.Message.Split('\n', StringSplitOptions.TrimEntries))}");
    return 2;
}

string Value(ref int index) => ++index < args.Length ? args[index] : throw new UsageException($"{args[index - 1]} needs a value.");

static void Run(Houses houses, int epochs, ulong seed)
{
    float[] levels = [0.1f, 0.5f, 0.9f];
    Console.WriteLine($"{houses.Source}: {houses.Train.Count} to train, {houses.Test.Count} to test\n");
    Console.WriteLine($"{new PriceNet().Description.ToText()}\n");

    var predictions = new float[levels.Length][];
    for (var quantile = 0; quantile < levels.Length; quantile++)
    {
        var network = new PriceNet(seed);
        var trainer = new Trainer(network, new Losses.QuantileLoss(levels[quantile]), new AdamW(2e-3, weightDecay: 0.1)) { BatchSize = 32, Seed = seed };
        trainer.Fit(houses.Train, epochs);
        predictions[quantile] = new float[houses.Test.Count];
        network.Predict(houses.Test.Inputs.Span, predictions[quantile]);
        Console.WriteLine(FormattableString.Invariant(
            $"quantile {levels[quantile]:0.0}: loss {trainer.History.Epochs[0].TrainLoss:0.000} → {trainer.History.Epochs[^1].TrainLoss:0.000}, ")
            + FormattableString.Invariant($"{Share(houses.Test, predictions[quantile]):0%} of the test prices are below"));
    }

    Console.WriteLine("\nten test houses: · between the quantiles 0.1 and 0.9, ◆ the median, × the price");
    var (lowest, highest) = (houses.Test.Targets.ToArray().Min(), houses.Test.Targets.ToArray().Max());
    for (var house = 0; house < Math.Min(10, houses.Test.Count); house++)
        Console.WriteLine(Bar([.. predictions.Select(quantile => quantile[house])], houses.Test.Target(house)[0], lowest, highest));

    var inside = Enumerable.Range(0, houses.Test.Count).Count(house => houses.Test.Target(house)[0] is var price && price >= predictions[0][house] && price <= predictions[2][house]);
    var error = Enumerable.Range(0, houses.Test.Count).Average(house => Math.Abs(houses.Test.Target(house)[0] - predictions[1][house]));
    Console.WriteLine(FormattableString.Invariant($"\nmean absolute error of the median {error:0.00}; {(double)inside / houses.Test.Count:0%} of the test prices are in between"));
}

static double Share(Dataset houses, float[] predictions) => Enumerable.Range(0, houses.Count).Average(house => houses.Target(house)[0] < predictions[house] ? 1.0 : 0.0);

static string Bar(float[] quantiles, float price, float lowest, float highest)
{
    const int Width = 60;
    int Place(float value) => (int)Math.Round(Math.Clamp((value - lowest) / (highest - lowest), 0, 1) * (Width - 1));
    var line = new string(' ', Width).ToCharArray();
    for (var place = Place(quantiles[0]); place <= Place(quantiles[2]); place++)
        line[place] = '·';
    line[Place(quantiles[1])] = '◆';
    line[Place(price)] = '×';
    return FormattableString.Invariant($"{price,6:0.0} {new string(line)}");
}
