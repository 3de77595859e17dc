namespace Sentiment;

/// <summary>The words that are known, by their numbers: the most frequent ones. 0 is the padding behind a text's end, and 1 stands for all other words.</summary>
internal sealed class Words
{
    private const int Others = 1;

    private readonly Dictionary<string, int> numbers = [];

    /// <param name="known">The words, in the order of their numbers from 2 on.</param>
    public Words(IReadOnlyList<string> known)
    {
        Known = known;
        for (var word = 0; word < known.Count; word++)
            numbers.Add(known[word], word + 2);
    }

    public IReadOnlyList<string> Known { get; }

    /// <summary>The most frequent words of some texts.</summary>
    public static Words Of(IEnumerable<string> texts)
    {
        var counts = new Dictionary<string, int>();
        foreach (var word in texts.SelectMany(Split))
            counts[word] = counts.GetValueOrDefault(word) + 1;
        return new([.. counts.OrderByDescending(static pair => pair.Value).ThenBy(static pair => pair.Key, StringComparer.Ordinal).Take(Reader.LargestVocabulary - 2).Select(static pair => pair.Key)]);
    }

    /// <summary>A text as a row of a dataset: the numbers of its words, padding, and how many words there are.</summary>
    public float[] Row(string text)
    {
        var row = new float[Reader.Length + 1];
        var length = 0;
        foreach (var word in Split(text).Take(Reader.Length))
            row[length++] = numbers.GetValueOrDefault(word, Others);
        if (length == 0)
            throw new ArgumentException($"A text has no words: '{text}'.");
        row[Reader.Length] = length;
        return row;
    }

    /// <summary>Words in small letters: what letters, digits and apostrophes make.</summary>
    private static IEnumerable<string> Split(string text)
    {
        var start = -1;
        for (var place = 0; place <= text.Length; place++)
        {
            if (place < text.Length && (char.IsLetterOrDigit(text[place]) || text[place] == '\''))
            {
                start = start < 0 ? place : start;
                continue;
            }

            if (start >= 0)
                yield return text[start..place].ToLowerInvariant();
            start = -1;
        }
    }
}
