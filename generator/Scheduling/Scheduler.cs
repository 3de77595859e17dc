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
    public static ScheduledProgram Run(KernelProgram program, EquatableArray<TensorLayout> layouts, PlannedNests nests, CodeForm form = CodeForm.Fast)
    {
        var scheduled = new List<ScheduledKernel>();
        var transposed = new HashSet<int>();
        foreach (var kernel in program.Kernels)
        {
            switch (kernel)
            {
                case ContractKernel or LoopKernel when form == CodeForm.Readable:
                    scheduled.Add(DefinitionScheduler.Schedule(program.Graph, kernel));
                    break;
                case ContractKernel contract:
                    scheduled.AddRange(ContractScheduler.Schedule(program.Graph, layouts, contract, transposed, nests));
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
                default:
                    throw new InvalidGraphException($"no schedule for {kernel.GetType().Name}");
            }
        }

        return new ScheduledProgram(program.Graph, layouts, scheduled.ToEquatableArray());
    }
}
