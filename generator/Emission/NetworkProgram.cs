using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Loops;
using NetGen.Generator.Memory;
using NetGen.Generator.Scheduling;

namespace NetGen.Generator.Emission;

/// <summary>A compiled network: how it is trained and how it predicts.</summary>
/// <param name="Training">The forward and backward passes over a workspace.</param>
/// <param name="TrainingMemory">Where their tensors are.</param>
/// <param name="Prediction">The forward pass alone.</param>
/// <param name="PredictionMemory">Where its tensors are.</param>
internal sealed record NetworkProgram(
    ScheduledProgram Training, MemoryPlan TrainingMemory, ScheduledProgram Prediction, MemoryPlan PredictionMemory)
{
    /// <summary>What all of it is compiled for.</summary>
    public Target Target => Training.Target;

    /// <summary>The next step of a sequence; null where it is not predicted by itself.</summary>
    public ScheduledProgram? Step { get; init; }

    /// <summary>Where its tensors are.</summary>
    public MemoryPlan? StepMemory { get; init; }

    /// <summary>The objective of the network as it predicts, over a workspace of training; null where it has none.</summary>
    public ScheduledProgram? Evaluation { get; init; }

    /// <summary>Where its tensors are.</summary>
    public MemoryPlan? EvaluationMemory { get; init; }

    /// <summary>Whether every tensor of a workspace has a place of its own.</summary>
    public bool KeepsAll { get; init; }

    /// <summary>How many floats of a workspace a sample takes.</summary>
    public long SampleLength => Math.Max(TrainingMemory.SampleLength, EvaluationMemory?.SampleLength ?? 0);

    /// <summary>The slots of a workspace, which training and the evaluation share.</summary>
    public SlotNumbers Slots => EvaluationMemory is null ? new(TrainingMemory) : new(TrainingMemory, EvaluationMemory);

    /// <summary>The slots of a prediction's memory.</summary>
    public SlotNumbers PredictionSlots => new(PredictionMemory);

    /// <summary>How many floats of a workspace are taken once.</summary>
    public long SharedLength => Math.Max(TrainingMemory.SharedLength, EvaluationMemory?.SharedLength ?? 0);

    /// <summary>How many bytes a workspace has for some samples.</summary>
    public long WorkspaceBytes(int samples) => Slots.Bytes(SampleLength, SharedLength, samples);

    public EquatableArray<TrainableTensor> Tensors => Training.Graph.Parameters;

    /// <summary>Where each parameter starts in the flat buffers.</summary>
    public int[] Offsets => MemoryPlanner.ParameterOffsets(Training.Parameters);

    /// <summary>The tensors, by their numbers, in the order of their declaration. In the buffers, those that are not trained come last.</summary>
    public int[] DeclarationOrder(NetworkDeclaration declaration)
    {
        var places = new Dictionary<string, int>();
        foreach (var name in declaration.ParameterNames)
        {
            if (!places.ContainsKey(name))
                places.Add(name, places.Count);
        }

        // A graph that is made by hand has tensors that no declaration has; they come last, as they are.
        return [.. Enumerable.Range(0, Tensors.Count).OrderBy(tensor => places.TryGetValue(Tensors[tensor].Name, out var place) ? place : int.MaxValue)];
    }

    /// <summary>How many floats the flat buffers have.</summary>
    public int BufferLength => Training.Parameters.Sum(static layout => layout.Length);

    /// <summary>How many of them are trained, and have gradients: the first.</summary>
    public int TrainableLength => Training.Parameters.Take(Training.Graph.TrainableCount).Sum(static layout => layout.Length);

    /// <summary>Whether a pass over a workspace adds up what the parts of a batch have.</summary>
    public bool UsesBatchSums
        => Training.Kernels.Concat(Evaluation?.Kernels ?? []).Any(static kernel => kernel.Schedule is ExchangeSchedule);

    public Shape InputShape => Shape(static operation => operation is Input { IsTarget: false });

    public Shape OutputShape => Training.Graph[Training.Graph.Outputs[0]].Shape;

    public IEnumerable<Shape> InputShapes => Training.Graph.Nodes.Where(static node => node.Operation is Input { IsTarget: false }).Select(static node => node.Shape);

    public IEnumerable<Shape> TargetShapes => Training.Graph.Nodes.Where(static node => node.Operation is Input { IsTarget: true }).Select(static node => node.Shape);

    public IEnumerable<Shape> OutputShapes => Training.Graph.Outputs.Select(output => Training.Graph[output].Shape);

    private Shape Shape(Func<Operation, bool> isWanted) => Training.Graph.Nodes.First(node => isWanted(node.Operation)).Shape;
}
