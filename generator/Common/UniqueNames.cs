namespace NetGen.Generator.Common;

/// <summary>Hands out names that are free.</summary>
internal sealed class UniqueNames(IEnumerable<string> taken)
{
    private readonly HashSet<string> taken = new(taken, StringComparer.Ordinal);

    public string Take(string name)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
            free = name + Numbers.Text(number);
        return free;
    }
}
