namespace NetGen;

/// <summary>
/// A step: the forward and the backward pass of a batch, or of several micro-batches whose gradients are accumulated, then the optimizer. Each shard has its own
/// workspace and gradients and is a contiguous part of the batch; a batch of fewer samples than shards has fewer shards. What a layer computes from the whole
/// batch they exchange during the passes. A network's own objective is summed over the shards; a loss is that of the whole batch, so that one that
/// weighs its samples is the same for any number of shards; the gradients are added in the order of the shards. A step allocates nothing.
/// </summary>
internal sealed class TrainingStep
{
    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly int[] outputShape;
    private readonly ShardTeam team;
    private readonly Workspace[] workspaces;
    private readonly Descent descent;
    private readonly float[] targets;
    private readonly float[][] gatheredOutputs;
    private readonly float[] gatheredGradients;
    private readonly float[] stateBefore;
    private readonly int outputSize;
    private readonly int targetSize;
    private readonly Action<int> forwardShard;
    private readonly Action<int> accumulate;
    private readonly Action<int> descend;
    private readonly Action<int> descendAccumulated;
    private readonly float[][] rows;
    private IBatchReader? batch;
    private int firstSample;

    /// <param name="network">The network.</param>
    /// <param name="loss">What is minimised; null for the network's own objective.</param>
    /// <param name="team">Who works.</param>
    /// <param name="capacity">How many samples the largest batch has.</param>
    public TrainingStep(INetwork network, Loss? loss, ShardTeam team, int capacity)
    {
        this.network = network;
        this.loss = loss;
        this.team = team;
        Capacity = capacity;
        outputSize = network.Description.OutputSize;
        outputShape = [.. network.Description.OutputShape];
        targetSize = loss?.TargetSize(outputShape) ?? network.Description.Targets.Sum(static target => target.Size);
        targets = new float[checked(capacity * targetSize)];
        stateBefore = new float[network.Parameters.Length - network.Gradients.Length];
        var shards = team.Divide(capacity).Count;
        gatheredOutputs = shards == 1 ? [] : [.. network.Description.Outputs.Select(output => new float[checked(capacity * output.Size)])];
        gatheredGradients = shards == 1 || loss is null ? [] : new float[checked(capacity * outputSize)];
        workspaces = new Workspace[shards];
        for (var i = 0; i < workspaces.Length; i++)
        {
            workspaces[i] = network.CreateWorkspace((int)(((long)capacity + shards - 1) / shards));
            workspaces[i].Join(team, i);
        }

        var rowSize = network.Description.Inputs.Sum(static input => input.Size) + targetSize;
        rows = loss is null || network.Description.Inputs.Count > 1 ? [.. workspaces.Select(_ => new float[rowSize])] : [];
        descent = new Descent(network, team, shards);
        forwardShard = ForwardShard;
        accumulate = Accumulate;
        descend = Descend;
        descendAccumulated = descent.Take;
    }

    /// <summary>How many samples the largest batch has.</summary>
    public int Capacity { get; }

    /// <summary>What the samples of a batch begin with, and leave behind; null where each begins anew.</summary>
    public SequenceState? State { get; set; }

    /// <summary>How many samples the last batch had.</summary>
    public int Count => Division.Samples;

    /// <summary>How many samples all batches of the step had so far.</summary>
    public int Samples => firstSample + Count;

    /// <summary>What the random numbers of the step depend on, with <see cref="Number"/>.</summary>
    public ulong Seed { get; private set; }

    /// <summary>The number of the step.</summary>
    public long Number { get; private set; }

    /// <summary>The shards of the last batch.</summary>
    public BatchShards Division { get; private set; }

    /// <summary>Output number <paramref name="index"/> of the last batch, [batch × output]; valid until the backward pass.</summary>
    public ReadOnlySpan<float> Output(int index)
        => workspaces.Length == 1 ? workspaces[0].Output(index) : gatheredOutputs[index].AsSpan(0, Count * network.Description.Outputs[index].Size);

    /// <summary>The targets of the last batch, [batch × target].</summary>
    public ReadOnlySpan<float> Targets => targets.AsSpan(0, Count * targetSize);

    /// <summary>Begins a step of one batch, or of several.</summary>
    public void Begin(ulong seed, long number)
    {
        (Seed, Number) = (seed, number);
        (firstSample, Division) = (0, default);
        descent.Clear();
    }

    /// <summary>The loss of a reader's current batch, and its gradient with respect to the outputs.</summary>
    public LossValue Forward(IBatchReader batch)
    {
        this.batch = batch;
        Divide(batch.Count);
        return Forward();
    }

    /// <summary>The loss of samples that are given row after row, and its gradient with respect to the outputs.</summary>
    public LossValue Forward(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, int count)
    {
        batch = null;
        Divide(count);
        var inputSize = inputs.Length / count;
        targets.CopyTo(this.targets);
        for (var shard = 0; shard < Division.Count; shard++)
        {
            var (first, samples) = Division[shard];
            workspaces[shard].Batch = samples;
            for (var i = 0; i < samples; i++)
                workspaces[shard].SetSample(i, inputs.Slice((first + i) * inputSize, inputSize), Targets.Slice((first + i) * targetSize, targetSize));
        }

        return Forward();
    }

    /// <summary>
    /// The backward pass of the last batch, whose gradient is added to those of the step's earlier ones, weighed by how much counts in it. What the batch has found
    /// for parameters that are not trained is taken over.
    /// </summary>
    public void Accumulate(LossValue loss)
    {
        if (!descent.HasAccumulated)
            network.Parameters[network.Gradients.Length..].CopyTo(stateBefore);
        descent.BeginAccumulation(Division.Count, loss.Count);
        team.RunForThreads(accumulate, Division.Count);
        descent.EndAccumulation();
        network.UpdateState(workspaces[0]);
    }

    /// <summary>The rest of the step: the backward pass, where the gradients are not accumulated, and the optimizer. Then what was found for parameters that are not trained is taken over.</summary>
    /// <param name="loss">The loss of the batch, or of all that were accumulated.</param>
    /// <param name="optimizer">What takes the step.</param>
    /// <param name="clipNorm">The longest that the gradient may be.</param>
    public StepOutcome Descend(LossValue loss, Optimizer optimizer, float? clipNorm)
    {
        var isAccumulated = descent.HasAccumulated;
        var shards = isAccumulated ? 0 : Division.Count;
        descent.Begin(shards, loss.Count, optimizer, clipNorm);
        team.RunForThreads(isAccumulated ? descendAccumulated : descend, shards);
        var outcome = descent.End();
        if (outcome == StepOutcome.Taken && !isAccumulated)
            network.UpdateState(workspaces[0]);
        return outcome;
    }

    /// <summary>Gives up a step that failed: parameters that are not trained get the values that they had before it.</summary>
    public void Abandon()
    {
        if (descent.HasAccumulated)
            stateBefore.CopyTo(network.Parameters[network.Gradients.Length..]);
        descent.Clear();
    }

    /// <summary>Ends the threads.</summary>
    public void Dispose() => team.Dispose();

    /// <summary>The place of a sample of the last batch in the dataset, or among the rows that were given.</summary>
    public long SampleAt(int index) => batch?.SampleAt(index) ?? index;

    /// <summary>The workspace of a shard of the last batch, and which of its samples it has.</summary>
    public (Workspace Workspace, int First, int Count) WorkspaceOf(int shard)
    {
        var (first, count) = Division[shard];
        return (workspaces[shard], first, count);
    }

    private void Divide(int count)
    {
        firstSample += Count;
        Division = team.Divide(count);
    }

    private LossValue Forward()
    {
        team.RunForShards(forwardShard, Division.Count, mayExchange: true);
        if (loss is null)
            return LossValue.OfMean(Objective(), Count);
        var outputGradients = workspaces.Length == 1 ? workspaces[0].OutputGradients : gatheredGradients.AsSpan(0, Count * outputSize);
        return loss.Evaluate(Output(0), Targets, outputGradients, Count, outputShape);
    }

    private double Objective()
    {
        var sum = 0.0;
        for (var shard = 0; shard < Division.Count; shard++)
            sum += workspaces[shard].Objective;
        return sum;
    }

    private void ForwardShard(int shard)
    {
        var (first, count) = Division[shard];
        var workspace = workspaces[shard];
        workspace.Batch = count;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, Number, firstSample + first, Count);
        if (batch is not null && rows.Length > 0)
            CopyRows(batch, shard, first, count);
        else
            batch?.CopyTo(first, count, workspace.Inputs, targets.AsSpan(first * targetSize, count * targetSize));
        workspace.SetState(State, first);
        network.Forward(workspace);
        for (var i = 0; i < gatheredOutputs.Length; i++)
            workspace.Output(i).CopyTo(gatheredOutputs[i].AsSpan(first * network.Description.Outputs[i].Size));
    }

    // A network may have several inputs, and an objective several targets, each with a place of its own, but a row has them one behind another.
    private void CopyRows(IBatchReader batch, int shard, int first, int count)
    {
        var input = rows[shard].AsSpan(0, rows[shard].Length - targetSize);
        var target = rows[shard].AsSpan(input.Length);
        for (var i = 0; i < count; i++)
        {
            batch.CopyTo(first + i, 1, input, target);
            workspaces[shard].SetSample(i, input, target);
            target.CopyTo(targets.AsSpan((first + i) * targetSize));
        }
    }

    private void Accumulate(int thread)
    {
        BackwardShards(thread);
        descent.Accumulate(thread);
    }

    private void Descend(int thread)
    {
        BackwardShards(thread);
        descent.Take(thread);
    }

    // Returns when all threads have done theirs.
    private void BackwardShards(int thread)
    {
        var (first, end) = team.ShardsOf(thread);
        for (var shard = first; shard < end; shard++)
            Backward(shard);
        team.Meet(thread);
    }

    private void Backward(int shard)
    {
        var (first, count) = Division[shard];
        var workspace = workspaces[shard];
        if (workspaces.Length > 1 && loss is not null)
            gatheredGradients.AsSpan(first * outputSize, count * outputSize).CopyTo(workspace.OutputGradients);
        network.Backward(workspace, descent.GradientsOf(shard));
    }
}
