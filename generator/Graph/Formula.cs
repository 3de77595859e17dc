using NetGen.Generator.Scalars;

namespace NetGen.Generator.Graph;

/// <summary>How people write a function of tensors, where that says more than its expression.</summary>
/// <param name="Pattern">The text, with <c>{0}</c>, <c>{1}</c> … for the inputs.</param>
/// <param name="Precedence">How tightly it holds together.</param>
/// <param name="HasSpaces">Whether it has spaces outside of brackets.</param>
internal sealed record Formula(string Pattern, Precedence Precedence = Precedence.Multiplicative, bool HasSpaces = true)
{
    /// <summary>Terms in the order in which they are added.</summary>
    public static readonly Formula Sum = new("{0} + {1}", Precedence.Additive);

    public static readonly Formula Difference = new("{0} − {1}", Precedence.Additive);

    public static readonly Formula Product = new("{0} · {1}");

    public static readonly Formula Quotient = new("{0} / {1}");

    public static readonly Formula Square = Closed("{0}²") with { Precedence = Precedence.Power };

    /// <summary>Of a pattern that adds or subtracts at last.</summary>
    public static Formula SumOf(string pattern) => new(pattern, Precedence.Additive);

    /// <summary>Of a pattern without spaces outside of brackets.</summary>
    public static Formula Closed(string pattern) => new(pattern, Precedence.Primary, HasSpaces: false);

    /// <summary>A named function of one input: <c>relu(z)</c>.</summary>
    public static Formula Call(string function) => Closed(function + "({0})") with { Function = function };

    /// <summary>The derivative of a named function at a value: <c>relu′(z)</c>.</summary>
    public static Formula Slope(FormulaDerivative derivative) => Closed(derivative.Text) with { Derivative = derivative };

    /// <summary>The chain rule: an adjoint times the derivative of a named function.</summary>
    /// <param name="adjoint">Which of the inputs the adjoint is.</param>
    /// <param name="derivative">The derivative.</param>
    public static Formula ChainRule(int adjoint, FormulaDerivative derivative) => new($"{{{Numbers.Text(adjoint)}}} ⊙ {derivative.Text}") { Derivative = derivative, Adjoint = adjoint };

    /// <summary>The name of a function of one input.</summary>
    public string? Function { get; init; }

    /// <summary>What it is or has as a factor, the derivative of a named function.</summary>
    public FormulaDerivative? Derivative { get; init; }

    /// <summary>Which input is the adjoint that the derivative is multiplied by.</summary>
    public int? Adjoint { get; init; }

    /// <summary>The formula of these operands.</summary>
    public FormulaText Of(IReadOnlyList<FormulaText> operands)
        => new(string.Format(System.Globalization.CultureInfo.InvariantCulture, Pattern, [.. operands.Select(Written)]), Precedence, HasSpaces);

    private string Written(FormulaText operand, int place)
        => Function is not null || (place == 0 && (this == Sum || this == Difference)) ? operand.Text : this == Sum ? operand.AsTerm : operand.AsOperand;
}

/// <summary>The derivative of a function that has a name: <c>relu′(z)</c>.</summary>
/// <param name="Function">The function.</param>
/// <param name="At">The value at which it is taken.</param>
internal sealed record FormulaDerivative(string Function, string At)
{
    public string Text => $"{Function}′({At})";
}
