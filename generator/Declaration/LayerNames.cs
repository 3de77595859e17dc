using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Gives every layer of a network a name of its own: the one it asks for or, without one, its kind and its number among the layers of
/// its kind, so that to name one layer renames no other.
/// </summary>
internal sealed class LayerNames
{
    // By the names of the members: two layers that differ as 'fc1' and 'fc_1' do would both have a 'Fc1Weight'.
    private readonly Dictionary<string, (string Name, string Owner)> taken = [];

    public void TakeForInput(string name) => taken.Add(Identifiers.Pascal(name), (name, "the input"));

    public void Give(IReadOnlyList<AttributeReader> layers, ProblemList problems)
    {
        foreach (var layer in layers)
            layer.Name = Given(layer, problems) ?? "";

        var numbers = new Dictionary<string, int>();
        foreach (var layer in layers)
        {
            var kind = Variable(layer.Kind);
            numbers.TryGetValue(kind, out var number);
            numbers[kind] = ++number;
            if (layer.Name.Length > 0)
                continue;
            while (taken.ContainsKey(Identifiers.Pascal($"{kind}{number}")))
                number++;
            layer.Name = $"{kind}{number}";
            taken.Add(Identifiers.Pascal(layer.Name), (layer.Name, layer.Kind));
        }
    }

    /// <summary>
    /// A kind as the start of a name: <c>maxPool</c> for <c>MaxPool2D</c>, since a number follows and a network has layers of one number of axes,
    /// and <c>rmsNorm</c> for <c>RMSNorm</c>.
    /// </summary>
    private static string Variable(string kind)
    {
        if (kind.EndsWith("1D", StringComparison.Ordinal) || kind.EndsWith("2D", StringComparison.Ordinal))
            kind = kind.Substring(0, kind.Length - 2);
        var capitals = kind.TakeWhile(char.IsUpper).Count();
        var first = Math.Max(1, capitals - 1);
        return kind.Substring(0, first).ToLowerInvariant() + kind.Substring(first);
    }

    /// <summary>The name that the layer asks for, if it can have it.</summary>
    private string? Given(AttributeReader layer, ProblemList problems)
    {
        if (layer.Text("Name") is not { } name)
            return null;
        if (Identifiers.ReasonAgainst(name) is { } reason)
        {
            problems.Add(ProblemKind.InvalidName, layer.PlaceOf("Name"), name, "a layer", reason);
            return null;
        }

        var member = Identifiers.Pascal(name);
        if (!taken.TryGetValue(member, out var other))
        {
            taken.Add(member, (name, $"{layer.Kind} '{name}'"));
            return name;
        }

        var owner = other.Name == name ? other.Owner : $"{other.Owner}, whose members start with '{member}' too";
        problems.Add(ProblemKind.DuplicateName, layer.PlaceOf("Name"), name, owner);
        return null;
    }
}
