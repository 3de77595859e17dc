using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>The operators that a program can have.</summary>
internal static class Operators
{
    public static UnaryOperator? Of(UnaryOperatorKind kind) => kind switch
    {
        UnaryOperatorKind.Plus => UnaryOperator.Plus,
        UnaryOperatorKind.Minus => UnaryOperator.Minus,
        UnaryOperatorKind.Not => UnaryOperator.Not,
        _ => null,
    };

    public static BinaryOperator? Of(BinaryOperatorKind kind, ITypeSymbol? type) => kind switch
    {
        BinaryOperatorKind.Add => BinaryOperator.Add,
        BinaryOperatorKind.Subtract => BinaryOperator.Subtract,
        BinaryOperatorKind.Multiply => BinaryOperator.Multiply,
        BinaryOperatorKind.Divide => BinaryOperator.Divide,
        BinaryOperatorKind.Remainder => BinaryOperator.Remainder,
        BinaryOperatorKind.LessThan => BinaryOperator.Less,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperator.LessOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperator.Greater,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperator.GreaterOrEqual,
        BinaryOperatorKind.Equals => BinaryOperator.Equal,
        BinaryOperatorKind.NotEquals => BinaryOperator.NotEqual,
        BinaryOperatorKind.And => BinaryOperator.And,
        BinaryOperatorKind.Or => BinaryOperator.Or,
        BinaryOperatorKind.ExclusiveOr => BinaryOperator.Xor,
        BinaryOperatorKind.ConditionalAnd => BinaryOperator.AndAlso,
        BinaryOperatorKind.ConditionalOr => BinaryOperator.OrElse,
        BinaryOperatorKind.LeftShift when IsShifted(type) => BinaryOperator.ShiftLeft,
        BinaryOperatorKind.RightShift when IsShifted(type) => BinaryOperator.ShiftRight,
        _ => null,
    };

    private static bool IsShifted(ITypeSymbol? type)
        => type is null || (ValueTypes.KindOf(type) is { } kind && kind.IsWhole());
}
