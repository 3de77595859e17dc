using System.Runtime.CompilerServices;

namespace NetGen.Generator.Scalars;

/// <summary>
/// The derivatives of an expression by all of its arguments at once, by the chain rule from its root to its leaves (reverse mode). What two derivatives have
/// in common is one object. Conventions at kinks are those of <see cref="Derivative"/>.
/// </summary>
internal static class Adjoints
{
    /// <summary>What a change of each argument changes, times a seed.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="value">Its value, where a variable holds it.</param>
    /// <param name="seed">What is multiplied with the derivatives: how much a change of the expression itself matters.</param>
    /// <param name="isActive">Whether a derivative by an argument is wanted.</param>
    /// <returns>The arguments in the order in which they first occur, each with its derivative.</returns>
    public static List<(int Argument, Scalar Derivative)> Of(Scalar expression, Scalar value, Scalar seed, Func<int, bool> isActive)
    {
        var order = new List<Scalar>();
        var active = new Dictionary<Scalar, bool>(ReferenceComparer.Instance);
        Visit(expression);

        var adjoints = new Dictionary<Scalar, Scalar>(ReferenceComparer.Instance) { [expression] = seed };
        var results = new List<(int Argument, Scalar Derivative)>();
        for (var index = order.Count - 1; index >= 0; index--)
        {
            var node = order[index];
            if (!active[node] || !adjoints.TryGetValue(node, out var adjoint))
                continue;
            var own = ReferenceEquals(node, expression) ? value : node;
            switch (node)
            {
                case Argument(var argument):
                    results.Add((argument, Simplifier.Simplify(StableForms.OfDerivative(adjoint))));
                    break;
                case Unary(UnaryFunction.Negate, var operand):
                    Add(operand, Negated(adjoint));
                    break;
                case Unary(UnaryFunction.Expm1, var operand) when own is Argument:
                    Add(operand, Times(adjoint, 1.0 + own));
                    break;
                case Unary(var function, var operand):
                    Add(operand, Times(adjoint, function.Definition().Derivative(operand, own)));
                    break;
                case Binary(BinaryFunction.Divide, Constant(1.0), var right) when own is Argument:
                    Add(right, Negated(Times(Times(adjoint, own), own)));
                    break;
                case Binary(BinaryFunction.Add, var left, var right):
                    Add(left, adjoint);
                    Add(right, adjoint);
                    break;
                case Binary(BinaryFunction.Subtract, var left, var right):
                    Add(left, adjoint);
                    Add(right, Negated(adjoint));
                    break;
                case Binary(BinaryFunction.Multiply, var factor, var same) when ReferenceEquals(factor, same):
                    Add(factor, Times(2.0, Times(adjoint, factor)));
                    break;
                case Binary(BinaryFunction.Multiply, var left, var right):
                    Add(left, Times(adjoint, right));
                    Add(right, Times(adjoint, left));
                    break;
                case Binary(BinaryFunction.Divide, var left, var right):
                    // One quotient serves both.
                    var share = adjoint is Constant(0.0) ? adjoint : adjoint / right;
                    Add(left, share);
                    if (active[right])
                        Add(right, Negated(Times(share, own)));
                    break;
                case Binary(BinaryFunction.Pow, var left, var right):
                    if (active[left])
                        Add(left, Times(adjoint, PowerByBase(left, right, own)));
                    if (active[right])
                        Add(right, Times(adjoint, BinaryFunction.Pow.Definition().RightDerivative(left, right, own)));
                    break;
                case Binary(var function, var left, var right):
                    if (active[left])
                        Add(left, Times(adjoint, function.Definition().LeftDerivative(left, right, own)));
                    if (active[right])
                        Add(right, Times(adjoint, function.Definition().RightDerivative(left, right, own)));
                    break;
                case Select(var comparison, var left, var right, var whenTrue, var whenFalse):
                    Add(whenTrue, new Select(comparison, left, right, adjoint, 0.0));
                    Add(whenFalse, new Select(comparison, left, right, 0.0, adjoint));
                    break;
            }
        }

        results.Reverse();
        return results;

        // Children before parents: backwards, every node comes after all that use it.
        bool Visit(Scalar node)
        {
            if (active.TryGetValue(node, out var known))
                return known;
            RuntimeHelpers.EnsureSufficientExecutionStack();
            var isOne = node is Argument(var argument) && isActive(argument);
            if (node is Select select)
                isOne = Visit(select.WhenTrue) | Visit(select.WhenFalse);
            else
                ScalarRewriter.WithChildren(node, child =>
                {
                    isOne |= Visit(child);
                    return child;
                });
            order.Add(node);
            return active[node] = isOne;
        }

        void Add(Scalar node, Scalar contribution)
        {
            if (active[node] && contribution is not Constant(0.0))
                adjoints[node] = adjoints.TryGetValue(node, out var sum) ? Plus(sum, contribution) : contribution;
        }
    }

    private static Scalar Plus(Scalar left, Scalar right) => right is Unary(UnaryFunction.Negate, var negated) ? left - negated : left + right;

    private static Scalar Negated(Scalar scalar) => scalar switch
    {
        Constant(var number) => -number,
        Unary(UnaryFunction.Negate, var operand) => operand,
        _ => -scalar,
    };

    private static Scalar Times(Scalar left, Scalar right) => (left, right) switch
    {
        (Constant(0.0), _) or (_, Constant(0.0)) => 0.0,
        (Constant(1.0), _) => right,
        (_, Constant(1.0)) => left,
        (_, Constant(-1.0)) => Negated(left),
        _ => left * right,
    };

    /// <summary>y·xʸ⁻¹ from xʸ, which is known: y·xʸ/x. Only where x is 0 another power is computed.</summary>
    private static Scalar PowerByBase(Scalar x, Scalar y, Scalar power)
    {
        var slope = BinaryFunction.Pow.Definition().LeftDerivative(x, y, power);
        return power is Argument && !(y is Constant(var exponent) && Math.Abs(exponent) <= 4 && Math.Floor(exponent) == exponent)
            ? new Select(Comparison.NotEqual, x, 0.0, y * power / x, slope)
            : slope;
    }
}
