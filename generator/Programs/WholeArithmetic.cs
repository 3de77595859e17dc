namespace NetGen.Generator.Programs;

/// <summary>
/// The operators of C# on whole numbers. What becomes of a value that does not fit into its type is up to the reader: a differentiable function
/// runs, and wraps as it does in C#; a forward method never runs, and one that wraps without saying so is a mistake.
/// </summary>
internal static class WholeArithmetic
{
    /// <summary>The value of an operator, or null where there is none.</summary>
    /// <param name="bits">How many bits the left operand has, of which a shift can go through all but one.</param>
    public static long? Combine(BinaryOperator function, long left, long right, int bits) => unchecked(function switch
    {
        BinaryOperator.Add => left + right,
        BinaryOperator.Subtract => left - right,
        BinaryOperator.Multiply => left * right,
        // The smallest number has no opposite.
        BinaryOperator.Divide when right == -1 => -left,
        BinaryOperator.Remainder when right == -1 => 0,
        BinaryOperator.Divide when right != 0 => left / right,
        BinaryOperator.Remainder when right != 0 => left % right,
        BinaryOperator.And => left & right,
        BinaryOperator.Or => left | right,
        BinaryOperator.Xor => left ^ right,
        BinaryOperator.ShiftLeft => left << ((int)right & (bits - 1)),
        BinaryOperator.ShiftRight => left >> ((int)right & (bits - 1)),
        _ => null,
    });

    /// <summary>Whether the exact value of a sum, a difference or a product has more than 64 bits.</summary>
    public static bool Overflows(BinaryOperator function, long left, long right)
    {
        if (function is not (BinaryOperator.Add or BinaryOperator.Subtract or BinaryOperator.Multiply))
            return false;
        var exact = function switch
        {
            BinaryOperator.Add => (decimal)left + right,
            BinaryOperator.Subtract => (decimal)left - right,
            // A decimal holds 96 bits, which the product of two large numbers may exceed.
            _ => Math.Abs((double)left * right) > 1e20 ? decimal.MaxValue : (decimal)left * right,
        };
        return exact is < long.MinValue or > long.MaxValue;
    }
}
