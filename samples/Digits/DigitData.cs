using Digits.Drawing;
using NetGen;

namespace Digits;

/// <summary>Where the pictures come from: files of MNIST, or this program's own pen.</summary>
internal sealed record DigitData(string Source, Func<(Dataset Train, Dataset Validation)> Training, Func<int, Dataset> Test)
{
    public const int Side = 28;
    public const int Pixels = Side * Side;
    public const int Classes = 10;

    // Held out of the training digits to watch the training by; the test digits are looked at once, at the end.
    private const double TrainingShare = 0.95;

    /// <summary>10,000 digits to train with, 500 to validate and 2,000 to test.</summary>
    public static DigitData Drawn(ulong seed)
        => new(
            "digits drawn by this program",
            () => (DigitPainter.Paint(seed, 0, 10_000), DigitPainter.Paint(seed, 10_000, 500)),
            count => DigitPainter.Paint(seed, 10_500, Math.Min(count, 2_000)));

    /// <summary>The files of MNIST, or others of their form.</summary>
    public static DigitData Files(string folder, ulong seed)
    {
        if (!Directory.Exists(folder))
            throw new UsageException($"--data: there is no folder '{folder}'.");
        return new(
            folder,
            () => Read(folder, "train").Split(TrainingShare, seed),
            count =>
            {
                var test = Read(folder, "t10k");
                return test.Slice(0, Math.Min(count, test.Count));
            });
    }

    private static Dataset Read(string folder, string part)
    {
        var images = Find(folder, $"{part}-images-idx3-ubyte");
        var labels = Find(folder, $"{part}-labels-idx1-ubyte");
        var data = Dataset.LoadIdx(images, labels);
        if (data.InputSize != Pixels)
            throw new UsageException($"'{images}': its pictures have {data.InputSize} pixels; the network takes {Pixels} ({Side} × {Side}).");
        foreach (var label in data.Targets.Span)
        {
            if (label is < 0 or >= Classes)
                throw new UsageException($"'{labels}': there is a label {label}; digits are 0 to {Classes - 1}.");
        }

        return data;
    }

    private static string Find(string folder, string name)
    {
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path
            : File.Exists(path + ".gz") ? path + ".gz"
            : throw new UsageException($"--data: there is no '{name}' in '{folder}', and no '{name}.gz'.");
    }
}
