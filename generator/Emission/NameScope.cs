using NetGen.Generator.Scalars;

namespace NetGen.Generator.Emission;

/// <summary>Hands out identifiers of which no two are alike.</summary>
internal sealed class NameScope
{
    private readonly HashSet<string> taken = [];

    public IReadOnlyCollection<string> Taken => taken;

    /// <summary>The name itself if it is free, else with the lowest free number behind it.</summary>
    public string Take(string name)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
            free = name + Numbers.Text(number);
        return free;
    }
}
