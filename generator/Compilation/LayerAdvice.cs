using NetGen.Generator.Declaration;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>Finds valid but probably unintended layers of a stack.</summary>
internal static class LayerAdvice
{
    public static EquatableArray<Problem> Of(NetworkDeclaration declaration, NetworkGraph lowered)
    {
        var problems = new List<Problem>();
        // Whether the axes are those of an image, or of channels along a sequence.
        var isImage = declaration.Input.Dimensions.Count >= 3;
        for (var index = 0; index < declaration.Layers.Count; index++)
        {
            var layer = declaration.Layers[index];
            var span = lowered.Layers.FirstOrDefault(named => named.Name == layer.Name);
            if (span is null)
                continue;
            var (input, output) = (lowered[span.Input].Shape, lowered[span.Output].Shape);
            if (layer is FlattenDeclaration && input.Rank == 2)
                problems.Add(new(ProblemKind.NoEffect, index, ["Flatten", layer.Name, "its input has one axis already"]));
            if (layer is DenseDeclaration && isImage && input.Rank > 2)
                problems.Add(new(ProblemKind.ImageIntoDense, index, [layer.Name, Text(input), Text(output), Counts.Text(input.SampleSize)]));
            isImage = IsImageAfter(layer, isImage) && output.Rank > 2;
        }

        return problems.ToEquatableArray();
    }

    /// <summary>
    /// What moves a window along axes makes or keeps an image. What a dense layer gives are features, so that it is told once; a nested network is
    /// judged by itself. All others leave the axes as they are.
    /// </summary>
    private static bool IsImageAfter(LayerDeclaration layer, bool isImage) => layer switch
    {
        ConvolutionDeclaration or PoolDeclaration or AdaptivePoolDeclaration or PadDeclaration or UpsampleDeclaration => true,
        DenseDeclaration or NestedDeclaration => false,
        _ => isImage,
    };

    private static string Text(Shape shape) => $"[{string.Join(", ", shape.SampleDimensions.Select(static extent => Counts.Text(extent)))}]";
}
