using NetGen.Generator.Diagnostics;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Programs;

/// <summary>Expressions.</summary>
internal abstract partial class Interpreter
{
    /// <summary>The value of an expression. What the framework would throw while it is computed is told at the expression.</summary>
    /// <param name="name">What the value is called, where a variable is to hold it.</param>
    protected Value Evaluate(Expression expression, string? name = null)
    {
        Step(expression.Place);
        try
        {
            return ValueOf(expression, name);
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            // The first line alone: the framework adds which parameter it is.
            throw new EvaluationException(ProblemKind.ImpossibleConstant, expression.Place, exception.Message.Split('\r', '\n', '(')[0].TrimEnd());
        }
    }

    private Value ValueOf(Expression expression, string? name)
    {
        switch (expression)
        {
            case ConstantExpression constant:
                return Constant(constant);
            case LocalExpression local:
                // One that is not assigned is an error of the C# compiler.
                var held = Decided(locals[local.Local] ?? throw EvaluationException.ToldElsewhere(local.Place), local.Place);
                OnRead(local.Local, held);
                return held;
            case FieldExpression field:
                return fields.Get(field.Field, field.Place, value => Evaluate(value));
            case UnaryExpression unary:
                return Unary(unary, Evaluate(unary.Operand), name);
            case BinaryExpression binary:
                return Binary(binary, name);
            case ConditionalExpression choice:
                return Choose(choice.Condition, () => Evaluate(choice.WhenTrue, name), () => Evaluate(choice.WhenFalse, name));
            case ConversionExpression conversion:
                return Convert(Evaluate(conversion.Operand, name), conversion.Conversion, conversion.Place);
            case SequenceExpression sequence:
                foreach (var before in sequence.Before)
                    Evaluate(before);
                return Evaluate(sequence.Value, name);
            case TupleExpression tuple:
                return new TupleValue([.. tuple.Items.Select(item => Evaluate(item))]) { Names = tuple.Names };
            case TupleItemExpression item:
                return Evaluate(item.Tuple) is TupleValue items ? Decided(items.Items[item.Item], item.Place) : throw EvaluationException.Unknown(item.Place);
            case CollectionExpression collection:
                return NewCollection(collection);
            case NewArrayExpression array:
                return NewArray(array, Evaluate(array.Length));
            case ElementExpression element:
                return Decided(ReadElement(element), element.Place);
            case CallExpression call:
                return Call(call.Method, [.. call.Arguments.Select(argument => Evaluate(argument))], name, call.Place);
            case LibraryExpression library:
                return Library(library.Signature, new LibraryCall([.. library.Arguments.Select(argument => Evaluate(argument))], library.Place, budget));
            case AssignmentExpression assignment:
                return Assign(assignment);
            case SwitchValueExpression choice:
                Evaluate(choice.Subject);
                return Arm(choice, 0, name);
            default:
                return OfTensors(expression, name);
        }
    }

    /// <summary>A constant of the program.</summary>
    protected virtual Value Constant(ConstantExpression constant) => constant switch
    {
        { Kind: ConstantKind.Text, Text: { } text } => new TextValue(text),
        { Kind: ConstantKind.Null } => new NullValue(),
        _ => constant.Kind.IsReal() ? NumberValue.Of(constant.Kind, constant.Real) : NumberValue.Of(constant.Kind, constant.Whole),
    };

    /// <summary>An operator on one value.</summary>
    protected abstract Value Unary(UnaryExpression unary, Value operand, string? name);

    /// <summary>An operator on two values, of which neither decides whether the other is evaluated.</summary>
    protected abstract Value Combine(BinaryStep step, Value left, Value right, string? name);

    /// <summary>A number as one of another kind.</summary>
    protected abstract Value ConvertNumber(Value number, ValueConversion conversion, int place);

    /// <summary>A function of the framework.</summary>
    protected virtual Value Library(string signature, LibraryCall call) => LibraryFunctions.Call(signature, call);

    /// <summary>What there is in networks only: layers and functions of tensors.</summary>
    protected virtual Value OfTensors(Expression expression, string? name) => throw new NotSupportedException($"no rule for {expression.GetType().Name}");

    /// <summary>What a value is where two ways meet on which it differs.</summary>
    protected virtual Value Merge(Condition condition, Value whenTrue, Value whenFalse) => throw new NotSupportedException("a network has no condition that is not known");

    /// <summary>The value that a method returns.</summary>
    protected virtual Value Result(Expression value) => Evaluate(value);

    /// <summary>A local has a new value: what it is to hold.</summary>
    protected virtual Value OnAssigned(int local, Value value) => value;

    /// <summary>A parameter has its argument: what it is to hold.</summary>
    protected virtual Value OnBound(int parameter, Value argument) => argument;

    /// <summary>An element of what is known only when the program runs, or at an index that is.</summary>
    protected virtual Value OpenElement(Value collection, Value index, ElementExpression element)
        => throw (index is OpenNumber
            ? new EvaluationException(ProblemKind.DependsOnParameter, element.Index.Place, "An index or a length", "choose between the values with a condition")
            : EvaluationException.Unknown(element.Collection.Place));

    /// <summary>Stores into what is known only when the program runs, or at an index that is.</summary>
    protected virtual void StoreOpen(Value collection, Value index, ElementExpression element, Value value) => OpenElement(collection, index, element);

    private static Value Decided(Value value, int place) => value is UndecidedValue undecided
        ? throw new EvaluationException(ProblemKind.DependsOnParameter, place, undecided.What, "choose between numbers")
        : value;

    private Value Binary(BinaryExpression binary, string? name)
    {
        var value = Evaluate(binary.First);
        for (var index = 0; index < binary.Steps.Count; index++)
        {
            var step = binary.Steps[index];
            value = step.Operator is BinaryOperator.AndAlso or BinaryOperator.OrElse
                ? ShortCircuit(step, value)
                : Combine(step, value, Evaluate(step.Right), index == binary.Steps.Count - 1 ? name : null);
        }

        return value;
    }

    private Value ShortCircuit(BinaryStep step, Value left)
    {
        var isAnd = step.Operator == BinaryOperator.AndAlso;
        return left switch
        {
            NumberValue { Kind: ConstantKind.Boolean } truth => truth.IsTrue == isAnd ? Evaluate(step.Right) : truth,
            OpenTruth(var open) => FollowValues(
                open, step.Place, () => isAnd ? Evaluate(step.Right) : NumberValue.Of(true), () => isAnd ? NumberValue.Of(false) : Evaluate(step.Right)),
            _ => throw EvaluationException.Unknown(step.Place),
        };
    }

    /// <summary>The arms of a switch expression from one on: the first whose condition holds.</summary>
    private Value Arm(SwitchValueExpression choice, int arm, string? name)
    {
        if (arm == choice.Arms.Count)
            throw new EvaluationException(ProblemKind.ImpossibleConstant, choice.Place, "No arm of the switch matches");
        return Choose(choice.Arms[arm].Condition, () => Evaluate(choice.Arms[arm].Value, name), () => Arm(choice, arm + 1, name));
    }

    /// <summary>A value as one of another type.</summary>
    private Value Convert(Value value, ValueConversion conversion, int place) => (value, conversion) switch
    {
        (TupleValue tuple, { Items: { Count: > 0 } items }) => tuple with { Items = [.. tuple.Items.Zip(items, (item, own) => Convert(item, own, place))] },
        (not (TupleValue or ListValue or NullValue or TextValue or TensorValue), { Kind: not null }) => ConvertNumber(value, conversion, place),
        _ => value,
    };

    /// <summary>A new array or list of items.</summary>
    protected virtual Value NewCollection(CollectionExpression collection)
    {
        var items = new List<Value>();
        foreach (var item in collection.Items)
        {
            var value = Evaluate(item.Value);
            IReadOnlyList<Value> added = item.IsSpread ? LibraryCall.Query(value, item.Value.Place).Items : [value];
            budget.TakeElements(added.Count, collection.Place);
            items.AddRange(added.Select(one => Convert(one, item.Conversion, item.Value.Place)));
        }

        return new ListValue(items, collection.IsArray);
    }

    /// <summary>A new array of a length.</summary>
    protected virtual Value NewArray(NewArrayExpression array, Value length)
    {
        var count = Integer(length, array.Length.Place);
        if (count < 0)
            throw new EvaluationException(ProblemKind.ImpossibleConstant, array.Place, $"An array cannot have {Counts.Text(count)} elements");
        budget.TakeElements(count, array.Place);
        var value = Evaluate(array.Default);
        return new ListValue([.. Enumerable.Repeat(value, count)], IsArray: true);
    }

    /// <summary>Where a value is stored, its parts evaluated.</summary>
    private abstract record Location;

    private sealed record LocalLocation(int Local) : Location;

    private sealed record ElementLocation(ListValue List, int Index, ElementExpression Element) : Location;

    private sealed record OpenLocation(Value Collection, Value Index, ElementExpression Element) : Location;

    private sealed record ItemLocation(Location Tuple, TupleValue Items, int Item) : Location;

    private sealed record TupleLocation(IReadOnlyList<Location> Items) : Location;

    private sealed record NoLocation : Location;

    private Location LocateElement(ElementExpression element)
    {
        var collection = Evaluate(element.Collection);
        var index = Evaluate(element.Index);
        if (collection is NullValue)
            throw new EvaluationException(ProblemKind.ImpossibleConstant, element.Collection.Place, "The collection is null");
        if (collection is not ListValue list || index is not NumberValue)
            return new OpenLocation(collection, index, element);
        var place = Integer(index, element.Index.Place);
        return new ElementLocation(list, element.IsFromEnd ? list.Items.Count - place : place, element);
    }

    private Value ReadElement(ElementExpression element) => Read(LocateElement(element));

    private Value Read(Location location) => location switch
    {
        ElementLocation element => Read(element),
        OpenLocation(var collection, var index, var element) => OpenElement(collection, index, element),
        ItemLocation(_, var items, var item) => items.Items[item],
        LocalLocation(var local) => locals[local] ?? throw EvaluationException.ToldElsewhere(-1),
        _ => throw EvaluationException.Unknown(-1),
    };

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
        throw new EvaluationException(ProblemKind.ImpossibleConstant, element.Place, $"There is no element {written} among {Counts.Text(list.Items.Count)}");
    }

    /// <summary>Evaluates what a target is made of: C# does so before it computes the value.</summary>
    private Location Locate(Expression target) => target switch
    {
        LocalExpression local => new LocalLocation(local.Local),
        ElementExpression element => LocateElement(element),
        TupleItemExpression item when Locate(item.Tuple) is var tuple => new ItemLocation(
            tuple, Read(tuple) as TupleValue ?? throw EvaluationException.Unknown(item.Place), item.Item),
        TupleExpression tuple => new TupleLocation([.. tuple.Items.Select(Locate)]),
        DiscardExpression => new NoLocation(),
        _ => throw EvaluationException.Unknown(target.Place),
    };

    private void Store(Location location, Value value)
    {
        switch (location)
        {
            case LocalLocation local:
                locals[local.Local] = OnAssigned(local.Local, value);
                break;
            case ElementLocation element:
                CheckIndex(element);
                if (element.List.IsShared)
                    throw LibraryCall.Shared(element.Element.Place);
                element.List.Items[element.Index] = value;
                element.List.Change();
                break;
            case OpenLocation open:
                StoreOpen(open.Collection, open.Index, open.Element, value);
                break;
            case ItemLocation item:
                Store(item.Tuple, Changed((TupleValue)Read(item.Tuple), item.Item, value));
                break;
            case TupleLocation tuple when value is TupleValue values && values.Items.Count == tuple.Items.Count:
                for (var item = 0; item < tuple.Items.Count; item++)
                    Store(tuple.Items[item], values.Items[item]);
                break;
            case NoLocation:
                break;
            default:
                throw EvaluationException.Unknown(-1);
        }
    }

    private static TupleValue Changed(TupleValue tuple, int item, Value value)
        => tuple with { Items = [.. tuple.Items.Select((old, index) => index == item ? value : old)] };

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
            value = Convert(value, assignment.Conversion, assignment.Place);
            Store(location, value);
            return value;
        }

        var before = location switch
        {
            LocalLocation local => Decided(locals[local.Local] ?? throw EvaluationException.ToldElsewhere(target.Place), target.Place),
            ElementLocation or OpenLocation or ItemLocation => Decided(Read(location), target.Place),
            _ => throw EvaluationException.Unknown(target.Place),
        };
        if (location is LocalLocation own)
            OnRead(own.Local, before);
        var after = Combine(new BinaryStep(assignment.Place, function, assignment.Value, assignment.Overflow), before, Evaluate(assignment.Value), name);
        after = Convert(after, assignment.Conversion, assignment.Place);
        Store(location, after);
        return assignment.GivesOldValue ? before : after;
    }

    private string? NameOf(Expression target) => target is LocalExpression local ? program.Locals[local.Local].Name : null;

    protected int Integer(Expression expression) => Integer(Evaluate(expression), expression.Place);

    protected virtual int Integer(Value value, int place) => value switch
    {
        NumberValue { Kind: var kind } number when kind.IsWhole() => checked((int)number.Whole),
        OpenNumber => throw new EvaluationException(ProblemKind.DependsOnParameter, place, "An index or a length", "choose between the values with a condition"),
        _ => throw EvaluationException.Unknown(place),
    };
}
