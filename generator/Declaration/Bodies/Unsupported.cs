using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>What a forward method or an objective cannot have: what it is called, and what to write instead.</summary>
internal static class Unsupported
{
    private const string Loop = "write a 'for' or a 'foreach' whose bounds are constants";
    private const string Function = "write a method or a local function, and call it by its name";
    private const string Nothing = "the method never runs, so there is nothing to wait for, release or catch; remove it";
    private const string Values = ValueTypes.Advice;

    public static (string What, string Instead) Of(IOperation operation) => operation switch
    {
        IAwaitOperation => ("'await'", Nothing),
        IForEachLoopOperation => ("'await foreach'", Nothing),
        IWhileLoopOperation { ConditionIsTop: false } => ("'do'", Loop),
        IWhileLoopOperation => ("'while'", Loop),
        ITryOperation => ("'try'", Nothing),
        IUsingOperation or IUsingDeclarationOperation => ("'using'", Nothing),
        ILockOperation => ("'lock'", Nothing),
        IThrowOperation => ("'throw'", "choose between what is possible; an impossible shape has a diagnostic by itself"),
        IReturnOperation => ("'yield'", "return an array or a list"),
        IBranchOperation => ("'goto'", "write an 'if', a 'switch' or a loop"),
        ILabeledOperation => ("a label", "write an 'if', a 'switch' or a loop"),
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation => ("a lambda or delegate", Function),
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation => ("'dynamic'", Values),
        IInterpolatedStringOperation => ("text with values in it", Values),
        ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation => ("a question whether something is null", "write 'x is null ? … : …', or an 'if'"),
        IInstanceReferenceOperation => ("the network itself as a value", "call its layers"),
        ITranslatedQueryOperation => ("a query", Loop),
        IAnonymousObjectCreationOperation or IWithOperation => ("an object", "use a tuple"),
        IRangeOperation => ("a range", "take parts of a tensor with Slice, and of an array with Skip and Take"),
        IArrayElementReferenceOperation => ("several indices", "use an array of arrays, or take parts of a tensor with Slice"),
        ITypeOfOperation or ISizeOfOperation => ("a question for a type", Values),
        IIsTypeOperation => ("a question for a type", Values),
        IAddressOfOperation => ("an address", Values),
        IFieldReferenceOperation or IPropertyReferenceOperation => ("this member", Values),
        IUnaryOperation unary => ($"'{(unary.Syntax as PrefixUnaryExpressionSyntax)?.OperatorToken.Text}'", "write it with + − * / and comparisons"),
        IBinaryOperation binary => ($"'{(binary.Syntax as BinaryExpressionSyntax)?.OperatorToken.Text}'", "write it with + − * / and comparisons"),
        _ when operation.Syntax is FixedStatementSyntax or UnsafeStatementSyntax => ($"'{operation.Syntax.GetFirstToken().Text}'", Values),
        _ when operation.Syntax.IsKind(SyntaxKind.StackAllocArrayCreationExpression) => ("'stackalloc'", "use an array"),
        _ => ("this", Values),
    };
}
