using NetGen.Generator.Programs;

namespace NetGen.Generator.Functions;

/// <summary>Which variables a part of a program may assign, and which it reads, the methods that it calls included.</summary>
internal sealed class Assignments
{
    private readonly ProgramModel program;
    private readonly HashSet<int> methods = [];

    private Assignments(ProgramModel program) => this.program = program;

    public HashSet<int> Assigned { get; } = [];

    /// <summary>The variables of which an element is assigned.</summary>
    public HashSet<int> Changed { get; } = [];

    public HashSet<int> Read { get; } = [];

    /// <summary>Whether it reads elements of arrays or lists.</summary>
    public bool ReadsElements { get; private set; }

    /// <summary>Whether it stores into arrays or lists.</summary>
    public bool Stores { get; private set; }

    public static Assignments Of(ProgramModel program, IEnumerable<Statement> statements, IEnumerable<Expression?> expressions)
    {
        var found = new Assignments(program);
        foreach (var statement in statements)
            found.Visit(statement);
        foreach (var expression in expressions)
            found.Visit(expression);
        return found;
    }

    private void Visit(Statement? statement)
    {
        switch (statement)
        {
            case BlockStatement block:
                foreach (var inner in block.Statements)
                    Visit(inner);
                break;
            case ExpressionStatement { Expression: var expression }:
                Visit(expression);
                break;
            case IfStatement choice:
                Visit(choice.Condition);
                Visit(choice.WhenTrue);
                Visit(choice.WhenFalse);
                break;
            case ForStatement loop:
                foreach (var inner in loop.Before.Concat(loop.After))
                    Visit(inner);
                Visit(loop.Condition);
                Visit(loop.Body);
                break;
            case ForEachStatement loop:
                Target(loop.Variable);
                Visit(loop.Collection);
                Visit(loop.Body);
                break;
            case SwitchStatement choice:
                Visit(choice.Subject);
                foreach (var section in choice.Sections)
                {
                    Visit(section.Condition);
                    Visit(section.Body);
                }

                break;
            case ReturnStatement { Value: var value }:
                Visit(value);
                break;
        }
    }

    private void Visit(Expression? expression)
    {
        switch (expression)
        {
            case LocalExpression local:
                Read.Add(local.Local);
                break;
            case UnaryExpression unary:
                Visit(unary.Operand);
                break;
            case BinaryExpression binary:
                Visit(binary.First);
                foreach (var step in binary.Steps)
                    Visit(step.Right);
                break;
            case ConditionalExpression choice:
                Visit(choice.Condition);
                Visit(choice.WhenTrue);
                Visit(choice.WhenFalse);
                break;
            case ConversionExpression conversion:
                Visit(conversion.Operand);
                break;
            case SequenceExpression sequence:
                foreach (var before in sequence.Before)
                    Visit(before);
                Visit(sequence.Value);
                break;
            case TupleExpression tuple:
                foreach (var item in tuple.Items)
                    Visit(item);
                break;
            case TupleItemExpression item:
                Visit(item.Tuple);
                break;
            case CollectionExpression collection:
                foreach (var item in collection.Items)
                    Visit(item.Value);
                break;
            case NewArrayExpression array:
                Visit(array.Length);
                Visit(array.Default);
                break;
            case ElementExpression element:
                ReadsElements = true;
                Visit(element.Collection);
                Visit(element.Index);
                break;
            case CallExpression call:
                foreach (var argument in call.Arguments)
                    Visit(argument);
                if (methods.Add(call.Method))
                    Visit(program.Methods[call.Method].Body);
                break;
            case LibraryExpression library:
                foreach (var argument in library.Arguments)
                    Visit(argument);
                // A list may be changed.
                if (library.Arguments is [LocalExpression list, ..])
                    Changed.Add(list.Local);
                break;
            case AssignmentExpression assignment:
                Target(assignment.Target);
                if (assignment.Operator is not null)
                    Visit(assignment.Target);
                Visit(assignment.Value);
                break;
            case SwitchValueExpression choice:
                Visit(choice.Subject);
                foreach (var arm in choice.Arms)
                {
                    Visit(arm.Condition);
                    Visit(arm.Value);
                }

                break;
        }
    }

    private void Target(Expression target)
    {
        switch (target)
        {
            case LocalExpression local:
                Assigned.Add(local.Local);
                break;
            case TupleItemExpression item:
                Target(item.Tuple);
                break;
            case ElementExpression element:
                Stores = true;
                Visit(element.Collection);
                Visit(element.Index);
                for (var collection = element.Collection; ; collection = ((ElementExpression)collection).Collection)
                {
                    if (collection is LocalExpression changed)
                        Changed.Add(changed.Local);
                    if (collection is not ElementExpression)
                        break;
                }

                break;
            case TupleExpression tuple:
                foreach (var item in tuple.Items)
                    Target(item);
                break;
        }
    }
}
