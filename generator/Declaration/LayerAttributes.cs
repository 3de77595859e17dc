using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>
/// The layers that can be declared by an attribute, and how each is read. A new layer is one row here, its record in
/// <see cref="LayerDeclaration"/>'s file, and its attribute in the runtime.
/// </summary>
internal static class LayerAttributes
{
    /// <summary>The attribute that all of them derive from.</summary>
    public const string Base = "NetGen.LayerAttribute";

    private static readonly Dictionary<string, Func<string, AttributeReader, LayerDeclaration>> Readers = new()
    {
        ["NetGen.DenseAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            return new DenseDeclaration(
                name,
                attribute.Size("units"),
                activation,
                attribute.Flag("Bias", otherwise: true),
                attribute.Member<InitializerKind>("Initializer"))
            {
                ActivationMethod = attribute.ActivationMethod("ActivationMethod", activation),
            };
        },

        ["NetGen.ActivationAttribute"] = static (name, attribute) =>
        {
            var activation = attribute.Member<ActivationKind>("activation");
            if (activation == ActivationKind.None)
                attribute.AdviseNoEffect("activation", "it gives out what goes in");
            return new ActivationDeclaration(name, activation);
        },

        ["NetGen.Conv1DAttribute"] = ImageReader.Conv1D,
        ["NetGen.Conv2DAttribute"] = ImageReader.Conv2D,
        ["NetGen.ConvTranspose2DAttribute"] = ImageReader.ConvTranspose2D,
        ["NetGen.MaxPool1DAttribute"] = ImageReader.MaxPool1D,
        ["NetGen.MaxPool2DAttribute"] = ImageReader.MaxPool2D,
        ["NetGen.AveragePool1DAttribute"] = ImageReader.AveragePool1D,
        ["NetGen.AveragePool2DAttribute"] = ImageReader.AveragePool2D,
        ["NetGen.AdaptiveAveragePool1DAttribute"] = ImageReader.AdaptiveAveragePool1D,
        ["NetGen.AdaptiveAveragePool2DAttribute"] = ImageReader.AdaptiveAveragePool2D,
        ["NetGen.AdaptiveMaxPool1DAttribute"] = ImageReader.AdaptiveMaxPool1D,
        ["NetGen.AdaptiveMaxPool2DAttribute"] = ImageReader.AdaptiveMaxPool2D,
        ["NetGen.GlobalAveragePoolAttribute"] = static (name, _) => new GlobalAveragePoolDeclaration(name),
        ["NetGen.GlobalMaxPoolAttribute"] = static (name, _) => new GlobalMaxPoolDeclaration(name),
        ["NetGen.ZeroPad1DAttribute"] = ImageReader.ZeroPad1D,
        ["NetGen.ReflectionPad1DAttribute"] = ImageReader.ReflectionPad1D,
        ["NetGen.ZeroPad2DAttribute"] = ImageReader.ZeroPad2D,
        ["NetGen.ReflectionPad2DAttribute"] = ImageReader.ReflectionPad2D,
        ["NetGen.UpsampleAttribute"] = ImageReader.Upsample,
        ["NetGen.BatchNormAttribute"] = NormalizationReader.BatchNorm,
        ["NetGen.LayerNormAttribute"] = NormalizationReader.LayerNorm,
        ["NetGen.RMSNormAttribute"] = NormalizationReader.RMSNorm,
        ["NetGen.GroupNormAttribute"] = NormalizationReader.GroupNorm,
        ["NetGen.PReluAttribute"] = NormalizationReader.PRelu,
        ["NetGen.DropoutAttribute"] = NormalizationReader.Dropout,
        ["NetGen.Dropout2DAttribute"] = NormalizationReader.Dropout2D,

        ["NetGen.EmbeddingAttribute"] = SequenceReader.Embedding,
        ["NetGen.MultiHeadAttentionAttribute"] = SequenceReader.MultiHeadAttention,
        ["NetGen.TransformerEncoderLayerAttribute"] = SequenceReader.TransformerEncoderLayer,
        ["NetGen.TransformerDecoderLayerAttribute"] = SequenceReader.TransformerDecoderLayer,

        ["NetGen.RnnAttribute"] = RecurrentReader.Rnn,
        ["NetGen.LstmAttribute"] = RecurrentReader.Lstm,
        ["NetGen.GruAttribute"] = RecurrentReader.Gru,

        ["NetGen.FlattenAttribute"] = static (name, _) => new FlattenDeclaration(name),

        ["NetGen.SoftmaxAttribute"] = static (name, _) => new SoftmaxDeclaration(name),

        ["NetGen.NestedAttribute"] = static (name, attribute) => new NestedDeclaration(name, attribute.Network("network")),

        ["NetGen.LogSoftmaxAttribute"] = static (name, _) => new LogSoftmaxDeclaration(name),
    };

    public static IEnumerable<string> Known => Readers.Keys;

    public static bool IsKnown(string metadataName) => Readers.ContainsKey(metadataName);

    public static LayerDeclaration Read(string metadataName, string name, AttributeReader attribute)
        => Readers[metadataName](name, attribute) with { IsFrozen = attribute.Flag("Frozen", otherwise: false) };
}
