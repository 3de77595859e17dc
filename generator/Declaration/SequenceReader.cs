using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>Reads the layers of sequences.</summary>
internal static class SequenceReader
{
    public static LayerDeclaration Embedding(string name, AttributeReader attribute)
    {
        var vocabulary = attribute.VocabularyIfGiven("vocabulary") ?? 1;
        var padding = attribute.CountIfGiven("Padding");
        if (padding >= vocabulary)
        {
            attribute.Refuse("Padding", $"padding of at most {Counts.Text(vocabulary - 1)}, the last row", Counts.Text(padding.Value));
            padding = null;
        }

        return new EmbeddingDeclaration(
            name, vocabulary, attribute.Size("width"), padding, attribute.Number("Deviation", 1, static deviation => deviation >= 0, "a deviation of at least 0"));
    }

    public static LayerDeclaration MultiHeadAttention(string name, AttributeReader attribute)
        => new MultiHeadAttentionDeclaration(
            name,
            attribute.Size("heads"),
            attribute.Flag("Causal", otherwise: false),
            attribute.Flag("Bias", otherwise: true),
            Dropout(attribute, 0),
            attribute.Flag("Rotary", otherwise: false),
            attribute.Flag("KeyPadding", otherwise: false))
        {
            HasLengths = attribute.Flag("Lengths", otherwise: false),
        };

    public static LayerDeclaration TransformerEncoderLayer(string name, AttributeReader attribute)
        => Transformer(name, attribute, isDecoder: false) with { HasKeyPadding = attribute.Flag("KeyPadding", otherwise: false) };

    public static LayerDeclaration TransformerDecoderLayer(string name, AttributeReader attribute) => Transformer(name, attribute, isDecoder: true);

    private static TransformerLayerDeclaration Transformer(string name, AttributeReader attribute, bool isDecoder)
        => new(
            name,
            isDecoder,
            attribute.Size("heads"),
            attribute.SizeIfGiven("feedForward") ?? 2048,
            attribute.MemberIfGiven<ActivationKind>("Activation") ?? ActivationKind.Relu,
            Dropout(attribute, 0.1),
            attribute.Flag("NormFirst", otherwise: false),
            attribute.Flag("Bias", otherwise: true),
            NormalizationReader.Epsilon(attribute, 1e-5),
            attribute.Flag("Causal", otherwise: isDecoder),
            attribute.Flag("Rotary", otherwise: false),
            HasKeyPadding: false)
        {
            HasLengths = attribute.Flag("Lengths", otherwise: false),
        };

    // What rounds to 1 would drop all.
    private static double Dropout(AttributeReader attribute, double otherwise)
        => attribute.Number("Dropout", otherwise, static rate => rate >= 0 && (float)rate < 1, "a dropout of at least 0 and less than 1");
}
