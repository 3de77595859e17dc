using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Leaves out what only writes zeros around images that nobody reads: where every sum over such an image leaves out its first and last rows
/// (<see cref="ZeroMargins"/>), these need not be there.
/// </summary>
internal static class UnreadZeros
{
    public static IEnumerable<ScheduledKernel> Remove(NetworkGraph graph, IReadOnlyList<ScheduledKernel> kernels)
    {
        foreach (var kernel in kernels)
        {
            if (ImageOf(graph, kernel) is not { } image || !kernels.All(reader => LeavesOut(graph, reader, image, (LoopKernel)kernel.Source!)))
                yield return kernel;
        }
    }

    /// <summary>The concatenation into which a kernel writes zeros and nothing else; null for other kernels.</summary>
    private static int? ImageOf(NetworkGraph graph, ScheduledKernel kernel)
        => kernel.Source is LoopKernel { Operands.Count: 0, Reduction: null } zeros && zeros.Elements.Count > 0
            && zeros.Elements.All(output => output.Node == zeros.Elements[0].Node && output is { IsInitial: false, Expression: Constant(0) })
            && graph[zeros.Elements[0].Node].Operation is Concatenate && !Uses.Of(graph).IsRoot(zeros.Elements[0].Node)
                ? zeros.Elements[0].Node
                : null;

    /// <summary>Whether a kernel reads nothing of what another one clears in an image.</summary>
    private static bool LeavesOut(NetworkGraph graph, ScheduledKernel reader, int image, LoopKernel zeros)
    {
        if (reader.Source is not { } source || !source.Reads.Any(read => Views.Owner(graph, read) == image))
            return true;
        if (source is not ContractKernel contract || reader.Schedule is not NestSchedule { Plan: OuterProductPlan { Packing: null } plan } || contract.Extras.Any(extra => Views.Owner(graph, extra) == image))
            return false;
        return LeavesOut(contract.Left, contract.Contract.Left) && LeavesOut(contract.Right, contract.Contract.Right);

        bool LeavesOut(int operand, Access access)
            => Views.Owner(graph, operand) != image || (operand == image && ZeroMargins.Of(graph, image, access, contract.Contract.Output.Uses).Any(range => IsTaken(range) && AreOutside(access, range)));

        // The rows of a tile share their steps, so that some of them meet zeros.
        bool IsTaken(ReducedRange range) => plan.Ranges.Any(own => own.Kept != plan.Row
            && plan.Loops[own.Loop].Name == contract.Contract.Indices[range.Loop].Word && plan.Loops[own.Kept].Name == contract.Contract.Indices[range.Kept].Word
            && (own.Step, own.KeptStep, own.From, own.To) == (range.Step, range.KeptStep, range.From, range.To));

        bool AreOutside(Access access, ReducedRange range)
        {
            var axis = access.Axes.ToList().FindIndex(axis => axis.Terms.Any(term => term.Index == range.Loop));
            var (first, end) = (range.From + access.Axes[axis].Offset, range.To + access.Axes[axis].Offset);
            var stride = Views.Contiguous(graph[image].Shape)[axis];
            return zeros.Elements.All(output =>
            {
                var start = output.Offset / stride % graph[image].Shape[axis].Size;
                var part = Concatenations.Of(graph).Parts(image).First(part => part.Offset == output.Offset).Input;
                return start + graph[part].Shape[axis].Size <= first || start >= end;
            });
        }
    }
}
