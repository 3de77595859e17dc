using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>
/// Symbolic partial derivatives, simplified. At a kink they are PyTorch's: a selection has the derivative of the branch that is chosen,
/// and its condition has none; |x| has 0 at 0; where both operands of a minimum or maximum are equal, each has half.
/// </summary>
internal sealed class Derivative
{
    private readonly Simplifier simplify = new();
    private readonly Dictionary<Scalar, Scalar> derivatives = new(ReferenceComparer.Instance);
    private readonly int argument;

    private Derivative(int argument) => this.argument = argument;

    /// <summary>∂expression/∂argument</summary>
    public static Scalar Of(Scalar expression, int argument)
    {
        var derivative = new Derivative(argument);
        // exp(x)/(1 + exp(x)), the derivative of log(1 + exp(x)) by the rules alone, would be ∞/∞ for large x.
        return derivative.simplify.Apply(derivative.Of(StableForms.Of(expression, derivative.simplify)));
    }

    private Scalar Of(Scalar expression)
    {
        if (derivatives.TryGetValue(expression, out var known))
            return known;
        RuntimeHelpers.EnsureSufficientExecutionStack();
        var derivative = expression switch
        {
            Argument(var index) => simplify.Number(index == argument ? 1.0 : 0.0),
            Unary(var function, var operand) => Chain(Of(operand), () => function.Definition().Derivative(operand, expression)),
            Binary(BinaryFunction.Divide, var left, var right) => Quotient(expression, left, right),
            // (u²)′ = 2·u·u′: the sum of the two products would be taken apart where u is a sum, and u no longer be shared
            Binary(BinaryFunction.Multiply, var factor, var same) when ReferenceEquals(factor, same) =>
                Chain(Of(factor), () => simplify.Multiply(simplify.Number(2.0), factor)),
            Binary(var function, var left, var right) => simplify.Add(
                Chain(Of(left), () => function.Definition().LeftDerivative(left, right, expression)),
                Chain(Of(right), () => function.Definition().RightDerivative(left, right, expression))),
            Select(var comparison, var left, var right, var whenTrue, var whenFalse) =>
                simplify.Choose(comparison, left, right, Of(whenTrue), Of(whenFalse)),
            _ => simplify.Number(0.0),
        };
        derivatives[expression] = derivative;
        return derivative;
    }

    /// <summary>The chain rule: outer slope times inner derivative. A slope that nothing is to be multiplied with is not even built.</summary>
    private Scalar Chain(Scalar inner, Func<Scalar> slope) =>
        inner is Constant(0.0) ? inner : simplify.Multiply(simplify.Once(slope()), inner);

    /// <summary>
    /// (u/v)′ = (u′ − (u/v)·v′)/v, in which no square can overflow; but (u′·v − u·v′)/v² where the argument cancels in the numerator, as
    /// it does for x/(1 + |x|): there the first form would subtract nearly equal numbers.
    /// </summary>
    private Scalar Quotient(Scalar quotient, Scalar u, Scalar v)
    {
        var (du, dv) = (Of(u), Of(v));
        if (dv is Constant(0.0))
            return simplify.Divide(du, v);
        if (du is Constant(0.0))
        {
            // (c/w²)′ = −2·(c/w²)·w′/w, rather than w·w′/w⁴
            if (v is Binary(BinaryFunction.Multiply, var w, var same) && ReferenceEquals(w, same))
                return simplify.Divide(simplify.Multiply(simplify.Number(-2.0), simplify.Multiply(quotient, Of(w))), w);
        }
        else
        {
            var numerator = simplify.Subtract(simplify.Multiply(du, v), simplify.Multiply(u, dv));
            if (!ScalarArguments.Of(numerator).Contains(argument))
                return simplify.Divide(numerator, simplify.Multiply(v, v));
        }

        return simplify.Divide(simplify.Subtract(du, simplify.Multiply(quotient, dv)), v);
    }
}
