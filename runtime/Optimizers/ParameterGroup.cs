namespace NetGen;

/// <summary>Parameters that are trained alike.</summary>
/// <param name="Contains">
/// Which parameters: by name, by layer or by shape, such as <c>parameter => parameter.Name.EndsWith(".bias")</c>.
/// </param>
/// <param name="CreateOptimizer">
/// Makes an optimizer with the group's settings. It is called once for each run of neighbours in the flat parameters.
/// Null keeps the parameters as they are.
/// </param>
public sealed record ParameterGroup(Func<ParameterInfo, bool> Contains, Func<Optimizer>? CreateOptimizer)
{
    /// <summary>Biases, and the scales and shifts of normalisations: parameters of one axis, which are commonly not decayed.</summary>
    public static bool IsVector(ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        return parameter.Shape.Count <= 1;
    }

    /// <summary>The parameters of a layer, or of a network in the place of one, that keep their values.</summary>
    /// <param name="layer">The layer's name, such as <c>trunk</c>, whose parameters are <c>trunk.weight</c>, <c>trunk.dense1.bias</c> and so on.</param>
    public static ParameterGroup Frozen(string layer) => new(OfLayer(layer), null);

    /// <summary>Which parameters a layer has, or a network in the place of one.</summary>
    /// <param name="layer">The layer's name.</param>
    public static Func<ParameterInfo, bool> OfLayer(string layer)
    {
        ArgumentException.ThrowIfNullOrEmpty(layer);
        var prefix = layer + ".";
        return parameter => parameter.Name == layer || parameter.Name.StartsWith(prefix, StringComparison.Ordinal);
    }
}
