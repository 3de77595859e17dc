namespace NetGen;

/// <summary>
/// Attention of several heads, [batch × length × width] → the same: each place takes a mean of the values of all places, weighted by how well its query fits their keys,
/// <c>softmax(q·kᵀ/√d)·v</c>. PyTorch's <c>MultiheadAttention</c> with <c>batch_first=True</c>.
/// </summary>
/// <remarks>
/// <para>Its parameters are PyTorch's: <c>in_proj_weight</c> [3·width, width], <c>in_proj_bias</c> [3·width], <c>out_proj.weight</c> [width, width] and <c>out_proj.bias</c> [width].</para>
/// <para>In a stack, and on a method with one tensor, the sequence looks at itself. A method with two tensors is given the queries and what is looked at, one with three the queries, keys and
/// values: <c>[MultiHeadAttention(4)] private partial Tensor Look(Tensor query, Tensor memory);</c>.</para>
/// </remarks>
/// <param name="heads">How many heads; they divide the width.</param>
public sealed class MultiHeadAttentionAttribute(int heads) : LayerAttribute
{
    /// <summary>How many heads.</summary>
    public int Heads { get; } = heads;

    /// <summary>Whether no place sees a later one.</summary>
    public bool Causal { get; init; }

    /// <summary>Whether biases are added; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>With what probability a weight of the mean is 0 in training; 0 unless given.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether queries and keys are turned by their places: see <see cref="Functional.RotaryPositions"/>.</summary>
    public bool Rotary { get; init; }

    /// <summary>
    /// On a method: whether its last tensor, [length of the keys], says which keys are not looked at: those where it is not 0, such as the padding behind a short text. PyTorch's
    /// <c>key_padding_mask</c>. Of a sample without any key, everything is 0.
    /// </summary>
    public bool KeyPadding { get; init; }

    /// <summary>
    /// On a method: whether its last tensor is the lengths of what is looked at, an input that is marked <see cref="LengthsAttribute">[Lengths]</see>. Keys behind a sample's end are not looked
    /// at. In a stack the input says it: <see cref="InputAttribute.Lengths"/>.
    /// </summary>
    public bool Lengths { get; init; }
}
