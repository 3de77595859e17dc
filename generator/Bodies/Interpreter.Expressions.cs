using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Bodies;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    /// <summary>The value of an expression. What the framework would throw while it is computed is told at the expression.</summary>
    /// <param name="name">What the value is called, where a variable is to hold it.</param>
    private Value Evaluate(Expression expression, string? name = null)
    {
        Step(expression.Place);
        try
        {
            return ValueOf(expression, name);
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The first line alone: the framework adds which parameter it is.
            throw new BodyException(ProblemKind.ImpossibleConstant, expression.Place, exception.Message.Split('\r', '\n', '(')[0].TrimEnd());
        }
    }

    private Value ValueOf(Expression expression, string? name)
    {
        switch (expression)
        {
            case ConstantExpression { Kind: ConstantKind.Text, Text: { } text }:
                return new TextValue(text);
            case ConstantExpression { Kind: ConstantKind.Null }:
                return new NullValue();
            case ConstantExpression constant:
                return constant.Kind.IsReal() ? NumberValue.Of(constant.Kind, constant.Real) : NumberValue.Of(constant.Kind, constant.Whole);
            case LocalExpression local:
                // One that is not assigned is an error of the C# compiler.
                return locals[local.Local] ?? throw BodyException.ToldElsewhere(local.Place);
            case FieldExpression field:
                return fields.Get(field.Field, field.Place, value => Evaluate(value));
            case UnaryExpression unary:
                return Unary(unary, name);
            case BinaryExpression binary:
                return Binary(binary, name);
            case ConditionalExpression choice:
                return Evaluate(IsTrue(choice.Condition) ? choice.WhenTrue : choice.WhenFalse, name);
            case ConversionExpression conversion:
                return ConstantArithmetic.Convert(Evaluate(conversion.Operand, name), conversion.Conversion, conversion.Place);
            case SequenceExpression sequence:
                foreach (var before in sequence.Before)
                    Evaluate(before);
                return Evaluate(sequence.Value, name);
            case TupleExpression tuple:
                return new TupleValue([.. tuple.Items.Select(item => Evaluate(item))]);
            case TupleItemExpression item:
                return Evaluate(item.Tuple) is TupleValue items ? items.Items[item.Item] : throw BodyException.ToldElsewhere(item.Place);
            case CollectionExpression collection:
                return NewCollection(collection);
            case NewArrayExpression array:
                return NewArray(array);
            case ElementExpression element:
                return Read(LocateElement(element));
            case CallExpression call:
                return Call(call.Method, [.. call.Arguments.Select(argument => Evaluate(argument))], name, call.Place);
            case MemberExpression member:
                return Apply(member);
            case FunctionExpression function:
                return Function(function, name);
            case LibraryExpression library:
                return LibraryFunctions.Call(library.Signature, new LibraryCall([.. library.Arguments.Select(argument => Evaluate(argument))], library.Place, budget));
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

    private ListValue NewCollection(CollectionExpression collection)
    {
        var items = new List<Value>();
        foreach (var item in collection.Items)
        {
            var value = Evaluate(item.Value);
            IReadOnlyList<Value> added = item.IsSpread ? LibraryCall.Query(value, item.Value.Place).Items : [value];
            budget.TakeElements(added.Count, collection.Place);
            items.AddRange(added.Select(one => ConstantArithmetic.Convert(one, item.Conversion, item.Value.Place)));
        }

        return new(items, collection.IsArray);
    }

    private ListValue NewArray(NewArrayExpression array)
    {
        var length = Integer(array.Length);
        if (length < 0)
            throw new BodyException(ProblemKind.ImpossibleConstant, array.Place, $"An array cannot have {Counts.Text(length)} elements");
        budget.TakeElements(length, array.Place);
        var value = Evaluate(array.Default);
        return new([.. Enumerable.Repeat(value, length)], IsArray: true);
    }

    /// <summary>Where a value is stored, its parts evaluated.</summary>
    private abstract record Location;

    private sealed record LocalLocation(int Local) : Location;

    private sealed record ElementLocation(ListValue List, int Index, ElementExpression Element) : Location;

    private sealed record TupleLocation(IReadOnlyList<Location> Items) : Location;

    private sealed record NoLocation : Location;

    private ElementLocation LocateElement(ElementExpression element)
    {
        var list = Evaluate(element.Collection) switch
        {
            ListValue found => found,
            NullValue => throw new BodyException(ProblemKind.ImpossibleConstant, element.Collection.Place, "The collection is null"),
            _ => throw BodyException.ToldElsewhere(element.Collection.Place),
        };
        var length = list.Items.Count;
        var index = Integer(element.Index);
        return new(list, element.IsFromEnd ? length - index : index, element);
    }

    private static Value Read(ElementLocation location)
    {
        CheckIndex(location);
        return location.List.Items[location.Index];
    }

    private static void CheckIndex(ElementLocation location)
    {
        var (list, index, element) = location;
        if (index >= 0 && index < list.Items.Count)
            return;
        var written = element.IsFromEnd ? "^" + Counts.Text(list.Items.Count - index) : Counts.Text(index);
        throw new BodyException(ProblemKind.ImpossibleConstant, element.Place, $"There is no element {written} among {Counts.Text(list.Items.Count)}");
    }

    /// <summary>Evaluates what a target is made of: C# does so before it computes the value.</summary>
    private Location Locate(Expression target) => target switch
    {
        LocalExpression local => new LocalLocation(local.Local),
        ElementExpression element => LocateElement(element),
        TupleExpression tuple => new TupleLocation([.. tuple.Items.Select(Locate)]),
        DiscardExpression => new NoLocation(),
        _ => throw BodyException.ToldElsewhere(target.Place),
    };

    private void Store(Location location, Value value)
    {
        switch (location)
        {
            case LocalLocation local:
                locals[local.Local] = value;
                break;
            case ElementLocation element:
                CheckIndex(element);
                if (element.List.IsShared)
                    throw LibraryCall.Shared(element.Element.Place);
                element.List.Items[element.Index] = value;
                element.List.Change();
                break;
            case TupleLocation tuple when value is TupleValue values && values.Items.Count == tuple.Items.Count:
                for (var item = 0; item < tuple.Items.Count; item++)
                    Store(tuple.Items[item], values.Items[item]);
                break;
            case NoLocation:
                break;
            default:
                throw BodyException.ToldElsewhere(-1);
        }
    }

    private Value Assign(AssignmentExpression assignment)
    {
        var target = assignment.Target;
        var name = NameOf(target);
        var location = Locate(target);
        if (assignment.Operator is not { } function)
        {
            var value = target is TupleExpression { Items: var targets } && assignment.Value is TupleExpression { Items: var sources } && targets.Count == sources.Count
                ? new TupleValue([.. sources.Select((source, index) => Evaluate(source, NameOf(targets[index])))])
                : Evaluate(assignment.Value, name);
            value = ConstantArithmetic.Convert(value, assignment.Conversion, assignment.Place);
            Store(location, value);
            return value;
        }

        var before = location switch
        {
            LocalLocation local => locals[local.Local] ?? throw BodyException.ToldElsewhere(target.Place),
            ElementLocation element => Read(element),
            _ => throw BodyException.ToldElsewhere(target.Place),
        };
        var after = Combine(new BinaryStep(assignment.Place, function, assignment.Value, assignment.Overflow), before, Evaluate(assignment.Value), name);
        after = ConstantArithmetic.Convert(after, assignment.Conversion, assignment.Place);
        Store(location, after);
        return assignment.GivesOldValue ? before : after;
    }

    private string? NameOf(Expression target) => target is LocalExpression local ? body.Program.Locals[local.Local] : null;
}
