using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;

namespace NetGen.Generator.Compilation;

/// <summary>
/// Finds networks that no machine can hold: all parameters are one span. (That a single tensor is too large is found while its layer is
/// lowered. A workspace may have any length; what the machine has no room for is found when one is made.)
/// </summary>
internal static class SizeLimits
{
    // What the runtime's buffers have beside their floats.
    private const int Margin = 256;

    public static void CheckParameters(NetworkDeclaration declaration, NetworkGraph lowered)
    {
        var count = 0L;
        foreach (var tensor in lowered.Parameters)
        {
            count += tensor.Count;
            if (count <= Shape.Largest - Margin)
                continue;
            var index = declaration.Layers.TakeWhile(layer => !IsOf(tensor.Layer, layer)).Count();
            throw new RefusedDeclarationException(index == declaration.Layers.Count
                ? TooLarge(declaration, $"{Counts.Text(count)} parameters up to '{tensor.Name}'")
                : new(
                    ProblemKind.TooLarge,
                    index,
                    [LayerRules.Kind(declaration.Layers[index]), tensor.Layer, $"{Counts.Text(count)} parameters with those of the layers before it"]));
        }
    }

    /// <summary>Whether it is the layer, or one of the network in its place.</summary>
    private static bool IsOf(string name, LayerDeclaration layer) => name == layer.Name || name.StartsWith(layer.Name + ".", StringComparison.Ordinal);

    public static void CheckBuffers(NetworkDeclaration declaration, NetworkProgram program)
    {
        if (program.BufferLength > Shape.Largest - Margin)
            throw new RefusedDeclarationException(TooLarge(declaration, $"parameters and their padding are {Counts.Text(program.BufferLength)} floats"));
    }

    /// <summary>The network as a whole is too large.</summary>
    public static Problem TooLarge(NetworkDeclaration declaration, string reason)
        => new(ProblemKind.TooLarge, Problem.AtClass, ["Network", declaration.Class.Name.TrimStart('@'), reason]);
}
