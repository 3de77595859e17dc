using NetGen.Generator.Diagnostics;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Functions;

/// <summary>
/// Arrays that the function writes. One whose length and indices are known is so many variables. One whose length, or an index into it, is known only when the
/// function runs is an array of the procedure's own; so is what the caller gives to be written.
/// </summary>
internal sealed partial class ProcedureInterpreter
{
    /// <summary>Loops of so many rounds are rather written out than that an array in them is kept in memory.</summary>
    private const int MostWithLists = 8;

    /// <summary>Where arrays of numbers were made that are so many variables.</summary>
    private readonly Dictionary<ListValue, int> origins = new(SameList.Instance);

    /// <summary>Elements of arrays that the function writes, as they have been read since the last store and in the same block.</summary>
    private readonly Dictionary<ElementTerm, int> loadedNow = [];

    /// <summary>Where arrays are made that have to be in memory; null where none may be.</summary>
    private HashSet<int>? inMemory = [];

    protected override Value NewArray(NewArrayExpression array, Value length)
    {
        var isOfNumbers = array.Default is ConstantExpression { Kind: var kind } && kind == Real;
        if (isOfNumbers && inMemory is not null && WholeOf(length) is { } count && (count is not WholeNumber || inMemory.Contains(array.Place)))
            return NewMemory(count);
        var list = base.NewArray(array, length);
        if (isOfNumbers)
            origins.Add((ListValue)list, array.Place);
        return list;
    }

    protected override Value NewCollection(CollectionExpression collection)
    {
        var value = base.NewCollection(collection);
        if (value is not ListValue { IsArray: true } list || list.Items.Count == 0 || !list.Items.TrueForAll(item => item is OpenNumber or NumberValue && KindOf(item) == Real))
            return value;
        if (inMemory?.Contains(collection.Place) != true)
        {
            origins.Add(list, collection.Place);
            return value;
        }

        var memory = NewMemory(list.Items.Count);
        for (var index = 0; index < list.Items.Count; index++)
            Store(memory.Array, index, ScalarOf(list.Items[index])!);
        return memory;
    }

    private SpanValue NewMemory(Whole length)
    {
        procedure.Arrays.Add(new("", IsInput: false) { Use = ArrayUse.Own });
        var array = procedure.Arrays.Count - 1;
        // What is made anew in each round has the same length in it.
        steps.Add(new NewArray(array, length));
        return new(array, RealShape.Instance, 0, length);
    }

    protected override void StoreOpen(Value collection, Value index, ElementExpression element, Value value)
    {
        if (WholeOf(index) is not { } place)
        {
            base.StoreOpen(collection, index, element, value);
            return;
        }

        if (collection is not SpanValue span)
            throw collection is ListValue list ? NeedsMemory(list, element.Index.Place) : EvaluationException.Unknown(element.Place);
        if (procedure.Arrays[span.Array] is { Use: ArrayUse.Read } read)
            throw new EvaluationException(ProblemKind.WritesParameter, element.Place, read.Text.TrimStart('@'));
        CheckSize(element.Place);
        Store(span.Array, span.Offset + (element.IsFromEnd ? span.Length - place : place), ScalarOf(value) ?? throw EvaluationException.Unknown(element.Place));
    }

    /// <summary>Stores one value into all elements of a span.</summary>
    private NullValue Filled(SpanValue span, LibraryCall call)
    {
        if (procedure.Arrays[span.Array] is { Use: ArrayUse.Read } read)
            throw new EvaluationException(ProblemKind.WritesParameter, call.Place, read.Text.TrimStart('@'));
        var value = call.Arguments.Count > 1 ? ScalarOf(call[1]) ?? throw EvaluationException.Unknown(call.Place) : Build.Number(0);
        var index = procedure.NewVariable("index", VariableKind.Whole);
        var block = Block(() =>
        {
            Store(span.Array, span.Offset + new WholeVariable(index), value);
            return true;
        });
        steps.Add(new Loop(new(index, 0, span.Length, 1), [], null, [], block, -1));
        return new();
    }

    /// <summary>Stores into an array. Another element of it may be the same one; until something else is stored, this one is what it is now.</summary>
    private void Store(int array, Whole index, Scalar value)
    {
        loadedNow.Clear();
        if (value is Scalars.Constant)
        {
            steps.Add(new StoreElement(array, index, new RealTerm(value)));
            return;
        }

        var variable = value is Scalars.Argument(var known) ? known : NewLet("", new RealTerm(value));
        steps.Add(new StoreElement(array, index, new RealTerm(Build.Argument(variable))));
        loadedNow.Add(new(array, "", index), variable);
    }

    private int LoadedNow(ElementTerm term)
    {
        if (!loadedNow.TryGetValue(term, out var variable))
            loadedNow.Add(term, variable = NewLet("", term));
        return variable;
    }

    /// <summary>An array of known length is used at an index that is known only when the function runs.</summary>
    private Exception NeedsMemory(ListValue list, int place)
    {
        if (inMemory is not null && origins.TryGetValue(list, out var origin))
            return new NeedsMemoryException(origin);
        return list.Items.Exists(static item => item is TupleValue)
            ? new EvaluationException(
                ProblemKind.DependsOnParameter, place, "An index into an array of tuples or structures", "keep an array of numbers for each member")
            : new EvaluationException(ProblemKind.DependsOnParameter, place, "An index or a length", "choose between the values with a condition");
    }

    /// <summary>An array has to be in memory: the function is evaluated anew.</summary>
    private sealed class NeedsMemoryException(int place) : Exception
    {
        public int Place => place;
    }

    /// <summary>Evaluates a function until it is known which arrays have to be in memory.</summary>
    private static Procedure WithMemory(Func<HashSet<int>?, Procedure> evaluate)
    {
        var inMemory = new HashSet<int>();
        while (true)
        {
            try
            {
                return evaluate(inMemory);
            }
            catch (NeedsMemoryException needed) when (inMemory.Add(needed.Place))
            {
            }
            catch (EvaluationException) when (inMemory.Count > 0)
            {
                // What cannot be done with memory may be done without, where loops are written out.
                return evaluate(null);
            }
        }
    }
}
