using System.Text;

namespace NetGen.Benchmarks;

/// <summary>A table as Markdown, aligned so that it also reads well in a terminal.</summary>
/// <param name="headers">The columns' headers; the first column is text, the others are numbers.</param>
internal sealed class MarkdownTable(params string[] headers)
{
    private readonly List<string[]> rows = [headers];

    /// <summary>Adds a row; as many cells as there are headers.</summary>
    public void Add(params string[] cells) => rows.Add(cells);

    public override string ToString()
    {
        var widths = headers.Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            Append(row.Select((cell, column) => column == 0 ? cell.PadRight(widths[0]) : cell.PadLeft(widths[column])));
            if (row == headers)
                Append(widths.Select(static (width, column) => column == 0 ? new string('-', width) : new string('-', width - 1) + ":"));
        }

        return text.ToString();

        void Append(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
