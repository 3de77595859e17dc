using System.Text;

namespace NetGen.Generator.Emission;

/// <summary>Writes indented lines, each ended by a line feed on every machine.</summary>
/// <param name="around">How many blocks what is written here will be put into.</param>
internal sealed class CodeWriter(int around = 0)
{
    private const int LongestCall = 150;
    private const int Widest = 160;

    private readonly StringBuilder text = new();
    private int depth;
    private bool isBlankLineDue;
    private bool isBlockNew;

    /// <summary>Writes a line, or several at the same depth.</summary>
    public CodeWriter Line(string lines)
    {
        // Most are one line that fits.
        if (lines.Length <= Widest - (4 * (around + depth)) && lines.IndexOf('\n') < 0)
            return Raw(lines);
        foreach (var line in lines.Split('\n').SelectMany(Broken))
            Raw(line);
        return this;
    }

    /// <summary>Writes lines as they are, such as those of another writer.</summary>
    public CodeWriter Raw(string lines)
    {
        for (var start = 0; start <= lines.Length;)
        {
            var end = lines.IndexOf('\n', start) is >= 0 and var feed ? feed : lines.Length;
            var length = end - start;
            if (isBlankLineDue && !(length == 1 && lines[start] == '}') && string.CompareOrdinal(lines, start, "else", 0, 4) != 0)
                text.Append('\n');
            isBlankLineDue = false;
            isBlockNew = false;
            if (length > 0)
                text.Append(' ', 4 * depth).Append(lines, start, length);
            text.Append('\n');
            start = end + 1;
        }

        return this;
    }

    /// <summary>A statement that is too wide, broken before an operator or behind a comma. Comments are wrapped where they are written, and texts stay whole.</summary>
    private IEnumerable<string> Broken(string line)
    {
        var width = Widest - (4 * (around + depth));
        if (line.Length <= width || line.Contains("//") || line.IndexOf('"') >= 0)
            return [line];
        var own = line.Length - line.TrimStart(' ').Length;
        var lines = new List<string>();
        for (var rest = line; ;)
        {
            var end = rest.Length <= width ? -1 : BreakBefore(rest, width, own + 4);
            if (end < 0)
            {
                lines.Add(rest);
                return lines;
            }

            lines.Add(rest.Substring(0, end).TrimEnd(' '));
            rest = new string(' ', own + 4) + rest.Substring(end).TrimStart(' ');
        }
    }

    /// <summary>Where a line is to end: behind a comma or in front of an operator, not between the indices of an element if that can be, and as late as can be.</summary>
    private static int BreakBefore(string line, int width, int least)
    {
        var (best, fewest, depth) = (-1, int.MaxValue, 0);
        for (var place = 0; place <= width; place++)
        {
            depth += line[place] == '[' ? 1 : line[place] == ']' ? -1 : 0;
            if (place > least + 20 && depth <= fewest && line[place] == ' '
                && (line[place - 1] == ',' || (place + 2 < line.Length && line[place + 2] == ' ' && line[place + 1] is '+' or '-' or '*' or '/' or '?' or ':' or '=')))
            {
                (best, fewest) = (place, depth);
            }
        }

        // A name of its own width leaves its arguments for the next line.
        return best >= 0 ? best : line.LastIndexOf('(', width) + 1 is var arguments && arguments > least + 20 ? arguments : -1;
    }

    /// <summary>Writes a call as a statement: on one line if it fits, else with an argument on each.</summary>
    public CodeWriter Call(string method, IReadOnlyList<string> arguments)
    {
        var line = $"{method}({string.Join(", ", arguments)});";
        return (4 * (around + depth)) + line.Length <= LongestCall ? Line(line) : Line($"{method}(\n    {string.Join(",\n    ", arguments)});");
    }

    /// <summary>Whether a comment takes one line.</summary>
    public bool FitsComment(string text) => text.Length <= Widest - (4 * (around + depth)) - 3;

    /// <summary>Writes a comment, on as many lines as it takes; those after the first are indented further.</summary>
    public CodeWriter Comment(string text)
    {
        foreach (var line in Wrapped(text, Widest - (4 * (around + depth)) - 3))
            Line("// " + line);
        return this;
    }

    /// <summary>Writes a text behind a mark on as many lines as it takes, each with the mark.</summary>
    public CodeWriter Wrap(string mark, string text)
    {
        // A reference stays whole.
        foreach (var line in Wrapped(text.Replace("<see ", "<see\t"), Widest - (4 * (around + depth)) - mark.Length))
            Line(mark + line.TrimStart(' ').Replace('\t', ' '));
        return this;
    }

    /// <summary>Writes a statement with a comment behind it; in front of it where both are too wide.</summary>
    public CodeWriter Line(string statement, string comment)
    {
        var line = $"{statement} // {comment}";
        return (4 * (around + depth)) + line.Length <= Widest ? Line(line) : Comment(comment).Line(statement);
    }

    /// <summary>In which column a text begins, behind its number where it has one: <c>12. </c></summary>
    private static int StartOf(string text)
    {
        var first = text.Length - text.TrimStart(' ').Length;
        var end = first;
        while (end < text.Length && char.IsDigit(text[end]))
            end++;
        return end > first && string.CompareOrdinal(text, end, ". ", 0, 2) == 0 ? end + 2 : first;
    }

    /// <summary>A text in lines that are not longer than some width, broken between words.</summary>
    private static IEnumerable<string> Wrapped(string text, int width)
    {
        var indent = new string(' ', StartOf(text) + 4);
        while (text.Length > width)
        {
            // A long product has no spaces.
            var end = SpaceBefore(text, width);
            if (end <= indent.Length)
                end = text.LastIndexOfAny(['·', '/'], width - 1) + 1;
            if (end <= indent.Length)
                break;
            yield return text.Substring(0, end).TrimEnd();
            text = indent + text.Substring(end).TrimStart(' ');
        }

        yield return text;
    }

    /// <summary>The last space of a line; one between the indices of an element only where no other is near its end.</summary>
    private static int SpaceBefore(string text, int width)
    {
        var (last, outside, depth) = (-1, -1, 0);
        for (var place = 0; place <= width; place++)
        {
            depth += text[place] == '[' ? 1 : text[place] == ']' ? -1 : 0;
            if (text[place] == ' ')
                (last, outside) = (place, depth == 0 ? place : outside);
        }

        return outside > width * 2 / 3 ? outside : last;
    }

    /// <summary>Leaves a line empty, unless the block begins or ends here.</summary>
    public CodeWriter Blank()
    {
        isBlankLineDue = text.Length > 0 && !isBlockNew;
        return this;
    }

    /// <summary>Writes a head, if there is one, and an opened brace; disposing the result closes it.</summary>
    public Block Braces(string head)
    {
        if (head.Length > 0)
            Line(head);
        Line("{");
        isBlankLineDue = false;
        depth++;
        isBlockNew = true;
        return new Block(this, "}");
    }

    /// <summary>Writes the head of a method and an opened brace: on one line if it fits, else with a parameter on each.</summary>
    public Block Method(string head, IReadOnlyList<string> parameters)
    {
        var line = $"{head}({string.Join(", ", parameters)})";
        return Braces((4 * (around + depth)) + line.Length <= LongestCall ? line : $"{head}(\n    {string.Join(",\n    ", parameters)})");
    }

    /// <summary>Writes a head and indents what follows it, for a body of one statement.</summary>
    public Block Indented(string head)
    {
        Line(head);
        depth++;
        return new Block(this, null);
    }

    /// <summary>Writes an XML documentation element: on one line if it fits.</summary>
    public CodeWriter Documentation(string element, params string[] lines)
    {
        var escaped = lines.SelectMany(static line => line.Split('\n')).Select(Escape).ToArray();
        if (escaped.Length == 1 && escaped[0].Length < 110)
            return Line($"/// <{element}>{escaped[0]}</{Name(element)}>");
        return Line($"/// <{element}>").DocumentationLines(lines).Line($"/// </{Name(element)}>");
    }

    /// <summary>Writes lines of documentation inside an element.</summary>
    public CodeWriter DocumentationLines(IEnumerable<string> lines)
    {
        foreach (var line in lines.SelectMany(static line => line.Split('\n')).Select(Escape).SelectMany(line => Wrapped(line, Widest - (4 * (around + depth)) - 4)))
            Line(line.Length == 0 ? "///" : "/// " + line);
        return this;
    }

    /// <summary>A writer for what is put where this one is, by <see cref="Raw"/>.</summary>
    public CodeWriter Inner() => new(around + depth);

    public override string ToString() => text.ToString();

    private static string Name(string element) => element.Split(' ')[0];

    internal static string Escape(string line) => line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    internal readonly struct Block(CodeWriter writer, string? close) : IDisposable
    {
        public void Dispose()
        {
            writer.depth--;
            writer.isBlankLineDue = false;
            if (close is not null)
                writer.Line(close);
            writer.isBlankLineDue = close is not null;
        }
    }
}
