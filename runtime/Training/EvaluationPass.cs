namespace NetGen;

/// <summary>Predicts a whole dataset, in batches that each worker takes a contiguous part of, and gathers loss and metrics.</summary>
internal sealed class EvaluationPass
{
    // Independent of the training's batch size and of the workers, so that neither changes the result.
    private const int LargestBatch = 512;

    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly WorkerTeam team;
    private readonly int outputSize;
    private readonly Action<int> part;
    private readonly Workspace?[] workspaces;
    private readonly double[] objectives;
    private float[] outputs = [];
    private Dataset? data;
    private int start;
    private int count;

    public EvaluationPass(INetwork network, Loss? loss, WorkerTeam team)
    {
        this.network = network;
        this.loss = loss;
        this.team = team;
        outputSize = network.Description.OutputSize;
        part = loss is null ? EvaluatePart : PredictPart;
        workspaces = new Workspace?[team.Size];
        objectives = new double[team.Size];
    }

    /// <summary>What the random numbers of an objective depend on; every evaluation has the same ones.</summary>
    public ulong Seed { get; init; }

    /// <summary>The mean loss over all samples, each batch weighted by its samples, and the metrics.</summary>
    public Evaluation Run(Dataset dataset, ReadOnlySpan<Metric> metrics)
    {
        data = dataset;
        var batch = Math.Min(LargestBatch, dataset.Count);
        if (outputs.Length < batch * outputSize)
            outputs = new float[checked(batch * outputSize)];
        foreach (var metric in metrics)
            metric.Reset();

        var sum = 0.0;
        for (start = 0; start < dataset.Count; start += batch)
        {
            count = Math.Min(batch, dataset.Count - start);
            team.Run(part);
            var batchOutputs = outputs.AsSpan(0, count * outputSize);
            var batchTargets = dataset.Targets.Span.Slice(start * dataset.TargetSize, count * dataset.TargetSize);
            sum += (loss?.Evaluate(batchOutputs, batchTargets, count) ?? objectives.Sum()) * count;
            foreach (var metric in metrics)
                metric.Add(batchOutputs, batchTargets, count);
        }

        return new Evaluation(sum / dataset.Count, Values(metrics));
    }

    /// <summary>The metrics' values at this moment.</summary>
    public static MetricValue[] Values(ReadOnlySpan<Metric> metrics)
    {
        var values = new MetricValue[metrics.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = new MetricValue(metrics[i].Name, metrics[i].Value);
        return values;
    }

    private void PredictPart(int worker)
    {
        var (first, end) = Part(worker);
        if (first == end)
            return;
        var inputSize = data!.InputSize;
        network.Predict(
            data.Inputs.Span.Slice((start + first) * inputSize, (end - first) * inputSize),
            outputs.AsSpan(first * outputSize, (end - first) * outputSize));
    }

    private void EvaluatePart(int worker)
    {
        var (first, end) = Part(worker);
        objectives[worker] = 0;
        if (first == end)
            return;
        var workspace = workspaces[worker] ??= network.CreateWorkspace((Math.Min(LargestBatch, data!.Count) + team.Size - 1) / team.Size);
        workspace.Batch = end - first;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, 0, start + first, count);
        for (var i = first; i < end; i++)
            data!.CopyRow(start + i, workspace, i - first, network.Description);
        objectives[worker] = ((IObjectiveNetwork)network).Evaluate(workspace);
        if (network.Description.Outputs.Count == 1)
            workspace.Outputs.CopyTo(outputs.AsSpan(first * outputSize));
    }

    private (int First, int End) Part(int worker) => ((int)((long)count * worker / team.Size), (int)((long)count * (worker + 1) / team.Size));
}
