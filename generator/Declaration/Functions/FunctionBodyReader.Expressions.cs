using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

internal sealed partial class FunctionBodyReader
{
    private Value Evaluate(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        if (operation.ConstantValue is { HasValue: true, Value: var constant })
            return FromConstant(operation, constant);
        return operation switch
        {
            ILocalReferenceOperation local => Read(local.Local),
            IParameterReferenceOperation parameter => Read(parameter.Parameter),
            IConversionOperation conversion => Convert(conversion),
            IUnaryOperation unary => EvaluateUnary(unary),
            IBinaryOperation binary => EvaluateBinary(binary),
            IConditionalOperation conditional => EvaluateConditional(conditional),
            ISimpleAssignmentOperation assignment => AssignTo(assignment.Target, Evaluate(assignment.Value)),
            ICompoundAssignmentOperation assignment => EvaluateCompound(assignment),
            IIncrementOrDecrementOperation step => EvaluateStep(step),
            IInvocationOperation invocation => Call(invocation),
            IFieldReferenceOperation { Field: { } field } => Report(
                ProblemKind.UnsupportedExpression,
                operation.Syntax,
                $"The field '{field.Name}'",
                field.IsStatic ? "make it 'const', or pass its value as a parameter" : "pass its value as a parameter"),
            IInvalidOperation => Invalid(operation),
            _ when operation.Type?.TypeKind == TypeKind.Error => Invalid(operation),
            _ => Unsupported(operation),
        };
    }

    private Value Unsupported(IOperation operation)
    {
        if (UsesUnknown(operation))
            return Value.Unknown;
        var (what, instead) = Advice.OfExpression(operation);
        return Report(ProblemKind.UnsupportedExpression, operation.Syntax, what, instead);
    }

    /// <summary>Whether an expression uses a variable of which it has been told already why it is not known.</summary>
    private bool UsesUnknown(IOperation operation)
        => operation.DescendantsAndSelf().OfType<ILocalReferenceOperation>()
            .Any(local => frame.Locals.TryGetValue(local.Local, out var value) && ReferenceEquals(value, Value.Unknown));

    private Value FromConstant(IOperation operation, object? constant) => constant switch
    {
        float value => new Real(build.Single(value)),
        double value when build.Type == FunctionType.Single && SingleRange.Becomes(value) is { } lost => Report(ProblemKind.NoSingle, operation.Syntax, Numbers.Text(value), lost, SingleRange.Text),
        double value => new Real(build.Number(value)),
        bool value => new Truth(Condition.Of(value)),
        _ when WholeNumbers.TryRead(constant, out var number) => new Whole(number),
        _ => Report(ProblemKind.UnsupportedType, operation.Syntax, $"'{operation.Syntax}'", operation.Type?.ToDisplayString() ?? "null"),
    };

    private Value Read(ISymbol variable) => frame.Locals.TryGetValue(variable, out var value) ? value : Value.Unknown;

    private static bool IsSupported(ITypeSymbol type) => IsReal(type) || type.SpecialType == SpecialType.System_Boolean || WholeNumbers.IsWhole(type);

    private static bool IsReal(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    private Value Convert(IConversionOperation conversion)
    {
        var type = conversion.Type!;
        var value = Evaluate(conversion.Operand);
        if (ReferenceEquals(value, Value.Unknown))
            return value;
        if (conversion.OperatorMethod is not null || !IsSupported(type))
            return type.TypeKind == TypeKind.Error ? Invalid(conversion) : Report(ProblemKind.UnsupportedType, conversion.Syntax, $"'{conversion.Syntax}'", type.ToDisplayString());
        return Converted(value, type, conversion);
    }

    private Value Converted(Value value, ITypeSymbol type, IOperation operation)
    {
        if (IsReal(type))
            return value is Whole or Varying ? new Real(ScalarOf(value)) : value;
        if (!WholeNumbers.IsWhole(type))
            return value;
        return value switch
        {
            Whole(var whole) => new Whole(WholeNumbers.Wrap(whole, type)),
            // C# has no such conversion where none is written, and says so.
            Real when operation is IConversionOperation { IsImplicit: true } => Invalid(operation),
            Real(Constant(var number)) => new Whole(WholeNumbers.Wrap((long)number, type)),
            Real => Report(
                ProblemKind.DependsOnParameter, operation.Syntax, $"The value converted to '{type.ToDisplayString()}'", "use Truncate, Floor or Round, which give a number with a fraction of zero"),
            _ => value,
        };
    }

    private Value EvaluateUnary(IUnaryOperation unary)
    {
        var operand = Evaluate(unary.Operand);
        return (unary.OperatorKind, operand) switch
        {
            _ when unary.OperatorMethod is { ContainingType.SpecialType: SpecialType.None } => Unsupported(unary),
            (_, not (Real or Whole or Varying or Truth)) => Value.Unknown,
            (UnaryOperatorKind.Plus, Real or Whole or Varying) => operand,
            (UnaryOperatorKind.Minus, Real(Constant(var number))) => new Real(build.Number(-number)),
            (UnaryOperatorKind.Minus, Real(var scalar)) => new Real(build.Unary(UnaryFunction.Negate, scalar)),
            (UnaryOperatorKind.Minus, Varying(var scalar)) => new Varying(build.Unary(UnaryFunction.Negate, scalar)),
            (UnaryOperatorKind.Minus, Whole(var whole)) => new Whole(WholeNumbers.Wrap(-whole, unary.Type!)),
            (UnaryOperatorKind.Not, Truth(var condition)) => new Truth(Condition.Not(condition)),
            _ => Unsupported(unary),
        };
    }

    private Value EvaluateBinary(IBinaryOperation binary)
    {
        if (binary.OperatorMethod is { ContainingType.SpecialType: SpecialType.None })
            return Unsupported(binary);
        var left = Evaluate(binary.LeftOperand);
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
            return ShortCircuit(binary, left);
        var right = Evaluate(binary.RightOperand);
        // An operator that has no derivative on any numbers is told of, even where the operands are not known for another reason.
        if (IsReal(binary.Type) && Arithmetic.Function(binary.OperatorKind) is null && (ReferenceEquals(left, Value.Unknown) || ReferenceEquals(right, Value.Unknown)))
            return Unsupported(binary);
        return Combine(binary.OperatorKind, left, right, binary.Type!, binary);
    }

    private Value ShortCircuit(IBinaryOperation binary, Value left)
    {
        var isAnd = binary.OperatorKind == BinaryOperatorKind.ConditionalAnd;
        if (left is Truth(Known(var value)) && value != isAnd)
            return left;
        var right = UnderCondition(left is not Truth(Known), () => Evaluate(binary.RightOperand));
        return left is Truth(var first) && right is Truth(var second)
            ? new Truth(isAnd ? Condition.And(first, second) : Condition.Or(first, second))
            : Value.Unknown;
    }

    private Value Combine(BinaryOperatorKind kind, Value left, Value right, ITypeSymbol type, IOperation operation)
    {
        if (left is not (Real or Whole or Varying or Truth) || right is not (Real or Whole or Varying or Truth))
            return Value.Unknown;
        if (Arithmetic.Comparison(kind) is { } comparison)
        {
            switch (left, right)
            {
                case (Whole(var a), Whole(var b)):
                    return new Truth(Condition.Of(WholeNumbers.Holds(comparison, a, b)));
                case (Real(Constant(var a)), Real(Constant(var b))):
                    return new Truth(Condition.Of(comparison.Holds(a, b)));
                case (Real, Real) or (Whole or Varying, Whole or Varying):
                    return new Truth(new Compared(comparison, ScalarOf(left), ScalarOf(right)));
            }
        }

        switch (left, right)
        {
            case (Whole(var a), Whole(var b)) when WholeNumbers.Combine(kind, a, b, type) is { } whole:
                return new Whole(whole);
            case (Whole, Whole(0)) when kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder:
                return Report(ProblemKind.UnsupportedExpression, operation.Syntax, "A division of a whole number by zero", "it would throw: divide numbers with a fraction, or leave it out");
            case (Real(Constant(var a)), Real(Constant(var b))) when Arithmetic.Fold(kind, a, b, type) is { } folded:
                return new Real(type.SpecialType == SpecialType.System_Single ? build.Single((float)folded) : build.Number(folded));
            case (Real(var a), Real(var b)) when Arithmetic.Function(kind) is { } function:
                return new Real(build.Binary(function, a, b));
            case (Whole or Varying, Whole or Varying) when kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply:
                return new Varying(build.Binary(Arithmetic.Function(kind)!.Value, ScalarOf(left), ScalarOf(right)));
            case (Whole or Varying, Whole or Varying) when kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder:
                return Report(ProblemKind.DependsOnParameter, operation.Syntax, "The quotient of whole numbers", "divide numbers with a fraction, and use Truncate if it is to have none");
            case (Truth(var a), Truth(var b)) when Arithmetic.Logic(kind, a, b) is { } condition:
                return new Truth(condition);
            default:
                return Unsupported(operation);
        }
    }

    private Value EvaluateConditional(IConditionalOperation conditional)
    {
        var condition = Evaluate(conditional.Condition);
        if (condition is Truth(Known(var isTrue)))
            return Evaluate(isTrue ? conditional.WhenTrue : conditional.WhenFalse!);
        var whenTrue = UnderCondition(true, () => Evaluate(conditional.WhenTrue));
        var whenFalse = UnderCondition(true, () => Evaluate(conditional.WhenFalse!));
        if (condition is not Truth(var open))
            return Value.Unknown;
        return Merge(open, whenTrue, whenFalse);
    }

    private Value UnderCondition(bool isOpen, Func<Value> evaluate)
    {
        frame.Conditions += isOpen ? 1 : 0;
        var value = evaluate();
        frame.Conditions -= isOpen ? 1 : 0;
        return value;
    }

    private Value EvaluateCompound(ICompoundAssignmentOperation assignment)
    {
        if (assignment.OperatorMethod is { ContainingType.SpecialType: SpecialType.None })
            return Unsupported(assignment);
        var left = Evaluate(assignment.Target);
        var right = Evaluate(assignment.Value);
        // The two are converted to a common type, and the result back: 'n *= 0.5f' of an int.
        if (left is Whole or Varying && right is Real)
            left = new Real(ScalarOf(left));
        var common = right is Real ? assignment.Value.Type! : assignment.Type!;
        return AssignTo(assignment.Target, Converted(Combine(assignment.OperatorKind, left, right, common, assignment), assignment.Type!, assignment));
    }

    private Value EvaluateStep(IIncrementOrDecrementOperation step)
    {
        var before = Evaluate(step.Target);
        Value one = before is Whole or Varying ? new Whole(1) : new Real(build.Number(1));
        var kind = step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = AssignTo(step.Target, Combine(kind, before, one, step.Type!, step));
        return step.IsPostfix ? before : after;
    }

    private Value AssignTo(IOperation target, Value value)
    {
        if (target is not (ILocalReferenceOperation or IParameterReferenceOperation))
        {
            return target is IInvalidOperation
                ? Invalid(target)
                : Report(ProblemKind.UnsupportedExpression, target.Syntax, "An assignment to what is not a local variable", "assign to a local, and return what is computed");
        }

        if (frame.Conditions > 0)
            return Report(ProblemKind.UnsupportedExpression, target.Syntax, "An assignment inside of a conditional expression", "write it as a statement, with 'if'");
        ISymbol variable = target is ILocalReferenceOperation local ? local.Local : ((IParameterReferenceOperation)target).Parameter;
        if (!frame.Locals.ContainsKey(variable))
            return Value.Unknown;
        Assign(variable, value);
        return value;
    }
}
