namespace NetGen;

/// <summary>
/// What this assembly calls in the place of LINQ's <c>Select</c>. That is a generic virtual method of LINQ's iterators, for which a native binary gets a loader
/// of types: a tenth of the size of a whole program, and some of the time of its start.
/// </summary>
internal static class Sequences
{
    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, TResult> selector)
    {
        foreach (var item in source)
            yield return selector(item);
    }

    public static IEnumerable<TResult> Select<T, TResult>(this IEnumerable<T> source, Func<T, int, TResult> selector)
    {
        var index = 0;
        foreach (var item in source)
            yield return selector(item, index++);
    }
}
