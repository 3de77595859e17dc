namespace NetGen.Generator.Scalars;

/// <summary>A formula as text with what decides about parentheses around it.</summary>
/// <param name="Text">The text.</param>
/// <param name="Precedence">How tightly it holds together.</param>
/// <param name="HasSpaces">Whether it has spaces outside of brackets: as a factor or an operand, it would run into its neighbours.</param>
internal readonly record struct FormulaText(string Text, Precedence Precedence, bool HasSpaces)
{
    /// <summary>A name, a number, a call: nothing can come into it.</summary>
    public static FormulaText Of(string text) => new(text, Precedence.Primary, HasSpaces: false);

    /// <summary>A text with spaces that adds nothing up at last.</summary>
    public static FormulaText Words(string text) => new(text, Precedence.Multiplicative, HasSpaces: true);

    /// <summary>As the right side of a sum, whose order is that of the code, since each addition rounds: a sum is in parentheses.</summary>
    public string AsTerm => Precedence <= Precedence.Additive ? $"({Text})" : Text;

    /// <summary>As an operand of anything: whatever has spaces is in parentheses.</summary>
    public string AsOperand => HasSpaces ? $"({Text})" : Text;

    /// <summary>The same with parentheses around it where it needs them as an operand.</summary>
    public FormulaText Enclosed => HasSpaces ? Of(AsOperand) : this;

    public override string ToString() => Text;
}
