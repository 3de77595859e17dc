using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// The forward and the backward pass of a batch, by one worker or several. Each worker has its own workspace and gradients and takes a
/// contiguous part of the batch; a batch of fewer samples than workers has fewer workers. What a layer computes from the whole batch they
/// exchange during the passes. A network's own objective is summed over the workers; a loss is that of the whole batch, so that one that
/// weighs its samples is the same for any number of workers; the gradients are added in the order of the workers. A step allocates nothing.
/// </summary>
internal sealed class TrainingStep
{
    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly int[] outputShape;
    private readonly WorkerTeam team;
    private readonly Workspace[] workspaces;
    private readonly AlignedBuffer[] workerGradients;
    private readonly float[] targets;
    private readonly float[][] gatheredOutputs;
    private readonly float[] gatheredGradients;
    private readonly int outputSize;
    private readonly int targetSize;
    private readonly Action<int> forwardPart;
    private readonly Action<int> backwardPart;
    private readonly float[][] rows;
    private IBatchReader? batch;

    /// <param name="network">The network.</param>
    /// <param name="loss">What is minimised; null for the network's own objective.</param>
    /// <param name="team">Who works.</param>
    /// <param name="capacity">How many samples the largest batch has.</param>
    public TrainingStep(INetwork network, Loss? loss, WorkerTeam team, int capacity)
    {
        this.network = network;
        this.loss = loss;
        this.team = team;
        outputSize = network.Description.OutputSize;
        outputShape = [.. network.Description.OutputShape];
        targetSize = loss?.TargetSize(outputShape) ?? network.Description.Targets.Sum(static target => target.Size);
        targets = new float[checked(capacity * targetSize)];
        gatheredOutputs = team.Size == 1 ? [] : [.. network.Description.Outputs.Select(output => new float[checked(capacity * output.Size)])];
        gatheredGradients = team.Size == 1 || loss is null ? [] : new float[checked(capacity * outputSize)];
        workspaces = new Workspace[team.Size];
        for (var i = 0; i < workspaces.Length; i++)
        {
            workspaces[i] = network.CreateWorkspace((int)(((long)capacity + team.Size - 1) / team.Size));
            workspaces[i].Join(team, i);
        }

        Capacity = capacity;
        var rowSize = network.Description.Inputs.Sum(static input => input.Size) + targetSize;
        rows = loss is null ? [.. workspaces.Select(_ => new float[rowSize])] : [];
        workerGradients = new AlignedBuffer[team.Size - 1];
        for (var i = 0; i < workerGradients.Length; i++)
            workerGradients[i] = new AlignedBuffer(network.Gradients.Length);
        forwardPart = ForwardPart;
        backwardPart = BackwardPart;
    }

    /// <summary>How many samples the largest batch has.</summary>
    public int Capacity { get; }

    /// <summary>How many samples the last batch had.</summary>
    public int Count { get; private set; }

    /// <summary>What the random numbers of the next <see cref="Forward(IBatchReader)"/> depend on, with <see cref="Number"/>.</summary>
    public ulong Seed { get; set; }

    /// <summary>The number of the step.</summary>
    public long Number { get; set; }

    /// <summary>How many workers there are.</summary>
    public int Workers => team.Size;

    /// <summary>Output number <paramref name="index"/> of the last batch, [batch × output]; valid until the backward pass.</summary>
    public ReadOnlySpan<float> Output(int index)
        => team.Size == 1 ? workspaces[0].Output(index) : gatheredOutputs[index].AsSpan(0, Count * network.Description.Outputs[index].Size);

    /// <summary>The targets of the last batch, [batch × target].</summary>
    public ReadOnlySpan<float> Targets => targets.AsSpan(0, Count * targetSize);

    /// <summary>The loss of a reader's current batch, and its gradient with respect to the outputs.</summary>
    public LossValue Forward(IBatchReader batch)
    {
        (this.batch, Count) = (batch, batch.Count);
        return Forward();
    }

    /// <summary>The loss of samples that are given row after row, and its gradient with respect to the outputs.</summary>
    public LossValue Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int count)
    {
        (batch, Count) = (null, count);
        var inputSize = inputs.Length / count;
        targets.CopyTo(this.targets);
        for (var worker = 0; worker < ActiveWorkers; worker++)
        {
            var (first, end) = (Boundary(worker), Boundary(worker + 1));
            workspaces[worker].Batch = end - first;
            for (var i = first; i < end; i++)
                workspaces[worker].SetSample(i - first, inputs.Slice(i * inputSize, inputSize), Targets.Slice(i * targetSize, targetSize));
        }

        return Forward();
    }

    private LossValue Forward()
    {
        team.Run(forwardPart, ActiveWorkers);
        if (loss is null)
            return LossValue.OfMean(Objective(), Count);
        var outputGradients = team.Size == 1 ? workspaces[0].OutputGradients : gatheredGradients.AsSpan(0, Count * outputSize);
        return loss.Evaluate(Output(0), Targets, outputGradients, Count, outputShape);
    }

    private double Objective()
    {
        var sum = 0.0;
        for (var worker = 0; worker < ActiveWorkers; worker++)
            sum += workspaces[worker].Objective;
        return sum;
    }

    /// <summary>What the last <see cref="Forward()"/> found for parameters that are not trained, which is the same for all workers.</summary>
    public void UpdateState() => network.UpdateState(workspaces[0]);

    /// <summary>The gradient of the last <see cref="Forward()"/>'s loss with respect to the parameters, into the network's gradients.</summary>
    public void Backward()
    {
        team.Run(backwardPart, ActiveWorkers);
        for (var worker = 1; worker < ActiveWorkers; worker++)
            FlatVector.Add(network.Gradients, workerGradients[worker - 1].Span);
    }

    /// <summary>Ends the workers.</summary>
    public void Dispose() => team.Dispose();

    /// <summary>The place of a sample of the last batch in the dataset, or among the rows that were given.</summary>
    public long SampleAt(int index) => batch?.SampleAt(index) ?? index;

    /// <summary>The workspace of a worker, and which samples of the last batch it holds.</summary>
    public (Workspace Workspace, int First, int Count) WorkspaceOf(int worker)
    {
        var (first, count) = Part(worker);
        return (workspaces[worker], first, count);
    }

    // Each of them has a sample.
    private int ActiveWorkers => Math.Min(team.Size, Count);

    private (int First, int Count) Part(int worker)
        => worker < ActiveWorkers ? (Boundary(worker), Boundary(worker + 1) - Boundary(worker)) : (Count, 0);

    private int Boundary(int worker) => (int)((((long)Count * worker) + ActiveWorkers - 1) / ActiveWorkers);

    private void ForwardPart(int worker)
    {
        var (first, count) = Part(worker);
        var workspace = workspaces[worker];
        workspace.Batch = count;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, Number, first, Count);
        if (batch is not null && loss is null)
            CopyRows(batch, worker, first, count);
        else
            batch?.CopyTo(first, count, workspace.Inputs, targets.AsSpan(first * targetSize, count * targetSize));
        network.Forward(workspace);
        for (var i = 0; i < gatheredOutputs.Length; i++)
            workspace.Output(i).CopyTo(gatheredOutputs[i].AsSpan(first * network.Description.Outputs[i].Size));
    }

    // An objective's network may have several inputs and targets, each with a place of its own, but a row has them one behind another.
    private void CopyRows(IBatchReader batch, int worker, int first, int count)
    {
        var input = rows[worker].AsSpan(0, rows[worker].Length - targetSize);
        var target = rows[worker].AsSpan(input.Length);
        for (var i = 0; i < count; i++)
        {
            batch.CopyTo(first + i, 1, input, target);
            workspaces[worker].SetSample(i, input, target);
            target.CopyTo(targets.AsSpan((first + i) * targetSize));
        }
    }

    private void BackwardPart(int worker)
    {
        var (first, count) = Part(worker);
        var workspace = workspaces[worker];
        if (team.Size > 1 && loss is not null)
            gatheredGradients.AsSpan(first * outputSize, count * outputSize).CopyTo(workspace.OutputGradients);
        network.Backward(workspace, worker == 0 ? network.Gradients : workerGradients[worker - 1].Span);
    }
}
