namespace NetGen;

/// <summary>Predicts a whole dataset, in batches of which each shard is a contiguous part, and gathers loss and metrics.</summary>
internal sealed class EvaluationPass
{
    /// <summary>How many samples a batch has at most: independent of the training's batch size and of the workers, so that neither changes the result.</summary>
    public const int LargestBatch = 512;

    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly int[] outputShape;
    private readonly ShardTeam team;
    private readonly Action<int> part;
    private readonly Workspace?[] workspaces;
    private readonly double[] objectives;
    private readonly float[][] outputs;
    private IBatchReader? batch;
    private SequenceState? state;
    private float[] inputs = [];
    private float[] targets = [];
    private int inputSize;
    private int targetSize;
    private int start;
    private int count;
    private BatchShards division;

    public EvaluationPass(INetwork network, Loss? loss, ShardTeam team)
    {
        this.network = network;
        this.loss = loss;
        outputShape = [.. network.Description.OutputShape];
        this.team = team;
        outputs = [.. network.Description.Outputs.Select(static _ => Array.Empty<float>())];
        part = loss is null ? EvaluatePart : PredictPart;
        var shards = team.Divide(LargestBatch).Count;
        workspaces = new Workspace?[shards];
        objectives = new double[shards];
    }

    /// <summary>Whether samples go on where those before them have ended, of a dataset that says so.</summary>
    public bool CarriesState { get; init; }

    /// <summary>What the random numbers of an objective depend on; every evaluation has the same ones.</summary>
    public ulong Seed { get; init; }

    /// <summary>The mean loss over all that counts, whatever the batches, and the metrics.</summary>
    /// <param name="dataset">The samples.</param>
    /// <param name="metrics">What is gathered beside the loss.</param>
    /// <param name="argument">Of which argument the samples are, for messages.</param>
    public Evaluation Run(IDataset dataset, MetricBinding[] metrics, string argument)
    {
        (inputSize, targetSize) = (dataset.InputSize, dataset.TargetSize);
        var streams = CarriesState ? dataset.Streams : null;
        state = streams is { } sequences ? network.CreateState(sequences) : null;
        var capacity = streams ?? (int)Math.Min(LargestBatch, dataset.Count ?? LargestBatch);
        using var reader = DataCheck.Read(network, loss, metrics, dataset, capacity, dropLast: false, argument);
        for (var i = 0; i < outputs.Length; i++)
            Array.Resize(ref outputs[i], Math.Max(outputs[i].Length, checked(capacity * Size(i))));
        MetricBinding.Reset(metrics);

        var sum = default(LossValue);
        batch = reader;
        reader.Start(seed: null);
        for (start = 0; reader.MoveNext(); start += count)
        {
            count = reader.Count;
            division = team.Divide(count);
            if (state is not null)
                Trainer.BeginSequences(state, dataset, reader);
            if (loss is null || !reader.TryGetRows(0, count, out _, out var batchTargets))
            {
                Array.Resize(ref inputs, Math.Max(inputs.Length, checked(count * inputSize)));
                Array.Resize(ref targets, Math.Max(targets.Length, checked(count * targetSize)));
                batchTargets = targets.AsSpan(0, count * targetSize);
            }

            Array.Clear(objectives);
            team.RunForShards(part, division.Count, mayExchange: loss is null);
            sum += loss?.Evaluate(Batch(0), batchTargets, [], count, outputShape) ?? LossValue.OfMean(objectives.Sum(), count);
            foreach (var metric in metrics)
                metric.Add(Batch(metric.Output), batchTargets, count);
        }

        (batch, state) = (null, null);
        return new Evaluation(sum.Mean, MetricBinding.Values(metrics));
    }

    private int Size(int output) => network.Description.Outputs[output].Size;

    private ReadOnlySpan<float> Batch(int output) => outputs[output].AsSpan(0, count * Size(output));

    private void PredictPart(int shard)
    {
        var (first, end) = Part(shard);
        if (!batch!.TryGetRows(first, end - first, out var rows, out _))
            rows = CopyRows(first, end).Inputs;
        if (state is not null)
        {
            PredictOn(state, rows, first, end);
            return;
        }

        network.Predict(rows, outputs[0].AsSpan(first * Size(0), (end - first) * Size(0)));
    }

    // A state of the part's sequences, since a prediction goes on with all of a state.
    private void PredictOn(SequenceState whole, ReadOnlySpan<float> rows, int first, int end)
    {
        var part = network.CreateState(end - first);
        whole.CopyTo(part, first);
        network.Predict(rows, part, outputs[0].AsSpan(first * Size(0), (end - first) * Size(0)));
        part.CopyInto(whole, first);
    }

    private void EvaluatePart(int shard)
    {
        var (first, end) = Part(shard);
        var workspace = workspaces[shard] ??= CreateWorkspace(shard);
        workspace.Batch = end - first;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, 0, start + first, count);
        var rows = CopyRows(first, end);
        for (var i = 0; i < end - first; i++)
            workspace.SetSample(i, rows.Inputs.Slice(i * inputSize, inputSize), rows.Targets.Slice(i * targetSize, targetSize));
        workspace.SetState(state, first);
        objectives[shard] = ((IObjectiveNetwork)network).Evaluate(workspace);
        for (var i = 0; i < outputs.Length; i++)
            workspace.Output(i).CopyTo(outputs[i].AsSpan(first * Size(i)));
    }

    private Rows CopyRows(int first, int end)
    {
        var rows = new Rows(inputs.AsSpan(first * inputSize, (end - first) * inputSize), targets.AsSpan(first * targetSize, (end - first) * targetSize));
        batch!.CopyTo(first, end - first, rows.Inputs, rows.Targets);
        return rows;
    }

    private Workspace CreateWorkspace(int shard)
    {
        // Of the first batch, which is the largest.
        var workspace = network.CreateWorkspace((count + division.Count - 1) / division.Count);
        workspace.Join(team, shard);
        return workspace;
    }

    private (int First, int End) Part(int shard)
    {
        var (first, samples) = division[shard];
        return (first, first + samples);
    }

    private readonly ref struct Rows(Span<float> inputs, Span<float> targets)
    {
        public Span<float> Inputs { get; } = inputs;

        public Span<float> Targets { get; } = targets;
    }
}
