using NetGen;

namespace Residual;

/// <summary>Houses, each 13 facts and a price, with all facts brought to mean 0 and deviation 1.</summary>
internal sealed record Houses(string Source, Dataset Train, Dataset Test)
{
    private const int Facts = 13;
    private const double TrainShare = 0.8;

    /// <summary>Reads a CSV file without a header: 13 numbers, then the price in thousands.</summary>
    public static Houses FromFile(string path, ulong seed)
    {
        var table = CsvFile.Read(path, new CsvOptions { Header = false });
        if (table.ColumnNames.Count != Facts + 1)
            throw new UsageException($"'{path}' has {table.ColumnNames.Count} columns; {Facts} facts and a price are expected.");
        return Divide(Path.GetFileName(path), table.ToDataset(CsvColumn.Numeric(table.ColumnNames[Facts])), seed);
    }

    /// <summary>
    /// Makes houses up: the price rises with some facts, falls with others, two of them count only together, and it is the less certain the
    /// higher it is, as prices are.
    /// </summary>
    public static Houses MadeUp(ulong seed)
    {
        const int Count = 2000;
        var random = new CounterRandom(seed);
        var inputs = new float[Count * Facts];
        var prices = new float[Count];
        for (var house = 0; house < Count; house++)
        {
            var facts = inputs.AsSpan(house * Facts, Facts);
            foreach (ref var fact in facts)
                fact = (float)random.NextNormal();
            var worth = 20 + (5 * facts[0]) - (3 * Math.Abs(facts[1])) + (4 * facts[2] * facts[3]) + (2 * Math.Tanh(3 * facts[4]));
            prices[house] = (float)(worth + (random.NextNormal() * (1 + Math.Max(0, worth / 10))));
        }

        return Divide("made-up houses", new Dataset(inputs, prices, Facts, 1), seed);
    }

    private static Houses Divide(string source, Dataset all, ulong seed)
    {
        var (train, test) = all.Split(TrainShare, seed);
        var standardizer = Standardizer.FitInputs(train);
        return new(source, standardizer.ApplyToInputs(train), standardizer.ApplyToInputs(test));
    }
}
