using System.Text;

namespace NetGen;

/// <summary>Rows of cells as aligned text, two spaces between columns. Lines end in <c>\n</c>, without spaces before it.</summary>
internal sealed class TextTable(params TextTable.Align[] columns)
{
    private const string Gap = "  ";

    private readonly List<string[]> rows = [];

    public enum Align
    {
        Left,
        Right,
    }

    /// <summary>Adds a row; as many cells as there are columns.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    /// <summary>All rows, without a line end after the last.</summary>
    public override string ToString()
    {
        var widths = new int[columns.Length];
        foreach (var row in rows)
        {
            for (var i = 0; i < widths.Length; i++)
                widths[i] = Math.Max(widths[i], row[i].Length);
        }

        var text = new StringBuilder();
        var line = new StringBuilder();
        foreach (var row in rows)
        {
            line.Clear();
            for (var i = 0; i < row.Length; i++)
            {
                line.Append(i == 0 ? "" : Gap);
                line.Append(columns[i] == Align.Left ? row[i].PadRight(widths[i]) : row[i].PadLeft(widths[i]));
            }

            text.Append(text.Length == 0 ? "" : "\n").Append(line.ToString().TrimEnd(' '));
        }

        return text.ToString();
    }
}
