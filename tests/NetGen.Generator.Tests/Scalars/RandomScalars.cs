using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Scalars;

/// <summary>Random expressions over three arguments, and points at which they can be judged.</summary>
internal static class RandomScalars
{
    public const int ArgumentCount = 3;

    private static readonly double[] Numbers = [-3, -2, -1, -0.5, 0, 0.25, 0.5, 1, 1.5, 2, 3, 6, 0.1, 0.3];

    public static Arbitrary<Scalar> Expressions { get; } = Gen.Sized(size => Expression(Math.Min(6, 2 + (size / 15)))).ToArbitrary();

    public static Gen<double[]> Points { get; } =
        Gen.Choose(-3_000_000, 3_000_000).Select(number => number * 1e-6).ListOf(ArgumentCount).Select(numbers => numbers.ToArray());

    /// <summary>An expression together with four points.</summary>
    public static Arbitrary<(Scalar Expression, double[][] Points)> Cases { get; } = (
        from expression in Expressions.Generator
        from points in Points.ListOf(4)
        select (expression, points.ToArray())).ToArbitrary();

    /// <summary>The largest magnitude on the way to the value: rounding errors are relative to it. Infinite where one is not finite.</summary>
    public static double LargestIntermediate(Scalar expression, double[] point)
    {
        var largest = 1.0;
        // Each node is put in the place of its value, so that it is computed once.
        new ScalarRewriter(node =>
        {
            var value = ScalarEvaluator.Evaluate(node, point);
            largest = double.IsNaN(value) ? double.PositiveInfinity : Math.Max(largest, Math.Abs(value));
            return new Constant(value);
        }).Rewrite(expression);
        return largest;
    }

    /// <summary>No value on the way but zero itself is so small that a float might lose it, and divide by it then.</summary>
    public static bool IsAwayFromUnderflow(Scalar expression, double[] point)
    {
        var away = true;
        new ScalarRewriter(node =>
        {
            away &= Math.Abs(ScalarEvaluator.Evaluate(node, point)) is 0.0 or > 1e-15;
            return node;
        }).Rewrite(expression);
        return away;
    }

    /// <summary>
    /// Every step of the computation has a finite slope. Where one has not, as sqrt at 0, its product with a slope of 0 further in is NaN,
    /// in PyTorch as here, although the function may be constant there.
    /// </summary>
    public static bool HasFiniteSlopes(Scalar expression, double[] point)
    {
        var finite = true;
        new ScalarRewriter(node =>
        {
            Scalar[] slopes = node switch
            {
                Unary(var function, var operand) => [function.Definition().Derivative(operand, node)],
                Binary(var function, var left, var right) =>
                    [function.Definition().LeftDerivative(left, right, node), function.Definition().RightDerivative(left, right, node)],
                _ => [],
            };
            finite &= Array.TrueForAll(slopes, slope => double.IsFinite(ScalarEvaluator.Evaluate(slope, point)));
            return node;
        }).Rewrite(expression);
        return finite;
    }

    /// <summary>No step of the computation is so near to a jump, or to the end of its domain, that rounding could take it across.</summary>
    public static bool IsAwayFromJumps(Scalar expression, double[] point, double distance)
    {
        var away = true;
        new ScalarRewriter(node =>
        {
            away &= node switch
            {
                Unary(UnaryFunction.Floor or UnaryFunction.Ceiling or UnaryFunction.Truncate, var x) => Differ(At(x), Math.Round(At(x))),
                Unary(UnaryFunction.Round, var x) => Differ(At(x) - 0.5, Math.Round(At(x) - 0.5)),
                Unary(UnaryFunction.Sign or UnaryFunction.Sqrt or UnaryFunction.Log or UnaryFunction.Log2 or UnaryFunction.Log10, var x) => Differ(At(x), 0),
                Unary(UnaryFunction.Log1p, var x) => Differ(At(x), -1),
                Unary(UnaryFunction.Asin or UnaryFunction.Acos or UnaryFunction.Acosh or UnaryFunction.Atanh, var x) => Differ(Math.Abs(At(x)), 1),
                Binary(BinaryFunction.Atan2, var y, _) => Differ(At(y), 0),
                Binary(BinaryFunction.Pow, var x, var y) => At(x) > distance || y is Constant,
                Select(_, var left, var right, _, _) => Differ(At(left), At(right)),
                _ => true,
            };
            return node;
        }).Rewrite(expression);
        return away;

        double At(Scalar node) => ScalarEvaluator.Evaluate(node, point);

        bool Differ(double x, double y) => Math.Abs(x - y) > distance;
    }

    /// <summary>A tiny step to any side hardly changes the value: rounding is not amplified on the way.</summary>
    public static bool IsSmoothAt(Scalar expression, double[] point, double step, double tolerance)
    {
        if (!IsAwayFromJumps(expression, point, step))
            return false;
        var value = ScalarEvaluator.Evaluate(expression, point);
        for (var i = 0; i < point.Length; i++)
        {
            foreach (var sign in (double[])[-1, 1])
            {
                var near = (double[])point.Clone();
                near[i] += sign * step;
                if (!(Math.Abs(ScalarEvaluator.Evaluate(expression, near) - value) <= tolerance))
                    return false;
            }
        }

        return true;
    }

    /// <summary>
    /// How far off the value is where every step is off by what a float rounds, up or down at random: the largest error of a few such
    /// computations. Large where a difference of nearly equal numbers is magnified.
    /// </summary>
    public static double RoundingError(Scalar expression, double[] point, int seed)
    {
        const double floatRounding = 1.0 / (1 << 24);
        var exact = ScalarEvaluator.Evaluate(expression, point);
        var random = new Random(seed);
        var largest = 0.0;
        for (var computation = 0; computation < 4; computation++)
        {
            var rounded = ((Constant)new ScalarRewriter(node =>
                new Constant(ScalarEvaluator.Evaluate(node, point) * (1 + (random.Next(2) == 0 ? floatRounding : -floatRounding)))).Rewrite(expression)).Value;
            largest = double.IsNaN(rounded) ? double.PositiveInfinity : Math.Max(largest, Math.Abs(rounded - exact));
        }

        return largest;
    }

    private static Gen<Scalar> Expression(int depth)
    {
        var leaf = Gen.Frequency(
            (3, Gen.Choose(0, ArgumentCount - 1).Select(index => (Scalar)new Argument(index))),
            (1, Gen.Elements(Numbers).Select(number => (Scalar)new Constant(number))));
        if (depth == 0)
            return leaf;
        var part = Expression(depth - 1);
        return Gen.Frequency(
            (1, leaf),
            // An estimate is as exact as the processor likes.
            (3, from function in Gen.Elements(Enum.GetValues<UnaryFunction>().Except([UnaryFunction.ReciprocalEstimate, UnaryFunction.ReciprocalSqrtEstimate]))
                from operand in part
                select (Scalar)new Unary(function, operand)),
            (5, from function in Gen.Elements(
                    BinaryFunction.Add, BinaryFunction.Subtract, BinaryFunction.Multiply, BinaryFunction.Multiply, BinaryFunction.Divide,
                    BinaryFunction.Min, BinaryFunction.Max, BinaryFunction.Pow, BinaryFunction.Atan2)
                from left in part
                from right in part
                select (Scalar)new Binary(function, left, right)),
            (1, from comparison in Gen.Elements(Enum.GetValues<Comparison>())
                from left in part
                from right in leaf
                from whenTrue in part
                from whenFalse in part
                select (Scalar)new Select(comparison, left, right, whenTrue, whenFalse)),
            (1, from shared in part select shared * shared));
    }
}
