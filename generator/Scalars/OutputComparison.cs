namespace NetGen.Generator.Scalars;

/// <summary>
/// Decides whether a comparison of a function's argument x with a constant may be made on its output y instead: whether
/// x ≤ 0 ⇔ y ≤ 0, for all x and for NaN, with rounding and underflow. So it is for relu, whose y &lt; 0 never holds.
/// </summary>
/// <remarks>
/// A piecewise function is walked branch by branch, each with the interval of x that leads there: where the comparison holds of all x in
/// the interval, it must hold of all y; where it holds of none, of none. A branch that is x itself agrees anyway.
/// </remarks>
internal sealed class OutputComparison
{
    private readonly int argument;
    private readonly Interval holds;
    private readonly Interval holdsNot;

    private OutputComparison(int argument, Comparison comparison, double bound)
    {
        this.argument = argument;
        (holds, holdsNot) = Interval.Split(comparison, bound)!.Value;
    }

    /// <summary>The condition of <paramref name="select"/> compares the argument with a constant, and the output would do as well.</summary>
    public static bool Agrees(Scalar function, int argument, Select select) =>
        select is { Left: Argument(var index), Right: Constant(var bound) }
        && index == argument
        && Interval.Split(select.Comparison, bound) is not null
        && new OutputComparison(argument, select.Comparison, bound).Agrees(function, Interval.All, isNaN: true);

    private bool Agrees(Scalar form, Interval x, bool isNaN)
    {
        if (x.IsEmpty && !isNaN)
            return true;
        switch (form)
        {
            case Argument(var index) when index == argument:
                return true;
            case Select { Left: Argument(var index), Right: Constant(var bound) } select when index == argument:
                // a comparison with NaN goes to the second branch
                return Interval.Split(select.Comparison, bound) is var (whenTrue, whenFalse)
                    && Agrees(select.WhenTrue, x.And(whenTrue), isNaN: false)
                    && Agrees(select.WhenFalse, x.And(whenFalse), isNaN);
        }

        if (isNaN && form is Constant && !RangeOf(form, x)!.Value.IsWithin(holdsNot))
            return false;
        if (RangeOf(form, x) is not { } y)
            return false;
        return x.IsWithin(holds) ? y.IsWithin(holds) : x.IsWithin(holdsNot) && y.IsWithin(holdsNot);
    }

    /// <summary>The values of an increasing form over an interval; null where it is none of the known ones.</summary>
    private Interval? RangeOf(Scalar form, Interval x) => form switch
    {
        Constant(var value) => new Interval(value, false, value, false),
        Argument(var index) when index == argument => x,
        Binary(BinaryFunction.Multiply, Constant(var factor), var rest) when factor > 0.0 && RangeOf(rest, x) is { } range =>
            range.Mapped(value => factor * value, keepsZeroOpen: factor >= 1.0),
        Unary(UnaryFunction.Expm1, var rest) when RangeOf(rest, x) is { } range =>
            range.Mapped(SpecialFunctions.Expm1, keepsZeroOpen: false),
        _ => null,
    };
}
