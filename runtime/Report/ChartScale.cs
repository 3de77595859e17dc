using System.Globalization;

namespace NetGen;

/// <summary>An axis: which values it spans, where a value is on it, and which values are marked. The script of a page computes the same.</summary>
internal sealed class ChartScale
{
    // Beyond these, all labels of an axis have exponents.
    private const double Large = 1e6;
    private const double Small = 1e-3;

    // What is nearer to zero, or further from it, is shown as these: the arithmetic of an axis neither underflows nor overflows.
    private const double Tiny = 1e-290;
    private const double Huge = 1e290;

    private readonly double start;
    private readonly double end;

    private ChartScale(double lowest, double highest, bool isLog, IReadOnlyList<(double Value, string Label)> ticks)
    {
        (Lowest, Highest, IsLog, Ticks) = (lowest, highest, isLog, ticks);
        (start, end) = isLog ? (Math.Log10(lowest), Math.Log10(highest)) : (lowest, highest);
    }

    public double Lowest { get; }

    public double Highest { get; }

    public bool IsLog { get; }

    /// <summary>The values that are marked, and what is written there.</summary>
    public IReadOnlyList<(double Value, string Label)> Ticks { get; }

    /// <summary>An axis for values, of which those that it cannot show are ignored; null where it can show none.</summary>
    /// <param name="values">The values.</param>
    /// <param name="isLog">Whether it is logarithmic.</param>
    /// <param name="isValueAxis">Whether it ends at marked values; else it ends at the lowest and the highest value, and marks whole numbers where all are.</param>
    /// <param name="ticks">About how many values are marked.</param>
    public static ChartScale? Of(IEnumerable<double> values, bool isLog, bool isValueAxis, int ticks)
    {
        var (lowest, highest, isWhole) = (double.PositiveInfinity, double.NegativeInfinity, !isValueAxis);
        foreach (var value in values)
        {
            if (!double.IsFinite(value) || (isLog && value <= 0))
                continue;
            var bounded = Bound(value, isLog);
            (lowest, highest) = (Math.Min(lowest, bounded), Math.Max(highest, bounded));
            isWhole &= value == Math.Floor(value);
        }

        if (lowest > highest)
            return null;
        return isLog ? Logarithmic(lowest, highest, ticks) : Linear(lowest, highest, isValueAxis, isWhole, ticks);
    }

    /// <summary>Where a value is: 0 at the start, 1 at the end.</summary>
    public double At(double value) => ((IsLog ? Math.Log10(Bound(value, IsLog)) : Bound(value, IsLog)) - start) / (end - start);

    /// <summary>Whether the axis can show a value.</summary>
    public bool Shows(double value) => double.IsFinite(value) && (!IsLog || value > 0);

    private static double Bound(double value, bool isLog) => Math.Clamp(value, isLog ? Tiny : -Huge, Huge);

    private static ChartScale Linear(double lowest, double highest, bool isValueAxis, bool isWhole, int ticks)
    {
        if (isValueAxis && lowest > 0 && lowest < 0.3 * highest)
            lowest = 0;
        if (highest - lowest <= Math.Max(Tiny, Math.Max(Math.Abs(lowest), Math.Abs(highest)) * 1e-9))
        {
            var middle = (lowest / 2) + (highest / 2);
            var half = isWhole ? 0.5 : Math.Abs(middle) < Tiny ? 1 : Math.Abs(middle) * 0.1;
            (lowest, highest) = (middle - half, middle + half);
        }

        var step = Step((highest - lowest) / ticks);
        if (isWhole)
            step = Math.Max(1, step);
        if (isValueAxis)
            (lowest, highest) = (step * Math.Floor((lowest / step) + 1e-6), step * Math.Ceiling((highest / step) - 1e-6));
        return new(lowest, highest, isLog: false, Marks(lowest, highest, step));
    }

    private static ChartScale Logarithmic(double lowest, double highest, int ticks)
    {
        if (highest <= lowest * 1.0001)
            (lowest, highest) = (lowest / 2, highest * 2);
        var decades = Math.Log10(highest) - Math.Log10(lowest);
        var stride = Math.Max(1, (int)Math.Ceiling(decades / ticks));
        double[] digits = decades < 1.2 ? [1, 2, 3, 5] : decades < 2.5 ? [1, 2, 5] : decades < 3.5 ? [1, 3] : [1];
        List<(double, string)> marks = [];
        for (var power = (int)Math.Floor(Math.Log10(lowest)); power <= Math.Log10(highest); power++)
        {
            if (power % stride != 0)
                continue;
            foreach (var digit in digits)
            {
                var value = digit * Math.Pow(10, power);
                if (value >= lowest * 0.999999 && value <= highest * 1.000001)
                    marks.Add((value, Power(digit, power)));
            }
        }

        if (marks.Count < 2)
            marks = Marks(lowest, highest, Step((highest - lowest) / ticks));
        return new(lowest, highest, isLog: true, marks);
    }

    // 1, 2 or 5 times a power of ten.
    private static double Step(double least)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var share = least / power;
        return power * (share <= 1.000001 ? 1 : share <= 2.000001 ? 2 : share <= 5.000001 ? 5 : 10);
    }

    private static List<(double Value, string Label)> Marks(double lowest, double highest, double step)
    {
        List<(double, string)> marks = [];
        var decimals = (int)Math.Max(0, -Math.Floor(Math.Log10(step) + 1e-6));
        var largest = Math.Max(Math.Abs(lowest), Math.Abs(highest));
        for (var number = Math.Ceiling((lowest / step) - 1e-6); number * step <= highest + (step * 1e-6); number++)
            marks.Add((number * step, Label(number * step, step, decimals, largest)));
        return marks;
    }

    private static string Label(double value, double step, int decimals, double largest)
    {
        if (Math.Abs(value) < step / 2)
            return "0";
        if (largest is < Large and >= Small)
            return Minus(value.ToString("F" + ReportText.Whole(Math.Min(decimals, 12)), CultureInfo.InvariantCulture));
        var power = (int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9);
        var digits = Math.Clamp(power - (int)Math.Floor(Math.Log10(step) + 1e-6), 0, 12);
        return Minus($"{(value / Math.Pow(10, power)).ToString("F" + ReportText.Whole(digits), CultureInfo.InvariantCulture)}e{ReportText.Whole(power)}");
    }

    private static string Power(double digit, int power)
        => Minus(power is >= 6 or < -3
            ? $"{ReportText.Number(digit)}e{ReportText.Whole(power)}"
            : (digit * Math.Pow(10, power)).ToString("F" + ReportText.Whole(Math.Max(0, -power)), CultureInfo.InvariantCulture));

    private static string Minus(string number) => number.Replace('-', '−');
}
