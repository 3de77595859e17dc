namespace NetGen.Generator.Common;

/// <summary>Hands out names that are free: the name itself, or the name with the lowest number that makes it free.</summary>
/// <param name="taken">The names that are not free.</param>
/// <param name="around">Names that are not free either, and may become more.</param>
internal sealed class UniqueNames(IEnumerable<string> taken, UniqueNames? around = null)
{
    private readonly HashSet<string> taken = new(taken, StringComparer.Ordinal);

    // By name, the number that was found last: what is taken stays so, and no lower one is free.
    private readonly Dictionary<string, int> lowest = new(StringComparer.Ordinal);

    public bool Contains(string name) => taken.Contains(name) || around?.Contains(name) == true;

    /// <summary>A name is given to something.</summary>
    public void Add(string name) => taken.Add(name);

    public string Take(string name) => Contains(name) ? TakeNumbered(name) : Taken(name);

    /// <summary>The name with a number, although it may be free by itself.</summary>
    public string TakeNumbered(string name) => Taken(name + Numbers.Text(Lowest(name)));

    private string Taken(string name)
    {
        taken.Add(name);
        return name;
    }

    private int Lowest(string name)
    {
        if (!lowest.TryGetValue(name, out var number))
            number = around?.Lowest(name) ?? 2;
        while (Contains(name + Numbers.Text(number)))
            number++;
        return lowest[name] = number;
    }
}
