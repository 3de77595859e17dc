using NetGen;

namespace Sentiment;

/// <summary>Texts with one of two labels: most of them to learn from, the others to test with.</summary>
internal sealed class Reviews
{
    private Reviews(IReadOnlyList<(string Label, string Text)> texts)
    {
        Labels = [.. texts.Select(static text => text.Label).Distinct().Order(StringComparer.Ordinal)];
        if (Labels.Count != 2)
            throw new ArgumentException($"There are two labels, but the texts have {Labels.Count}{(Labels.Count is > 0 and < 8 ? ": " + string.Join(", ", Labels) : "")}.");
        Texts = texts;
        Words = Words.Of(texts.Take(Learned).Select(static text => text.Text));
        var rows = texts.Select(text => (Row: Words.Row(text.Text), Label: (float)Labels.ToList().IndexOf(text.Label))).ToArray();
        Lengths = [.. rows.Select(static row => (int)row.Row[^1])];
        Train = Dataset(rows[..Learned]);
        Test = Dataset(rows[Learned..]);
    }

    public IReadOnlyList<string> Labels { get; }

    public IReadOnlyList<(string Label, string Text)> Texts { get; }

    public Words Words { get; }

    /// <summary>How many words of each text are read.</summary>
    public IReadOnlyList<int> Lengths { get; }

    /// <summary>Four of five.</summary>
    public int Learned => Texts.Count * 4 / 5;

    public Dataset Train { get; }

    public Dataset Test { get; }

    /// <summary>A file has a text in each line, behind its label and a tabulator.</summary>
    public static Reviews Read(string path, ulong seed)
    {
        var texts = new List<(string, string)>();
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (line.Trim().Length == 0)
                continue;
            var tabulator = line.IndexOf('\t', StringComparison.Ordinal);
            if (tabulator <= 0)
                throw new ArgumentException($"Line {number} of '{path}' has no label with a tabulator behind it.");
            texts.Add((line[..tabulator].Trim(), line[(tabulator + 1)..]));
        }

        // A file may be sorted by label.
        var shuffled = texts.ToArray();
        new CounterRandom(seed).Shuffle<(string, string)>(shuffled);
        return new(shuffled);
    }

    public static Reviews Written(int count, ulong seed) => new(Grammar.Write(count, seed));

    /// <summary>The share of the more frequent label among those that are tested.</summary>
    public double Frequent()
    {
        var first = Texts.Skip(Learned).Count(text => text.Label == Labels[0]) / (double)(Texts.Count - Learned);
        return Math.Max(first, 1 - first);
    }

    private static Dataset Dataset((float[] Row, float Label)[] rows)
        => new(rows.SelectMany(static row => row.Row).ToArray(), rows.Select(static row => row.Label).ToArray(), Reader.Length + 1, 1);
}
