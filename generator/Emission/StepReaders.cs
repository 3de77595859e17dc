using NetGen.Generator.Graph;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>Says of what a step stores which other steps read it, where the formulas leave that open.</summary>
/// <param name="program">The program.</param>
internal sealed class StepReaders(ScheduledProgram program)
{
    private const int MostReaders = 6;

    /// <summary>Which steps of the backward pass a step of the forward pass is for, where it is for no other; null for other steps.</summary>
    public string? InBackward(ScheduledKernel kernel, Kernels.Kernel source)
    {
        HashSet<int> stored = [.. source.Stores.Select(static output => output.Node)];
        int[] readers = [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step].Arguments.Any(argument => !argument.IsWritten && stored.Contains(argument.Node)))];
        return kernel.IsBackward || readers.Length is 0 or > MostReaders || !readers.All(step => program.Kernels[step].IsBackward) || program.Graph.Roots.Any(root => stored.Contains(Views.Owner(program.Graph, root))) ? null
            : $"No later step reads what it stores but {StepsText(readers)} of Backward.";
    }

    /// <summary>The same of some of the values that a step of the forward pass stores, where others have readers in it.</summary>
    public List<string> PartsForBackward(ScheduledKernel kernel, Kernels.Kernel source)
    {
        if (kernel.IsBackward || source is Kernels.JoinedKernel)
            return [];
        var values = source.Stores.Select(static output => output.Node).Distinct().Select(node => (Node: node, Readers: ReadersOf(node)))
            .Where(value => value.Readers.Length is > 0 and <= MostReaders && value.Readers.All(step => program.Kernels[step].IsBackward)
                && !program.Graph.Roots.Any(root => Views.Owner(program.Graph, root) == value.Node));
        return [.. values.GroupBy(static value => string.Join(" ", value.Readers)).Select(same =>
            $"No later step reads {Counts.Either([.. same.Select(value => program.Graph[value.Node].Name.Mathematics)])} but {StepsText(same.First().Readers)} of Backward.")];
    }

    /// <summary>Which steps read zeros that some other step leaves out of its sum; null for other steps.</summary>
    public string? OfZeros(Kernels.Kernel source)
    {
        if (program.IsReadable || source is not Kernels.LoopKernel { Operands.Count: 0, Elements: [var zeros, ..] } || program.Graph[zeros.Node] is not { Operation: Concatenate, Shape: { Rank: 4 } shape })
            return null;
        var part = Kernels.Concatenations.Of(program.Graph).Parts(zeros.Node).FirstOrDefault(part => part.Offset == zeros.Offset).Input;
        if (SliceText.Ranges(shape, zeros.Offset, program.Graph[part].Shape) is not { } ranges)
            return null;
        var axis = ranges[3].IsWhole ? "y" : "x";
        var readers = ReadersOf(zeros.Node);
        int[] without = [.. readers.Where(step => (program.Kernels[step].Schedule as NestSchedule)?.Plan is OuterProductPlan plan && plan.Ranges.Any(range => plan.Loops[range.Kept].Name == axis))];
        return without.Length == 0 || without.Length == readers.Length ? null
            : $"{Counts.Capital(StepsText([.. readers.Except(without)]))} {(readers.Length - without.Length == 1 ? "reads" : "read")} them; {StepsText(without)} {(without.Length == 1 ? "leaves" : "leave")} them out.";
    }

    /// <summary>Which steps store what is between zeros, other zeros among it, and which read all of that; null for other steps.</summary>
    public string? OfFrame(Kernels.Kernel source, ScheduledKernel kernel)
    {
        if (source is not Kernels.LoopKernel { Operands.Count: 0, Elements: [var zeros, ..] } || program.Graph[zeros.Node].Operation is not Concatenate)
            return null;
        int[] writers = [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step] != kernel
            && program.Kernels[step].Source?.Stores.Any(output => output.Node == zeros.Node && output.Expression is not Scalars.Constant) == true)];
        if (writers.Length != 1 || ReadersOf(zeros.Node) is not { Length: > 0 } readers)
            return null;
        int[] besides = [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step] != kernel && program.Kernels[step].Source is { } other && IsBetween(source, other, zeros.Node)).Except(writers)];
        var stored = $"{Counts.Capital(StepsText(writers))} stores what is between these zeros";
        return besides.Length == 0 ? $"{stored}; {StepsText(readers)} {(readers.Length == 1 ? "reads" : "read")} both."
            : $"{stored}, and {StepsText(besides)} the zeros beside that; {StepsText(readers)} {(readers.Length == 1 ? "reads" : "read")} all of it.";
    }

    /// <summary>Whether a kernel stores zeros in the box around those that another one stores in the same tensor.</summary>
    private bool IsBetween(Kernels.Kernel around, Kernels.Kernel other, int node)
    {
        var (outer, inner) = (RangesIn(around, node), RangesIn(other, node));
        return outer.Length > 0 && inner.Length > 0 && Enumerable.Range(0, outer[0].Count).All(axis =>
            inner.Min(part => part[axis].Start) >= outer.Min(part => part[axis].Start)
            && inner.Max(part => part[axis].Start + part[axis].Length) <= outer.Max(part => part[axis].Start + part[axis].Length));
    }

    /// <summary>Where in a tensor a kernel stores constants.</summary>
    private IReadOnlyList<(int Start, int Length, bool IsWhole)>[] RangesIn(Kernels.Kernel kernel, int node)
        => [.. kernel.Stores.Where(output => output.Node == node && output.Expression is Scalars.Constant)
            .SelectMany(output => Kernels.Concatenations.Of(program.Graph).Parts(node).Where(part => part.Offset == output.Offset))
            .Select(part => SliceText.Ranges(program.Graph[node].Shape, part.Offset, program.Graph[part.Input].Shape)).OfType<IReadOnlyList<(int, int, bool)>>()];

    /// <summary>What is stored or given twice, and for whom: a value on its own and with zeros around it; an operand of a product that its sums are also combined with.</summary>
    public IEnumerable<string> Twice(ScheduledKernel kernel, Kernels.Kernel source)
    {
        foreach (var output in source.Stores.Where(output => output.Expression is not Scalars.Constant && program.Graph[output.Node].Operation is Concatenate))
        {
            var alone = source.Stores.FirstOrDefault(other => other.Expression.Equals(output.Expression) && program.Graph[other.Node].Operation is not Concatenate);
            if (alone is not null && ReadersOf(alone.Node) is { Length: > 0 } own && ReadersOf(output.Node) is { Length: > 0 } others)
                yield return $"{program.Graph[alone.Node].Name.Mathematics} is stored twice: on its own for {StepsText(own)}, and as a part of {program.Graph[output.Node].Name.Mathematics} for {StepsText(others)}.";
        }

        if (source is Kernels.ContractKernel && !program.IsReadable)
        {
            foreach (var same in kernel.Arguments.Where(static argument => !argument.IsWritten).GroupBy(static argument => (argument.Node, argument.Form, argument.Step, argument.Start)).Where(static same => same.Skip(1).Any()))
                yield return $"{program.Graph[same.Key.Node].Name.Mathematics} is given twice: {KernelDocumentation.GivenTwice}.";
        }
    }

    private int[] ReadersOf(int node) => [.. Enumerable.Range(0, program.Kernels.Count).Where(step => program.Kernels[step].Arguments.Any(argument => !argument.IsWritten && argument.Node == node))];

    private static string StepsText(int[] steps) => $"{(steps.Length == 1 ? "step" : "steps")} {Counts.Joined([.. steps.Select(static step => Numbers.Text(step + 1))])}";
}
