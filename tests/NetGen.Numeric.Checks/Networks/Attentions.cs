namespace NetGen.Numeric.Checks.Networks;

/// <summary>Attention and layers of transformers, as <c>tests/Fixtures/record_attention.py</c> has recorded them.</summary>
public static partial class Attentions
{
    public static IReadOnlyList<RecordedLayer> All { get; } =
    [
        new("Input(5, 6), MultiHeadAttention(2)", static seed => new Attention1(seed)),
        new("Input(5, 6), TransformerEncoderLayer(3, 10, Dropout = 0)", static seed => new Encoder1(seed)),
        new("Input(5, 8), TransformerDecoderLayer(4, 8, Dropout = 0, NormFirst = true)", static seed => new Decoder2(seed)),
#if COMPLETE_TESTS
        new("Input(3, 20), MultiHeadAttention(5, Bias = false)", static seed => new Attention3(seed)),
        new("Input(6, 8), TransformerEncoderLayer(2, 17, Dropout = 0, NormFirst = true, Causal = true, Activation = Activation.Gelu)", static seed => new Encoder2(seed)),
        new("Input(4, 6), TransformerDecoderLayer(2, 9, Dropout = 0)", static seed => new Decoder1(seed)),
        new("Input(7, 8), MultiHeadAttention(1, Causal = true)", static seed => new Attention2(seed)),
#endif
    ];

    [Network(InputGradient = true), Input(5, 6), MultiHeadAttention(2)]
    public sealed partial class Attention1;

    [Network(InputGradient = true), Input(5, 6), TransformerEncoderLayer(3, 10, Dropout = 0)]
    public sealed partial class Encoder1;

    [Network(InputGradient = true)]
    public sealed partial class Decoder2
    {
        [TransformerDecoderLayer(4, 8, Dropout = 0, NormFirst = true)]
        private partial Tensor Decode(Tensor x, Tensor memory);

        [Forward]
        private Tensor Forward([Shape(5, 8)] Tensor x) => Decode(x, x * x);
    }

#if COMPLETE_TESTS
    [Network(InputGradient = true), Input(3, 20), MultiHeadAttention(5, Bias = false)]
    public sealed partial class Attention3;

    [Network(InputGradient = true), Input(6, 8), TransformerEncoderLayer(2, 17, Dropout = 0, NormFirst = true, Causal = true, Activation = Activation.Gelu)]
    public sealed partial class Encoder2;

    [Network(InputGradient = true)]
    public sealed partial class Decoder1
    {
        [TransformerDecoderLayer(2, 9, Dropout = 0)]
        private partial Tensor Decode(Tensor x, Tensor memory);

        // The memory is made of the sequence, as in the recording.
        [Forward]
        private Tensor Forward([Shape(4, 6)] Tensor x) => Decode(x, x * x);
    }

    [Network(InputGradient = true), Input(7, 8), MultiHeadAttention(1, Causal = true)]
    public sealed partial class Attention2;
#endif
}
