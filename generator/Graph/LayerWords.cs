namespace NetGen.Generator.Graph;

/// <summary>Names of values without those of their layers: what is the same for all layers of a kind.</summary>
internal static class LayerWords
{
    /// <summary>A value as a local variable is called: <c>i</c> for <c>memory.l0.i</c>, <c>dCentered</c> for <c>∂norm.3.centered</c>.</summary>
    public static string Local(NetworkGraph graph, int node) => WithoutLayer(graph[node].Name, graph[node].Origin?.Of).Identifier;

    /// <summary>The last word of a name.</summary>
    public static string LastOf(ValueName name) => WithoutLayer(name, null).Identifier;

    /// <summary>A name without that of the layer and its numbers, and of another layer's value the last word of it.</summary>
    public static ValueName WithoutLayer(ValueName name, string? layer)
    {
        var text = layer is not null && name.Text.StartsWith(layer + ".", StringComparison.Ordinal) ? name.Text.Substring(layer.Length + 1) : null;
        string[] words = [.. (text ?? name.Text).Split('.').Where(static word => !IsNumber(word))];
        // Of a recurrence in two directions, both have the same values.
        if (text is not null && words.Length > 1 && words[0] == Reverse)
            words = [.. words.Skip(1)];
        if (words.Length == 0)
            return name;
        // The state after a time step is nothing without the state's name.
        var own = words.Length > 1 && words[words.Length - 1] == Next ? 2 : 1;
        return name with { Text = string.Join(".", text is null ? words.Skip(words.Length - own) : words) };
    }

    private const string Reverse = "reverse";

    /// <summary>What the last word of a state is after a time step.</summary>
    public const string Next = "next";

    /// <summary>A parameter of a recurrence without its layer's number and direction: <c>weight_hh</c> for <c>weight_hh_l0_reverse</c>.</summary>
    public static string WithoutDirection(string parameter)
    {
        var name = parameter.EndsWith("_" + Reverse, StringComparison.Ordinal) ? parameter.Substring(0, parameter.Length - Reverse.Length - 1) : parameter;
        var last = name.LastIndexOf('_');
        return last > 0 && IsNumber(name.Substring(last + 1)) && name[last + 1] == 'l' ? name.Substring(0, last) : name;
    }

    /// <summary>The last two words of a name: <c>norm2.weight</c>.</summary>
    public static ValueName LastTwo(ValueName name)
    {
        var words = name.Text.Split('.');
        return name with { Text = string.Join(".", words.Skip(Math.Max(0, words.Length - 2))) };
    }

    /// <summary>A name without the numbers of layers of one kind: <c>block.self_attn.weights</c> for <c>block.3.self_attn.weights</c>.</summary>
    public static ValueName WithoutNumbers(ValueName name)
        => name.Text.Split('.').Where(static word => !IsNumber(word)).ToArray() is { Length: > 0 } words ? name with { Text = string.Join(".", words) } : name;

    // Also the layers of a recurrence, l0 and l1.
    private static bool IsNumber(string word) => word.Length > 0 && (word[0] == 'l' && word.Length > 1 ? word.Substring(1) : word).All(char.IsDigit);
}
