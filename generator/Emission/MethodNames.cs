using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;

namespace NetGen.Generator.Emission;

/// <summary>What a method calls the values that it computes: by their part in the layer, and never as one of its tensors.</summary>
/// <param name="first">The first of its steps.</param>
/// <param name="neutral">The names that hold for all its steps; null where all are of one value.</param>
/// <param name="arguments">The names of its arguments.</param>
internal sealed class MethodNames(KernelStep first, NeutralNames? neutral, EquatableArray<string> arguments)
{
    private const string Value = "Value";

    /// <summary>What a value is called. One that is stored gets its name from where it is stored.</summary>
    public string Local(int node)
    {
        var name = neutral?.Local(node) ?? LayerWords.Local(first.Graph, node);
        return first.Kernel.Source!.Stores.Any(output => output.Node == node) ? name : Apart(name);
    }

    /// <summary>The nest in which nothing has a name that is wrong for some step, or is that of a tensor, too.</summary>
    public Nest Of(Nest nest)
    {
        var renamed = new Dictionary<string, string>();
        foreach (var node in first.Kernel.Source is not { } source ? [] : source.Inner.Select(static inner => inner.Node).Concat(source.Stores.Select(static output => output.Node)))
        {
            if (LayerWords.Local(first.Graph, node) is var known && Local(node) is var own && known != own)
                renamed[known] = own;
        }

        if (renamed.Count == 0)
            return nest;
        var (names, locals) = (Names.Of(nest), new Dictionary<Local, Local>());
        foreach (var local in Renaming.Given(nest.Body))
        {
            if (Own(local.Name) is { } name)
                locals.Add(local, names.Another(local with { Name = name }));
        }

        return locals.Count == 0 ? nest : new(Renaming.In(nest.Body, new Dictionary<Variable, Variable>(), locals));

        string? Own(string name)
            => renamed.TryGetValue(name, out var own) ? own
                : name.EndsWith(Value, StringComparison.Ordinal) && renamed.TryGetValue(name.Substring(0, name.Length - Value.Length), out var value) ? Apart(value.EndsWith(Value, StringComparison.Ordinal) ? value : value + Value) : null;
    }

    private string Apart(string name) => arguments.Contains(name) ? Apart(name + Value) : name;
}
