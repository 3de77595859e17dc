using NetGen.Numerics;

namespace NetGen;

/// <summary>
/// The forward and the backward pass of a batch, by one worker or several. Each worker has its own workspace and gradients and takes a
/// contiguous part of the batch. A network's own objective is summed over the workers; a loss is that of the whole batch, so that one that weighs its samples is the same for any number of
/// workers; the gradients are added in the order of the workers. A step allocates nothing.
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
    private Dataset? data;
    private int[] order = [];
    private int start;

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
            workspaces[i] = network.CreateWorkspace((int)(((long)capacity + team.Size - 1) / team.Size));
        workerGradients = new AlignedBuffer[team.Size - 1];
        for (var i = 0; i < workerGradients.Length; i++)
            workerGradients[i] = new AlignedBuffer(network.Gradients.Length);
        forwardPart = ForwardPart;
        backwardPart = BackwardPart;
    }

    /// <summary>How many samples the last batch had.</summary>
    public int Count { get; private set; }

    /// <summary>What the random numbers of the next <see cref="Forward"/> depend on, with <see cref="Number"/>.</summary>
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

    /// <summary>The loss of the samples at <paramref name="order"/>[<paramref name="start"/> …], and its gradient with respect to the outputs.</summary>
    public LossValue Forward(Dataset data, int[] order, int start, int count)
    {
        (this.data, this.order, this.start, Count) = (data, order, start, count);
        team.Run(forwardPart);
        if (loss is null)
            return LossValue.OfMean(Objective(), count);
        var outputGradients = team.Size == 1 ? workspaces[0].OutputGradients : gatheredGradients.AsSpan(0, count * outputSize);
        return loss.Evaluate(Output(0), Targets, outputGradients, count, outputShape);
    }

    private double Objective()
    {
        var sum = 0.0;
        for (var worker = 0; worker < team.Size; worker++)
        {
            if (Part(worker).Count > 0)
                sum += workspaces[worker].Objective;
        }

        return sum;
    }

    /// <summary>What the last <see cref="Forward"/> found for parameters that are not trained, worker by worker.</summary>
    public void UpdateState()
    {
        for (var worker = 0; worker < team.Size; worker++)
        {
            if (Part(worker).Count is > 0 and var count)
                network.UpdateState(workspaces[worker], (float)count / Count, isFirst: worker == 0);
        }
    }

    /// <summary>The gradient of the last <see cref="Forward"/>'s loss with respect to the parameters, into the network's gradients.</summary>
    public void Backward()
    {
        team.Run(backwardPart);
        for (var worker = 1; worker < team.Size; worker++)
        {
            if (Part(worker).Count > 0)
                FlatVector.Add(network.Gradients, workerGradients[worker - 1].Span);
        }
    }

    /// <summary>The place in the dataset of a sample of the last batch.</summary>
    public int SampleAt(int index) => order[start + index];

    /// <summary>The workspace of a worker, and which samples of the last batch it holds.</summary>
    public (Workspace Workspace, int First, int Count) WorkspaceOf(int worker)
    {
        var (first, count) = Part(worker);
        return (workspaces[worker], first, count);
    }

    // Rounded up, so that worker 0, which writes the network's own gradients, has a sample whenever there is one.
    private (int First, int Count) Part(int worker)
    {
        var first = Boundary(worker);
        return (first, Boundary(worker + 1) - first);
    }

    private int Boundary(int worker) => (int)((((long)Count * worker) + team.Size - 1) / team.Size);

    private void ForwardPart(int worker)
    {
        var (first, count) = Part(worker);
        if (count == 0)
            return;
        var workspace = workspaces[worker];
        workspace.Batch = count;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, Number, first, Count);
        if (loss is null)
            CopyRows(workspace, first, count);
        else
            data!.Gather(order.AsSpan(start + first, count), workspace.Inputs, targets.AsSpan(first * targetSize));
        network.Forward(workspace);
        for (var i = 0; i < gatheredOutputs.Length; i++)
            workspace.Output(i).CopyTo(gatheredOutputs[i].AsSpan(first * network.Description.Outputs[i].Size));
    }

    private void CopyRows(Workspace workspace, int first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var sample = SampleAt(first + i);
            data!.CopyRow(sample, workspace, i, network.Description);
            data.Target(sample).CopyTo(targets.AsSpan((first + i) * targetSize));
        }
    }

    private void BackwardPart(int worker)
    {
        var (first, count) = Part(worker);
        if (count == 0)
            return;
        var workspace = workspaces[worker];
        if (team.Size > 1 && loss is not null)
            gatheredGradients.AsSpan(first * outputSize, count * outputSize).CopyTo(workspace.OutputGradients);
        network.Backward(workspace, worker == 0 ? network.Gradients : workerGradients[worker - 1].Span);
    }
}
