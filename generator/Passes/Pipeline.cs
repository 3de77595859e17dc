using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Passes;

/// <summary>
/// The compiler's table of contents: from the graph of a network to two programs, one that trains it and one that predicts, and a third one
/// that evaluates its objective where it has one. Each step is a pure function in a file of its own.
/// </summary>
internal static class Pipeline
{
    public static NetworkProgram Run(NetworkGraph lowered, PipelineObserver observer, bool inputGradients = false)
    {
        observer.Graph("lowered", lowered);
        var differentiated = Differentiation.Run(ModeResolution.Run(lowered, isTraining: true), inputGradients);
        var inference = GatherForm.Run(ModeResolution.Run(lowered, isTraining: false));
        var prediction = DeadCodeRemoval.Run(inference with { Objective = null });
        var evaluation = lowered.Objective is null ? null : BatchSums.Run(DeadCodeRemoval.Run(inference));
        var training = BatchSums.Run(DeadCodeRemoval.Run(GatherForm.Run(differentiated)));
        if (prediction.Nodes.FirstOrDefault(static node => node.Operation is Leaf) is { } leaf)
            throw new InvalidGraphException($"{leaf.Name} ({leaf.Operation.GetType().Name}) is in the prediction, where only a WhenTraining can have it");

        // Both programs read the same parameters.
        var layouts = evaluation is null ? ParameterLayouts.Choose(training, prediction) : ParameterLayouts.Choose(training, prediction, evaluation);
        var (predictionProgram, predictionMemory) = Compile("prediction", prediction, layouts, isPrediction: true, observer);
        observer.Graph("differentiated", differentiated);
        var (trainingProgram, trainingMemory) = Compile("training", training, layouts, isPrediction: false, observer);
        var program = new NetworkProgram(trainingProgram, trainingMemory, predictionProgram, predictionMemory);
        if (evaluation is null)
            return program;
        var (evaluationProgram, evaluationMemory) = Compile("evaluation", evaluation, layouts, isPrediction: false, observer, (trainingProgram, trainingMemory));
        return program with { Evaluation = evaluationProgram, EvaluationMemory = evaluationMemory };
    }

    private static (ScheduledProgram Program, MemoryPlan Memory) Compile(
        string name, NetworkGraph live, EquatableArray<TensorLayout> layouts, bool isPrediction, PipelineObserver observer,
        (ScheduledProgram Program, MemoryPlan Plan)? shared = null)
    {
        observer.Graph(name + ", dead code removed", live);
        var fused = observer.Kernels(name + ", fused", Fusion.Run(ParametersFirst.Run(live)));
        var scheduled = observer.Schedule(name + ", scheduled", Scheduler.Run(fused, layouts));
        var memory = observer.Memory(name + ", placed", scheduled, MemoryPlanner.Run(scheduled, isPrediction, shared));
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
