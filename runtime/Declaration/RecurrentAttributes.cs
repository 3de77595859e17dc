namespace NetGen;

/// <summary>
/// A recurrent layer: it carries a state along the steps of a sequence, [T × features] → [T × hidden]. Parameters, their names and how they start are
/// PyTorch's: <c>weight_ih_l0</c> [gates·hidden, features], <c>weight_hh_l0</c> [gates·hidden, hidden], <c>bias_ih_l0</c> and <c>bias_hh_l0</c>
/// [gates·hidden], uniform in ±1/√hidden; those of the other direction end in <c>_reverse</c>. The state begins as zeros.
/// </summary>
/// <param name="hidden">How many values the state has; at least 1.</param>
public abstract class RecurrentAttribute(int hidden) : LayerAttribute
{
    /// <summary>How many values the state has.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>How many recurrent layers stand upon each other, each over the states of the one below; 1 unless given.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>
    /// Whether a second recurrence goes through the sequence backwards; its states follow those of the first: [T × 2·hidden].
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>What part of the values between two layers is dropped in training; 0 unless given.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether biases are added; <see langword="true"/> unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// Whether only the state at the end is given out, [hidden]: after the last step, and of the backward direction after the first one, which it
    /// comes to last. Else all steps are.
    /// </summary>
    public bool LastStep { get; init; }

    /// <summary>
    /// On a method: whether its last tensor is the lengths of the samples, an input that is marked <see cref="LengthsAttribute">[Lengths]</see>. A sample's steps behind its end are not computed,
    /// and are 0 in what is given out; its last step is that at its own end, and the backward direction begins there. PyTorch's packed sequences. In a stack the input says it:
    /// <see cref="InputAttribute.Lengths"/>.
    /// </summary>
    public bool Lengths { get; init; }
}

/// <summary>
/// An Elman network: <c>hₜ = tanh(xₜ · weight_ihᵀ + bias_ih + hₜ₋₁ · weight_hhᵀ + bias_hh)</c>, as PyTorch's <c>RNN</c>. Elman, "Finding structure in
/// time", 1990.
/// </summary>
/// <param name="hidden">How many values the state has; at least 1.</param>
/// <param name="activation">What is applied in the place of the hyperbolic tangent, such as <see cref="NetGen.Activation.Relu"/>.</param>
public sealed class RnnAttribute(int hidden, Activation activation = Activation.Tanh) : RecurrentAttribute(hidden)
{
    /// <summary>The function of each step.</summary>
    public Activation Activation { get; } = activation;
}

/// <summary>
/// Long short-term memory, as PyTorch's <c>LSTM</c>: with the gates i, f, g, o, in this order in the parameters, of
/// <c>xₜ · weight_ihᵀ + bias_ih + hₜ₋₁ · weight_hhᵀ + bias_hh</c>, <c>cₜ = σ(f) · cₜ₋₁ + σ(i) · tanh(g)</c> and <c>hₜ = σ(o) · tanh(cₜ)</c>.
/// Hochreiter and Schmidhuber, "Long short-term memory", 1997.
/// </summary>
/// <param name="hidden">How many values the state has; at least 1.</param>
public sealed class LstmAttribute(int hidden) : RecurrentAttribute(hidden);

/// <summary>
/// A gated recurrent unit, as PyTorch's <c>GRU</c>: with the gates r, z, n, in this order in the parameters,
/// <c>n = tanh(xₜ · W_n + b_n + σ(r) · (hₜ₋₁ · U_n + c_n))</c> and <c>hₜ = (1 − σ(z)) · n + σ(z) · hₜ₋₁</c>. Cho et al., "Learning phrase
/// representations using RNN encoder–decoder", 2014.
/// </summary>
/// <param name="hidden">How many values the state has; at least 1.</param>
public sealed class GruAttribute(int hidden) : RecurrentAttribute(hidden);
