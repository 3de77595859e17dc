namespace NetGen;

/// <summary>Writes the floats of a column's cells, by an encoding.</summary>
internal sealed class CsvCellEncoder
{
    private readonly CsvFormat format;
    private readonly Dictionary<string, int> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> classesByText;

    public CsvCellEncoder(CsvEncoding encoding, CsvFormat format)
    {
        encoding.Check();
        this.format = format;
        Encoding = encoding;
        for (var i = 0; i < encoding.Categories.Count; i++)
            classes.Add(encoding.Categories[i], i);
        classesByText = classes.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public CsvEncoding Encoding { get; }

    /// <summary>What to say of a missing value that is not to be filled.</summary>
    public static string MissingProblem(ReadOnlySpan<char> cell, string column, CsvColumnKind kind)
    {
        var (what, fill) = (cell.IsEmpty ? "the cell is empty, which is a missing value" : $"{CsvParser.Excerpt(cell)} is a missing value", kind == CsvColumnKind.Numeric ? "Mean" : "MostFrequent");
        return $"{what}. Fill it, by CsvColumn.{kind}(\"{Describe.Text(column)}\", missing: MissingValue.{fill}), or leave such rows out, by table.WithoutMissing(\"{Describe.Text(column)}\"). What is missing is set by CsvOptions.MissingTokens.";
    }

    /// <summary>Writes a cell's floats into zeros; what is wrong with it otherwise, in words.</summary>
    public string? Encode(ReadOnlySpan<char> cell, Span<float> destination)
    {
        var missing = format.IsMissing(cell);
        if (missing && (Encoding.Kind == CsvColumnKind.Numeric ? Encoding.FillNumber is null : Encoding.FillCategory is null))
            return MissingProblem(cell, Encoding.Name, Encoding.Kind);
        if (missing && Encoding.HasIndicator)
            destination[^1] = 1;
        if (Encoding.Kind == CsvColumnKind.Numeric)
        {
            var number = missing ? Encoding.FillNumber!.Value : 0;
            if (!missing && format.ReadNumber(cell, out number) is { } problem)
                return problem;
            destination[0] = (number - Encoding.Mean) / Encoding.Deviation;
            return float.IsFinite(destination[0])
                ? null
                : $"{CsvParser.Excerpt(cell)} is too far from the mean {Encoding.Mean} to be standardised: as a float it would not be finite.";
        }

        if (!classesByText.TryGetValue(missing ? Encoding.FillCategory : cell, out var index))
        {
            if (!Encoding.HasOther)
                return $"{CsvParser.Excerpt(cell)} is none of its categories: {Describe.List(Encoding.Categories, Describe.Text)}. Correct it, or admit others by CsvColumn.{Encoding.Kind}(\"{Describe.Text(Encoding.Name)}\", other: true).";
            index = Encoding.Categories.Count;
        }

        if (Encoding.Kind == CsvColumnKind.ClassIndex)
            destination[0] = index;
        else
            destination[index] = 1;
        return null;
    }
}
