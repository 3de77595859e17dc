namespace NetGen.Generator.Loops;

/// <summary>The names of a nest, of which each is given once: what is called like something else has a number.</summary>
internal sealed class Names
{
    private readonly HashSet<(string Name, int Number)> taken = [(PassLoop.Variable.Name, PassLoop.Variable.Number)];

    /// <summary>Those that a nest has.</summary>
    public static Names Of(Nest nest)
    {
        var names = new Names();
        foreach (var given in nest.Body.All().Select(static statement => statement.Given).OfType<(string, int)>())
            names.taken.Add(given);
        return names;
    }

    public Variable Variable(string name) => new(name, Number(name));

    public Local Local(string name, ElementType type = ElementType.Float32, int lanes = 1) => new(name, type, Number(name), lanes);

    /// <summary>Another one like this, with a number that is free.</summary>
    public Local Another(Local local) => local with { Number = Number(local.Full) };

    public static string Text(string name, int number) => number == 1 ? name : name + Numbers.Text(number);

    private int Number(string name)
    {
        var number = 1;
        while (!taken.Add((name, number)))
            number++;
        return number;
    }
}
