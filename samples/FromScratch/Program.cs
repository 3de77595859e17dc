// A network written by hand, and the same network by NetGen: the same losses, and where in the emitted code each formula is.
using System.Globalization;
using System.Text;
using FromScratch;
using NetGen;

const string Help = """
    Trains a network that is written by hand, and the same one by NetGen, from the same weights.

      --steps N        how many steps of gradient descent to take; 1000 unless given
      --picture PATH   writes what the network has learned as SVG to PATH
      --help           this text
    """;
const float LearningRate = 0.5f;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
var (steps, picture) = (1000, (string?)null);
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--help":
            Console.WriteLine(Help);
            return 0;
        case "--steps" when i + 1 < args.Length && int.TryParse(args[++i], NumberStyles.None, CultureInfo.InvariantCulture, out steps) && steps > 0:
            break;
        case "--picture" when i + 1 < args.Length && args[i + 1].Length > 0:
            picture = args[++i];
            break;
        default:
            Console.Error.WriteLine($"from-scratch: '{string.Join(' ', args)}' is not understood; --help lists the options.");
            return 2;
    }
}

var (points, arms) = Spiral.Draw(seed: 1);
var network = new SpiralNet(seed: 1);
var trainer = new Trainer(network, new CrossEntropyLoss(), new SGD(LearningRate));

// The same weights at the start.
var handmade = new HandmadeNet(inputs: 2, SpiralNet.HiddenUnits, Spiral.Classes);
for (var j = 0; j < SpiralNet.HiddenUnits; j++)
{
    for (var i = 0; i < 2; i++)
        handmade.W1[j, i] = network.HiddenWeight[j, i];
    handmade.B1[j] = network.HiddenBias[j];
    for (var k = 0; k < Spiral.Classes; k++)
        handmade.W2[k, j] = network.LogitsWeight[k, j];
}

for (var k = 0; k < Spiral.Classes; k++)
    handmade.B2[k] = network.LogitsBias[k];

Console.WriteLine($"{Spiral.Count} points on three arms of a spiral; {network.Description.ParameterCount} parameters; gradient descent on all points at once\n");
Console.WriteLine("  step   loss by hand   loss by NetGen");
var largestDifference = 0.0;
for (var step = 0; step <= steps; step++)
{
    var byHand = handmade.Step(points, arms, LearningRate);
    var byNetGen = trainer.Step(points, arms);
    largestDifference = Math.Max(largestDifference, Math.Abs(byHand - byNetGen) / byHand);
    if (step == steps || step % Math.Max(1, steps / 10) == 0)
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step,6}{byHand,15:0.000000}{byNetGen,17:0.000000}"));
}

Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nlargest difference {largestDifference:0.0e-0} of the loss: both compute with floats, and add in another order"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{trainer.Evaluate(new Dataset(points, arms, 2, 1), new Accuracy())["accuracy"]:0.0%} of the points are on the right arm\n"));

Console.WriteLine("where each formula is");
foreach (var code in FormulaPlace.All)
{
    var (place, summary) = code.Find();
    Console.WriteLine($"  {code.Formula}\n      {place}{(summary.Length > 0 ? $"\n      {summary}" : "")}");
}

try
{
    if (picture is not null)
    {
        File.WriteAllText(picture, Picture.Draw(network, points, arms));
        Console.WriteLine($"\npicture: {picture}");
    }
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"from-scratch: {exception.Message}");
    return 2;
}

return 0;
