using System.Text;
using NetGen;

namespace Shakespeare;

/// <summary>A text to learn from where there is no other: speeches that a small grammar writes.</summary>
internal static class Grammar
{
    private static readonly string[] Speakers = ["DUKE", "QUEEN", "FOOL", "GHOST", "NURSE", "KNIGHT"];
    private static readonly string[] Subjects = ["the moon", "my lord", "the raven", "a weary king", "sweet sorrow", "the north wind", "thy sister", "an idle dream"];
    private static readonly string[] Verbs = ["sees", "follows", "mocks", "remembers", "forgives", "betrays", "awaits"];
    private static readonly string[] Objects = ["the silent crown", "a broken sword", "the summer rain", "thy gentle heart", "the gates of night", "no mortal man"];
    private static readonly string[] Openings = ["Alas", "Hark", "Good sir", "O heavens", "Speak", "Nay"];
    private static readonly string[] Joints = ["and", "but", "for", "while", "until"];

    /// <summary>A text of at least so many characters. The same seed gives the same text.</summary>
    public static string Write(int characters, ulong seed)
    {
        var random = new CounterRandom(seed);
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(Pick(Speakers)).Append(":\n");
            for (var sentence = 1 + random.NextInt32(3); sentence > 0; sentence--)
            {
                var start = random.NextInt32(2) == 0 ? Pick(Openings) + ", " + Clause() : Capital(Clause());
                text.Append(start);
                if (random.NextInt32(2) == 0)
                    text.Append(",\n").Append(Pick(Joints)).Append(' ').Append(Clause());
                text.Append(random.NextInt32(4) switch { 0 => "!", 1 => "?", _ => "." }).Append('\n');
            }

            text.Append('\n');
        }

        return text.ToString();

        string Clause() => $"{Pick(Subjects)} {Pick(Verbs)} {Pick(Objects)}";

        string Pick(string[] words) => words[random.NextInt32(words.Length)];

        static string Capital(string clause) => char.ToUpperInvariant(clause[0]) + clause[1..];
    }
}
