namespace NetGen.Benchmarks;

/// <summary>A network with all that a training step needs, ready to be timed whole or in parts.</summary>
internal sealed class TrainingJob
{
    private readonly INetwork network;
    private readonly Workspace workspace;
    private readonly Loss loss;
    private readonly IPredictor predictor;

    // So short that parameters hardly move: the millionth step is then as hard as the first. With long steps a network that is trained
    // on one batch for ever reaches gradients so small that they are denormal, and processors are slow at those. PyTorch's is the same.
    private readonly Adam optimizer = new(learningRate: 1e-10);

    private readonly int batch;
    private readonly float[] inputs;
    private readonly float[] outputs;
    private readonly float[] targets;
    private float[]? again;

    public TrainingJob(NetworkCase of)
    {
        network = of.Create();
        workspace = network.CreateWorkspace(of.Batch);
        loss = of.Loss;
        batch = of.Batch;
        var tensors = network.Description.Inputs;
        var row = tensors.Sum(static input => input.Size);
        inputs = new float[batch * row];
        outputs = new float[workspace.Outputs.Length];
        targets = new float[batch * loss.TargetSize([.. network.Description.OutputShape])];

        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (i * 37 % 101 / 50f) - 1;
        for (var i = 0; i < targets.Length; i++)
            targets[i] = loss is CrossEntropyLoss ? i % (outputs.Length / batch) : inputs[i % inputs.Length];
        for (var sample = 0; sample < batch; sample++)
        {
            if (tensors[^1].Longest is { } longest)
                inputs[((sample + 1) * row) - 1] = Length(sample, longest);
            for (int input = 0, start = sample * row; input < tensors.Count; start += tensors[input++].Size)
                inputs.AsSpan(start, tensors[input].Size).CopyTo(workspace.Input(input)[(sample * tensors[input].Size)..]);
        }

        ShareOfSteps = tensors[^1].Longest is { } steps ? Enumerable.Range(0, batch).Average(sample => (double)Length(sample, steps)) / steps : 1;
        predictor = network.CreatePredictor();
    }

    public INetwork Network => network;

    /// <summary>What part of the steps the samples have: 1 unless they have lengths.</summary>
    public double ShareOfSteps { get; }

    /// <summary>From 1 to the longest, in no order; the PyTorch peer has the same.</summary>
    private static int Length(int sample, int longest) => 1 + (((41 * sample) + 20) % longest);

    /// <summary>Floating-point operations of a forward pass: two for each multiply-add of the layers; activations are not counted, and neither are the steps behind a sample's end.</summary>
    public double ForwardOperations => 2.0 * ShareOfSteps * batch * Products.Sum();

    /// <summary>
    /// Floating-point operations of a training step: the forward pass, as much for the weights' gradients, and as much again for the
    /// gradients of every layer's input but the first's. Loss and optimizer are not counted.
    /// </summary>
    public double StepOperations => 2.0 * ShareOfSteps * batch * ((3 * Products.Sum()) - Products.FirstOrDefault(static product => product > 0));

    private IEnumerable<double> Products => network.Description.Layers.Select(static layer => (double)layer.MultiplyAdds);

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

    /// <summary>
    /// The backward pass again, without a forward pass before it: it has taken the memory of values that it reads, so that its gradients mean nothing. They stay apart from those that
    /// the optimizer takes.
    /// </summary>
    public void BackwardAgain()
    {
        workspace.EndForward();
        network.Backward(workspace, again ??= new float[network.Gradients.Length]);
    }

    public void Optimize() => optimizer.Step(network);

    public void Predict() => network.Predict(inputs, outputs);

    /// <summary>The same by a predictor, which has done beforehand what depends on the parameters alone, as the sessions of ONNX Runtime have.</summary>
    public void PredictPrepared() => predictor.Predict(inputs, outputs);
}
