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
            writer.Documentation("summary", [$"Used for {Numbers.Text(equations.Length)} {(equations.Length == 1 ? "value" : "values")}, {shapes}:", .. equations.Select(static equation => equation.Key.Replace("\n", "; "))]);
        var remarks = ScheduleRemarks.Of(method.Kernel, source);
        string[] definition = method.IsReadable ? [] : [.. Definition(method)];
        writer.Line("/// <remarks>");
        foreach (var line in References.FromMethod(method, declaration))
            writer.Wrap("/// ", line);
        foreach (var origin in method.IsShared ? [] : Notation.Sources(method.Graph, source))
            writer.DocumentationLines([$"{(method.Kernel.IsBackward ? "∂ of" : "Of")} {origin}."]);
        foreach (var (_, line) in OtherShapes.Of(method.Graph, source).Distinct())
            writer.DocumentationLines([method.IsShared ? $"In step {Numbers.Text(method.Steps[0].Number)}: {line}" : line]);
        foreach (var line in Notation.Explanations(method.Graph, source))
            writer.DocumentationLines([method.IsShared ? $"In step {Numbers.Text(method.Steps[0].Number)}: {line}" : line]);
        foreach (var line in method.IsReadable ? [] : Starts.Of(method))
            writer.DocumentationLines([line]);
        if (remarks is not null)
            writer.DocumentationLines([remarks]);
        if (definition.Length > 0)
            writer.Line("/// <code>").DocumentationLines(definition).Line("/// </code>");
        writer.Line("/// </remarks>");
    }

    /// <summary>What is done to a weight that is copied, and why.</summary>
    public static string CopyOf(ScheduledKernel kernel)
        => kernel.Schedule is TransposeSchedule
            ? "transposed: a copy in panels along its other axis, so that the next product reads consecutive numbers"
            : "packed: a copy in the order in which the next product reads it";

    /// <summary>The definition as loops, by the names of the method's arguments.</summary>
    private static IEnumerable<string> Definition(KernelMethod method)
        => DefinitionText.Of(method.Graph, method.Kernel.Source!, method.IsShared ? node => ArgumentOf(method, node) : null, (method.Kernel.Schedule as NestSchedule)?.Plan);

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
                return method.Arguments[number].Replace(method.Kernel.Arguments[number].Form.ToString(), "") is var own && !method.Arguments.Contains(own) ? own : method.Arguments[number];
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
    /// <param name="plan">How it is carried out.</param>
    public static IReadOnlyList<string> Of(Graph.NetworkGraph graph, Kernels.Kernel kernel, Func<int, string?>? nameOf = null, TilePlan? plan = null)
        => kernel is Kernels.ContractKernel or Kernels.LoopKernel or Kernels.IndexAddKernel
            ? [.. NestPrinter.Print(DefinitionScheduler.NestOf(graph, kernel, nameOf, plan), isCompact: true).TrimEnd('\n').Split('\n'), .. LeftOut(graph, kernel, plan)]
            : [];

    /// <summary>Why loops of a sum do not go through all of their range.</summary>
    private static IEnumerable<string> LeftOut(Graph.NetworkGraph graph, Kernels.Kernel kernel, TilePlan? plan)
    {
        if (kernel is not Kernels.ContractKernel contract || plan is not OuterProductPlan outer)
            yield break;
        foreach (var range in outer.Ranges)
        {
            var name = outer.Loops[range.Loop].Name;
            if (range.From == -ReducedRange.Unbounded || range.To == ReducedRange.Unbounded)
            {
                yield return $"({name} leaves out what the causal mask has made 0{(range.Kept == outer.Row ? $", for all {Counts.Of(outer.RowTile, outer.Loops[outer.Row].Name)} of a tile together" : "")})";
                continue;
            }

            var image = new[] { contract.Left, contract.Right }.FirstOrDefault(operand => graph[operand].Operation is Graph.Concatenate);
            yield return $"({name} leaves out the zeros around {graph[image].Name.Mathematics}{(range.Kept == outer.Row ? $", for all {Counts.Of(outer.RowTile, outer.Loops[outer.Row].Name)} of a tile together" : "")})";
        }
    }
}
