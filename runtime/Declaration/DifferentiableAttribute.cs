namespace NetGen;

/// <summary>
/// Asks for the derivatives of a function written in C#. Beside a method <c>F</c> of <c>float</c> or <c>double</c> parameters and
/// result, the class gains <c>FGradient</c>, which returns the value and all partial derivatives, and both over spans.
/// </summary>
/// <remarks>
/// Parameters may also be spans and arrays of numbers, tuples and structures of them (a <c>record struct</c>), and data: whole numbers, truth values, spans of them, and
/// whatever is marked <see cref="ConstantAttribute">[Constant]</see>. The derivatives by a span go to a span beside it, which is overwritten. A function of one result gains
/// <c>FGradient</c>. One of several results, as a tuple, a structure or <c>out</c> parameters, gains <c>FJacobian</c> (row by row: a row for each result, a column for each number of the
/// parameters in their order), <c>FVjp</c> (the transposed Jacobian times weights of the results) and <c>FJvp</c> (the Jacobian times a direction).
/// <para>
/// The method is static, its class partial. Its body may have locals, <c>if</c>, <c>?:</c>, <c>switch</c>, <c>for</c>, <c>foreach</c> and <c>while</c>, also with bounds that are known when it
/// runs, early exits, methods and structures of the project, the operators, the functions of <see cref="MathF"/> and <see cref="Math"/> that have a derivative, those of <see cref="Numerics.ScalarMath"/>, and
/// calls of other differentiable methods. It is read as mathematics of real numbers: a cast between <c>float</c> and <c>double</c>
/// changes nothing. At a condition the derivative is that of the branch that is taken; where both operands of <c>Min</c> or <c>Max</c>
/// are equal each has half, and |x| has the derivative 0 at 0, as in PyTorch. A loop keeps on a tape what its derivative needs of each round; <c>FGradient</c> takes memory for
/// it, and uses memory of the shared pool where that does not suffice.
/// </para>
/// <para>
/// In the gradient, and in all that is generated over spans, overflow in intermediate results and the loss of small results' digits are
/// avoided for these forms, however they are spread over locals and calls; coefficients may stand before the exponentials:
/// </para>
/// <list type="bullet">
/// <item>log(1 + eᵘ), log1p(eᵘ), log(c₁·eᵘ + c₂·eᵛ + …) of up to six terms; the logarithm of products, quotients, powers and roots of
/// exponentials and of such sums; log σ(u), log(1 − σ(u)), log cosh u, log(1 − eᵘ); u − log(eᵘ + eᵛ + …).</item>
/// <item>1/(1 + e⁻ᵘ), eᵘ/(1 + eᵘ), x/(1 + e⁻ᵘ), 1 − σ(u), eᵘ/(c₁·eᵘ + c₂·eᵛ + …) and sums of such terms; 1/(eᵘ + e⁻ᵘ), x/eᵘ, eᵘ/eᵛ.</item>
/// <item>tanh by exponentials: (eᵘ − e⁻ᵘ)/(eᵘ + e⁻ᵘ), (e²ᵘ − 1)/(e²ᵘ + 1), 1 − 2/(e²ᵘ + 1), 2·σ(2u) − 1.</item>
/// <item>eᵘ − 1, eᵘ − e⁻ᵘ, log(1 + u), and √(u² + v² + …).</item>
/// </list>
/// The method itself is C# as it was written, and overflows where C# does.
/// </remarks>
/// <example>
/// <code>
/// public static partial class Functions
/// {
///     [Differentiable]
///     public static float Mish(float x) => x * MathF.Tanh(MathF.Log(1 + MathF.Exp(x)));
/// }
///
/// var (value, dX) = Functions.MishGradient(0.5f);
/// </code>
/// </example>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class DifferentiableAttribute : Attribute
{
    /// <summary>
    /// How often to differentiate: 1, unless given, for the gradient; 2 for the second derivatives too: <c>FHessian</c> of up to three
    /// parameters, and <c>FHessianVectorProduct</c> of two or more.
    /// </summary>
    public int Order { get; init; } = 1;

    /// <summary>
    /// Whether the loops of the derivatives keep checkpoints in the place of every round: what a loop carries at the start of each segment of about √n of its n rounds. On the way
    /// back each segment runs forward once more. The tape then holds about 2·√n rounds and not n, the gradient is the same to the last bit, and every round is computed once more.
    /// </summary>
    /// <remarks>
    /// For loops that count, of which no round reads an array that the function writes. What is inside of such a loop is kept for one segment at a time, inner loops too. Others keep every round.
    /// </remarks>
    public bool Checkpoints { get; init; }

    /// <summary>How many rounds a segment between two <see cref="Checkpoints"/> has, at least 1: where it is given, there are checkpoints. About √n unless given.</summary>
    public int CheckpointInterval { get; init; }
}
