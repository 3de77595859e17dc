using NetGen;

namespace Shakespeare;

/// <summary>Writes with a network, one character after another.</summary>
internal sealed class Writer(Gpt network, CharacterVocabulary vocabulary, TokenSampler sampler)
{
    private readonly int[] window = new int[Gpt.Length];
    private readonly float[] logits = new float[Gpt.Length * Gpt.LargestVocabulary];

    /// <summary>Goes on from a text with so many characters, and hands out each.</summary>
    public void Write(string prompt, int characters, Action<char> write)
    {
        List<int> text = [.. vocabulary.Encode(prompt)];
        for (var i = 0; i < characters; i++)
        {
            // The last characters that fit; behind them is what no place before it can see.
            var known = Math.Min(text.Count, Gpt.Length);
            text.GetRange(text.Count - known, known).CopyTo(window);
            network.Predict(window, logits);
            text.Add(sampler.Next(logits.AsSpan((known - 1) * Gpt.LargestVocabulary, vocabulary.Count)));
            write(vocabulary[text[^1]]);
        }
    }
}
