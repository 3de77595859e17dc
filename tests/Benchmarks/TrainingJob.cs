namespace NetGen.Benchmarks;

/// <summary>A network with all that a training step needs, ready to be timed whole or in parts.</summary>
internal sealed class TrainingJob
{
    private readonly INetwork network;
    private readonly Workspace workspace;
    private readonly Loss loss;

    // So short that parameters hardly move: the millionth step is then as hard as the first. With long steps a network that is trained
    // on one batch for ever reaches gradients so small that they are denormal, and processors are slow at those. PyTorch's is the same.
    private readonly Adam optimizer = new(learningRate: 1e-10);

    private readonly int batch;
    private readonly float[] inputs;
    private readonly float[] outputs;
    private readonly float[] targets;

    public TrainingJob(NetworkCase of)
    {
        network = of.Create();
        workspace = network.CreateWorkspace(of.Batch);
        loss = of.Loss;
        batch = of.Batch;
        inputs = new float[workspace.Inputs.Length];
        outputs = new float[workspace.Outputs.Length];
        targets = new float[batch * loss.TargetSize([.. network.Description.OutputShape])];

        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (i * 37 % 101 / 50f) - 1;
        for (var i = 0; i < targets.Length; i++)
            targets[i] = loss is CrossEntropyLoss ? i % (outputs.Length / batch) : inputs[i % inputs.Length];
        inputs.CopyTo(workspace.Inputs);
    }

    public INetwork Network => network;

    /// <summary>The batch that is trained on and predicted.</summary>
    public float[] Inputs => inputs;

    /// <summary>What <see cref="Predict"/> makes of it.</summary>
    public float[] Outputs => outputs;

    public void Step()
    {
        Forward();
        EvaluateLoss();
        Backward();
        Optimize();
    }

    public void Forward() => network.Forward(workspace);

    public void EvaluateLoss() => loss.Evaluate(network, workspace, targets);

    public void Backward() => network.Backward(workspace, network.Gradients);

    public void Optimize() => optimizer.Step(network);

    public void Predict() => network.Predict(inputs, outputs);
}
