using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Passes;

/// <summary>
/// The compiler's table of contents: from the graph of a network to two programs, one that trains it and one that predicts. Each step is
/// a pure function in a file of its own.
/// </summary>
internal static class Pipeline
{
    public static NetworkProgram Run(NetworkGraph lowered, PipelineObserver observer, bool inputGradients = false)
    {
        observer.Graph("lowered", lowered);
        var prediction = Compile("prediction", lowered, isPrediction: true, observer);
        var training = Compile("training", observer.Graph("differentiated", Differentiation.Run(lowered, inputGradients)), isPrediction: false, observer);
        return new NetworkProgram(training.Program, training.Memory, prediction.Program, prediction.Memory);
    }

    private static (ScheduledProgram Program, MemoryPlan Memory) Compile(string name, NetworkGraph graph, bool isPrediction, PipelineObserver observer)
    {
        var live = observer.Graph(name + ", dead code removed", DeadCodeRemoval.Run(GatherForm.Run(graph)));
        var fused = observer.Kernels(name + ", fused", Fusion.Run(live));
        var scheduled = observer.Schedule(name + ", scheduled", Scheduler.Run(fused));
        var memory = observer.Memory(name + ", placed", scheduled, MemoryPlanner.Run(scheduled, isPrediction));
        return (scheduled, memory);
    }
}

/// <summary>Sees every stage of the pipeline, to verify or print it; this one does nothing.</summary>
internal class PipelineObserver
{
    public static readonly PipelineObserver None = new();

    public virtual NetworkGraph Graph(string stage, NetworkGraph graph) => graph;

    public virtual KernelProgram Kernels(string stage, KernelProgram program) => program;

    public virtual ScheduledProgram Schedule(string stage, ScheduledProgram program) => program;

    public virtual MemoryPlan Memory(string stage, ScheduledProgram program, MemoryPlan memory) => memory;
}
