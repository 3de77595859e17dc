using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>One scalar function of every element.</summary>
internal static class ActivationLayer
{
    public static int Add(GraphBuilder graph, ActivationKind activation, int input, ValueName name)
        => Add(graph, DefinitionOf(activation, null), input, name);

    /// <summary>Adds an activation; null stands for none.</summary>
    public static int Add(GraphBuilder graph, ActivationDefinition? activation, int input, ValueName name)
        => activation is null ? input : graph.Map(new Map(activation.Function, Formula.Call(activation.Name)), [input], name);

    /// <summary>A ready activation, or a method of the developer's; null where there is neither.</summary>
    public static ActivationDefinition? DefinitionOf(ActivationKind activation, ActivationFunction? method)
    {
        if (method is not null)
            return new(method.Name, StableForms.Of(method.Function.ToScalars()[0]), 1.0);
        return activation == ActivationKind.None ? null : Activations.Of(activation);
    }
}
