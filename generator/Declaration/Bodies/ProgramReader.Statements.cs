using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Bodies;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>Statements.</summary>
internal sealed partial class ProgramReader
{
    private BlockStatement Read(IBlockOperation block) => new(ReadAll(block.Operations));

    private EquatableArray<Statement> ReadAll(IEnumerable<IOperation> operations)
        => operations.SelectMany(ReadStatement).ToEquatableArray();

    private Statement ReadOne(IOperation operation)
    {
        var statements = ReadStatement(operation).ToList();
        return statements.Count == 1 ? statements[0] : new BlockStatement(statements.ToEquatableArray());
    }

    private IEnumerable<Statement> ReadStatement(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (operation)
        {
            case IBlockOperation block:
                return [Read(block)];
            case IEmptyOperation or ILocalFunctionOperation:
                // A local function is read where it is called.
                return [];
            case IExpressionStatementOperation statement:
                return [new ExpressionStatement(Read(statement.Operation))];
            case IVariableDeclarationGroupOperation { Syntax: not Microsoft.CodeAnalysis.CSharp.Syntax.UsingStatementSyntax } group:
                return group.Declarations.SelectMany(static declaration => declaration.Declarators).SelectMany(Declare);
            case IConditionalOperation condition:
                return [new IfStatement(Read(condition.Condition), ReadOne(condition.WhenTrue), condition.WhenFalse is { } other ? ReadOne(other) : null)];
            case IForLoopOperation loop:
                return [new ForStatement(
                    places.Add(loop.Syntax.GetFirstToken()), ReadAll(loop.Before), loop.Condition is { } goesOn ? Read(goesOn) : null, ReadAll(loop.AtLoopBottom), ReadOne(loop.Body))];
            case IForEachLoopOperation { IsAsynchronous: false } loop:
                return [new ForEachStatement(places.Add(loop.Syntax.GetFirstToken()), LoopVariable(loop), Read(loop.Collection), ReadOne(loop.Body))];
            case ISwitchOperation choice:
                return [ReadSwitch(choice)];
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return [new JumpStatement(Jump.Break)];
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return [new JumpStatement(Jump.Continue)];
            case IReturnOperation { Kind: OperationKind.Return } result:
                return [new ReturnStatement(result.ReturnedValue is { } value ? Read(value) : null)];
            case IInvalidOperation:
                problems.LeaveToTheCompiler();
                return [];
            default:
                return [new ExpressionStatement(RefuseStatement(operation))];
        }
    }

    private IEnumerable<Statement> Declare(IVariableDeclaratorOperation variable)
    {
        var initializer = variable.Initializer ?? (variable.Parent as IVariableDeclarationOperation)?.Initializer;
        if (variable.Symbol.RefKind != RefKind.None)
            return [new ExpressionStatement(Refuse(variable.Syntax, "a reference to a variable", "assign the value itself"))];
        var local = LocalOf(variable.Symbol);
        return initializer is null
            ? []
            : [new ExpressionStatement(Assign(variable.Syntax, new LocalExpression(places.Add(variable.Syntax), local), Read(initializer.Value)))];
    }

    private Expression LoopVariable(IForEachLoopOperation loop)
        => loop.LoopControlVariable is IVariableDeclaratorOperation variable
            ? new LocalExpression(places.Add(variable.Syntax), LocalOf(variable.Symbol))
            : ReadTarget(loop.LoopControlVariable);

    private SwitchStatement ReadSwitch(ISwitchOperation choice)
    {
        var (subject, value) = Store(choice.Value);
        var sections = choice.Cases.Select(section => new SwitchSection(
            section.Clauses.Any(static clause => clause is IDefaultCaseClauseOperation)
                ? null
                : section.Clauses.Select(clause => Matches(clause, value)).Aggregate((left, right) => new BinaryExpression(left.Place, BinaryOperator.OrElse, left, right)),
            new BlockStatement(ReadAll(section.Body))));
        return new(subject, sections.ToEquatableArray());
    }

    private Expression Matches(ICaseClauseOperation clause, LocalExpression value)
    {
        switch (clause)
        {
            case ISingleValueCaseClauseOperation single:
                return new BinaryExpression(places.Add(clause.Syntax), BinaryOperator.Equal, value, Read(single.Value));
            case IPatternCaseClauseOperation pattern:
                var matches = Matches(pattern.Pattern, value);
                return pattern.Guard is { } guard ? new BinaryExpression(matches.Place, BinaryOperator.AndAlso, matches, Read(guard)) : matches;
            default:
                return Refuse(clause.Syntax, "this case", "compare with a constant");
        }
    }

    /// <summary>Keeps a value in a local of its own, for what is asked of it several times.</summary>
    private (Expression Store, LocalExpression Value) Store(IOperation operation)
    {
        var value = new LocalExpression(places.Add(operation.Syntax), NewLocal(""));
        return (Assign(operation.Syntax, value, Read(operation)), value);
    }

    private AssignmentExpression Assign(SyntaxNode syntax, Expression? target, Expression value) => new(places.Add(syntax), target, value);

    private ConstantExpression RefuseStatement(IOperation operation)
    {
        var token = operation.Syntax.GetFirstToken();
        var (what, instead) = Unsupported.Of(operation);
        return Refuse(LocationRecord.From(token), operation.Syntax, what, instead);
    }
}
