using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;

namespace NetGen.Generator.Declaration.Programs;

/// <summary>Statements.</summary>
internal sealed partial class ProgramReader
{
    private BlockStatement Read(IBlockOperation block) => new(ReadAll(block.Operations));

    private EquatableArray<Statement> ReadAll(IEnumerable<IOperation> operations)
        => operations.SelectMany(operation => Nested(operation.Syntax, () => ReadStatement(operation), static () => [])).ToEquatableArray();

    private Statement ReadOne(IOperation operation)
    {
        var statements = Nested(operation.Syntax, () => ReadStatement(operation).ToList(), static () => []);
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
                return [new ExpressionStatement(Read(statement.Operation)) { Source = SourceOf(statement.Syntax) }];
            case IVariableDeclarationGroupOperation { Syntax: not UsingStatementSyntax } group:
                return group.Declarations.SelectMany(static declaration => declaration.Declarators).SelectMany(Declare);
            case IConditionalOperation condition:
                return [new IfStatement(Read(condition.Condition), ReadOne(condition.WhenTrue), condition.WhenFalse is { } other ? ReadOne(other) : null)];
            case IForLoopOperation loop:
                return [new ForStatement(
                    places.Add(loop.Syntax.GetFirstToken()), ReadAll(loop.Before), loop.Condition is { } goesOn ? Read(goesOn) : null, ReadAll(loop.AtLoopBottom), ReadOne(loop.Body))];
            case IWhileLoopOperation { Condition: { } whileTrue } loop when !root.HasTensors:
                return ReadWhile(loop, whileTrue);
            case IForEachLoopOperation { IsAsynchronous: false } loop:
                return [ReadForEach(loop)];
            case ISwitchOperation choice:
                return [ReadSwitch(choice)];
            case IBranchOperation { BranchKind: BranchKind.Break }:
                return [new JumpStatement(Jump.Break)];
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                return [new JumpStatement(Jump.Continue)];
            case IReturnOperation { Kind: OperationKind.Return } result:
                return [new ReturnStatement(result.ReturnedValue is { } value ? Read(value) : null) { Source = SourceOf(result.Syntax) }];
            case ILabeledOperation { Operation: { } labelled }:
                // What jumps to it is refused where it jumps.
                return ReadStatement(labelled);
            case ILabeledOperation:
                return [];
            case IInvalidOperation:
                LeaveToTheCompiler(operation.Syntax);
                return [];
            default:
                return [new ExpressionStatement(RefuseStatement(operation))];
        }
    }

    /// <summary>A <c>while</c> is a <c>for</c> that counts nothing; a <c>do</c> has a variable that says that it is its first round.</summary>
    private IEnumerable<Statement> ReadWhile(IWhileLoopOperation loop, IOperation goesOn)
    {
        var place = places.Add(loop.Syntax.GetFirstToken());
        var condition = loop.ConditionIsUntil ? new UnaryExpression(place, UnaryOperator.Not, Read(goesOn)) : Read(goesOn);
        var body = ReadOne(loop.Body);
        if (loop.ConditionIsTop)
            return [new ForStatement(place, [], condition, [], body)];
        var isFirst = new LocalExpression(place, NewLocal());
        return
        [
            new ForStatement(
                place,
                [new ExpressionStatement(Assign(loop.Syntax, isFirst, Constant(loop.Syntax, true)))],
                new BinaryExpression(place, BinaryOperator.OrElse, isFirst, condition),
                [],
                new BlockStatement([new ExpressionStatement(Assign(loop.Syntax, isFirst, Constant(loop.Syntax, false))), body])),
        ];
    }

    private IEnumerable<Statement> Declare(IVariableDeclaratorOperation variable)
    {
        var initializer = variable.Initializer ?? (variable.Parent as IVariableDeclarationOperation)?.Initializer;
        if (variable.Symbol.RefKind != RefKind.None)
            return [new ExpressionStatement(Refuse(variable.Syntax, "a reference to a variable", "assign the value itself"))];
        var local = LocalOf(variable.Symbol);
        return initializer is null
            ? []
            : [new ExpressionStatement(Assign(variable.Syntax, new LocalExpression(places.Add(variable.Syntax), local), Read(initializer.Value))) { Source = SourceOf(variable.Syntax) }];
    }

    /// <summary>Only what gives tensors becomes code that someone reads.</summary>
    private string? SourceOf(SyntaxNode syntax) => root.HasTensors ? SourceLine.Of(syntax) : null;

    private Statement ReadForEach(IForEachLoopOperation loop)
    {
        var collection = loop.Collection;
        // Whatever C# asks for the enumerator is the collection itself.
        while (collection is IConversionOperation { IsImplicit: true } conversion && conversion.Operand.Syntax is not CollectionExpressionSyntax)
            collection = conversion.Operand;
        if (collection.Type is { TypeKind: not TypeKind.Error } type && ValueTypes.ElementOf(type) is null && !ValueTypes.IsTensor(type))
            return new ExpressionStatement(Refuse(collection.Syntax, $"'foreach' over a value of type '{type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "go through an array or a list"));

        var element = ValueTypes.ElementOf(collection.Type);
        var variable = loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol: var symbol } ? symbol.Type : loop.LoopControlVariable.Type;
        if (loop.LoopControlVariable is IVariableDeclaratorOperation { Symbol.RefKind: not RefKind.None } reference)
            return new ExpressionStatement(Refuse(reference.Syntax, "a reference to a variable", "write a 'for', and assign to the element"));
        if (element is not null && variable is not null && compilation.ClassifyConversion(element, variable) is { Exists: true, IsImplicit: false })
            return new ExpressionStatement(Refuse(loop.LoopControlVariable.Syntax, "a conversion of the items of 'foreach'", "write 'var', and convert the item in the loop"));
        return new ForEachStatement(
            places.Add(loop.Syntax.GetFirstToken()), LoopVariable(loop), ValueTypes.Conversion(element, variable), Read(collection), ReadOne(loop.Body));
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
                return new BinaryExpression(places.Add(clause.Syntax), BinaryOperator.Matches, value, Read(single.Value));
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
        var value = new LocalExpression(places.Add(operation.Syntax), NewLocal());
        return (Assign(operation.Syntax, value, Read(operation)), value);
    }

    private AssignmentExpression Assign(SyntaxNode syntax, Expression target, Expression value, ValueConversion? conversion = null)
        => new(places.Add(syntax), target, value, conversion ?? ValueConversion.None);

    private ConstantExpression RefuseStatement(IOperation operation)
    {
        var token = operation.Syntax.GetFirstToken();
        var (what, instead) = Unsupported.Of(operation, root);
        return Refuse(LocationRecord.From(token), operation.Syntax, what, instead);
    }
}
