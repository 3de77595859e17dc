using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>The operators of C# on numbers with a fraction, and on conditions.</summary>
internal static class Arithmetic
{
    public static BinaryFunction? Function(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => BinaryFunction.Add,
        BinaryOperatorKind.Subtract => BinaryFunction.Subtract,
        BinaryOperatorKind.Multiply => BinaryFunction.Multiply,
        BinaryOperatorKind.Divide => BinaryFunction.Divide,
        _ => null,
    };

    public static Comparison? Comparison(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => Scalars.Comparison.Less,
        BinaryOperatorKind.LessThanOrEqual => Scalars.Comparison.LessOrEqual,
        BinaryOperatorKind.GreaterThan => Scalars.Comparison.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => Scalars.Comparison.GreaterOrEqual,
        BinaryOperatorKind.Equals => Scalars.Comparison.Equal,
        BinaryOperatorKind.NotEquals => Scalars.Comparison.NotEqual,
        _ => null,
    };

    public static Condition? Logic(BinaryOperatorKind kind, Condition left, Condition right) => kind switch
    {
        BinaryOperatorKind.And => Condition.And(left, right),
        BinaryOperatorKind.Or => Condition.Or(left, right),
        BinaryOperatorKind.Equals => Condition.Choose(left, right, Condition.Not(right)),
        BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr => Condition.Choose(left, Condition.Not(right), right),
        _ => null,
    };

    /// <summary>The value of an operator on two constants as C# computes it; null where it is not a finite number.</summary>
    public static double? Fold(BinaryOperatorKind kind, double left, double right, ITypeSymbol type)
    {
        var value = type.SpecialType == SpecialType.System_Single
            ? kind switch
            {
                BinaryOperatorKind.Add => (float)((float)left + (float)right),
                BinaryOperatorKind.Subtract => (float)((float)left - (float)right),
                BinaryOperatorKind.Multiply => (float)((float)left * (float)right),
                BinaryOperatorKind.Divide => (float)((float)left / (float)right),
                _ => double.NaN,
            }
            : kind switch
            {
                BinaryOperatorKind.Add => left + right,
                BinaryOperatorKind.Subtract => left - right,
                BinaryOperatorKind.Multiply => left * right,
                BinaryOperatorKind.Divide => left / right,
                _ => double.NaN,
            };
        return double.IsNaN(value) || double.IsInfinity(value) ? null : value;
    }
}
