using System.Globalization;
using NetGen;

namespace Digits;

/// <summary>What the terminal shows at the end.</summary>
internal static class Report
{
    private const int Shown = 3;
    private const int PicturesPerRow = 3;

    // The border is empty in nearly all pictures, and three of what is left fit in 80 columns.
    private const int Border = 2;

    /// <summary>The validation loss, epoch by epoch.</summary>
    public static void Curve(TrainingHistory history, bool stopped)
    {
        if (stopped)
            Console.WriteLine($"stopped after {history.Epochs.Count} epochs");
        if (history.Epochs.Count > 1)
            Console.WriteLine($"\nvalidation loss\n{TextPlot.Line(Array.ConvertAll(history.Epochs.ToArray(), static epoch => epoch.ValidationLoss!.Value), width: 60, height: 8)}");
    }

    /// <summary>The first digits that were read right, and the first that were not.</summary>
    public static void Pictures(Dataset digits, Predictions predictions)
    {
        var indices = Enumerable.Range(0, digits.Count);
        Pictures(digits, predictions, indices.Where(index => IsRight(digits, predictions, index)).Take(Shown));
        Pictures(digits, predictions, indices.Where(index => !IsRight(digits, predictions, index)).Take(Shown));
    }

    /// <summary>Digits with what they were taken for.</summary>
    public static void Pictures(Dataset digits, Predictions predictions, IEnumerable<int> indices)
    {
        foreach (var row in indices.Chunk(PicturesPerRow))
            Console.WriteLine(TextImage.Beside(Array.ConvertAll(row, index => $"{Caption(digits, predictions, index)}\n{Picture(digits.Input(index))}")) + "\n");
    }

    private static bool IsRight(Dataset digits, Predictions predictions, int index) => predictions[index].Digit == Label(digits, index);

    private static int Label(Dataset digits, int index) => (int)digits.Target(index)[0];

    private static string Caption(Dataset digits, Predictions predictions, int index)
    {
        var (digit, probability) = predictions[index];
        var label = Label(digits, index);
        return string.Create(CultureInfo.InvariantCulture, $"{(digit == label ? $"{digit}" : $"{digit}, but it is {label}")}  ({probability:0.0%})");
    }

    private static string Picture(ReadOnlySpan<float> pixels)
    {
        const int Side = DigitData.Side - (2 * Border);
        var inner = new float[Side * Side];
        for (var row = 0; row < Side; row++)
            pixels.Slice(((row + Border) * DigitData.Side) + Border, Side).CopyTo(inner.AsSpan(row * Side));
        return TextImage.HalfBlocks(inner, Side, Side, threshold: 0.4f);
    }
}
