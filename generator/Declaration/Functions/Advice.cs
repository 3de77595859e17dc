using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>What to write in the place of what cannot be differentiated.</summary>
internal static class Advice
{
    public static (string What, string Instead) OfStatement(IOperation statement) => statement switch
    {
        IWhileLoopOperation { ConditionIsTop: false } => ("'do'", Loop),
        IWhileLoopOperation => ("'while'", Loop),
        IForEachLoopOperation => ("'foreach'", Loop),
        ISwitchOperation => ("'switch'", "write 'if' and 'else if'"),
        IThrowOperation => ("'throw'", "return float.NaN or double.NaN, or check before the call"),
        ITryOperation => ("'try'", "leave it out: nothing that can be differentiated throws"),
        ILockOperation => ("'lock'", "leave it out: the function has nothing to share"),
        IUsingOperation or IUsingDeclarationOperation => ("'using'", "pass numbers, and dispose of things outside of the function"),
        IBranchOperation => ("'goto'", "write 'if', 'for' and 'return'"),
        IReturnOperation { Kind: OperationKind.YieldReturn or OperationKind.YieldBreak } => ("'yield'", "return one number"),
        _ => ("This statement", "write declarations, assignments, 'if', 'for' with constant bounds, and 'return'"),
    };

    public static (string What, string Instead) OfExpression(IOperation expression) => expression switch
    {
        ISwitchExpressionOperation => ("'switch'", "write nested '?:'"),
        IIsPatternOperation => ("'is'", "write comparisons, joined by '&&' and '||'"),
        IThrowOperation => ("'throw'", "give float.NaN or double.NaN"),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Remainder } => ("'%'", "write x - y * Truncate(x / y) for x % y"),
        IBinaryOperation or IUnaryOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation =>
            ("This operator", "write '+', '-', '*', '/', comparisons, '&&', '||' and '!'"),
        IPropertyReferenceOperation property => ($"The property '{property.Property.Name}'", "pass its value as a parameter"),
        IArrayElementReferenceOperation => ("An element of an array", "pass it as a parameter of its own"),
        IArrayCreationOperation => ("An array", "write a variable for each element"),
        ITupleOperation => ("A tuple", "write a variable for each element"),
        IDeconstructionAssignmentOperation => ("A deconstruction", "write an assignment for each element"),
        IAnonymousFunctionOperation or IDelegateCreationOperation => ("A delegate", "write a static local function, or another [Differentiable] method"),
        IAwaitOperation => ("'await'", "pass the number as a parameter"),
        IObjectCreationOperation => ("An object", "write numbers"),
        IInvocationOperation invocation => ($"The call of '{invocation.TargetMethod.Name}'", "write out what it computes"),
        IInstanceReferenceOperation => ("'this'", "pass numbers as parameters"),
        _ => ("This expression", "write numbers, variables, operators, functions of Math and MathF, and calls of [Differentiable] methods"),
    };

    /// <summary>Instead of a function of the framework, the same in other words where there are any.</summary>
    public static string InsteadOfFunction(string name, string type)
    {
        var math = type == "Math" ? "Math" : "MathF";
        return name switch
        {
            "IEEERemainder" => $"write x - y * {math}.Round(x / y)",
            "CopySign" => $"write y < 0 ? -{math}.Abs(x) : {math}.Abs(x)",
            "ScaleB" => $"write x * {math}.Pow(2, n)",
            "ReciprocalEstimate" => "write 1 / x",
            "ReciprocalSqrtEstimate" => $"write 1 / {math}.Sqrt(x)",
            "SinCos" => $"call {math}.Sin and {math}.Cos",
            "MaxMagnitude" or "MinMagnitude" or "MaxMagnitudeNumber" or "MinMagnitudeNumber" => $"compare {math}.Abs of both, and choose with '?:'",
            "MaxNumber" or "MinNumber" or "MaxNative" or "MinNative" => $"call {math}.Max or {math}.Min",
            "Hypot" => $"write {math}.Sqrt(x * x + y * y)",
            "Exp10" => $"write {math}.Pow(10, x)",
            "RootN" => $"write {math}.Pow(x, 1f / n)",
            "Round" => "call it with one argument, and scale before and after",
            _ => "write it with the functions that have one: " + string.Join(", ", FrameworkFunctions.Names),
        };
    }

    private const string Loop = "write a 'for' loop with constant bounds";
}
