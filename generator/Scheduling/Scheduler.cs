using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>Decides how every kernel is carried out. The one place where tiles, vectors and layouts are chosen.</summary>
internal static class Scheduler
{
    /// <param name="program">The kernels.</param>
    /// <param name="layouts">Where the parameters' elements lie.</param>
    /// <param name="nests">What became of the plans of the network's other programs; added to.</param>
    /// <param name="form">In which form the kernels are written.</param>
    /// <param name="isInOrder">Whether the sums of products are taken in the order of their terms, whatever the batch.</param>
    public static ScheduledProgram Run(KernelProgram program, ParameterLayouts layouts, PlannedNests nests, CodeForm form = CodeForm.Fast, bool isInOrder = false)
    {
        var scheduled = new List<ScheduledKernel>();
        var transposed = TransposedWeights.Of(program.Graph);
        if (form == CodeForm.Fast)
            program = CausalKernels.Run(program, layouts.Target.Lanes, contract => ContractScheduler.Cost(program.Graph, layouts, contract, isInOrder));
        foreach (var kernel in program.Kernels)
        {
            switch (kernel)
            {
                case ContractKernel or LoopKernel or IndexAddKernel when form == CodeForm.Readable:
                    scheduled.Add(DefinitionScheduler.Schedule(program.Graph, kernel));
                    break;
                case ContractKernel contract:
                    var (copy, product) = ContractScheduler.Schedule(program.Graph, layouts, contract, transposed, nests, isInOrder);
                    if (copy is not null)
                        AddCopy(scheduled, copy, contract.Loop);
                    scheduled.Add(product);
                    break;
                case LoopKernel loop:
                    scheduled.Add(ElementScheduler.Schedule(program.Graph, layouts, loop));
                    break;
                case IndexAddKernel add:
                    scheduled.Add(ElementScheduler.Schedule(program.Graph, layouts, add));
                    break;
                case LeafKernel leaf:
                    scheduled.Add(new(leaf, IsBackward: false, new LeafSchedule((Leaf)program.Graph[leaf.Node].Operation), [new(leaf.Node, TensorForm.Own, IsWritten: true)]));
                    break;
                case ExchangeKernel exchange:
                    scheduled.Add(new(
                        exchange,
                        exchange.IsBackward,
                        new ExchangeSchedule(program.Graph[exchange.Node].Shape.SampleSize),
                        [new(exchange.Part, TensorForm.Own, IsWritten: false), new(exchange.Node, TensorForm.Own, IsWritten: true)]));
                    break;
                case RearrangeKernel rearrange:
                    scheduled.Add(Schedule(program.Graph, layouts, rearrange));
                    break;
                default:
                    throw new InvalidGraphException($"no schedule for {kernel.GetType().Name}");
            }
        }

        return new ScheduledProgram(program.Graph, layouts, UnreadZeros.Remove(program.Graph, scheduled).ToEquatableArray());
    }

    private static ScheduledKernel Schedule(NetworkGraph graph, ParameterLayouts layouts, RearrangeKernel kernel)
    {
        var source = StoredTensor.Of(graph, layouts, kernel.Source);
        var written = new KernelArgument(kernel.Node, TensorForm.Own, IsWritten: true);
        // A sequence moves step by step, and all else sample by sample.
        var size = graph[kernel.Node].Shape.SampleSize / (kernel.Rearrange.Order == RowOrder.Unpack ? kernel.Rearrange.Lengths.Steps : 1);
        return new(
            kernel,
            kernel.IsBackward,
            new RearrangeSchedule(kernel.Rearrange, size, kernel.Value),
            kernel.Value is null ? [new(source.Owner, TensorForm.Own, IsWritten: false) { Step = source.Step, Start = source.Offset }, written] : [written]);
    }

    /// <summary>
    /// A weight does not change from step to step, so a copy that a loop over time needs is made before it. Two copies of one tensor have the same
    /// memory: in one loop, each is made in every step, before it is read.
    /// </summary>
    private static void AddCopy(List<ScheduledKernel> scheduled, ScheduledKernel copy, int? loop)
    {
        var first = loop is null ? -1 : scheduled.FindIndex(other => other.Loop == loop);
        var written = copy.Arguments[copy.Arguments.Count - 1];
        bool IsOfCopy(KernelArgument argument) => argument.Node == written.Node && argument.Form == written.Form;
        var reader = first < 0 || copy.Schedule is NestSchedule { Copy: not null } ? -1 : scheduled.FindIndex(first, other => other.Arguments.Any(IsOfCopy));
        if (reader < 0)
        {
            scheduled.Insert(first < 0 ? scheduled.Count : first, copy);
            return;
        }

        var earlier = scheduled.FindLastIndex(first, other => other.Loop is null && other.Arguments.Any(argument => argument.IsWritten && IsOfCopy(argument)));
        if (earlier >= 0)
        {
            var moved = scheduled[earlier] with { Loop = loop };
            scheduled.RemoveAt(earlier);
            scheduled.Insert(reader - 1, moved);
        }

        scheduled.Add(copy with { Loop = loop });
    }
}
