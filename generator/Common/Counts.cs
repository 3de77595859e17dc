using System.Globalization;

namespace NetGen.Generator.Common;

/// <summary>Numbers in messages: the same on every machine.</summary>
internal static class Counts
{
    public static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A small number at the beginning of a sentence.</summary>
    public static string Word(int count) => count is >= 2 and <= 8 ? new[] { "Two", "Three", "Four", "Five", "Six", "Seven", "Eight" }[count - 2] : Numbers.Text(count);

    /// <summary><c>6 samples</c>, <c>5 kx</c></summary>
    public static string Of(int count, string word) => $"{Numbers.Text(count)} {(count == 1 ? word : Plural(word))}";

    /// <summary>A loop's name for several of its turns: <c>samples</c>, <c>queries</c>. Letters and joined indices, as <c>ky</c>, have no plural.</summary>
    public static string Plural(string word)
        => word.Length <= 2 || word.Any(static letter => !char.IsLower(letter)) ? word : word[word.Length - 1] == 'y' && "aeiou".IndexOf(word[word.Length - 2]) < 0 ? word.Substring(0, word.Length - 1) + "ies" : word + "s";

    /// <summary><c>samples</c>, <c>samples and steps</c>, <c>samples, y and x</c></summary>
    public static string Joined(IReadOnlyList<string> words) => Joined(words, "and");

    /// <summary><c>a</c>, <c>a or b</c>, <c>a, b or c</c></summary>
    public static string Either(IReadOnlyList<string> words) => Joined(words, "or");

    /// <summary><c>1</c>, <c>1 or 2</c>, <c>1, 2 or 5</c></summary>
    public static string OneOf(IEnumerable<int> numbers) => Either([.. numbers.Select(Numbers.Text)]);

    /// <summary>A text as the beginning of a sentence.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text.Substring(1);

    /// <summary><c>1 × 28 × 28</c></summary>
    public static string Product(IEnumerable<int> factors) => string.Join(" × ", factors.Select(static factor => Text(factor)));

    private static string Joined(IReadOnlyList<string> words, string last)
        => words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.Take(words.Count - 1))} {last} {words[words.Count - 1]}";
}
