using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>A layer does not fit what goes into it. The developer is told; the layer's place among others is added on the way.</summary>
internal sealed class LayerException(ProblemKind kind, EquatableArray<string> arguments, int layer = 0) : Exception(string.Join(" ", arguments))
{
    public LayerException(LayerDeclaration layer, string reason)
        : this(ProblemKind.ImpossibleShape, [LayerRules.Kind(layer), layer.Name, reason])
    {
    }

    public ProblemKind Kind => kind;

    public EquatableArray<string> Arguments => arguments;

    /// <summary>Which layer of the stack it is.</summary>
    public int Layer => layer;

    public LayerException At(int index) => new(Kind, Arguments, index);
}
