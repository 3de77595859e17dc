using System.Globalization;

namespace NetGen;

/// <summary>The order of categories: numbers by their value, so that 2 is before 10; then texts by their characters.</summary>
internal sealed class CategoryOrder : IComparer<string>
{
    public static readonly CategoryOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (xIsNumber, yIsNumber) = (TryNumber(x, out var xNumber), TryNumber(y, out var yNumber));
        if (xIsNumber != yIsNumber)
            return xIsNumber ? -1 : 1;
        var order = xIsNumber ? xNumber.CompareTo(yNumber) : 0;
        return order != 0 ? order : string.CompareOrdinal(x, y);
    }

    private static bool TryNumber(string? text, out double number)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number);
}
