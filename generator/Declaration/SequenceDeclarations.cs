using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration;

/// <summary>A table of which each whole number has a row.</summary>
/// <param name="Vocabulary">How many rows.</param>
/// <param name="Width">How many numbers a row has.</param>
/// <param name="Padding">The row that stays zero, where there is one.</param>
/// <param name="Deviation">The standard deviation of what the rows start with.</param>
internal sealed record EmbeddingDeclaration(string Name, int Vocabulary, int Width, int? Padding, double Deviation) : LayerDeclaration(Name)
{
    public override EquatableArray<string> Parameters => ["weight"];
}

/// <summary>Attention of several heads.</summary>
/// <param name="IsCausal">Whether no place sees a later one.</param>
/// <param name="Dropout">With what probability a weight is 0 in training.</param>
/// <param name="IsRotary">Whether queries and keys are turned by their places.</param>
/// <param name="HasKeyPadding">Whether the last input says which keys are not looked at.</param>
internal sealed record MultiHeadAttentionDeclaration(string Name, int Heads, bool IsCausal, bool Bias, double Dropout, bool IsRotary, bool HasKeyPadding) : LayerDeclaration(Name)
{
    /// <summary>Whether the last input has the lengths of what is looked at.</summary>
    public bool HasLengths { get; init; }

    public override LayerDeclaration? WithLengths() => this with { HasLengths = true };

    public override EquatableArray<string> Parameters
        => Bias ? ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"] : ["in_proj_weight", "out_proj.weight"];

    public override EquatableArray<string> InputNames => ["x", .. HasKeyPadding ? ["padding"] : Array.Empty<string>(), .. HasLengths ? ["lengths"] : Array.Empty<string>()];

    public override bool Takes(int inputs) => inputs - (HasKeyPadding ? 1 : 0) - (HasLengths ? 1 : 0) is >= 1 and <= 3;
}

/// <summary>A layer of a transformer's encoder or decoder.</summary>
/// <param name="IsDecoder">Whether it looks at a second sequence, too.</param>
/// <param name="FeedForward">How many units the dense layer between has.</param>
/// <param name="NormFirst">Whether a normalisation stands before each part, and not behind its sum.</param>
internal sealed record TransformerLayerDeclaration(
    string Name, bool IsDecoder, int Heads, int FeedForward, ActivationKind Activation, double Dropout, bool NormFirst, bool Bias, double Epsilon, bool IsCausal, bool IsRotary, bool HasKeyPadding)
    : LayerDeclaration(Name)
{
    /// <summary>Whether the last input has the lengths of the sequence or, of a decoder, of what it looks at.</summary>
    public bool HasLengths { get; init; }

    public override LayerDeclaration? WithLengths() => IsDecoder ? null : this with { HasLengths = true };

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiHeadAttentionDeclaration SelfAttention
        => new(Name + ".self_attn", Heads, IsCausal, Bias, Dropout, IsRotary, HasKeyPadding) { HasLengths = HasLengths && !IsDecoder };

    /// <summary>The attention of a decoder's sequence to the other one.</summary>
    public MultiHeadAttentionDeclaration CrossAttention => new(Name + ".multihead_attn", Heads, IsCausal: false, Bias, Dropout, IsRotary: false, HasKeyPadding: false) { HasLengths = HasLengths };

    public DenseDeclaration First => new(Name + ".linear1", FeedForward, Activation, Bias, InitializerKind.Default);

    /// <param name="width">How wide the sequence is.</param>
    public DenseDeclaration Second(int width) => new(Name + ".linear2", width, ActivationKind.None, Bias, InitializerKind.Default);

    public LayerNormDeclaration Norm(int number) => new($"{Name}.norm{Numbers.Text(number)}", 1, Epsilon, Affine: true, Bias);

    /// <summary>In PyTorch's order.</summary>
    public override EquatableArray<string> Parameters
        => (IsDecoder ? new LayerDeclaration[] { SelfAttention, CrossAttention, First, Second(1), Norm(1), Norm(2), Norm(3) } : [SelfAttention, First, Second(1), Norm(1), Norm(2)])
            .SelectMany(static part => part.ParameterNames).Select(name => name.Substring(Name.Length + 1)).ToEquatableArray();

    public override EquatableArray<string> InputNames => ["x", .. IsDecoder ? ["memory"] : HasKeyPadding ? ["padding"] : Array.Empty<string>(), .. HasLengths ? ["lengths"] : Array.Empty<string>()];
}
