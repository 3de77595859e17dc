using NetGen;

namespace Shakespeare;

/// <summary>Writes with a network, one character after another: each costs one place of the text, since the state keeps what the places before have left.</summary>
internal sealed class Writer(INetwork network, CharacterVocabulary vocabulary, TokenSampler sampler)
{
    private readonly SequenceState state = network.CreateState();
    private readonly int[] character = new int[1];
    private readonly float[] logits = new float[Gpt.LargestVocabulary];

    /// <summary>Goes on from a text with so many characters, and hands out each.</summary>
    public void Write(string prompt, int characters, Action<char> write)
    {
        List<int> text = [.. vocabulary.Encode(prompt)];
        Read(text);
        for (var i = 0; i < characters; i++)
        {
            text.Add(sampler.Next(logits.AsSpan(0, vocabulary.Count)));
            write(vocabulary[text[^1]]);
            if (state.IsFull)
                Read(text);
            else
                Predict(text[^1]);
        }
    }

    /// <summary>Begins with the end of the text, and with room for as much again.</summary>
    private void Read(List<int> text)
    {
        state.Reset();
        for (var i = Math.Max(0, text.Count - (Gpt.Length / 2)); i < text.Count; i++)
            Predict(text[i]);
    }

    private void Predict(int number)
    {
        character[0] = number;
        network.PredictNext(character, state, logits);
    }
}
