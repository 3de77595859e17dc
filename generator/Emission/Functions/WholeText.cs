using NetGen.Generator.Functions;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission.Functions;

/// <summary>Whole numbers and conditions as C#.</summary>
/// <param name="variable">What a variable is called.</param>
/// <param name="array">What an array is called.</param>
/// <param name="scalar">An expression of numbers.</param>
/// <param name="number">The type of numbers.</param>
internal sealed class WholeText(Func<int, string> variable, Func<int, string> array, Func<Scalar, string> scalar, CSharpTarget number)
{
    public string Of(Whole whole, bool isOperand = false)
    {
        var (text, isAtom) = Print(whole);
        return isOperand && !isAtom ? $"({text})" : text;
    }

    private (string Text, bool IsAtom) Print(Whole whole) => whole switch
    {
        WholeNumber(var number) => (number.ToString(System.Globalization.CultureInfo.InvariantCulture), number >= 0),
        WholeVariable(var index) => (variable(index), true),
        WholeBinary(BinaryOperator.Add or BinaryOperator.Subtract, WholeBinary(BinaryOperator.Add or BinaryOperator.Subtract, _, _) left, var right) and { Operator: var function }
            => ($"{Of(left)} {Symbol(function)} {Of(right, isOperand: true)}", false),
        WholeBinary(BinaryOperator.Add or BinaryOperator.Subtract, WholeBinary(BinaryOperator.Multiply, _, _) left, var right) and { Operator: var function }
            => ($"{Of(left)} {Symbol(function)} {Of(right, isOperand: true)}", false),
        WholeBinary(BinaryOperator.Add, var left, WholeBinary(BinaryOperator.Multiply, _, _) right) => ($"{Of(left, isOperand: true)} + {Of(right)}", false),
        WholeBinary(var function, var left, var right) => ($"{Of(left, isOperand: true)} {Symbol(function)} {Of(right, isOperand: true)}", false),
        WholeNegative(var operand) => ("-" + Of(operand, isOperand: true), false),
        WholeLength(var index) => (array(index) + ".Length", true),
        WholeElement(var index, var member, var place) => ($"{array(index)}[{Of(place)}]{member}", true),
        WholeConversion(var kind, var operand) => ($"({kind.Text()}){Of(operand, isOperand: true)}", false),
        WholeOfEnumeration(_, var kind, var operand) => ($"({kind.Text()}){Of(operand, isOperand: true)}", true),
        WholePart(var kind, var operand) => (number.ToWhole(kind.Text(), scalar(operand)), false),
        CheckpointInterval(var rounds) => ($"global::NetGen.Numerics.Checkpoints.Interval({Of(rounds)})", true),
        WholeCall(var name, var arguments) => ($"global::System.Math.{name}({string.Join(", ", arguments.Select(argument => Of(argument)))})", true),
        _ => throw new NotSupportedException($"no text for {whole.GetType().Name}"),
    };

    public string Of(Condition condition, bool isOperand = false)
    {
        var (text, isAtom) = Print(condition);
        return isOperand && !isAtom ? $"({text})" : text;
    }

    private (string Text, bool IsAtom) Print(Condition condition) => condition switch
    {
        Known(var value) => (value ? "true" : "false", true),
        // The compiler warns of a comparison of a value with itself.
        Compared(Comparison.NotEqual, var left, var right) when IsSame(left, right) => (IsNaN(left), true),
        Compared(Comparison.Less or Comparison.Greater, var left, var right) when IsSame(left, right) => ("false", true),
        Compared(_, var left, var right) when IsSame(left, right) => ("!" + IsNaN(left), true),
        Compared(var comparison, var left, var right) => ($"{Side(left)} {comparison.CSharp()} {Side(right)}", false),
        ComparedWhole(Comparison.Equal or Comparison.NotEqual, WholeOfEnumeration({ Type: var type, Members: var members }, _, var value), WholeNumber(var number)) and { Comparison: var comparison }
            when members.FirstOrDefault(member => member.Number == number) is { Name: var name }
            => ($"{Of(value)} {comparison.CSharp()} {type}.{name}", false),
        ComparedWhole(var comparison, var left, var right) => ($"{Of(left)} {comparison.CSharp()} {Of(right)}", false),
        TruthVariable(var index) => (variable(index), true),
        TruthElement(var index, var member, var place) => ($"{array(index)}[{Of(place)}]{member}", true),
        Chosen(var choice, Known(false), Known(true)) => Print(choice) is (var inner, var isAtom) ? (isAtom ? "!" + inner : $"!({inner})", true) : default,
        Chosen(var choice, var whenTrue, Known(false)) => ($"{Of(choice, isOperand: true)} && {Of(whenTrue, isOperand: true)}", false),
        Chosen(var choice, Known(true), var whenFalse) => ($"{Of(choice, isOperand: true)} || {Of(whenFalse, isOperand: true)}", false),
        Chosen(var choice, var whenTrue, var whenFalse) => ($"{Of(choice, isOperand: true)} ? {Of(whenTrue, isOperand: true)} : {Of(whenFalse, isOperand: true)}", false),
        _ => throw new NotSupportedException($"no text for {condition.GetType().Name}"),
    };

    private static bool IsSame(Scalar left, Scalar right) => ReferenceEquals(left, right) || (left is Argument && left == right);

    private string IsNaN(Scalar value) => $"{number.Number}.IsNaN({scalar(value)})";

    /// <summary>A side of a comparison, with parentheses around a choice between values.</summary>
    private string Side(Scalar side) => scalar(side) is var text && text.Contains('?') ? $"({text})" : text;

    private static string Symbol(BinaryOperator function) => function switch
    {
        BinaryOperator.Add => "+",
        BinaryOperator.Subtract => "-",
        BinaryOperator.Multiply => "*",
        BinaryOperator.Divide => "/",
        BinaryOperator.Remainder => "%",
        BinaryOperator.And => "&",
        BinaryOperator.Or => "|",
        BinaryOperator.Xor => "^",
        BinaryOperator.ShiftLeft => "<<",
        BinaryOperator.ShiftRight => ">>",
        _ => throw new NotSupportedException($"no operator for {function}"),
    };
}
