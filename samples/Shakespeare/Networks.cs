using NetGen;
using static NetGen.Functional;

namespace Shakespeare;

/// <summary>A GPT of the size of nanoGPT's on a processor: 4 layers of 4 heads, 128 wide, over 64 characters. The last product has the weight of the first layer.</summary>
[Network(Generation = true)]
internal sealed partial class Gpt
{
    public const int Length = 64;
    public const int LargestVocabulary = 96;
    private const int Width = 128;
    private const int Depth = 4;

    [Embedding(LargestVocabulary, Width, Deviation = 0.02)]
    private partial Tensor Characters(Tensor text);

    [Embedding(Length, Width, Deviation = 0.02)]
    private partial Tensor Places(Tensor place);

    [TransformerEncoderLayer(4, 4 * Width, Activation = Activation.GeluTanh, Dropout = 0, NormFirst = true, Causal = true, Count = Depth)]
    private partial Tensor Block(int index, Tensor x);

    [LayerNorm]
    private partial Tensor Norm(Tensor x);

    [Forward]
    private Tensor Next([Shape(Length), Vocabulary(LargestVocabulary)] Tensor text)
    {
        var h = Characters(text) + Places(Functional.Range(Length));
        for (var i = 0; i < Depth; i++)
            h = Block(i, h);
        return MatMul(Norm(h), Transpose(Weight(nameof(Characters))));
    }
}

/// <summary>
/// Two layers of LSTM. A step knows of those before it by their state alone, which training carries from window to window: it learns from 64 characters at a time, and remembers
/// what came before them. Writing goes on without end.
/// </summary>
[Network(State = true, Generation = true), Input(Length, Vocabulary = Gpt.LargestVocabulary)]
[Embedding(Gpt.LargestVocabulary, 128, Name = "characters")]
[Lstm(256, Layers = 2, Name = "memory")]
[Dense(Gpt.LargestVocabulary, Name = "next")]
internal sealed partial class Lstm
{
    public const int Length = Gpt.Length;
}
