namespace NetGen;

/// <summary>
/// Asks for the gradient of a scalar function written in C#. Beside a method <c>F</c> of <c>float</c> or <c>double</c> parameters and
/// result, the class gains <c>FGradient</c>, which returns the value and all partial derivatives, and both over spans.
/// </summary>
/// <remarks>
/// The method is static, its class partial. Its body may have locals, <c>if</c>, <c>?:</c>, loops with constant bounds, the operators,
/// the functions of <see cref="MathF"/> and <see cref="Math"/> that have a derivative, those of <see cref="Numerics.ScalarMath"/>, and
/// calls of other differentiable methods. It is read as mathematics of real numbers: a cast between <c>float</c> and <c>double</c>
/// changes nothing. At a condition the derivative is that of the branch that is taken; where both operands of <c>Min</c> or <c>Max</c>
/// are equal each has half, and |x| has the derivative 0 at 0, as in PyTorch.
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
}
