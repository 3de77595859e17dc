namespace NetGen.Generator.Scalars;

/// <summary>A condition on arguments, as a tree of comparisons.</summary>
internal abstract record Condition
{
    public static readonly Condition True = new Known(true);

    public static readonly Condition False = new Known(false);

    public static Condition Of(bool value) => value ? True : False;

    /// <summary><c>condition ? whenTrue : whenFalse</c>, of which "and", "or" and "not" are special cases.</summary>
    public static Condition Choose(Condition condition, Condition whenTrue, Condition whenFalse) => condition switch
    {
        Known(var value) => value ? whenTrue : whenFalse,
        _ when whenTrue is Known(true) && whenFalse is Known(false) => condition,
        _ when ReferenceEquals(whenTrue, whenFalse) => whenTrue,
        _ => new Chosen(condition, whenTrue, whenFalse),
    };

    public static Condition And(Condition left, Condition right) => Choose(left, right, False);

    public static Condition Or(Condition left, Condition right) => Choose(left, True, right);

    public static Condition Not(Condition operand)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        return operand switch
        {
            Known(var value) => Of(!value),
            Chosen(var condition, var whenTrue, var whenFalse) => Choose(condition, Not(whenTrue), Not(whenFalse)),
            _ => new Chosen(operand, False, True),
        };
    }
}

internal sealed record Known(bool Value) : Condition;

internal sealed record Compared(Comparison Comparison, Scalar Left, Scalar Right) : Condition;

internal sealed record Chosen(Condition If, Condition WhenTrue, Condition WhenFalse) : Condition;
