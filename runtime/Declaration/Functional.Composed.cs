namespace NetGen;

/// <summary>Functions that are compositions of others, with PyTorch's names.</summary>
public static partial class Functional
{
    /// <summary><c>log Σ exp(x)</c> over axes, which are dropped: PyTorch's <c>logsumexp</c>. It does not overflow.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them unless given.</param>
    public static Tensor LogSumExp(Tensor x, params int[] axes) => throw Tensor.NeverRuns();

    /// <summary><c>log Σ exp(x)</c> over axes: PyTorch's <c>logsumexp</c>. It does not overflow.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axes">The axes; all of them if there is none.</param>
    /// <param name="keepDimensions">Whether the axes stay, with length 1.</param>
    public static Tensor LogSumExp(Tensor x, int[] axes, bool keepDimensions) => throw Tensor.NeverRuns();

    /// <summary>
    /// Each element, but no less than <paramref name="min"/> and no more than <paramref name="max"/>. As in PyTorch, the gradient goes to the element where it is
    /// within the bounds or equal to one, and to the bound elsewhere.
    /// </summary>
    /// <param name="x">The tensor.</param>
    /// <param name="min">The lower bound: a number or a tensor.</param>
    /// <param name="max">The upper bound, which is not below the lower one.</param>
    public static Tensor Clamp(Tensor x, Tensor min, Tensor max) => throw Tensor.NeverRuns();

    /// <summary>1 where two elements are equal, and 0 elsewhere: PyTorch's <c>eq</c>. It has no gradient.</summary>
    public static Tensor Equal(Tensor x, Tensor y) => throw Tensor.NeverRuns();

    /// <summary>Tensors of one shape along a new first axis.</summary>
    /// <param name="tensors">The tensors.</param>
    public static Tensor Stack(params Tensor[] tensors) => throw Tensor.NeverRuns();

    /// <summary>Tensors of one shape along a new axis: <c>Stack(1, a, b)</c> of two [3] is [3 × 2].</summary>
    /// <param name="axis">Where the new axis comes; −1 is behind all others.</param>
    /// <param name="tensors">The tensors.</param>
    public static Tensor Stack(int axis, params Tensor[] tensors) => throw Tensor.NeverRuns();

    /// <summary>The lower triangle of matrices, which are in the last two axes; what is above the diagonal is 0.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="diagonal">The last diagonal that stays: 0 is the main one, 1 the one above it.</param>
    public static Tensor Tril(Tensor x, int diagonal = 0) => throw Tensor.NeverRuns();

    /// <summary>The upper triangle of matrices, which are in the last two axes; what is below the diagonal is 0.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="diagonal">The first diagonal that stays: 0 is the main one, 1 the one above it.</param>
    public static Tensor Triu(Tensor x, int diagonal = 0) => throw Tensor.NeverRuns();

    /// <summary>The sum of each element and all before it along an axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last one unless given.</param>
    public static Tensor CumSum(Tensor x, int axis = -1) => throw Tensor.NeverRuns();

    /// <summary>The product of each element and all before it along an axis. Its gradient is right where an element is 0, too.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis; the last one unless given.</param>
    public static Tensor CumProd(Tensor x, int axis = -1) => throw Tensor.NeverRuns();
}
