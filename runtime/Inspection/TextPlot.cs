using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>Curves for the terminal, drawn with braille characters: each is 2 dots wide and 4 high.</summary>
public static class TextPlot
{
    private const int DotsAcross = 2;
    private const int DotsDown = 4;
    private const char Braille = '\u2800';

    // Unicode numbers the dots of a cell down the left column and then the right one, the bottom pair last.
    private static readonly int[,] Dot =
    {
        { 0x01, 0x08 },
        { 0x02, 0x10 },
        { 0x04, 0x20 },
        { 0x40, 0x80 },
    };

    /// <summary>
    /// A curve through <paramref name="values"/>, such as the validation loss of each epoch, between axes: the largest and the smallest
    /// value on the left, the numbers of the first and the last below, from 1. Values that are not finite interrupt the curve.
    /// </summary>
    /// <param name="values">The curve's values, at equal distances.</param>
    /// <param name="width">How many characters the curve is wide; at least 2.</param>
    /// <param name="height">How many characters it is high; at least 2.</param>
    /// <returns>Its lines, parted by <c>\n</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="width"/> or <paramref name="height"/> is less than 2.</exception>
    public static string Line(ReadOnlySpan<double> values, int width = 60, int height = 10)
        => Line(values, "1", values.Length.ToString(CultureInfo.InvariantCulture), width, height);

    /// <summary>A curve whose first and last value have a label of their own below.</summary>
    internal static string Line(ReadOnlySpan<double> values, string first, string last, int width, int height)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 2);
        var (lowest, highest) = Range(values);
        if (lowest > highest)
            return "no values";

        var dots = new bool[height * DotsDown, width * DotsAcross];
        Draw(values, lowest, highest, dots);

        var top = Label(highest);
        var bottom = Label(lowest);
        var margin = Math.Max(top.Length, bottom.Length);
        var text = new StringBuilder();
        for (var row = 0; row < height; row++)
        {
            var label = row == 0 ? top : row == height - 1 ? bottom : "";
            var line = new StringBuilder(label.PadLeft(margin)).Append(label.Length > 0 ? " ┤" : " │");
            for (var column = 0; column < width; column++)
                line.Append(Cell(dots, row, column));
            text.Append(line.ToString().TrimEnd(' ')).Append('\n');
        }

        text.Append(' ', margin + 1).Append('└').Append('─', width).Append('\n');
        text.Append(' ', margin + 2).Append(first).Append(values.Length > 1 ? last.PadLeft(Math.Max(last.Length + 1, width - first.Length)) : "");
        return text.ToString();
    }

    private static (double Lowest, double Highest) Range(ReadOnlySpan<double> values)
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                continue;
            lowest = Math.Min(lowest, value);
            highest = Math.Max(highest, value);
        }

        return (lowest, highest);
    }

    private static void Draw(ReadOnlySpan<double> values, double lowest, double highest, bool[,] dots)
    {
        var (previousX, previousY, connected) = (0, 0, false);
        for (var i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                connected = false;
                continue;
            }

            // Halved, because the difference of two finite values may not be finite; a flat curve runs through the middle.
            var share = highest > lowest ? ((values[i] / 2) - (lowest / 2)) / ((highest / 2) - (lowest / 2)) : 0.5;
            var x = values.Length == 1 ? 0 : (int)Math.Round((double)i * (dots.GetLength(1) - 1) / (values.Length - 1));
            var y = (int)Math.Round((1 - share) * (dots.GetLength(0) - 1));
            Connect(connected ? previousX : x, connected ? previousY : y, x, y, dots);
            (previousX, previousY, connected) = (x, y, true);
        }
    }

    // As many dots as the longer way has, at equal distances.
    private static void Connect(int fromX, int fromY, int toX, int toY, bool[,] dots)
    {
        var steps = Math.Max(1, Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY)));
        for (var step = 0; step <= steps; step++)
        {
            var x = fromX + (int)Math.Round((double)(toX - fromX) * step / steps);
            var y = fromY + (int)Math.Round((double)(toY - fromY) * step / steps);
            dots[y, x] = true;
        }
    }

    private static char Cell(bool[,] dots, int row, int column)
    {
        var pattern = 0;
        for (var y = 0; y < DotsDown; y++)
        {
            for (var x = 0; x < DotsAcross; x++)
                pattern |= dots[(row * DotsDown) + y, (column * DotsAcross) + x] ? Dot[y, x] : 0;
        }

        return pattern == 0 ? ' ' : (char)(Braille + pattern);
    }

    private static string Label(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
