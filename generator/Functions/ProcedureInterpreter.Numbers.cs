using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>Whole numbers that are known at run time, and elements of arrays.</summary>
internal sealed partial class ProcedureInterpreter
{
    protected override Value Unary(UnaryExpression unary, Value operand, string? name) => (unary.Operator, operand) switch
    {
        (UnaryOperator.Plus, OpenWhole open) => open with { Kind = ConstantKinds.Promoted(open.Kind, ConstantKind.Byte) },
        (UnaryOperator.Minus, OpenWhole open) => new OpenWhole(new WholeNegative(open.Whole), ConstantKinds.Promoted(open.Kind, ConstantKind.Byte)),
        _ => base.Unary(unary, operand, name),
    };

    protected override Value Combine(BinaryStep step, Value left, Value right, string? name)
    {
        if (left is not OpenWhole && right is not OpenWhole)
            return base.Combine(step, left, right, name);
        if (WholeOf(left) is not { } x || WholeOf(right) is not { } y)
            throw EvaluationException.Unknown(step.Place);
        if (ComparisonOf(step.Operator) is { } comparison)
            return new OpenTruth(new ComparedWhole(comparison, x, y));
        var kind = step.Operator is BinaryOperator.ShiftLeft or BinaryOperator.ShiftRight
            ? ConstantKinds.Promoted(WholeKindOf(left), ConstantKind.Byte)
            : ConstantKinds.Promoted(WholeKindOf(left), WholeKindOf(right));
        return new OpenWhole(Whole.Of(step.Operator, x, y), kind);
    }

    private static Comparison? ComparisonOf(BinaryOperator function) => function switch
    {
        BinaryOperator.Less => Comparison.Less,
        BinaryOperator.LessOrEqual => Comparison.LessOrEqual,
        BinaryOperator.Greater => Comparison.Greater,
        BinaryOperator.GreaterOrEqual => Comparison.GreaterOrEqual,
        BinaryOperator.Equal or BinaryOperator.Matches => Comparison.Equal,
        BinaryOperator.NotEqual => Comparison.NotEqual,
        _ => null,
    };

    protected override Value ConvertNumber(Value number, ValueConversion conversion, int place)
    {
        var kind = conversion.Kind!.Value;
        return number switch
        {
            OpenWhole(var whole, var own) when kind.IsWhole() => own == kind ? number : new OpenWhole(new WholeConversion(kind, whole), kind),
            OpenWhole(var whole, _) => new OpenNumber(Build.Argument(Loaded("", new RealOfWhole(whole))), kind),
            OpenNumber open when kind.IsWhole() && open.Kind.IsReal() => new OpenWhole(new WholePart(kind, open.Scalar), kind),
            _ => base.ConvertNumber(number, conversion, place),
        };
    }

    protected override int Integer(Value value, int place)
        => value is OpenWhole
            ? throw new EvaluationException(ProblemKind.DependsOnParameter, place, "The length of an array", "give it a length that is a constant")
            : base.Integer(value, place);

    protected override Value Library(string signature, LibraryCall call)
    {
        if (call.Arguments is [SpanValue span, ..])
        {
            if (signature == CollectionFunctions.Length)
                return Measured(span);
            if (signature is CollectionFunctions.Clear or CollectionFunctions.Fill)
                return Filled(span, call);
            if (CollectionFunctions.IsSlice(signature))
                return Slice(span, call);
        }

        // A part of a span that may be written is the same memory.
        if (call.Arguments is [ListValue { IsShared: false } list, ..] && CollectionFunctions.IsSliceOfWritten(signature))
            throw NeedsMemory(list, call.Place);

        if (call.Arguments.Any(static argument => argument is OpenWhole))
        {
            if (LibraryFunctions.Find(signature).TakesWhole)
                return base.Library(signature, new([.. call.Arguments.Select(AsNumber)], call.Place, call.Budget));
            var name = LibraryFunctions.NameOf(signature);
            if (name is not ("Min" or "Max" or "Abs" or "Clamp") || !signature.StartsWith("M:System.Math.", StringComparison.Ordinal))
                throw new EvaluationException(ProblemKind.DependsOnParameter, call.Place, "An argument of this call", "choose between calls with a condition");
            return new OpenWhole(
                new WholeCall(name, call.Arguments.Select(argument => WholeOf(argument) ?? throw EvaluationException.Unknown(call.Place)).ToEquatableArray()),
                call.Arguments.Select(WholeKindOf).Aggregate(static (one, other) => ConstantKinds.Promoted(one, other)));
        }

        return base.Library(signature, call);
    }

    /// <summary>A whole number that is known at run time as an argument of an expression.</summary>
    private Value AsNumber(Value value) => value is OpenWhole(var whole, _) ? new OpenNumber(Build.Argument(Loaded("", new RealOfWhole(whole))), Real) : value;

    private Value Measured(SpanValue span)
    {
        procedure.Arrays[span.Array].IsMeasured = true;
        return span.Length is WholeNumber(var known) ? NumberValue.Of(ConstantKind.Integer, known) : new OpenWhole(span.Length, ConstantKind.Integer);
    }

    private static SpanValue Slice(SpanValue span, LibraryCall call)
    {
        var start = WholeOf(call[1]) ?? throw EvaluationException.Unknown(call.Place);
        var length = call.Arguments.Count > 2 ? WholeOf(call[2]) ?? throw EvaluationException.Unknown(call.Place) : span.Length - start;
        return span with { Offset = span.Offset + start, Length = length };
    }

    protected override Value OpenElement(Value collection, Value index, ElementExpression element)
    {
        if (WholeOf(index) is not { } place)
            return base.OpenElement(collection, index, element);
        if (collection is ListValue list)
            return FromTable(list, element.IsFromEnd ? list.Items.Count - place : place, element);
        if (collection is not SpanValue span)
            return base.OpenElement(collection, index, element);
        return Element(span, element.IsFromEnd ? span.Length - place : place);
    }

    private Value Element(SpanValue span, Whole index) => Element(span.Array, span.Element, "", span.Offset + index);

    private Value Element(int array, Shape shape, string member, Whole index) => shape switch
    {
        MembersShape members => new TupleValue([.. members.Members.Select(inner => Element(array, inner.Shape, member + "." + inner.Name, index))])
        {
            Names = members.Members.Select(static inner => inner.Name).ToEquatableArray(),
        },
        DataShape { Kind: ConstantKind.Boolean } => new OpenTruth(new TruthElement(array, member, index)),
        DataShape { Kind: var kind } data when kind.IsWhole() => OfData(data, new WholeElement(array, member, index)),
        _ => new OpenNumber(Build.Argument(LoadedElement(new ElementTerm(array, member, index))), Real),
    };

    /// <summary>An element at an index that is known is loaded once, at the start; any other where it is used.</summary>
    private int LoadedElement(ElementTerm term)
    {
        // What the function writes is not the same after the next store.
        if (procedure.Arrays[term.Array].Use != ArrayUse.Read)
            return LoadedNow(term);
        if (term.Index is not WholeNumber(var index))
            return Loaded("", term);
        if (!prologue.TryGetValue(term, out var variable))
        {
            variable = procedure.NewVariable(
                procedure.Arrays[term.Array].Text.TrimStart('@').Replace(".", "") + Numbers.Text(index) + term.Member.Replace(".", ""), VariableKind.Real);
            prologue.Add(term, variable);
            prologueSteps.Add(new Let(variable, term));
        }

        return variable;
    }

    /// <summary>The table of some numbers, with a name that no other array has.</summary>
    private int TableOf(string name, double[] numbers, bool isWhole)
    {
        var known = procedure.Arrays.FindIndex(array => array.Table is { } table && array.IsWhole == isWhole && table.SequenceEqual(numbers) && array.Text.StartsWith(name, StringComparison.Ordinal));
        if (known >= 0)
            return known;
        var free = name;
        for (var number = 2; procedure.Arrays.Exists(array => array.Text == free); number++)
            free = name + Numbers.Text(number);
        procedure.Arrays.Add(new(free, IsInput: false) { Table = numbers, IsWhole = isWhole });
        return procedure.Arrays.Count - 1;
    }

    /// <summary>An element of an array that is known, at an index that is not.</summary>
    private Value FromTable(ListValue list, Whole index, ElementExpression element)
    {
        var name = element.Collection switch
        {
            FieldExpression field => Identifiers.Variable(Program.Fields[field.Field].Name.TrimStart('_')),
            LocalExpression local when Program.Locals[local.Local].Name is { Length: > 0 } known => known,
            _ => "table",
        };
        return FromTable(list, list.Items, name, index, element.Index.Place);
    }

    /// <summary>The same; an array of structures is a table for each member.</summary>
    /// <param name="list">The array.</param>
    /// <param name="items">What is looked up of each of its elements: the element, or a member of it.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="index">At which index.</param>
    /// <param name="place">Where the index is written.</param>
    private Value FromTable(ListValue list, List<Value> items, string name, Whole index, int place)
    {
        if (items.Any(static item => item is ListValue))
        {
            throw new EvaluationException(
                ProblemKind.DependsOnParameter, place, "The number of a row in a table of tables",
                "write the rows one after the other in one table, and compute the index: 'table[row * columns + column]'");
        }

        var structures = items.OfType<TupleValue>().ToList();
        if (structures.Count > 0 && structures.Count == items.Count && structures.TrueForAll(structure => structure.Items.Count == structures[0].Items.Count))
        {
            var names = structures[0].Names;
            return new TupleValue([.. structures[0].Items.Select((_, member) => Member(member))]) { Names = names };

            Value Member(int member)
            {
                var called = name + Identifiers.Word(member < names.Count ? names[member] : Numbers.Text(member + 1));
                return FromTable(list, [.. structures.Select(structure => structure.Items[member])], called, index, place);
            }
        }

        var numbers = items.OfType<NumberValue>().ToList();
        if (numbers.Count == 0 || numbers.Count != items.Count || numbers.Exists(number => number.Kind != numbers[0].Kind))
            throw NeedsMemory(list, place);
        var kind = numbers[0].Kind;
        if (kind.IsWhole() && numbers.Find(static number => number.Whole is < int.MinValue or > int.MaxValue) is { } beyond)
        {
            throw new EvaluationException(
                ProblemKind.ImpossibleConstant, place, $"{Counts.Text(beyond.Whole)} in a table that is read at this index does not fit into an int; make the table one of doubles");
        }

        // What is changed later is another table.
        var table = TableOf(name, [.. numbers.Select(static number => number.Number)], !kind.IsReal());
        if (kind == ConstantKind.Boolean)
            return new OpenTruth(new ComparedWhole(Comparison.NotEqual, new WholeElement(table, "", index), 0));
        return kind.IsWhole()
            ? new OpenWhole(new WholeElement(table, "", index), kind)
            : new OpenNumber(Build.Argument(Loaded("", new ElementTerm(table, "", index))), Real);
    }
}
