using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Passes;

/// <summary>Prints every stage, one under the other: for debugging a pass, and for snapshots.</summary>
internal sealed class PrintingObserver : PipelineObserver
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    public override NetworkGraph Graph(string stage, NetworkGraph graph) => Append(stage, GraphPrinter.Print(graph), graph);

    public override KernelProgram Kernels(string stage, KernelProgram program) => Append(stage, KernelPrinter.Print(program), program);

    public override ScheduledProgram Schedule(string stage, ScheduledProgram program) => Append(stage, SchedulePrinter.Print(program), program);

    public override MemoryPlan Memory(string stage, ScheduledProgram program, MemoryPlan memory)
        => Append(stage, MemoryPrinter.Print(program.Graph, memory), memory);

    private T Append<T>(string stage, string stageText, T value)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append("# ").Append(stage).Append('\n').Append(stageText);
        return value;
    }
}
