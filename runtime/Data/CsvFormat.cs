using System.Globalization;

namespace NetGen;

/// <summary>How the text of a cell is understood: which are missing values, and how numbers are written.</summary>
internal sealed class CsvFormat
{
    private const int ShortNumber = 64;

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> missing;

    /// <exception cref="ArgumentException">The decimal separator is neither a point nor a comma.</exception>
    public CsvFormat(IReadOnlyList<string> missingTokens, char decimalSeparator)
    {
        ArgumentNullException.ThrowIfNull(missingTokens);
        if (decimalSeparator is not ('.' or ','))
            throw new ArgumentException($"Decimals follow a point or a comma, not '{Describe.Text(decimalSeparator.ToString())}'.", nameof(decimalSeparator));
        MissingTokens = missingTokens;
        DecimalSeparator = decimalSeparator;
        missing = new HashSet<string>(missingTokens.Select(static token => token.Trim()), StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public IReadOnlyList<string> MissingTokens { get; }

    public char DecimalSeparator { get; }

    /// <summary>Whether a cell, without white space around it, is a missing value.</summary>
    public bool IsMissing(ReadOnlySpan<char> cell) => missing.Contains(cell);

    /// <summary>Reads a number; what is wrong with it otherwise, in words.</summary>
    public string? ReadNumber(ReadOnlySpan<char> cell, out float number)
    {
        if (!TryParse(cell, DecimalSeparator, out number))
        {
            var other = DecimalSeparator == '.' ? ',' : '.';
            var (has, option) = other == ',' ? ("comma", "','") : ("point", "'.'");
            return TryParse(cell, other, out _)
                ? $"{CsvParser.Excerpt(cell)} is not a number: it has a decimal {has}. If the file's numbers have one, set CsvOptions.DecimalSeparator to {option}."
                : $"{CsvParser.Excerpt(cell)} is not a number.";
        }

        if (float.IsFinite(number))
            return null;
        return cell.ContainsAnyInRange('1', '9')
            ? string.Create(CultureInfo.InvariantCulture, $"{CsvParser.Excerpt(cell)} is not a finite number as a float, which is at most {float.MaxValue}.")
            : $"{CsvParser.Excerpt(cell)} is not a finite number.";
    }

    /// <summary>Whether a cell is a number, with a point or a comma.</summary>
    public static bool LooksLikeNumber(ReadOnlySpan<char> cell) => TryParse(cell, '.', out _) || TryParse(cell, ',', out _);

    private static bool TryParse(ReadOnlySpan<char> cell, char separator, out float number)
    {
        if (separator == '.')
            return float.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
        number = 0;
        if (cell.Contains('.'))
            return false;
        var text = cell.Length <= ShortNumber ? stackalloc char[cell.Length] : new char[cell.Length];
        cell.Replace(text, ',', '.');
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number);
    }
}
