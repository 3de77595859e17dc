using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Compilation;

/// <summary>
/// The compiler's table of contents: from the graph of a network to two programs, one that trains it and one that predicts, and a third one
/// that evaluates its objective where it has one. Each step is a pure function in a file of its own.
/// </summary>
internal static class Pipeline
{
    private static readonly GraphRules Resolved = GraphRules.Any with { AllowsModes = false };
    private static readonly GraphRules Moved = Resolved with { AllowsSumsOfSteps = false };
    private static readonly GraphRules Gathering = Moved with { AllowsScattering = false };
    private static readonly GraphRules Predicting = GraphRules.Clean with { AllowsTrainingLeaves = false };

    private static GraphPass[] Training(bool inputGradients, bool keepsAll, CodeForm form) =>
    [
        new(Step.Resolved, static graph => ModeResolution.Run(graph, isTraining: true), Resolved),
        new(Step.Differentiated, graph => Differentiation.Run(graph, inputGradients, keepsAll, keepsDerivatives: form == CodeForm.Fast), Resolved),
        new(Step.Moved, LoopMotion.Run, Moved),
        new(Step.Gathering, GatherForm.Run, Gathering),
        new(Step.Minimal, DeadCodeRemoval.Run, GraphRules.Clean),
        new(Step.Rematerialized, graph => keepsAll ? graph : Rematerialization.Run(graph), GraphRules.Clean),
        new(Step.Summed, BatchSums.Run, GraphRules.Clean),
        new(Step.Live, GradientsApart.Run, GraphRules.Clean),
    ];

    private static readonly GraphPass[] Prediction =
    [
        new(Step.Resolved, static graph => StatesAsOutputs(ModeResolution.Run(graph, isTraining: false) with { Objective = null }), Resolved),
        new(Step.Moved, LoopMotion.Run, Moved),
        new(Step.Gathering, GatherForm.Run, Gathering),
        new(Step.Live, DeadCodeRemoval.Run, Predicting),
    ];

    private static readonly GraphPass[] Evaluation =
    [
        new(Step.Resolved, static graph => ModeResolution.Run(graph, isTraining: false), Resolved),
        new(Step.Moved, LoopMotion.Run, Moved),
        new(Step.Gathering, GatherForm.Run, Gathering),
        new(Step.Minimal, DeadCodeRemoval.Run, GraphRules.Clean),
        new(Step.Live, BatchSums.Run, GraphRules.Clean),
    ];

    /// <param name="lowered">The network.</param>
    /// <param name="target">What it is compiled for.</param>
    /// <param name="observer">Sees every stage.</param>
    /// <param name="inputGradients">Whether the gradient of the inputs is computed, too.</param>
    /// <param name="form">In which form the passes are written.</param>
    /// <param name="keepsGradients">Whether the gradient of every layer's output is kept.</param>
    /// <param name="hasSteps">Whether the next step of a sequence is predicted by itself, too.</param>
    /// <param name="carriesState">Whether the recurrences go on where the pass before has ended.</param>
    /// <exception cref="StepException">No step can be predicted by itself.</exception>
    /// <exception cref="StateException">There is no state to go on with.</exception>
    public static NetworkProgram Run(
        NetworkGraph lowered, Target target, PipelineObserver observer, bool inputGradients = false, CodeForm form = CodeForm.Fast, bool keepsGradients = false, bool hasSteps = false, bool carriesState = false)
    {
        if (carriesState)
            lowered = CarriedStates.Run(lowered);
        observer.Graph(Stage.Lowered, lowered);
        var keepsAll = keepsGradients || form == CodeForm.Readable;
        var prediction = Through(ProgramKind.Prediction, Prediction, lowered, observer);
        var training = Through(ProgramKind.Training, Training(inputGradients, keepsAll, form), lowered, observer);
        var evaluation = lowered.Objective is null ? null : Through(ProgramKind.Evaluation, Evaluation, lowered, observer);

        var step = hasSteps ? observer.Graph(new(ProgramKind.Step, Step.Live, Predicting), StepGraph.Of(lowered.Loops.Count == 0 ? prediction : InLoops(lowered), lowered.StatesAfter.Count)) : null;

        // All programs read the same parameters, and training and evaluation share a workspace.
        var layouts = form == CodeForm.Readable ? ParameterLayouts.Plain(target, training)
            : ParameterLayouts.Choose(target, [.. new[] { training, prediction, evaluation, step }.OfType<NetworkGraph>()]);
        var nests = new PlannedNests();
        var (predictionProgram, predictionMemory) = Compile(ProgramKind.Prediction, prediction, layouts, nests, observer, form, keepsAll: false, isInOrder: hasSteps);
        var (trainingProgram, trainingMemory) = Compile(ProgramKind.Training, training, layouts, nests, observer, form, keepsAll, isInOrder: hasSteps);
        var program = new NetworkProgram(trainingProgram, trainingMemory, predictionProgram, predictionMemory) { KeepsAll = keepsAll };
        if (step is not null)
        {
            var (stepProgram, stepMemory) = Compile(ProgramKind.Step, step, layouts, nests, observer, form, keepsAll: false, isInOrder: true);
            program = program with { Step = stepProgram, StepMemory = stepMemory };
        }

        if (evaluation is null)
            return program;
        var (evaluationProgram, evaluationMemory) = Compile(ProgramKind.Evaluation, evaluation, layouts, nests, observer, form, keepsAll: false, (trainingProgram, trainingMemory), isInOrder: hasSteps);
        return program with { Evaluation = evaluationProgram, EvaluationMemory = evaluationMemory };
    }

    /// <summary>The states after the last step are outputs of a prediction, behind the others.</summary>
    private static NetworkGraph StatesAsOutputs(NetworkGraph graph) => graph with { Outputs = [.. graph.Outputs, .. graph.StatesAfter], StatesAfter = [] };

    /// <summary>A network as it predicts, with all that a step needs in its loop.</summary>
    private static NetworkGraph InLoops(NetworkGraph lowered)
        => DeadCodeRemoval.Run(GatherForm.Run(ModeResolution.Run(lowered, isTraining: false) with { Objective = null, StatesAfter = [] }));

    /// <summary>The passes over the graph, one after another.</summary>
    private static NetworkGraph Through(ProgramKind program, GraphPass[] passes, NetworkGraph graph, PipelineObserver observer)
        => passes.Aggregate(graph, (current, pass) => observer.Graph(new(program, pass.Step, pass.Rules), pass.Run(current)));

    /// <summary>From a graph to kernels, and to how and where they are carried out.</summary>
    private static (ScheduledProgram Program, MemoryPlan Memory) Compile(
        ProgramKind program, NetworkGraph live, ParameterLayouts layouts, PlannedNests nests, PipelineObserver observer,
        CodeForm form, bool keepsAll, (ScheduledProgram Program, MemoryPlan Plan)? shared = null, bool isInOrder = false)
    {
        var isPrediction = program is ProgramKind.Prediction or ProgramKind.Step;
        var rules = isPrediction ? Predicting : GraphRules.Clean;
        // A step that stands alone adds up what a step of the loop does, in the same order: there, what is made of products before the loop is in memory.
        var fused = observer.Kernels(new(program, Step.Fused, rules), Fusion.Run(ParametersFirst.Run(live) with { KeepsSteps = keepsAll || form == CodeForm.Readable }, form, recomputes: program != ProgramKind.Step));
        var scheduled = Scheduler.Run(fused, layouts, nests, form, isInOrder);
        if (isPrediction)
            scheduled = Preparation.Run(scheduled);
        if (form == CodeForm.Fast && !keepsAll)
            scheduled = JoinedRuns.Run(scheduled, nests, isInOrder);
        scheduled = observer.Schedule(new(program, Step.Scheduled, rules), scheduled);
        var memory = observer.Memory(
            new(program, Step.Placed, rules), scheduled, MemoryPlanner.Run(scheduled, isPrediction, shared, keepsAll));
        return (scheduled, memory);
    }

    /// <summary>A pass over the graph.</summary>
    /// <param name="Step">What is done when it has run.</param>
    /// <param name="Run">The pass.</param>
    /// <param name="Rules">What the graph may have then.</param>
    private sealed record GraphPass(Step Step, Func<NetworkGraph, NetworkGraph> Run, GraphRules Rules);
}

/// <summary>Sees every stage of the pipeline, to verify or print it; this one does nothing.</summary>
internal class PipelineObserver
{
    public static readonly PipelineObserver None = new();

    public virtual NetworkGraph Graph(Stage stage, NetworkGraph graph) => graph;

    public virtual KernelProgram Kernels(Stage stage, KernelProgram program) => program;

    public virtual ScheduledProgram Schedule(Stage stage, ScheduledProgram program) => program;

    public virtual MemoryPlan Memory(Stage stage, ScheduledProgram program, MemoryPlan memory) => memory;
}
