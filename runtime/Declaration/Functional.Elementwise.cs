namespace NetGen;

/// <summary>The functions that work element by element.</summary>
public static partial class Functional
{
    /// <inheritdoc cref="Activation.Relu"/>
    public static Tensor Relu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.LeakyRelu"/>
    public static Tensor LeakyRelu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Elu"/>
    public static Tensor Elu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Selu"/>
    public static Tensor Selu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Gelu"/>
    public static Tensor Gelu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.GeluTanh"/>
    public static Tensor GeluTanh(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Silu"/>
    public static Tensor Silu(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Mish"/>
    public static Tensor Mish(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Tanh"/>
    public static Tensor Tanh(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Sigmoid"/>
    public static Tensor Sigmoid(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Softplus"/>
    public static Tensor Softplus(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.Softsign"/>
    public static Tensor Softsign(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.HardTanh"/>
    public static Tensor HardTanh(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.HardSigmoid"/>
    public static Tensor HardSigmoid(Tensor x) => throw Tensor.NeverRuns();

    /// <inheritdoc cref="Activation.HardSwish"/>
    public static Tensor HardSwish(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>eˣ</c></summary>
    public static Tensor Exp(Tensor x) => throw Tensor.NeverRuns();

    /// <summary>The natural logarithm.</summary>
    public static Tensor Log(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>√x</c></summary>
    public static Tensor Sqrt(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>|x|</c>; its slope at 0 is 0.</summary>
    public static Tensor Abs(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>sin x</c>, x in radians.</summary>
    public static Tensor Sin(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>cos x</c>, x in radians.</summary>
    public static Tensor Cos(Tensor x) => throw Tensor.NeverRuns();

    /// <summary>The error function.</summary>
    public static Tensor Erf(Tensor x) => throw Tensor.NeverRuns();

    /// <summary><c>xʸ</c></summary>
    public static Tensor Pow(Tensor x, Tensor exponent) => throw Tensor.NeverRuns();

    /// <summary>The larger of each pair of elements; equal ones share the gradient. The largest along an axis is <see cref="Max(Tensor, int[])"/>.</summary>
    public static Tensor Maximum(Tensor left, Tensor right) => throw Tensor.NeverRuns();

    /// <summary>The smaller of each pair of elements; equal ones share the gradient.</summary>
    public static Tensor Minimum(Tensor left, Tensor right) => throw Tensor.NeverRuns();

    /// <summary>An element of <paramref name="whenTrue"/> where the condition is not 0, else of <paramref name="whenFalse"/>; all three are broadcast.</summary>
    /// <param name="condition">A comparison, such as <c>x &gt; 0</c>, or any tensor. No gradient flows to it.</param>
    /// <param name="whenTrue">What is taken where the condition holds.</param>
    /// <param name="whenFalse">What is taken elsewhere.</param>
    public static Tensor Where(Tensor condition, Tensor whenTrue, Tensor whenFalse) => throw Tensor.NeverRuns();

    /// <summary>A scalar function of every element: <c>Map(x, Swish)</c>.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="function">The name of a static method of one number that is marked <see cref="DifferentiableAttribute"/>.</param>
    public static Tensor Map(Tensor x, Func<float, float> function) => throw Tensor.NeverRuns();

    /// <summary>A scalar function of each pair of elements of two tensors, which are broadcast; either can be a number.</summary>
    /// <param name="x">What the function's first parameter is.</param>
    /// <param name="y">What its second parameter is.</param>
    /// <param name="function">The name of a static method of two numbers that is marked <see cref="DifferentiableAttribute"/>.</param>
    public static Tensor Map(Tensor x, Tensor y, Func<float, float, float> function) => throw Tensor.NeverRuns();

    /// <summary>A scalar function of the elements of three tensors, which are broadcast; any can be a number.</summary>
    /// <param name="x">What the function's first parameter is.</param>
    /// <param name="y">What its second parameter is.</param>
    /// <param name="z">What its third parameter is.</param>
    /// <param name="function">The name of a static method of three numbers that is marked <see cref="DifferentiableAttribute"/>.</param>
    public static Tensor Map(Tensor x, Tensor y, Tensor z, Func<float, float, float, float> function) => throw Tensor.NeverRuns();

    /// <summary>A scalar function of the elements of four tensors, which are broadcast; any can be a number.</summary>
    /// <param name="x">What the function's first parameter is.</param>
    /// <param name="y">What its second parameter is.</param>
    /// <param name="z">What its third parameter is.</param>
    /// <param name="w">What its fourth parameter is.</param>
    /// <param name="function">The name of a static method of four numbers that is marked <see cref="DifferentiableAttribute"/>.</param>
    public static Tensor Map(Tensor x, Tensor y, Tensor z, Tensor w, Func<float, float, float, float, float> function) => throw Tensor.NeverRuns();
}
