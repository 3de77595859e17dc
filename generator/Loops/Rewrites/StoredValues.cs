using NetGen.Generator.Graph;

namespace NetGen.Generator.Loops.Rewrites;

/// <summary>Values that are named and then stored: an element of a tensor is called by that, and not by the tensor's own name, <c>innerValue</c> for what goes to <c>inner</c>.</summary>
internal static class StoredValues
{
    /// <summary>Behind the name of the tensor.</summary>
    public const string End = "Value";

    /// <summary>Where each named value of a nest is stored first.</summary>
    public static IReadOnlyDictionary<Local, Place> Of(Nest nest)
    {
        var given = new HashSet<Local>(nest.Body.All().OfType<Let>().Where(static let => let.Value is not (Read or Across)).Select(static let => let.Local));
        var places = new Dictionary<Local, Place>();
        foreach (var statement in nest.Body.All())
        {
            if (statement is Store { Value: Named(var local) } store && given.Contains(local) && !places.ContainsKey(local))
                places.Add(local, store.Place);
        }

        return places;
    }

    /// <summary>A nest in which no value has the name of a tensor, for who reads its text.</summary>
    /// <param name="nest">The nest.</param>
    /// <param name="isShared">Whether it is that of several layers, of one of which its values have their names.</param>
    public static Nest Named(Nest nest, bool isShared)
    {
        var names = Names.Of(nest);
        var tensors = new HashSet<string>(nest.Body.Places().Select(static place => Identifier(place.Buffer.Name)));
        var renamed = Of(nest).Where(pair => isShared || tensors.Contains(pair.Key.Name)).ToDictionary(static pair => pair.Key, pair => names.Local(Identifier(pair.Value.Buffer.Name) + End, pair.Key.Type, pair.Key.Lanes));
        return renamed.Count == 0 ? nest : new(Renaming.In(nest.Body, new Dictionary<Variable, Variable>(), renamed));
    }

    private static string Identifier(string tensor)
    {
        var text = tensor.Split('[')[0];
        return text.StartsWith("∂", StringComparison.Ordinal) ? new ValueName(text.Substring(1), IsGradient: true).Identifier : new ValueName(text).Identifier;
    }
}
