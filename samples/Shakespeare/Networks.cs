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
