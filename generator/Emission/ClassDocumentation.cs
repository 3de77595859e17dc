using System.Globalization;
using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Emission;

/// <summary>Writes the table of layers over the class.</summary>
internal static class ClassDocumentation
{
    private const int Batch = 64;

    public static void Write(CodeWriter writer, NetworkDeclaration declaration, NetworkProgram program, References references)
    {
        var layers = LayerStatistics.Of(program).ToArray();
        var others = LayerStatistics.MultiplyAddsOf(program) - layers.Sum(static layer => layer.MultiplyAdds);
        writer.Line("/// <remarks>");
        writer.Line("/// <list type=\"table\">");
        writer.Line("/// <listheader><term>layer</term><description>kind, output of one sample, parameters, multiply-adds of its formula; the methods of its steps; among them may be that which computes the gradient of its output</description></listheader>");
        foreach (var (name, shape) in declaration.InputNames.Zip(program.InputShapes, static (name, shape) => (name, shape)))
            writer.Line($"/// <item><term>{name}</term><description>input {Text(shape)}</description></item>");
        foreach (var layer in layers)
        {
            writer.Line($"/// <item><term>{layer.Name}</term><description>{layer.Kind} {Text(layer.OutputShape)}{string.Concat(layer.Again.Select(static shape => $", applied again {Text(shape)}"))}, "
                + $"{Grouped(layer.Parameters)} parameters{Frozen(program.Tensors.Where(tensor => tensor.Layer == layer.Name))}, {Grouped(layer.MultiplyAdds)} multiply-adds{(references.ToSteps(layer.Name) is { Length: > 0 } steps ? $"; {steps}" : "")}</description></item>");
        }

        writer.Line("/// </list>");
        writer.Line($"/// {Grouped(program.Tensors.Sum(static tensor => tensor.Count))} parameters{Frozen(program.Tensors)}; "
            + $"{Grouped(2 * layers.Sum(static layer => layer.MultiplyAdds))} multiplications and additions, two for each multiply-add, in the products of the layers, for the forward pass of a sample{(program.Training.Graph.Loops.Any(static loop => loop.Lengths is not null) ? " of the full length" : "")}{(others == 0 ? "" : $", and {Grouped(2 * others)} in products outside of layers")}; "
            + $"{Grouped(program.WorkspaceBytes(Batch))} bytes of workspace to train on a batch of {Grouped(Batch)}.");
        writer.Line("/// </remarks>");
    }

    /// <summary>How many of some parameters are trained, where some are not, such as running means: <c> (24 of them trained)</c>.</summary>
    private static string Frozen(IEnumerable<TrainableTensor> tensors)
        => tensors.Any(static tensor => tensor.IsFrozen) ? $" ({Grouped(tensors.Where(static tensor => !tensor.IsFrozen).Sum(static tensor => tensor.Count))} of them trained)" : "";

    private static string Text(Shape shape) => $"[{string.Join(" × ", shape.SampleDimensions.Select(static extent => extent.ToString(CultureInfo.InvariantCulture)))}]";

    private static string Grouped(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
