namespace NetGen;

/// <summary>The functions of whole numbers, of sequences and of tables.</summary>
public static partial class Functional
{
    /// <summary>Rows of a table, [rows × …], by their numbers, [… ]: a row for each number, [… × …]. PyTorch's <c>embedding</c>. Its gradient adds to the rows.</summary>
    /// <remarks>
    /// The numbers are whole, and have to be known to be in the table: an input with a vocabulary, what <see cref="ArgMax"/> or <see cref="Range"/> gives, or what
    /// <see cref="Minimum"/> and <see cref="Maximum"/> keep there.
    /// </remarks>
    /// <param name="table">The table. One that depends on an input is each sample's own.</param>
    /// <param name="indices">The numbers of the rows.</param>
    public static Tensor Gather(Tensor table, Tensor indices) => throw Tensor.NeverRuns();

    /// <summary>For each whole number as many zeros as there are classes, with a 1 at its place: [… ] → [… × classes].</summary>
    /// <param name="indices">The numbers, from 0. One that is no class has no 1.</param>
    /// <param name="classes">How many classes there are.</param>
    public static Tensor OneHot(Tensor indices, int classes) => throw Tensor.NeverRuns();

    /// <summary>Where the largest element along an axis is, counted from 0; the first where several are largest. The axis is dropped. No gradient flows through it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last one unless given.</param>
    public static Tensor ArgMax(Tensor x, int axis = -1) => throw Tensor.NeverRuns();

    /// <summary>The whole numbers from 0 on, [count].</summary>
    /// <param name="count">How many; at least 1.</param>
    public static Tensor Range(int count) => throw Tensor.NeverRuns();

    /// <summary>What is added to the scores of an attention so that no place sees a later one: 0 up to the diagonal and −∞ above it, [length × length].</summary>
    /// <param name="length">How many places; at least 1.</param>
    public static Tensor CausalMask(int length) => throw Tensor.NeverRuns();

    /// <summary>Of each step of a sequence whether a sample has it, 1 or 0: [steps]. Its opposite, <c>1 - LengthMask(…)</c>, is the <see cref="MultiHeadAttentionAttribute.KeyPadding"/> of an attention.</summary>
    /// <param name="lengths">How many steps each sample has: an input that is marked <see cref="LengthsAttribute">[Lengths]</see>.</param>
    /// <param name="steps">How many steps there are; as many as the lengths are of.</param>
    public static Tensor LengthMask(Tensor lengths, int steps) => throw Tensor.NeverRuns();

    /// <summary>The mean over the steps that a sample has: [T × …] → […].</summary>
    /// <param name="sequence">The sequence; its first axis is the steps.</param>
    /// <param name="lengths">How many steps each sample has: an input that is marked <see cref="LengthsAttribute">[Lengths]</see>.</param>
    public static Tensor MeanOverSteps(Tensor sequence, Tensor lengths) => throw Tensor.NeverRuns();

    /// <summary>The sum over the steps that a sample has: [T × …] → […].</summary>
    /// <inheritdoc cref="MeanOverSteps"/>
    public static Tensor SumOverSteps(Tensor sequence, Tensor lengths) => throw Tensor.NeverRuns();

    /// <summary>The largest value of the steps that a sample has: [T × …] → […].</summary>
    /// <inheritdoc cref="MeanOverSteps"/>
    public static Tensor MaxOverSteps(Tensor sequence, Tensor lengths) => throw Tensor.NeverRuns();

    /// <summary>Numbers that are known when the project is compiled, as a tensor that is the same for all samples.</summary>
    /// <param name="values">The numbers, in C order.</param>
    /// <param name="dimensions">The extents; one axis unless given.</param>
    public static Tensor Constant(float[] values, params int[] dimensions) => throw Tensor.NeverRuns();

    /// <summary>
    /// Sines and cosines that tell places apart, [length × width]: <c>sin(i / 10000^(2k/width))</c> in column 2k and the cosine of the same in column 2k + 1. Vaswani et al.,
    /// Attention Is All You Need, 2017.
    /// </summary>
    /// <param name="length">How many places; at least 1.</param>
    /// <param name="width">How many numbers a place has; at least 1.</param>
    public static Tensor SinusoidalPositions(int length, int width) => throw Tensor.NeverRuns();

    /// <summary>
    /// Rotary positions, [… × length × width] → the same: the halves of each row, as pairs, are turned by <c>i / base^(2k/width)</c>, so that products of rows depend on how far
    /// apart their places are. Su et al., RoFormer, 2021, with the halves as Llama has them.
    /// </summary>
    /// <param name="x">The tensor; its width is even.</param>
    /// <param name="base">The base of the wavelengths; 10,000 unless given.</param>
    public static Tensor RotaryPositions(Tensor x, double @base = 10_000) => throw Tensor.NeverRuns();

    /// <summary>The weight of a layer that is applied in the same network, to be used a second time: <c>MatMul(h, Transpose(Weight(nameof(Tokens))))</c>.</summary>
    /// <param name="layer">The name of the layer's method; the layer has to be applied before.</param>
    public static Tensor Weight(string layer) => throw Tensor.NeverRuns();

    /// <summary>The weight of one of several layers that a method stands for.</summary>
    /// <param name="layer">The name of the layers' method.</param>
    /// <param name="index">Which of them; it has to be applied before.</param>
    public static Tensor Weight(string layer, int index) => throw Tensor.NeverRuns();
}
