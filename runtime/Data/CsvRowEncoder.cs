namespace NetGen;

/// <summary>Writes the floats of a table's rows, by the encodings of some of its columns.</summary>
internal sealed class CsvRowEncoder
{
    private readonly CsvCellEncoder[] encoders;
    private readonly int[] columns;

    /// <exception cref="DataFileException">The table has no such column.</exception>
    public CsvRowEncoder(ICsvSource table, CsvCellEncoder[] encoders)
    {
        this.encoders = encoders;
        columns = Array.ConvertAll(encoders, encoder => table.FindIndex(encoder.Encoding.Name) is var index and >= 0
            ? index
            : throw new DataFileException(table.FileName, $"it has no column '{Describe.Text(encoder.Encoding.Name)}', which the encoder was fitted on. It has {Describe.Names(table.ColumnNames)}."));
    }

    /// <summary>Writes the floats of the present row.</summary>
    /// <exception cref="DataFileException">A cell cannot be encoded.</exception>
    public void Encode(CsvRows rows, Span<float> floats)
    {
        floats.Clear();
        var start = 0;
        for (var i = 0; i < encoders.Length; i++)
        {
            var size = encoders[i].Encoding.Size;
            if (encoders[i].Encode(rows.Trimmed(columns[i]), floats.Slice(start, size)) is { } problem)
                throw encoders[i].Encoding.Kind == CsvColumnKind.Numeric ? rows.BadNumber(columns[i], problem) : rows.Bad(columns[i], problem);
            start += size;
        }
    }
}
