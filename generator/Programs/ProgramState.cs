using System.Runtime.CompilerServices;

namespace NetGen.Generator.Programs;

/// <summary>What all variables of a program are at one time, and what the arrays and lists that they hold have in them.</summary>
internal sealed class ProgramState
{
    private readonly Value?[] locals;
    private readonly Dictionary<ListValue, (Value[] Items, int Version)> lists;

    private ProgramState(Value?[] locals, Dictionary<ListValue, (Value[] Items, int Version)> lists) => (this.locals, this.lists) = (locals, lists);

    /// <summary>The state as it is now.</summary>
    public static ProgramState Of(Value?[] locals)
    {
        var lists = new Dictionary<ListValue, (Value[] Items, int Version)>(SameObject.Instance);
        foreach (var value in locals)
            Add(value);
        return new([.. locals], lists);

        void Add(Value? value)
        {
            switch (value)
            {
                // What a static field has cannot be changed.
                case ListValue { IsShared: false } list when !lists.ContainsKey(list):
                    lists.Add(list, ([.. list.Items], list.Version));
                    list.Items.ForEach(Add);
                    break;
                case TupleValue tuple:
                    foreach (var item in tuple.Items)
                        Add(item);
                    break;
                case QueryValue query:
                    foreach (var item in query.Items)
                        Add(item);
                    foreach (var (list, _) in query.Sources)
                        Add(list);
                    break;
            }
        }
    }

    /// <summary>Makes it the present state.</summary>
    public void Restore(Value?[] present)
    {
        locals.CopyTo(present, 0);
        foreach (var list in lists)
            list.Key.Restore(list.Value.Items, list.Value.Version);
    }

    /// <summary>The state where two ways meet.</summary>
    /// <param name="isLive">Which locals belong to a method that is running.</param>
    /// <param name="merge">What a value is there that differs between the ways.</param>
    /// <param name="missing">What it is there where one way has none; that of the other way, unless it is given.</param>
    public static ProgramState Merge(
        ProgramState whenTrue, ProgramState whenFalse, Func<int, bool> isLive, Func<Value, Value, Value> merge, Func<Value?, Value?, Value?>? missing = null)
    {
        var locals = new Value?[whenTrue.locals.Length];
        for (var local = 0; local < locals.Length; local++)
        {
            var (left, right) = (whenTrue.locals[local], whenFalse.locals[local]);
            // C# has made sure that a local is not read where it is not assigned.
            locals[local] = left is null || right is null ? (missing is null || !isLive(local) || ReferenceEquals(left, right) ? left ?? right : missing(left, right))
                : ReferenceEquals(left, right) || !isLive(local) ? left
                : merge(left, right);
        }

        var lists = new Dictionary<ListValue, (Value[] Items, int Version)>(whenTrue.lists, SameObject.Instance);
        foreach (var list in whenFalse.lists)
        {
            if (!lists.TryGetValue(list.Key, out var other))
                lists.Add(list.Key, list.Value);
            else if (!other.Items.SequenceEqual(list.Value.Items, SameValue.Instance))
                lists[list.Key] = (Merge(other.Items, list.Value.Items, merge), Math.Max(other.Version, list.Value.Version));
        }

        return new(locals, lists);
    }

    /// <summary>The items of a list that two ways have changed; one of several lengths has none that are known.</summary>
    private static Value[] Merge(Value[] left, Value[] right, Func<Value, Value, Value> merge)
        => left.Length == right.Length
            ? [.. left.Zip(right, (one, other) => ReferenceEquals(one, other) ? one : merge(one, other))]
            : throw new UndecidedLengthException();

    private sealed class SameObject : IEqualityComparer<ListValue>
    {
        public static readonly SameObject Instance = new();

        public bool Equals(ListValue? x, ListValue? y) => ReferenceEquals(x, y);

        public int GetHashCode(ListValue list) => RuntimeHelpers.GetHashCode(list);
    }

    private sealed class SameValue : IEqualityComparer<Value>
    {
        public static readonly SameValue Instance = new();

        public bool Equals(Value? x, Value? y) => ReferenceEquals(x, y);

        public int GetHashCode(Value value) => RuntimeHelpers.GetHashCode(value);
    }
}

/// <summary>How many items a list has depends on a parameter.</summary>
internal sealed class UndecidedLengthException : Exception;
