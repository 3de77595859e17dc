using NetGen;

namespace Sentiment;

/// <summary>
/// Reviews to learn from where there are no others. What somebody thinks stands in a few sentences among others that say nothing: plainly, by the opposite and a "not", or behind a "but" and what
/// speaks against it. So words alone say little, and their order matters. Some have three words and others ninety.
/// </summary>
internal static class Grammar
{
    private static readonly string[] Things = ["the soup", "the service", "the story", "the music", "our room", "the ending", "the acting", "the view", "the wine", "breakfast", "the second half", "the camera"];
    private static readonly string[] Good = ["great", "wonderful", "charming", "superb", "lovely", "brilliant", "delightful", "perfect"];
    private static readonly string[] Bad = ["dull", "awful", "dreadful", "boring", "terrible", "sloppy", "disappointing", "stale"];
    private static readonly string[] Degrees = ["", "", "really ", "quite ", "so ", "rather "];
    private static readonly string[] Negations = ["was not", "was never", "was hardly", "was by no means"];
    private static readonly string[] People = ["my sister", "two friends", "the whole family", "a colleague", "nobody"];
    private static readonly string[] Days = ["monday", "a rainy day", "the weekend", "new year's eve", "a friday night"];
    private static readonly string[] Deeds = ["we parked around the corner", "it took us an hour to get there", "i read about it in the paper", "the tickets came by mail", "we sat near the window", "they open at noon"];

    /// <summary>Labels and texts. The same seed gives the same ones.</summary>
    public static List<(string Label, string Text)> Write(int count, ulong seed)
    {
        var random = new CounterRandom(seed);
        var reviews = new List<(string, string)>(count);
        for (var review = 0; review < count; review++)
        {
            var isGood = random.NextInt32(2) == 0;
            var opinions = 1 + random.NextInt32(3);
            // Most are short, and a few are long.
            var others = random.NextInt32(3) == 0 ? random.NextInt32(10) : random.NextInt32(3);
            var sentences = new List<string>();
            for (var sentence = 0; sentence < opinions + others; sentence++)
                sentences.Insert(random.NextInt32(sentences.Count + 1), sentence < opinions ? Opinion(isGood) : Remark());
            reviews.Add((isGood ? "good" : "bad", string.Join(". ", sentences) + "."));
        }

        return reviews;

        string Opinion(bool isGood) => random.NextInt32(10) switch
        {
            < 5 => $"{Pick(Things)} was {Pick(Degrees)}{Pick(isGood ? Good : Bad)}",
            < 7 => $"{Pick(Things)} {Pick(Negations)} {Pick(Degrees)}{Pick(isGood ? Bad : Good)}",
            < 9 => $"{Pick(Things)} was {Pick(isGood ? Bad : Good)}, but {Pick(Things)} was {Pick(Degrees)}{Pick(isGood ? Good : Bad)}",
            _ => $"although {Pick(Things)} was {Pick(Degrees)}{Pick(isGood ? Bad : Good)}, {Pick(Things)} was {Pick(isGood ? Good : Bad)}",
        };

        string Remark() => random.NextInt32(3) switch
        {
            0 => $"i came on {Pick(Days)} with {Pick(People)}",
            1 => Pick(Deeds),
            _ => $"{Pick(People)} asked about {Pick(Things)}",
        };

        string Pick(string[] words) => words[random.NextInt32(words.Length)];
    }
}
