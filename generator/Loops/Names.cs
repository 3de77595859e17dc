using NetGen.Generator.Scalars;

namespace NetGen.Generator.Loops;

/// <summary>The names of a nest, of which each is given once.</summary>
internal sealed class Names
{
    private readonly HashSet<string> taken = [];

    /// <summary>Those that a nest has.</summary>
    public static Names Of(Nest nest)
    {
        var names = new Names();
        names.taken.UnionWith(nest.Body.All().Select(static statement => statement.GivenName).OfType<string>());
        return names;
    }

    /// <summary>The name, with a number behind it if it is taken.</summary>
    public string Unique(string name)
    {
        var unique = name;
        for (var number = 2; !taken.Add(unique); number++)
            unique = name + Numbers.Text(number);
        return unique;
    }
}
