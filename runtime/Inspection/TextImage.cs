using System.Text;

namespace NetGen;

/// <summary>Grey pictures for the terminal.</summary>
public static class TextImage
{
    private const string Greys = " ░▒▓█";

    /// <summary>
    /// A picture in five shades, two characters a pixel so that it keeps its proportions. 0 is empty, 1 is full, anything beyond is
    /// cut off, and NaN is a question mark.
    /// </summary>
    /// <param name="pixels">The picture, [height × width], 0 … 1.</param>
    /// <param name="height">How many rows it has; at least 1.</param>
    /// <param name="width">How many columns it has; at least 1.</param>
    /// <returns>Its rows, each of 2·<paramref name="width"/> characters, parted by <c>\n</c>.</returns>
    /// <exception cref="ArgumentException">There are not height × width pixels.</exception>
    public static string Shades(ReadOnlySpan<float> pixels, int height, int width)
    {
        Check(pixels, height, width);
        var text = new StringBuilder(height * ((2 * width) + 1));
        for (var row = 0; row < height; row++)
        {
            text.Append(row == 0 ? "" : "\n");
            foreach (var pixel in pixels.Slice(row * width, width))
                text.Append(Shade(pixel), 2);
        }

        return text.ToString();
    }

    /// <summary>
    /// A picture in black and white, each character one pixel wide and two high: a quarter of the space of <see cref="Shades"/>. Pixels of
    /// at least <paramref name="threshold"/> are full.
    /// </summary>
    /// <param name="pixels">The picture, [height × width].</param>
    /// <param name="height">How many rows it has; at least 1.</param>
    /// <param name="width">How many columns it has; at least 1.</param>
    /// <param name="threshold">From which value on a pixel is full; ½ unless given.</param>
    /// <returns>Its rows, two in a line of <paramref name="width"/> characters, parted by <c>\n</c>.</returns>
    /// <exception cref="ArgumentException">There are not height × width pixels.</exception>
    public static string HalfBlocks(ReadOnlySpan<float> pixels, int height, int width, float threshold = 0.5f)
    {
        Check(pixels, height, width);
        var text = new StringBuilder((height + 1) / 2 * (width + 1));
        for (var row = 0; row < height; row += 2)
        {
            text.Append(row == 0 ? "" : "\n");
            for (var column = 0; column < width; column++)
            {
                var upper = pixels[(row * width) + column] >= threshold;
                var lower = row + 1 < height && pixels[((row + 1) * width) + column] >= threshold;
                text.Append((upper, lower) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                });
            }
        }

        return text.ToString();
    }

    /// <summary>Puts texts beside one another, each as wide as its longest line, with spaces between them.</summary>
    /// <param name="texts">Texts of any number of lines, such as pictures with a caption below.</param>
    /// <param name="gap">How many spaces part them.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="gap"/> is negative.</exception>
    public static string Beside(IReadOnlyList<string> texts, int gap = 2)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        var blocks = texts.Select(static text => text.Split('\n')).ToArray();
        var lines = new string[blocks.Length == 0 ? 0 : blocks.Max(static block => block.Length)];
        for (var i = 0; i < lines.Length; i++)
        {
            var cells = blocks.Select(block => (i < block.Length ? block[i] : "").PadRight(block.Max(static line => line.Length)));
            lines[i] = string.Join(new string(' ', gap), cells).TrimEnd(' ');
        }

        return string.Join('\n', lines);
    }

    private static char Shade(float pixel)
        => float.IsNaN(pixel) ? '?' : Greys[(int)MathF.Round(Math.Clamp(pixel, 0, 1) * (Greys.Length - 1))];

    private static void Check(ReadOnlySpan<float> pixels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (pixels.Length != (long)height * width)
            throw new ArgumentException($"A picture of {height} × {width} has {(long)height * width} pixels; {pixels.Length} were given.", nameof(pixels));
    }
}
