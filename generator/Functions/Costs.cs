using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>What is worth a variable, and what is worth being kept for the backward pass: functions that take many cycles, and divisions.</summary>
internal static class Costs
{
    public static bool IsExpensive(Scalar node) => node switch
    {
        Unary(var function, _) => function is not (UnaryFunction.Negate or UnaryFunction.Abs or UnaryFunction.Sign or UnaryFunction.Floor or UnaryFunction.Ceiling or UnaryFunction.Round or UnaryFunction.Truncate),
        Binary(var function, _, var right) => function is not (BinaryFunction.Add or BinaryFunction.Subtract or BinaryFunction.Multiply or BinaryFunction.Min or BinaryFunction.Max or BinaryFunction.AtLeast or BinaryFunction.AtMost or BinaryFunction.CopySign)
            && !(function == BinaryFunction.Divide && right is Constant),
        _ => false,
    };

    public static bool HasExpensive(Scalar expression)
    {
        var has = false;
        new ScalarRewriter(node =>
        {
            has |= IsExpensive(node);
            return node;
        }).Rewrite(expression);
        return has;
    }
}
