using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Bodies;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    /// <param name="name">What the value is called, where a variable is to hold it.</param>
    private Value Evaluate(Expression expression, string? name = null)
    {
        Step(expression.Place);
        switch (expression)
        {
            case ConstantExpression { Kind: ConstantKind.Text, Text: { } text }:
                return new TextValue(text);
            case ConstantExpression { Kind: ConstantKind.Null }:
                return new NullValue();
            case ConstantExpression constant:
                return new NumberValue(constant.Kind, constant.Number);
            case LocalExpression local:
                // One that is not assigned is an error of the C# compiler.
                return locals[local.Local] ?? throw BodyException.ToldElsewhere(local.Place);
            case UnaryExpression unary:
                return Unary(unary, name);
            case BinaryExpression { Operator: BinaryOperator.AndAlso } both:
                return NumberValue.Of(IsTrue(both.Left) && IsTrue(both.Right));
            case BinaryExpression { Operator: BinaryOperator.OrElse } either:
                return NumberValue.Of(IsTrue(either.Left) || IsTrue(either.Right));
            case BinaryExpression binary:
                return Binary(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right), binary.Place, name);
            case ConditionalExpression choice:
                return Evaluate(IsTrue(choice.Condition) ? choice.WhenTrue : choice.WhenFalse, name);
            case ConversionExpression conversion:
                return Evaluate(conversion.Operand) is var operand && operand is NumberValue number
                    ? ConstantArithmetic.Number(conversion.Kind, number.Number, conversion.Place)
                    : operand;
            case TupleExpression tuple:
                return new TupleValue([.. tuple.Items.Select(item => Evaluate(item))]);
            case TupleItemExpression item:
                return Evaluate(item.Tuple) is TupleValue items ? items.Items[item.Item] : throw BodyException.ToldElsewhere(item.Place);
            case CollectionExpression collection:
                return new ListValue([.. collection.Items.SelectMany(item => item.IsSpread ? Items(item.Value) : [Evaluate(item.Value)])]);
            case NewArrayExpression array:
                return NewArray(array);
            case ElementExpression element:
                var (list, index) = Locate(element);
                return list[index];
            case CallExpression call:
                return Call(call.Method, [.. call.Arguments.Select(argument => Evaluate(argument))], name);
            case MemberExpression member:
                return Apply(member);
            case FunctionExpression function:
                return Function(function, name);
            case MapExpression map:
                return Map(map, name);
            case AssignmentExpression assignment:
                return Assign(assignment);
            case SwitchValueExpression choice:
                Evaluate(choice.Subject);
                return choice.Arms.FirstOrDefault(arm => IsTrue(arm.Condition)) is { } found
                    ? Evaluate(found.Value, name)
                    : throw new BodyException(ProblemKind.ImpossibleConstant, choice.Place, "No arm of the switch matches");
            default:
                throw new InvalidGraphException($"no rule for {expression.GetType().Name}");
        }
    }

    private ListValue NewArray(NewArrayExpression array)
    {
        var length = Integer(array.Length);
        if (length is < 0 or > LargestNumberOfSteps)
            throw new BodyException(ProblemKind.ImpossibleConstant, array.Place, $"An array cannot have {Counts.Text(length)} elements");
        var value = array.Default is { } constant ? Evaluate(constant) : new NullValue();
        return new([.. Enumerable.Repeat(value, length)]);
    }

    private (List<Value> Items, int Index) Locate(ElementExpression element)
    {
        var items = Items(element.Collection);
        var index = Integer(element.Index);
        var fromStart = element.IsFromEnd ? items.Count - index : index;
        if (fromStart < 0 || fromStart >= items.Count)
        {
            var written = element.IsFromEnd ? "^" + Counts.Text(index) : Counts.Text(index);
            throw new BodyException(ProblemKind.ImpossibleConstant, element.Place, $"There is no element {written} among {Counts.Text(items.Count)}");
        }

        return (items, fromStart);
    }

    private Value Assign(AssignmentExpression assignment)
    {
        var target = assignment.Target!;
        var name = NameOf(target);
        if (assignment.Operator is not { } function)
        {
            var value = target is TupleExpression { Items: var targets } && assignment.Value is TupleExpression { Items: var sources } && targets.Count == sources.Count
                ? new TupleValue([.. sources.Select((source, index) => Evaluate(source, NameOf(targets[index])))])
                : Evaluate(assignment.Value, name);
            Assign(target, value);
            return value;
        }

        // The parts of the target are evaluated once.
        if (target is ElementExpression element)
        {
            var (items, index) = Locate(element);
            var old = items[index];
            items[index] = Combine(old, element.Place);
            return assignment.GivesOldValue ? old : items[index];
        }

        var before = Evaluate(target);
        var after = Combine(before, target.Place);
        Assign(target, after);
        return assignment.GivesOldValue ? before : after;

        Value Combine(Value old, int place)
        {
            var value = Binary(function, old, Evaluate(assignment.Value), assignment.Place, name);
            return old is NumberValue { Kind: var kind } && value is NumberValue number && kind != number.Kind
                ? ConstantArithmetic.Number(kind, number.Number, place)
                : value;
        }
    }

    private string? NameOf(Expression target) => target is LocalExpression local ? body.Program.Locals[local.Local] : null;

    private void Assign(Expression target, Value value)
    {
        switch (target)
        {
            case LocalExpression local:
                locals[local.Local] = value;
                break;
            case ElementExpression element:
                var (items, index) = Locate(element);
                items[index] = value;
                break;
            case TupleExpression tuple when value is TupleValue values && values.Items.Count == tuple.Items.Count:
                for (var item = 0; item < tuple.Items.Count; item++)
                    Assign(tuple.Items[item], values.Items[item]);
                break;
            case DiscardExpression:
                break;
            default:
                throw BodyException.ToldElsewhere(target.Place);
        }
    }
}
