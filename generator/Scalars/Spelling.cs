namespace NetGen.Generator.Scalars;

/// <summary>How tightly a text holds together, for mathematics and C# alike; a looser text inside a tighter one needs parentheses.</summary>
internal enum Precedence
{
    Conditional, Additive, Multiplicative, Sign, Power, Primary,
}

/// <summary>How a function is written: a pattern with <c>{0}</c> and <c>{1}</c> for its operands.</summary>
/// <param name="Pattern">The pattern.</param>
/// <param name="Result">How tightly the whole holds together.</param>
/// <param name="Left">How tightly the first operand must.</param>
/// <param name="Right">How tightly the second operand must.</param>
internal sealed record Spelling(string Pattern, Precedence Result, Precedence Left, Precedence Right)
{
    /// <summary>A call, or anything else with brackets of its own around the operands.</summary>
    public static Spelling Enclosing(string pattern) => new(pattern, Precedence.Primary, Precedence.Conditional, Precedence.Conditional);

    public static Spelling Call(string function) => Enclosing(function + "({0})");

    public static Spelling CallOfTwo(string function) => Enclosing(function + "({0}, {1})");

    /// <summary>In a pattern, the class with the functions of vectors, which has the vectors' width in its name.</summary>
    public const string VectorClass = "{vector}";

    /// <summary>The spelling for vectors whose functions are in a class.</summary>
    public Spelling On(string vectorClass) => Pattern.Contains(VectorClass) ? this with { Pattern = Pattern.Replace(VectorClass, vectorClass) } : this;

    /// <summary>In a pattern, the type parameter that has the function.</summary>
    public const string NumberType = "{number}";

    /// <summary>The spelling for the numbers of a type parameter.</summary>
    public Spelling Of(string parameter) => Pattern.Contains(NumberType) ? this with { Pattern = Pattern.Replace(NumberType, parameter) } : this;

    /// <summary>Writes the function; the operands are given a way to print themselves at a precedence.</summary>
    public string Write(Func<Precedence, string> left, Func<Precedence, string>? right = null)
    {
        var text = Pattern.Replace("{0}", Leading(left));
        return right is null ? text : text.Replace("{1}", Following(right));

        // The second operand's sign would meet the operator: a − (−b).
        string Following(Func<Precedence, string> operand) =>
            Result == Precedence.Primary ? operand(Right) : Unsigned(operand(Right));

        string Leading(Func<Precedence, string> operand) =>
            Result == Precedence.Sign ? Unsigned(operand(Left)) : operand(Left);
    }

    private static string Unsigned(string text) => text.Length > 0 && text[0] is '-' or '−' ? "(" + text + ")" : text;
}
