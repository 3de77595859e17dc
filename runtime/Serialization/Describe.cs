using System.Globalization;
using System.Text;

namespace NetGen;

/// <summary>
/// Parts of messages. All are bounded, because names, shapes and lists come from files: a message that is longer than a screen helps nobody,
/// and a hostile file could fill the memory with it.
/// </summary>
internal static class Describe
{
    private const int LongestText = 80;
    private const int MostAxes = 16;
    private const int MostItems = 20;

    /// <summary>A shape in brackets, such as <c>[128, 784]</c>.</summary>
    public static string Shape<T>(IEnumerable<T> shape) => $"[{List([.. shape], static extent => string.Create(CultureInfo.InvariantCulture, $"{extent}"), MostAxes)}]";

    /// <summary>Tensors with their shapes, such as <c>'place' [2], 'kind' [3]</c>.</summary>
    public static string Tensors(IEnumerable<TensorInfo> tensors) => List([.. tensors], static tensor => $"'{Text(tensor.Name)}' {Shape(tensor.Shape)}");

    /// <summary>Names in quotes, such as <c>'a', 'b'</c>.</summary>
    public static string Names(IReadOnlyCollection<string> names) => List(names, static name => $"'{Text(name)}'");

    /// <summary>The first items with commas between them, and how many more there are.</summary>
    public static string List<T>(IReadOnlyCollection<T> items, Func<T, string> describe, int most = MostItems)
    {
        var text = new StringBuilder().AppendJoin(", ", items.Take(most).Select(describe));
        return items.Count <= most ? text.ToString() : text.Append(", ").Append(More(items.Count - most)).ToString();
    }

    /// <summary>What stands for items that are not listed: <c>… and 1,234 more</c>.</summary>
    public static string More(long count) => string.Create(CultureInfo.InvariantCulture, $"… and {count:N0} more");

    /// <summary>A text on one line, cut off where it is long: control characters and half characters are written as escapes.</summary>
    public static string Text(string text)
    {
        if (text.Length <= LongestText && IsPlain(text))
            return text;
        var result = new StringBuilder(LongestText + 1);
        for (var i = 0; i < text.Length; i++)
        {
            if (result.Length >= LongestText)
                return result.Append('…').ToString();
            if (char.IsSurrogatePair(text, i))
                result.Append(text, i++, 2);
            else if (char.IsControl(text[i]) || char.IsSurrogate(text[i]))
                result.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else
                result.Append(text[i]);
        }

        return result.ToString();
    }

    /// <summary>The text of bytes from a file; see <see cref="Text(string)"/>.</summary>
    public static string Text(ReadOnlySpan<byte> utf8)
    {
        const int MostBytesPerCharacter = 4;
        return Text(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, (LongestText + 1) * MostBytesPerCharacter)]));
    }

    private static bool IsPlain(string text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character) || char.IsSurrogate(character))
                return false;
        }

        return true;
    }
}
