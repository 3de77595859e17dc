using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration.Functions;

internal sealed partial class FunctionBodyReader
{
    /// <summary>How many steps a loop may take; the size of what it computes is limited too.</summary>
    private const int MostSteps = 10_000;

    private Outcome Execute(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (operation)
        {
            case IMethodBodyOperation method:
                return Execute((method.BlockBody ?? method.ExpressionBody)!);
            case ILocalFunctionOperation:
                return Next();
            case IBlockOperation block:
                return Sequence(block.Operations);
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(static declaration => declaration.Declarators))
                    Declare(declarator);
                return Next();
            case IExpressionStatementOperation statement:
                ExecuteExpression(statement.Operation);
                return Next();
            case IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value }:
                return new Outcome.Return(Evaluate(value));
            case IConditionalOperation conditional:
                return If(conditional);
            case IForLoopOperation loop:
                return For(loop);
            case IBranchOperation { BranchKind: BranchKind.Break or BranchKind.Continue } branch:
                return new Outcome.Continue(branch.BranchKind == BranchKind.Break ? Exit.Break : Exit.NextStep, frame.Locals);
            case IEmptyOperation:
                return Next();
            case ILabeledOperation { Operation: { } labeled }:
                return Execute(labeled);
            case IInvalidOperation:
                problems.LeaveToTheCompiler();
                return Next();
            default:
                var (what, instead) = Advice.OfStatement(operation);
                Report(ProblemKind.UnsupportedStatement, FirstToken(operation.Syntax), what, instead);
                return Next();
        }
    }

    private Outcome.Continue Next() => new(Exit.Next, frame.Locals);

    private Outcome Sequence(IEnumerable<IOperation> operations)
    {
        var statements = operations.ToList();
        foreach (var function in statements.OfType<ILocalFunctionOperation>())
            frame.LocalFunctions[function.Symbol] = function;

        Outcome outcome = Next();
        foreach (var statement in statements)
        {
            // Where no way leads on, C# has warned that the rest is never reached.
            if (merger.Locals(outcome, Exit.Next) is not { } merged)
                break;
            frame.Locals = merged;
            outcome = OutcomeMerger.Then(outcome, Execute(statement), Exit.Next);
        }

        return outcome;
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var type = declarator.Symbol.Type;
        if (!IsSupported(type))
        {
            if (type.TypeKind == TypeKind.Error)
                problems.LeaveToTheCompiler();
            else
                Report(ProblemKind.UnsupportedType, declarator.Syntax, $"'{declarator.Symbol.Name}'", type.ToDisplayString());
            frame.Locals = frame.Locals.SetItem(declarator.Symbol, Value.Unknown);
            return;
        }

        if (declarator.Symbol.IsRef)
            Report(ProblemKind.UnsupportedStatement, declarator.Syntax, "A reference to a variable", "declare a variable of its own");
        var initializer = declarator.Initializer ?? (declarator.Parent as IVariableDeclarationOperation)?.Initializer;
        Assign(declarator.Symbol, initializer is null ? Value.Unassigned : Evaluate(initializer.Value));
    }

    /// <summary>Assigns to a local or a parameter, and remembers the name of what is assigned.</summary>
    private void Assign(ISymbol variable, Value value)
    {
        frame.Locals = frame.Locals.SetItem(variable, value);
        if (value is Real(var scalar) && scalar is not (Scalars.Argument or Scalars.Constant) && foreignCalls == 0)
            locals.Add((variable.Name, scalar));
    }

    private void ExecuteExpression(IOperation operation)
    {
        if (operation is IAssignmentOperation or IIncrementOrDecrementOperation)
        {
            Evaluate(operation);
        }
        else if (operation is IInvalidOperation)
        {
            Invalid(operation);
        }
        else
        {
            var (what, _) = Advice.OfExpression(operation);
            Report(ProblemKind.UnsupportedStatement, operation.Syntax, what, "its result is not used: leave it out, or move what it is for out of the function");
        }
    }

    private Outcome If(IConditionalOperation statement)
    {
        if (Evaluate(statement.Condition) is not Truth(var condition))
        {
            // Both ways are read, for what else may be wrong in them.
            Way(statement.WhenTrue);
            Way(statement.WhenFalse);
            return Next();
        }

        if (condition is Known(var isTrue))
            return Way(isTrue ? statement.WhenTrue : statement.WhenFalse);
        return new Outcome.Branch(condition, Way(statement.WhenTrue), Way(statement.WhenFalse));

        Outcome Way(IOperation? way)
        {
            var before = frame.Locals;
            var outcome = way is null ? Next() : Execute(way);
            frame.Locals = before;
            return outcome;
        }
    }

    /// <summary>Takes every step of a loop whose condition is known at each.</summary>
    private Outcome For(IForLoopOperation loop)
    {
        Outcome outcome = Sequence(loop.Before);
        for (var step = 0; ; step++)
        {
            if (merger.Locals(outcome, Exit.Next) is not { } merged)
                break;
            frame.Locals = merged;
            var place = FirstToken(loop.Syntax);
            if (!IsGoingOn(loop))
                break;
            if (!CheckSize(place))
                break;
            if (step == MostSteps)
            {
                Report(ProblemKind.LoopTooLong, place, Counts.Text(MostSteps));
                break;
            }

            outcome = OutcomeMerger.Then(outcome, Execute(loop.Body), Exit.Next);
            if (merger.Locals(outcome, Exit.Next, Exit.NextStep) is not { } afterBody)
                break;
            frame.Locals = afterBody;
            outcome = OutcomeMerger.Then(outcome, Sequence(loop.AtLoopBottom), Exit.Next, Exit.NextStep);
        }

        // Those that left by break go on behind the loop, as those do that left at its end.
        return merger.Locals(outcome, Exit.Next, Exit.Break) is { } behind
            ? OutcomeMerger.Then(outcome, new Outcome.Continue(Exit.Next, behind), Exit.Next, Exit.Break)
            : outcome;
    }

    /// <summary>Whether a loop takes another step; false, too, where that is not known, which is told.</summary>
    private bool IsGoingOn(IForLoopOperation loop)
    {
        if (loop.Condition is null)
            return true;
        switch (Evaluate(loop.Condition))
        {
            case Truth(Known(var isTrue)):
                return isTrue;
            case Truth:
                Report(ProblemKind.DependsOnParameter, loop.Condition.Syntax, "How often the loop runs", "let it run to a constant, and use 'if' inside");
                return false;
            default:
                return false;
        }
    }

    private static LocationRecord FirstToken(SyntaxNode syntax) => LocationRecord.From(syntax.GetFirstToken());
}
