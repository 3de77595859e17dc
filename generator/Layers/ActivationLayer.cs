using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Layers;

/// <summary>One scalar function of every element.</summary>
internal static class ActivationLayer
{
    public static int Add(GraphBuilder graph, ActivationKind activation, int input, ValueName name)
        => activation == ActivationKind.None
            ? input
            : graph.Map(new Map(Activations.Of(activation).Function, Activations.Of(activation).Name + "({0})"), [input], name);
}
