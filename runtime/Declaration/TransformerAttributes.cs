namespace NetGen;

/// <summary>What layers of a transformer have in common.</summary>
/// <param name="heads">How many heads the attention has; they divide the width.</param>
/// <param name="feedForward">How many units the dense layer between has.</param>
public abstract class TransformerLayerAttribute(int heads, int feedForward) : LayerAttribute
{
    /// <summary>How many heads the attention has.</summary>
    public int Heads { get; } = heads;

    /// <summary>How many units the dense layer between has.</summary>
    public int FeedForward { get; } = feedForward;

    /// <summary>The function between the dense layers; relu unless given.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>With what probability elements are 0 in training, behind each part and in the attention; 0.1 unless given, as in PyTorch.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Whether a normalisation stands before each part and not behind its sum.</summary>
    public bool NormFirst { get; init; }

    /// <summary>Whether dense layers, attention and normalisations have biases; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>What the normalisations add to the variance; 10⁻⁵ unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether queries and keys of the sequence itself are turned by their places: see <see cref="Functional.RotaryPositions"/>.</summary>
    public bool Rotary { get; init; }

    /// <summary>
    /// On a method: whether its last tensor is the lengths of the sequence or, of a decoder, of the memory, an input that is marked <see cref="LengthsAttribute">[Lengths]</see>. No place looks
    /// behind a sample's end. In a stack the input says it: <see cref="InputAttribute.Lengths"/>.
    /// </summary>
    public bool Lengths { get; init; }
}

/// <summary>
/// A layer of a transformer's encoder, [batch × length × width] → the same: attention, and two dense layers, each added to what went in and normalised. PyTorch's
/// <c>TransformerEncoderLayer</c> with <c>batch_first=True</c>, its parameters and their names. With <see cref="Causal"/>, a layer of a GPT.
/// </summary>
/// <param name="heads">How many heads the attention has; they divide the width.</param>
/// <param name="feedForward">How many units the dense layer between has; 2,048 unless given.</param>
public sealed class TransformerEncoderLayerAttribute(int heads, int feedForward = 2048) : TransformerLayerAttribute(heads, feedForward)
{
    /// <summary>Whether no place sees a later one.</summary>
    public bool Causal { get; init; }

    /// <inheritdoc cref="MultiHeadAttentionAttribute.KeyPadding"/>
    public bool KeyPadding { get; init; }
}

/// <summary>
/// A layer of a transformer's decoder: as an encoder's, with a second attention between that looks at what the encoder gives. PyTorch's <c>TransformerDecoderLayer</c> with
/// <c>batch_first=True</c>, its parameters and their names. It stands on a method with two tensors: the sequence, and the memory that is looked at.
/// </summary>
/// <param name="heads">How many heads the attentions have; they divide the width.</param>
/// <param name="feedForward">How many units the dense layer between has; 2,048 unless given.</param>
public sealed class TransformerDecoderLayerAttribute(int heads, int feedForward = 2048) : TransformerLayerAttribute(heads, feedForward)
{
    /// <summary>Whether no place of the sequence sees a later one; <see langword="true"/> unless given.</summary>
    public bool Causal { get; init; } = true;
}
