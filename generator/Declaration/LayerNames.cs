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
            // A network has one-dimensional layers or two-dimensional ones: conv1, not conv2D1.
            var kind = Identifiers.Camel(layer.Kind.EndsWith("1D", StringComparison.Ordinal) || layer.Kind.EndsWith("2D", StringComparison.Ordinal)
                ? layer.Kind.Substring(0, layer.Kind.Length - 2)
                : layer.Kind);
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
