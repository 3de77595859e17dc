using System.Text;

namespace NetGen;

/// <summary>The characters of a text, each with a number: what a network reads and writes that knows a text by its characters.</summary>
public sealed class CharacterVocabulary
{
    private readonly Dictionary<char, int> numbers = [];

    /// <summary>Takes characters, numbered from 0 in the order in which they are given.</summary>
    /// <param name="characters">The characters, each once.</param>
    /// <exception cref="ArgumentException">There is none, or one is there twice.</exception>
    public CharacterVocabulary(string characters)
    {
        ArgumentException.ThrowIfNullOrEmpty(characters);
        Characters = characters;
        for (var i = 0; i < characters.Length; i++)
        {
            if (!numbers.TryAdd(characters[i], i))
                throw new ArgumentException($"{Name(characters[i])} is there twice.", nameof(characters));
        }
    }

    /// <summary>The characters, in the order of their numbers.</summary>
    public string Characters { get; }

    /// <summary>How many there are.</summary>
    public int Count => Characters.Length;

    /// <summary>The character of a number.</summary>
    public char this[int number] => Characters[number];

    /// <summary>The characters that a text has, sorted.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static CharacterVocabulary Of(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var characters = new SortedSet<char>(text);
        return new(string.Concat(characters));
    }

    /// <summary>Whether a character has a number.</summary>
    public bool Contains(char character) => numbers.ContainsKey(character);

    /// <summary>The numbers of a text's characters.</summary>
    /// <exception cref="ArgumentException">A character has none.</exception>
    public int[] Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var encoded = new int[text.Length];
        for (var i = 0; i < encoded.Length; i++)
        {
            if (!numbers.TryGetValue(text[i], out encoded[i]))
                throw new ArgumentException(FormattableString.Invariant($"{Name(text[i])}, character {i} of the text, is none of the {Count} that the vocabulary has."), nameof(text));
        }

        return encoded;
    }

    /// <summary>The text of numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is that of no character.</exception>
    public string Decode(ReadOnlySpan<int> encoded)
    {
        var text = new StringBuilder(encoded.Length);
        foreach (var number in encoded)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(encoded));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Count, nameof(encoded));
            text.Append(Characters[number]);
        }

        return text.ToString();
    }

    private static string Name(char character) => char.IsControl(character) ? FormattableString.Invariant($"U+{(int)character:X4}") : $"'{character}'";
}
