namespace NetGen.Generator.Programs;

/// <summary>Whether an expression may change what another one reads, so that it matters which of them is evaluated first.</summary>
internal static class Effects
{
    public static bool Has(Expression? expression) => expression switch
    {
        null or ConstantExpression or LocalExpression or FieldExpression or DiscardExpression => false,
        // A method may change an array or a variable around it.
        AssignmentExpression or CallExpression or ScanExpression or SequenceExpression => true,
        LibraryExpression library => library.Signature.StartsWith("M:System.Collections.Generic.List`1.", StringComparison.Ordinal) || library.Arguments.Any(Has),
        UnaryExpression unary => Has(unary.Operand),
        BinaryExpression binary => Has(binary.First) || binary.Steps.Any(static step => Has(step.Right)),
        ConditionalExpression choice => Has(choice.Condition) || Has(choice.WhenTrue) || Has(choice.WhenFalse),
        ConversionExpression conversion => Has(conversion.Operand),
        TupleExpression tuple => tuple.Items.Any(Has),
        TupleItemExpression item => Has(item.Tuple),
        CollectionExpression collection => collection.Items.Any(static item => Has(item.Value)),
        NewArrayExpression array => Has(array.Length),
        ElementExpression element => Has(element.Collection) || Has(element.Index),
        MemberExpression member => Has(member.Index) || member.Arguments.Any(Has),
        MemberWeightExpression weight => Has(weight.Index),
        FunctionExpression function => function.Arguments.Any(Has),
        MapExpression map => map.Arguments.Any(Has),
        _ => true,
    };
}
