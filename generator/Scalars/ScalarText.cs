namespace NetGen.Generator.Scalars;

/// <summary>
/// Prints expressions as mathematics, for doc comments and comments. The text is not escaped: a doc comment must escape its <c>&lt;</c>.
/// </summary>
internal sealed class ScalarText
{
    private readonly Func<int, FormulaText> argument;

    private ScalarText(Func<int, FormulaText> argument) => this.argument = argument;

    /// <summary>For example <c>x ≤ 0 ? 0 : x</c>, <c>1 − tanh(z)²</c> or <c>0.5·x·(1 + erf(x/2))</c>.</summary>
    public static string Mathematics(Scalar expression, IReadOnlyList<string> argumentNames) =>
        new ScalarText(index => FormulaText.Of(argumentNames[index])).Print(new ScalarInterner().Tree(expression), Precedence.Conditional);

    /// <summary>The same as the right side of an equation: a choice is in brackets, <c>(x ≤ 0 ? 0 : x)</c>.</summary>
    public static FormulaText Right(Scalar expression, IReadOnlyList<FormulaText> arguments)
    {
        // The argument itself, as it is.
        if (expression is Argument(var own))
            return arguments[own];
        var (text, precedence) = new ScalarText(index => arguments[index].Enclosed).Print(new ScalarInterner().Tree(expression));
        return precedence == Precedence.Conditional ? FormulaText.Of($"({text})") : new(text, precedence, HasSpaces: precedence == Precedence.Additive);
    }

    private string Print(Scalar expression, Precedence atLeast)
    {
        var (text, precedence) = Print(expression);
        return precedence < atLeast ? "(" + text + ")" : text;
    }

    private (string Text, Precedence Precedence) Print(Scalar expression)
    {
        switch (expression)
        {
            case Constant(var value):
                return Number(value);
            case Argument(var index):
                return (argument(index).Text, argument(index).Precedence);
            case Unary(var function, var operand):
                var unary = function.Definition().Mathematics;
                return (unary.Write(precedence => Print(operand, precedence)), unary.Result);
            case Binary(BinaryFunction.Multiply, Constant(var factor), var rest) when Divisor(factor) is { } divisor:
                return Print(rest / divisor);
            case Binary(BinaryFunction.Multiply, Constant(var factor), var rest) when Radicand(factor) is { } radicand:
                return ($"{(factor < 0 ? "−" : "")}{Print(rest, Precedence.Multiplicative)}/√{Numbers.Text(radicand)}", Precedence.Multiplicative);
            case Binary(BinaryFunction.Multiply, _, _):
                return Product(expression);
            case Binary(BinaryFunction.Pow, var left, Constant(var exponent)) when exponent is >= 2 and <= 9 && Math.Floor(exponent) == exponent:
                return (Power(left, (int)exponent), Precedence.Power);
            case Binary { Function: BinaryFunction.Min or BinaryFunction.Max } extremum:
                return (Extremum(extremum), Precedence.Primary);
            case Binary(var function, var left, var right):
                var binary = function.Definition().Mathematics;
                return (binary.Write(precedence => Print(left, precedence), precedence => Print(right, precedence)), binary.Result);
            // relu as it is known; the comparison only says what becomes of NaN and of the derivative at 0
            case Select(Comparison.LessOrEqual, var left, Constant(0), Constant(0), var whenFalse) when ReferenceEquals(left, whenFalse):
                return ($"max({Print(left, Precedence.Additive)}, 0)", Precedence.Primary);
            case Select(var comparison, var left, var right, var whenTrue, var whenFalse):
                var condition = Print(left, Precedence.Additive) + " " + comparison.Mathematics() + " " + Print(right, Precedence.Additive);
                return ($"{condition} ? {Print(whenTrue, Precedence.Additive)} : {Print(whenFalse, Precedence.Conditional)}", Precedence.Conditional);
            default:
                throw new ArgumentException($"'{expression.GetType().Name}' is not a scalar expression that can be printed.", nameof(expression));
        }
    }

    /// <summary>a·b·c with the powers gathered: x·x·y is x²·y.</summary>
    private (string Text, Precedence Precedence) Product(Scalar product)
    {
        var factors = new List<Scalar>();
        Append(product);
        if (factors.TrueForAll(factor => factor is not Constant && ReferenceEquals(factor, factors[0])))
            return (Power(factors[0], factors.Count), Precedence.Power);

        var texts = new List<string>();
        for (var i = 0; i < factors.Count;)
        {
            var start = i;
            do
                i++;
            while (i < factors.Count && ReferenceEquals(factors[i], factors[start]) && factors[start] is not Constant);
            var text = i - start > 1 ? Power(factors[start], i - start) : Print(factors[start], Precedence.Multiplicative);
            texts.Add(text[0] == '−' && start > 0 ? "(" + text + ")" : text);
        }

        return (string.Join("·", texts), Precedence.Multiplicative);

        void Append(Scalar factor)
        {
            if (factor is Binary(BinaryFunction.Multiply, var left, var right))
            {
                Append(left);
                Append(right);
            }
            else
            {
                factors.Add(factor);
            }
        }
    }

    /// <summary>The largest of several as one: max(a, b, c) for max(max(a, b), c).</summary>
    private string Extremum(Binary extremum)
    {
        var operands = new List<string>();
        Append(extremum);
        return extremum.Function.Definition().Mathematics.Write(_ => operands[0], _ => string.Join(", ", operands.Skip(1)));

        void Append(Scalar operand)
        {
            if (operand is Binary(var function, var left, var right) && function == extremum.Function)
            {
                Append(left);
                Append(right);
            }
            else
            {
                operands.Add(Print(operand, Precedence.Conditional));
            }
        }
    }

    private string Power(Scalar operand, int exponent)
    {
        var digits = exponent.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Print(operand, Precedence.Primary) + string.Concat(digits.Select(digit => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']));
    }

    private static (string Text, Precedence Precedence) Number(double value)
    {
        if (Divisor(value) is { } divisor)
            return ((value < 0 ? "−1/" : "1/") + Numbers.Text(Math.Abs(divisor)), Precedence.Multiplicative);
        var text = double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : Numbers.Text(value).Replace('-', '−');
        return (text, text[0] == '−' ? Precedence.Multiplicative : Precedence.Primary);
    }

    /// <summary>3 for 0.3333333333333333: a number of many digits that is one over a small whole number is written as that.</summary>
    private static double? Divisor(double value)
    {
        var divisor = Math.Round(1.0 / value);
        return Math.Abs(divisor) is > 1.0 and <= 1000.0 && 1.0 / divisor == value && Numbers.Text(value).Length > 8 ? divisor : null;
    }

    /// <summary>32 for 0.17677669529663687: a number of many digits that is one over the root of a small whole number is written as that.</summary>
    private static double? Radicand(double value)
    {
        var radicand = Math.Round(1.0 / (value * value));
        var isRoot = radicand is > 1.0 and <= 1000.0 && Math.Abs(1.0 / Math.Sqrt(radicand) - Math.Abs(value)) <= 2e-16 * Math.Abs(value);
        return isRoot && Numbers.Text(value).Length > 8 && Divisor(value) is null ? radicand : null;
    }
}
