using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>What a program cannot have: what it is called, and what to write instead.</summary>
internal static class Unsupported
{
    private const string Loop = "write a 'for' or a 'foreach' whose bounds are constants";
    private const string Function = "write a method or a local function, and call it by its name";
    private const string Nothing = "nothing that is read waits, releases or throws; remove it";

    public static (string What, string Instead) Of(IOperation operation, ReadingRoot root) => operation switch
    {
        IAwaitOperation => ("'await'", Nothing),
        IForEachLoopOperation => ("'await foreach'", Nothing),
        IWhileLoopOperation { ConditionIsTop: false } => ("'do'", Loop),
        IWhileLoopOperation => ("'while'", Loop),
        ITryOperation => ("'try'", Nothing),
        IUsingOperation or IUsingDeclarationOperation => ("'using'", Nothing),
        ILockOperation => ("'lock'", Nothing),
        IThrowOperation => ("'throw'", root.HasTensors ? "choose between what is possible; an impossible shape has a diagnostic by itself" : "return float.NaN or double.NaN, or check before the call"),
        IReturnOperation => ("'yield'", "return an array or a list"),
        IBranchOperation => ("'goto'", "write an 'if', a 'switch' or a loop"),
        IAnonymousFunctionOperation or IDelegateCreationOperation or IMethodReferenceOperation => ("a lambda or delegate", Function),
        IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation or IDynamicObjectCreationOperation => ("'dynamic'", root.Values),
        IInterpolatedStringOperation => ("text with values in it", root.Values),
        ICoalesceOperation or ICoalesceAssignmentOperation or IConditionalAccessOperation => ("a question whether something is null", "write 'x is null ? … : …', or an 'if'"),
        IInstanceReferenceOperation => ("'this' as a value", root.HasTensors ? "call layers" : "pass numbers as parameters"),
        ITranslatedQueryOperation => ("a query", Loop),
        IAnonymousObjectCreationOperation or IWithOperation => ("an object", "use a tuple"),
        IRangeOperation => ("a range", "take parts of a tensor with Slice, and of an array with Skip and Take"),
        IArrayElementReferenceOperation => ("several indices", "use an array of arrays, or take parts of a tensor with Slice"),
        ITypeOfOperation or ISizeOfOperation => ("a question for a type", root.Values),
        IIsTypeOperation => ("a question for a type", root.Values),
        IAddressOfOperation => ("an address", root.Values),
        IFieldReferenceOperation or IPropertyReferenceOperation => ("this member", root.Values),
        IUnaryOperation unary => ($"'{(unary.Syntax as PrefixUnaryExpressionSyntax)?.OperatorToken.Text}'", "write it with + − * / and comparisons"),
        IBinaryOperation binary => ($"'{(binary.Syntax as BinaryExpressionSyntax)?.OperatorToken.Text}'", "write it with + − * / and comparisons"),
        _ when operation.Syntax is FixedStatementSyntax or UnsafeStatementSyntax => ($"'{operation.Syntax.GetFirstToken().Text}'", root.Values),
        _ when operation.Syntax.IsKind(SyntaxKind.StackAllocArrayCreationExpression) => ("'stackalloc'", "use an array"),
        _ => ("this", root.Values),
    };
}
