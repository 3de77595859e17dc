using NetGen.Generator.Declaration;
using NetGen.Generator.Loops;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Writes what a kernel's method computes above it: mathematics, shapes, definition as loops, how it is carried out, and who uses it.</summary>
internal static class KernelDocumentation
{
    public static void Write(CodeWriter writer, KernelMethod method, NetworkDeclaration declaration)
    {
        if (method.Kernel.Source is not { } source)
        {
            var names = method.Steps.Select(static step => step.Graph[step.Kernel.Arguments[0].Node].Name.Mathematics).Distinct();
            writer.Documentation("summary", $"{string.Join(", ", names)} {CopyOf(method.Kernel)}");
            writer.Line("/// <remarks>");
            foreach (var line in References.FromMethod(method, declaration))
                writer.Wrap("/// ", line);
            writer.Line("/// </remarks>");
            return;
        }

        var equations = method.Steps.GroupBy(static step => string.Join("\n", Notation.Of(step.Graph, step.Kernel.Source!))).ToArray();
        var shapes = Notation.Shapes(method.Graph, source);
        if (!method.IsShared)
            writer.Documentation("summary", equations[0].Key.Contains('\n') || !writer.FitsComment($"{equations[0].Key}    {shapes}  ") ? [equations[0].Key, shapes] : [$"{equations[0].Key}    {shapes}"]);
        else
            writer.Documentation("summary", [$"Used by {Numbers.Text(equations.Length)} steps, {shapes}:", .. equations.Select(static equation => equation.Key.Replace("\n", "; "))]);
        var remarks = ScheduleRemarks.Of(method.Kernel, source)?.TrimEnd();
        string[] definition = method.IsReadable ? [] : [.. Definition(method)];
        writer.Line("/// <remarks>");
        foreach (var line in References.FromMethod(method, declaration))
            writer.Wrap("/// ", line);
        if (remarks is not null)
            writer.DocumentationLines([remarks]);
        if (definition.Length > 0)
            writer.Line("/// <code>").DocumentationLines(definition).Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>What is done to a weight that is copied, and why.</summary>
    public static string CopyOf(ScheduledKernel kernel)
        => kernel.Schedule is TransposeSchedule
            ? "transposed: a copy in panels along its other axis, so that the next product loads its vectors from neighbours"
            : "packed: a copy in the order in which the next product goes through it, so that it loads its vectors from neighbours";

    /// <summary>The definition as loops, by the names of the method's arguments.</summary>
    private static IEnumerable<string> Definition(KernelMethod method)
        => DefinitionText.Of(method.Graph, method.Kernel.Source!, method.IsShared ? node => ArgumentOf(method, node) : null);

    private static string? ArgumentOf(KernelMethod method, int node)
    {
        for (var number = 0; number < method.Arguments.Count; number++)
        {
            if (method.Kernel.Arguments[number].Node == node && method.Kernel.Arguments[number].Form == TensorForm.Own)
                return method.Arguments[number];
        }

        // A weight that is read from its copy.
        for (var number = 0; number < method.Arguments.Count; number++)
        {
            if (method.Kernel.Arguments[number].Node == node)
                return method.Arguments[number].Replace(method.Kernel.Arguments[number].Form.ToString(), "");
        }

        return null;
    }
}

/// <summary>A kernel's definition as loops in text.</summary>
internal static class DefinitionText
{
    /// <param name="graph">The graph.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="nameOf">What the memory of a node is called; its own name without one.</param>
    public static IReadOnlyList<string> Of(Graph.NetworkGraph graph, Kernels.Kernel kernel, Func<int, string?>? nameOf = null)
        => kernel is Kernels.ContractKernel or Kernels.LoopKernel or Kernels.IndexAddKernel
            ? NestPrinter.Print(DefinitionScheduler.NestOf(graph, kernel, nameOf), isCompact: true).TrimEnd('\n').Split('\n')
            : [];
}
