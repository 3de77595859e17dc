using NetGen;
using static NetGen.Functional;

namespace Sentiment;

/// <summary>Reads a text word by word, forwards and backwards, and judges by the strongest that each state became. Words behind a text's end are not computed.</summary>
[Network]
internal sealed partial class Reader
{
    /// <summary>How many words of a text are read.</summary>
    public const int Length = 96;

    /// <summary>How many words it knows, with those that stand for the padding and for all others.</summary>
    public const int LargestVocabulary = 4096;

    [Embedding(LargestVocabulary, 32, Padding = 0)]
    private partial Tensor Meaning(Tensor text);

    [Lstm(48, Bidirectional = true, Lengths = true)]
    private partial Tensor Read(Tensor words, Tensor lengths);

    [Dense(2)]
    private partial Tensor Judge(Tensor states);

    [Forward]
    private Tensor Classify([Shape(Length), Vocabulary(LargestVocabulary)] Tensor text, [Lengths] Tensor lengths)
        => Judge(MaxOverSteps(Read(Meaning(text), lengths), lengths));
}

/// <summary>The baseline: each word speaks for one side or the other, wherever it stands. A logistic regression over a bag of words.</summary>
[Network]
internal sealed partial class BagOfWords
{
    [Embedding(Reader.LargestVocabulary, 2, Padding = 0, Deviation = 0.01)]
    private partial Tensor Votes(Tensor text);

    [Forward]
    private Tensor Classify([Shape(Reader.Length), Vocabulary(Reader.LargestVocabulary)] Tensor text, [Lengths] Tensor lengths)
        => SumOverSteps(Votes(text), lengths);
}
