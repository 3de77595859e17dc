using System.Text;
using NetGen;

namespace GradientDescent;

/// <summary>What the terminal shows.</summary>
internal static class Report
{
    private const int Rows = 14;
    private const int Columns = 14;

    /// <summary>A landscape in shades, dark where it is high, with the ways of some optimizers; and what became of all.</summary>
    public static string Race(Landscape landscape, int index, Descent[] descents)
    {
        var table = new StringBuilder("   optimizer            rate  arrives after  height left\n");
        for (var i = 0; i < descents.Length; i++)
        {
            var (contestant, descent) = (Contestant.All[i], descents[i]);
            table.Append($"{contestant.Letter}  {contestant.Name,-17}{Numbers.Rate(contestant.Rates[index]),8}")
                .Append($"{Numbers.Arrival(descent, landscape),15}{Numbers.Height(descent.Value - landscape.Least),13}\n");
        }

        table.Append("\n   o start   + minimum");
        return $"{landscape.Name}: {landscape.Formula}, {landscape.Steps} steps\n{TextImage.Beside([Map(landscape, descents), table.ToString()], gap: 2)}\n";
    }

    /// <summary>The height by the step at each learning rate.</summary>
    public static string Rates(Descent[] descents)
    {
        var plots = descents.Select((descent, i) =>
        {
            var rate = LearningRate.All[i];
            double[] heights = [.. descent.Values.Select(value => (double)LearningRate.Landscape.Height(value))];
            return $"{Numbers.Rate(rate.Rate)} is {rate.Verdict}\n{TextPlot.Line(heights, width: 16, height: 6)}";
        });
        return $"{LearningRate.Landscape.Name} by plain SGD: log(1 + height/{LearningRate.Landscape.Unit:0}) by step\n{TextImage.Beside([.. plots], gap: 3)}\n";
    }

    private static string Map(Landscape landscape, Descent[] descents)
    {
        var heights = landscape.Heights(Rows, Columns);
        var highest = heights.Max();
        var shades = TextImage.Shades(Array.ConvertAll(heights, height => height / highest), Rows, Columns);
        var lines = Array.ConvertAll(shades.Split('\n'), static line => line.ToCharArray());
        // The first in the list is to be seen best, so it comes last.
        for (var i = descents.Length - 1; i >= 0; i--)
        {
            foreach (var point in descents[i].Points)
                Put(point, Contestant.All[i].Letter);
        }

        foreach (var minimum in landscape.Minima)
            Put(minimum, '+');
        Put(landscape.Start, 'o');
        return string.Join('\n', lines.Select(static line => new string(line)));

        void Put(Point point, char sign)
        {
            var window = landscape.Window;
            var column = MathF.Floor((point.X - window.Left) / window.Width * 2 * Columns);
            var row = MathF.Floor((window.Top - point.Y) / window.Height * Rows);
            if (column is >= 0 and < 2 * Columns && row is >= 0 and < Rows)
                lines[(int)row][(int)column] = sign;
        }
    }
}
