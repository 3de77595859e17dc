using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>What an expression of C# is worth while a function is read.</summary>
internal abstract record Value
{
    /// <summary>Nothing is known of it, and the reason has been told.</summary>
    public static readonly Value Unknown = new UnknownValue();

    /// <summary>A local before it is assigned.</summary>
    public static readonly Value Unassigned = new UnassignedValue();

    private sealed record UnknownValue : Value;

    private sealed record UnassignedValue : Value;
}

/// <summary>A <c>float</c> or <c>double</c>.</summary>
internal sealed record Real(Scalar Scalar) : Value;

/// <summary>A whole number that is known.</summary>
internal sealed record Whole(long Number) : Value;

/// <summary>A <c>bool</c>, known or not.</summary>
internal sealed record Truth(Condition Condition) : Value;

/// <summary>A whole number that depends on a parameter of the function, as <c>x &lt; 0 ? -1 : 1</c> does.</summary>
internal sealed record Varying(Scalar Scalar) : Value;

/// <summary>A condition, as a tree of comparisons.</summary>
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
