namespace NetGen;

/// <summary>
/// The functions of a <see cref="ForwardAttribute">forward method</see>, for <c>using static NetGen.Functional;</c>. Names and definitions
/// are PyTorch's. They are read by the generator and never run.
/// </summary>
/// <remarks>
/// Axes are those of a sample, from 0, or from −1 backwards; the batch is not an axis. In [batch × channels × height × width], axis 0 is
/// the channels. Where the shapes are written here, the batch is left out.
/// </remarks>
public static partial class Functional
{
    /// <summary>The matrix product over the last two axes, as NumPy's <c>matmul</c>: [… × m × k], [… × k × n] → [… × m × n].</summary>
    /// <param name="left">[… × m × k], or a vector [k], which is a row.</param>
    /// <param name="right">[… × k × n], or a vector [k], which is a column. The axes in front are broadcast.</param>
    public static Tensor MatMul(Tensor left, Tensor right) => throw Tensor.NeverRuns();

    /// <summary>The tensors concatenated along axis 0: the features of a vector, the channels of a picture.</summary>
    /// <param name="tensors">At least one; their shapes may differ in axis 0 only.</param>
    public static Tensor Concatenate(params Tensor[] tensors) => throw Tensor.NeverRuns();

    /// <summary>The tensors concatenated along an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="tensors">At least one; their shapes may differ in that axis only.</param>
    public static Tensor Concatenate(int axis, params Tensor[] tensors) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Concatenate(Tensor[])"/>
    public static Tensor Concatenate(IReadOnlyList<Tensor> tensors) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Concatenate(int, Tensor[])"/>
    public static Tensor Concatenate(int axis, IReadOnlyList<Tensor> tensors) => throw Tensor.NeverRuns();

    /// <summary>A part of an axis, which stays an axis: elements <paramref name="start"/> to <paramref name="start"/> + <paramref name="length"/> − 1.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="start">The first element; a negative one counts from the end.</param>
    /// <param name="length">How many; at least 1.</param>
    public static Tensor Slice(Tensor x, int axis, int start, int length) => throw Tensor.NeverRuns();

    /// <summary>The same elements, in C order, under another shape.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="dimensions">The extents of a sample; one of them may be −1, and is then what is left.</param>
    public static Tensor Reshape(Tensor x, params int[] dimensions) => throw Tensor.NeverRuns();

    /// <summary>All axes of a sample as one.</summary>
    public static Tensor Flatten(Tensor x) => throw Tensor.NeverRuns();

    /// <summary>The axes in another order: axis i of the result is axis <paramref name="axes"/>[i] of the tensor, as NumPy's <c>transpose</c>.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">Every axis once; without any, they are reversed.</param>
    public static Tensor Transpose(Tensor x, params int[] axes) => throw Tensor.NeverRuns();

    /// <summary>The sum over axes, which are dropped.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them unless given.</param>
    public static Tensor Sum(Tensor x, params int[] axes) => throw Tensor.NeverRuns();

    /// <summary>The sum over axes.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them if there is none.</param>
    /// <param name="keepDimensions">Whether the axes stay, with length 1.</param>
    public static Tensor Sum(Tensor x, int[] axes, bool keepDimensions) => throw Tensor.NeverRuns();

    /// <summary>The mean over axes, which are dropped.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them unless given.</param>
    public static Tensor Mean(Tensor x, params int[] axes) => throw Tensor.NeverRuns();

    /// <summary>The mean over axes.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them if there is none.</param>
    /// <param name="keepDimensions">Whether the axes stay, with length 1.</param>
    public static Tensor Mean(Tensor x, int[] axes, bool keepDimensions) => throw Tensor.NeverRuns();

    /// <summary>The largest element over axes, which are dropped: PyTorch's <c>amax</c>. Equal elements share the gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them unless given. The larger of two tensors is <see cref="Maximum"/>.</param>
    public static Tensor Max(Tensor x, params int[] axes) => throw Tensor.NeverRuns();

    /// <summary>The largest element over axes: PyTorch's <c>amax</c>. Equal elements share the gradient.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them if there is none.</param>
    /// <param name="keepDimensions">Whether the axes stay, with length 1.</param>
    public static Tensor Max(Tensor x, int[] axes, bool keepDimensions) => throw Tensor.NeverRuns();

    /// <summary><c>exp(xᵢ) / Σⱼ exp(xⱼ)</c> along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last one unless given.</param>
    public static Tensor Softmax(Tensor x, int axis = -1) => throw Tensor.NeverRuns();

    /// <summary><c>xᵢ − log Σⱼ exp(xⱼ)</c> along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last one unless given.</param>
    public static Tensor LogSoftmax(Tensor x, int axis = -1) => throw Tensor.NeverRuns();

    /// <summary>
    /// The derivative of the sum of <paramref name="output"/>'s elements with respect to every element of <paramref name="input"/>, for every
    /// sample: PyTorch's <c>autograd.grad(output.sum(), input, create_graph=True)</c>. It has the input's shape, and can be differentiated
    /// again: <c>Gradient(Gradient(u, x), x)</c> is ∂²u/∂x².
    /// </summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="input">The tensor from which it is computed, such as an input of the network.</param>
    public static Tensor Gradient(Tensor output, Tensor input) => throw Tensor.NeverRuns();

    /// <summary>The tensor itself, as a constant: no gradient flows through it.</summary>
    public static Tensor StopGradient(Tensor x) => throw Tensor.NeverRuns();

    /// <summary>The same number everywhere.</summary>
    /// <param name="value">The number.</param>
    /// <param name="dimensions">The extents of a sample.</param>
    public static Tensor Full(float value, params int[] dimensions) => throw Tensor.NeverRuns();
}
