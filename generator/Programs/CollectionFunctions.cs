namespace NetGen.Generator.Programs;

/// <summary>Functions of <c>Enumerable</c> and <c>List</c>.</summary>
internal static class CollectionFunctions
{
    /// <summary>How many items an array, a list or anything like them has: <c>Length</c> and <c>Count</c>.</summary>
    public const string Length = "Length";

    /// <summary>An empty list with room for so many items.</summary>
    public const string NewList = "M:System.Collections.Generic.List`1.#ctor(System.Int32)";

    private const string Linq = "M:System.Linq.Enumerable.";
    private const string List = "M:System.Collections.Generic.List`1.";
    private const string Sequence = "System.Collections.Generic.IEnumerable{``0}";

    /// <summary>The signature of a part of a span.</summary>
    public const string Slice = "M:System.ReadOnlySpan`1.Slice(System.Int32,System.Int32)";

    /// <summary>The signature of a part of a span that may be written.</summary>
    public const string SliceOfWritten = "M:System.Span`1.Slice(System.Int32,System.Int32)";

    /// <summary>Makes all elements of a span zero.</summary>
    public const string Clear = "M:System.Span`1.Clear";

    /// <summary>Makes all elements of a span one value.</summary>
    public const string Fill = "M:System.Span`1.Fill(`0)";

    private const string AsSpan = "M:System.MemoryExtensions.AsSpan``1(``0[]";

    /// <summary>Whether a function gives a part of a span or an array.</summary>
    public static bool IsSlice(string signature) => signature.Contains(".Slice(") || signature.StartsWith(AsSpan + ",", StringComparison.Ordinal);

    /// <summary>Whether what is stored into the part is stored into the whole.</summary>
    public static bool IsSliceOfWritten(string signature) => IsSlice(signature) && !signature.StartsWith("M:System.ReadOnlySpan`1", StringComparison.Ordinal);

    public static void AddTo(Dictionary<string, Func<LibraryCall, Value>> functions)
    {
        AddSlices(functions);
        functions.Add(Length, static call => NumberValue.Of(call.List(0).Items.Count));
        functions.Add(NewList, static call => call.Integer(0) < 0 ? throw new ArgumentException("A list has no negative capacity") : new ListValue([], IsArray: false));

        functions.Add(Linq + "Range(System.Int32,System.Int32)", static call => Range(call, call.Integer(0), call.Integer(1)));
        functions.Add(Linq + "Repeat``1(``0,System.Int32)", static call => Made(call, Enumerable.Repeat(call[0], call.Budget.CheckElements(call.Integer(1), call.Place))));
        functions.Add($"{Linq}Reverse``1({Sequence})", static call => Derived(call, call.Query(0), call.Query(0).Items.Reverse()));
        functions.Add(Linq + "Reverse``1(``0[])", static call => Derived(call, call.Query(0), call.Query(0).Items.Reverse()));
        functions.Add($"{Linq}Append``1({Sequence},``0)", static call => Derived(call, call.Query(0), call.Query(0).Items.Append(call[1])));
        functions.Add($"{Linq}Prepend``1({Sequence},``0)", static call => Derived(call, call.Query(0), call.Query(0).Items.Prepend(call[1])));
        functions.Add($"{Linq}Skip``1({Sequence},System.Int32)", static call => Derived(call, call.Query(0), call.Query(0).Items.Skip(call.Integer(1))));
        functions.Add($"{Linq}Take``1({Sequence},System.Int32)", static call => Derived(call, call.Query(0), call.Query(0).Items.Take(call.Integer(1))));
        functions.Add($"{Linq}Concat``1({Sequence},{Sequence})", static call =>
            Derived(call, call.Query(0) with { Sources = [.. call.Query(0).Sources, .. call.Query(1).Sources] }, call.Query(0).Items.Concat(call.Query(1).Items)));
        functions.Add($"{Linq}ToArray``1({Sequence})", static call => New(call, call.Query(0), isArray: true));
        functions.Add($"{Linq}ToList``1({Sequence})", static call => New(call, call.Query(0), isArray: false));
        functions.Add($"{Linq}First``1({Sequence})", static call => NotEmpty(call)[0]);
        functions.Add($"{Linq}Last``1({Sequence})", static call => NotEmpty(call) is var items ? items[items.Count - 1] : call[0]);
        functions.Add($"{Linq}Count``1({Sequence})", static call => NumberValue.Of(call.Query(0).Items.Count));

        functions.Add(List + "Add(`0)", static call => Change(call, 1, items => items.Add(call[1])));
        functions.Add(List + "AddRange(System.Collections.Generic.IEnumerable{`0})", AddRange);
        functions.Add(List + "Insert(System.Int32,`0)", static call => Change(call, 1, items => items.Insert(call.Integer(1), call[2])));
        functions.Add(List + "RemoveAt(System.Int32)", static call => Change(call, 0, items => items.RemoveAt(call.Integer(1))));
        functions.Add(List + "Clear", static call => Change(call, 0, static items => items.Clear()));
        functions.Add(List + "Reverse", static call => Change(call, 0, static items => items.Reverse()));
        functions.Add(List + "Reverse(System.Int32,System.Int32)", static call => Change(call, 0, items => items.Reverse(call.Integer(1), call.Integer(2))));
        functions.Add(List + "ToArray", static call => New(call, call.Query(0), isArray: true));
    }

    /// <summary>A part of a span. Of an array that is known it is a copy, since only spans that are written would show the difference.</summary>
    private static void AddSlices(Dictionary<string, Func<LibraryCall, Value>> functions)
    {
        foreach (var span in new[] { "M:System.ReadOnlySpan`1.Slice", "M:System.Span`1.Slice" })
        {
            functions.Add(span + "(System.Int32)", static call => Part(call, call.Integer(1), call.List(0).Items.Count - call.Integer(1)));
            functions.Add(span + "(System.Int32,System.Int32)", static call => Part(call, call.Integer(1), call.Integer(2)));
        }

        functions.Add(Clear, static call => Filled(call, Zero(call.List(0))));
        functions.Add(Fill, static call => Filled(call, call[1]));
        functions.Add(AsSpan + ")", static call => call[0]);
        functions.Add(AsSpan + ",System.Int32)", static call => Part(call, call.Integer(1), call.List(0).Items.Count - call.Integer(1)));
        functions.Add(AsSpan + ",System.Int32,System.Int32)", static call => Part(call, call.Integer(1), call.Integer(2)));

        static Value Zero(ListValue list) => list.Items.FirstOrDefault() switch
        {
            NumberValue { Kind: var kind } when kind.IsReal() => NumberValue.Of(kind, 0.0),
            OpenNumber { Kind: var kind } when kind.IsReal() => NumberValue.Of(kind, 0.0),
            NumberValue { Kind: var kind } => NumberValue.Of(kind, 0L),
            OpenNumber { Kind: var kind } => NumberValue.Of(kind, 0L),
            _ => new NullValue(),
        };

        static NullValue Filled(LibraryCall call, Value value)
        {
            for (var index = 0; index < call.List(0).Items.Count; index++)
                call.List(0).Items[index] = value;
            call.List(0).Change();
            return new();
        }

        static ListValue Part(LibraryCall call, int start, int length) => New(call, Derived(call, call.Query(0), call.List(0).Items.GetRange(start, length)), isArray: true);
    }

    private static IReadOnlyList<Value> NotEmpty(LibraryCall call)
        => call.Query(0).Items is { Count: > 0 } items ? items : throw new InvalidOperationException("The collection is empty");

    private static QueryValue Range(LibraryCall call, int start, int count)
    {
        if (count > 0 && (long)start + count - 1 > int.MaxValue)
            throw new ArgumentException("The range exceeds the largest int");
        return Made(call, Enumerable.Range(start, call.Budget.CheckElements(count, call.Place)).Select(NumberValue.Of));
    }

    private static QueryValue Made(LibraryCall call, IEnumerable<Value> items) => Derived(call, new QueryValue([], []), items);

    private static QueryValue Derived(LibraryCall call, QueryValue source, IEnumerable<Value> items)
    {
        Value[] all = [.. items];
        call.Budget.TakeElements(all.Length, call.Place);
        return source with { Items = all };
    }

    private static ListValue New(LibraryCall call, QueryValue source, bool isArray)
    {
        call.Budget.TakeElements(source.Items.Count, call.Place);
        return new([.. source.Items], isArray);
    }

    private static NullValue AddRange(LibraryCall call)
    {
        var list = call.Changing(0);
        var added = call.Query(1);
        if (call[1] is QueryValue && added.Sources.Any(source => ReferenceEquals(source.List, list)))
            throw call.Impossible("The list is changed while its own items are added to it; call ToArray() first");
        // C# takes note of no change where there is none.
        return added.Items.Count == 0 ? new NullValue() : Change(call, added.Items.Count, items => items.AddRange([.. added.Items]));
    }

    private static NullValue Change(LibraryCall call, int added, Action<List<Value>> change)
    {
        var list = call.Changing(0);
        call.Budget.TakeElements(added, call.Place);
        change(list.Items);
        list.Change();
        return new NullValue();
    }
}
