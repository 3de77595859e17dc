namespace NetGen;

/// <summary>Predicts a whole dataset, in batches that each worker takes a contiguous part of, and gathers loss and metrics.</summary>
internal sealed class EvaluationPass
{
    // Independent of the training's batch size and of the workers, so that neither changes the result.
    private const int LargestBatch = 512;

    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly int[] outputShape;
    private readonly WorkerTeam team;
    private readonly Action<int> part;
    private readonly Workspace?[] workspaces;
    private readonly double[] objectives;
    private readonly float[][] outputs;
    private Dataset? data;
    private int start;
    private int count;

    public EvaluationPass(INetwork network, Loss? loss, WorkerTeam team)
    {
        this.network = network;
        this.loss = loss;
        outputShape = [.. network.Description.OutputShape];
        this.team = team;
        outputs = [.. network.Description.Outputs.Select(static _ => Array.Empty<float>())];
        part = loss is null ? EvaluatePart : PredictPart;
        workspaces = new Workspace?[team.Size];
        objectives = new double[team.Size];
    }

    /// <summary>What the random numbers of an objective depend on; every evaluation has the same ones.</summary>
    public ulong Seed { get; init; }

    /// <summary>The mean loss over all that counts, whatever the batches, and the metrics.</summary>
    public Evaluation Run(Dataset dataset, MetricBinding[] metrics)
    {
        data = dataset;
        var batch = Math.Min(LargestBatch, dataset.Count);
        for (var i = 0; i < outputs.Length; i++)
        {
            if (outputs[i].Length < batch * Size(i))
                outputs[i] = new float[checked(batch * Size(i))];
        }

        MetricBinding.Reset(metrics);

        var sum = default(LossValue);
        for (start = 0; start < dataset.Count; start += batch)
        {
            count = Math.Min(batch, dataset.Count - start);
            Array.Clear(objectives);
            team.Run(part, ActiveWorkers);
            var batchTargets = dataset.Targets.Span.Slice(start * dataset.TargetSize, count * dataset.TargetSize);
            sum += loss?.Evaluate(Batch(0), batchTargets, [], count, outputShape) ?? LossValue.OfMean(objectives.Sum(), count);
            foreach (var metric in metrics)
                metric.Add(Batch(metric.Output), batchTargets, count);
        }

        return new Evaluation(sum.Mean, MetricBinding.Values(metrics));
    }

    private int Size(int output) => network.Description.Outputs[output].Size;

    private ReadOnlySpan<float> Batch(int output) => outputs[output].AsSpan(0, count * Size(output));

    private void PredictPart(int worker)
    {
        var (first, end) = Part(worker);
        var inputSize = data!.InputSize;
        network.Predict(
            data.Inputs.Span.Slice((start + first) * inputSize, (end - first) * inputSize),
            outputs[0].AsSpan(first * Size(0), (end - first) * Size(0)));
    }

    private void EvaluatePart(int worker)
    {
        var (first, end) = Part(worker);
        var workspace = workspaces[worker] ??= CreateWorkspace(worker);
        workspace.Batch = end - first;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, 0, start + first, count);
        for (var i = first; i < end; i++)
            workspace.SetSample(i - first, data!.Input(start + i), data.Target(start + i));
        objectives[worker] = ((IObjectiveNetwork)network).Evaluate(workspace);
        for (var i = 0; i < outputs.Length; i++)
            workspace.Output(i).CopyTo(outputs[i].AsSpan(first * Size(i)));
    }

    private Workspace CreateWorkspace(int worker)
    {
        var workspace = network.CreateWorkspace((Math.Min(LargestBatch, data!.Count) + team.Size - 1) / team.Size);
        workspace.Join(team, worker);
        return workspace;
    }

    // Each of them has a sample.
    private int ActiveWorkers => Math.Min(team.Size, count);

    private (int First, int End) Part(int worker) => ((int)((long)count * worker / ActiveWorkers), (int)((long)count * (worker + 1) / ActiveWorkers));
}
