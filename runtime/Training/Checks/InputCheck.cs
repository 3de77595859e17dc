using System.Globalization;

namespace NetGen;

/// <summary>Inputs that are not standardised, and columns that are the same in every sample.</summary>
internal static class InputCheck
{
    // Standardised columns have 1, pixels and shares about ½, categories that are 0 or 1 less; initial weights are made for these.
    private const double Largest = 10;
    private const double Smallest = 0.01;

    public static IEnumerable<CheckFinding> Run(NetworkDescription network, DatasetScan train)
    {
        var columns = train.Inputs;
        if (train.Count == 1)
            return [new("inputs", CheckOutcome.Skipped, "of one sample, every column is constant.")];
        return [Scale(columns, train), Constant(network, columns, train)];
    }

    private static CheckFinding Scale(ColumnStatistics columns, DatasetScan train)
    {
        const string Name = "scale of the inputs";
        var (wide, narrow, far) = (new List<int>(), new List<int>(), new List<int>());
        for (var column = 0; column < columns.Columns; column++)
        {
            if (columns.IsConstant(column))
                continue;
            if (columns.Deviation(column) > Largest)
                wide.Add(column);
            else if (columns.RootMeanSquare(column) > Largest)
                far.Add(column);
            else if (Math.Max(Math.Abs(columns.Lowest(column)), Math.Abs(columns.Highest(column))) < Smallest)
                narrow.Add(column);
        }

        var found = wide.Concat(far).Concat(narrow).ToArray();
        if (found.Length == 0)
            return new(Name, CheckOutcome.Passed, $"in {train.Samples}, every column is about as large as 1.");
        var worst = found.MaxBy(column => Math.Abs(Math.Log(columns.RootMeanSquare(column))));
        return new(
            Name,
            CheckOutcome.Warning,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{found.Length} of {columns.Columns} columns are not standardised: {List(found)}; column {worst} has mean {columns.Mean(worst):G4} and deviation {columns.Deviation(worst):G4}."),
            "Initial weights and learning rates are made for inputs about as large as 1: fit a Standardizer to the training samples and apply it to all, or divide pixels by 255.");
    }

    private static CheckFinding Constant(NetworkDescription network, ColumnStatistics columns, DatasetScan train)
    {
        const string Name = "constant columns";
        var constant = Enumerable.Range(0, columns.Columns).Where(columns.IsConstant).ToArray();
        if (constant.Length == 0)
            return new(Name, CheckOutcome.Passed, $"none of {columns.Columns}.");
        var text = string.Create(CultureInfo.InvariantCulture, $"{constant.Length} of {columns.Columns} are the same in {train.Samples}: {List(constant)}.");
        if (constant.Length == columns.Columns)
            return new(Name, CheckOutcome.Failed, text, "All samples have the same inputs, so that nothing can be learned from them.");

        // The edge of a picture is often empty.
        return network.InputShape.Count > 1 && constant.Length < columns.Columns / 2
            ? new(Name, CheckOutcome.Passed, $"{text} They are pixels of a picture, whose edge may be empty.")
            : new(Name, CheckOutcome.Warning, text, "They tell nothing. A column that should not be constant may have been read wrongly; leave out the others.");
    }

    private static string List(int[] columns)
        => (columns.Length == 1 ? "column " : "columns ") + string.Join(", ", columns.Take(5).Select(static column => column.ToString(CultureInfo.InvariantCulture))) + (columns.Length > 5 ? ", …" : "");
}
