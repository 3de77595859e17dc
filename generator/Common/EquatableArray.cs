using System.Collections;
using System.Runtime.CompilerServices;

namespace NetGen.Generator.Common;

/// <summary>An immutable sequence that is equal to another with equal items, so that a record that holds one has value equality all through.</summary>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
internal readonly struct EquatableArray<T> : IEquatable<EquatableArray<T>>, IReadOnlyList<T>
    where T : IEquatable<T>
{
    private static readonly T[] None = [];

    private readonly T[]? items;

    /// <param name="items">The items, in an array that nobody else changes.</param>
    internal EquatableArray(T[] items) => this.items = items;

    public static EquatableArray<T> Empty => default;

    private T[] Items => items ?? None;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    public bool Equals(EquatableArray<T> other)
    {
        var left = Items;
        var right = other.Items;
        if (left.Length != right.Length)
            return false;
        for (var i = 0; i < left.Length; i++)
        {
            if (!EqualityComparer<T>.Default.Equals(left[i], right[i]))
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = 17;
        foreach (var item in Items)
            hash = unchecked((hash * 31) + (item?.GetHashCode() ?? 0));
        return hash;
    }

    public Enumerator GetEnumerator() => new(Items);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => ((IEnumerable)Items).GetEnumerator();

    public override string ToString() => "[" + string.Join(", ", Items) + "]";

    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);

    /// <summary>Goes through the items without an object.</summary>
    internal struct Enumerator(T[] items)
    {
        private int index = -1;

        public readonly T Current => items[index];

        public bool MoveNext() => ++index < items.Length;
    }
}

internal static class EquatableArray
{
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> items)
        where T : IEquatable<T> => new(items.ToArray());

    /// <summary>Changes every item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="change">What becomes of one; the same object where nothing does.</param>
    /// <param name="changed">All of them, or the array itself where no item is another.</param>
    /// <returns>Whether any item is another.</returns>
    public static bool TryMap<T>(this EquatableArray<T> items, Func<T, T> change, out EquatableArray<T> changed)
        where T : class, IEquatable<T>
    {
        T[]? results = null;
        for (var index = 0; index < items.Count; index++)
        {
            var item = change(items[index]);
            if (results is null && !ReferenceEquals(item, items[index]))
            {
                results = new T[items.Count];
                for (var before = 0; before < index; before++)
                    results[before] = items[before];
            }

            if (results is not null)
                results[index] = item;
        }

        changed = results is null ? items : new(results);
        return results is not null;
    }

    public static EquatableArray<T> ToEquatableArray<T>(this IEnumerable<T> items)
        where T : IEquatable<T> => new(items.ToArray());
}
