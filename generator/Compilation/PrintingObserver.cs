using System.Text;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Compilation;

/// <summary>Prints the stages, one under the other: for debugging a pass, and for snapshots.</summary>
internal sealed class PrintingObserver : PipelineObserver
{
    private readonly StringBuilder text = new();

    public override string ToString() => text.ToString();

    public override NetworkGraph Graph(Stage stage, NetworkGraph graph) => stage.IsLandmark ? Append(stage, GraphPrinter.Print(graph), graph) : graph;

    public override KernelProgram Kernels(Stage stage, KernelProgram program) => Append(stage, KernelPrinter.Print(program), program);

    public override ScheduledProgram Schedule(Stage stage, ScheduledProgram program) => Append(stage, SchedulePrinter.Print(program), program);

    public override MemoryPlan Memory(Stage stage, ScheduledProgram program, MemoryPlan memory)
        => Append(stage, MemoryPrinter.Print(program.Graph, memory), memory);

    private T Append<T>(Stage stage, string stageText, T value)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append("# ").Append(stage).Append('\n').Append(stageText);
        return value;
    }
}
