namespace NetGen;

/// <summary>
/// Finds what fills a column's missing numbers, and the mean and deviation of the column. The first pass over the rows finds sums, the most frequent number and the median, of
/// which a second one finds the last bits where the numbers are many; the last one finds the deviation from the mean.
/// </summary>
internal sealed class CsvNumberFit(ICsvSource train, CsvColumn column) : CsvEncodingFit(train, column)
{
    private readonly Dictionary<float, long>? frequencies = column.Missing?.Strategy == MissingStrategy.MostFrequent ? [] : null;
    private readonly MedianSearch? median = column.Missing?.Strategy == MissingStrategy.Median ? new() : null;
    private long count;
    private long missing;
    private double sum;
    private double mean;
    private double squares;
    private float? fill;
    private Pass pass;

    private enum Pass
    {
        Sum,
        Median,
        Squares,
        Done,
    }

    public override bool NeedsRows => pass != Pass.Done;

    protected override void Add(CsvRows rows)
    {
        var cell = rows.Trimmed(Index);
        if (Train.Format.IsMissing(cell))
        {
            if (Column.Missing is null)
                throw rows.Bad(Index, CsvCellEncoder.MissingProblem(cell, Column.Name, Column.Kind));
            missing += pass == Pass.Sum ? 1 : 0;
            return;
        }

        if (Train.Format.ReadNumber(cell, out var number) is { } problem)
            throw rows.BadNumber(Index, problem);
        switch (pass)
        {
            case Pass.Sum:
                count++;
                sum += number;
                if (frequencies is not null)
                    frequencies[number] = frequencies.GetValueOrDefault(number) + 1;
                median?.AddUpper(number);
                break;
            case Pass.Median:
                median!.AddLower(number);
                break;
            default:
                squares += (number - mean) * (number - mean);
                break;
        }
    }

    protected override void EndRows()
    {
        if (pass == Pass.Sum && median is not null && count > 0)
        {
            median.EndUpper();
            if (median.NeedsLower)
            {
                pass = Pass.Median;
                return;
            }
        }

        if (pass != Pass.Squares)
            fill = Fill();
        pass = Column.Standardize && pass != Pass.Squares ? Pass.Squares : Pass.Done;
        if (pass != Pass.Squares)
            return;

        // Over the column as it will be, with what is missing filled.
        for (var i = 0L; fill is not null && i < missing; i++)
            sum += fill.Value;
        mean = sum / (count + (fill is null ? 0 : missing));
    }

    protected override CsvEncoding Result()
    {
        var encoding = new CsvEncoding { Name = Column.Name, Kind = Column.Kind, FillNumber = fill };
        if (!Column.Standardize)
            return encoding;
        for (var i = 0L; fill is not null && i < missing; i++)
            squares += (fill.Value - mean) * (fill.Value - mean);
        var deviation = (float)Math.Sqrt(squares / (count + (fill is null ? 0 : missing)));
        return encoding with { Mean = (float)mean, Deviation = deviation > 0 ? deviation : 1 };
    }

    private float? Fill() => Column.Missing switch
    {
        null => null,
        { Strategy: MissingStrategy.Number } => Column.Missing.Number,
        _ when count == 0 => throw new DataFileException(Train.FileName, null, Column.Name, $"it has no value, so it has no {Words(Column.Missing.Strategy)} to fill what is missing. Leave it out, or give a number by MissingValue.Value."),
        { Strategy: MissingStrategy.Mean } => (float)(sum / count),
        { Strategy: MissingStrategy.Median } => median!.Value,
        _ => frequencies!.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key).First().Key,
    };

    private static string Words(MissingStrategy strategy) => strategy switch
    {
        MissingStrategy.Mean => "mean",
        MissingStrategy.Median => "median",
        _ => "most frequent one",
    };
}
