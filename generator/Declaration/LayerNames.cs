using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Declaration;

/// <summary>
/// Gives every layer of a network a name of its own: the one it asks for or, without one, its kind and its number among the layers of
/// its kind, so that to name one layer renames no other.
/// </summary>
internal sealed class LayerNames
{
    private readonly Dictionary<string, string> owners = [];

    public void TakeForInput(string name) => owners.Add(name, "the input");

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
            while (owners.ContainsKey($"{kind}{number}"))
                number++;
            layer.Name = $"{kind}{number}";
            owners.Add(layer.Name, layer.Kind);
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

        if (!owners.TryGetValue(name, out var owner))
        {
            owners.Add(name, $"{layer.Kind} '{name}'");
            return name;
        }

        problems.Add(ProblemKind.DuplicateName, layer.PlaceOf("Name"), name, owner);
        return null;
    }
}
