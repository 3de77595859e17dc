namespace NetGen;

/// <summary>How a CSV file is written. What is not set is recognised, and refused where it cannot be recognised for certain.</summary>
public sealed record CsvOptions
{
    /// <summary>What stands between cells; recognised among comma, semicolon and tab unless given.</summary>
    public char? Delimiter { get; init; }

    /// <summary>
    /// Whether the first row names the columns. Unless it is set, the first row must be recognisable as names (texts above a column of numbers,
    /// or above values that repeat); a file whose first row seems to be data is refused, so that no row is lost unnoticed. Without a header, and
    /// where a name is empty, columns are <c>column1</c>, <c>column2</c> and so on.
    /// </summary>
    public bool? Header { get; init; }

    /// <summary>What stands before the decimals of a number: a point unless given, or a comma. Never the culture's.</summary>
    public char DecimalSeparator { get; init; } = '.';

    /// <summary>
    /// The cells that are missing values, without white space around them, in upper or lower case; <see cref="DefaultMissingTokens"/> unless given.
    /// </summary>
    public IReadOnlyList<string> MissingTokens { get; init; } = DefaultMissingTokens;

    /// <summary>An empty cell, <c>NA</c>, <c>N/A</c>, <c>#N/A</c>, <c>NaN</c>, <c>null</c> and <c>?</c>.</summary>
    public static IReadOnlyList<string> DefaultMissingTokens { get; } = ["", "NA", "N/A", "#N/A", "NaN", "null", "?"];
}
