namespace NetGen;

/// <summary>Forward and backward passes over one batch as in training, with the same random numbers each time.</summary>
internal sealed class GradientPass
{
    private readonly INetwork network;
    private readonly Loss? loss;
    private readonly float[] inputs;
    private readonly float[] targets;
    private readonly int inputSize;
    private readonly int targetSize;
    private readonly int[] outputShape;

    /// <param name="network">The network.</param>
    /// <param name="loss">What is minimised; null for a network's own objective.</param>
    /// <param name="inputs">The inputs, those of a sample concatenated.</param>
    /// <param name="targets">The targets, those of a sample concatenated.</param>
    /// <param name="batch">How many samples there are.</param>
    /// <param name="seed">What random numbers depend on.</param>
    public GradientPass(INetwork network, Loss? loss, float[] inputs, float[] targets, int batch, ulong seed = 0)
    {
        (this.network, this.loss, this.inputs, this.targets) = (network, loss, inputs, targets);
        (inputSize, targetSize) = (inputs.Length / batch, targets.Length / batch);
        outputShape = [.. network.Description.OutputShape];
        Workspace = network.CreateWorkspace(batch);
        Workspace.Seed = seed;
    }

    public Workspace Workspace { get; }

    /// <summary>The inputs, which may be changed.</summary>
    public Span<float> Inputs => inputs;

    /// <summary>The loss of the batch.</summary>
    public double Loss()
    {
        var isObjective = network is IObjectiveNetwork;
        for (var sample = 0; sample < Workspace.Batch; sample++)
            Workspace.SetSample(sample, inputs.AsSpan(sample * inputSize, inputSize), isObjective ? targets.AsSpan(sample * targetSize, targetSize) : []);
        network.Forward(Workspace);
        return isObjective ? Workspace.Objective : Evaluate();
    }

    /// <summary>The gradients of the loss.</summary>
    public void Gradient(Span<float> gradients)
    {
        Loss();
        network.Backward(Workspace, gradients);
    }

    /// <summary>One output is what the loss is of; of several, each has its part of the targets.</summary>
    private double Evaluate()
    {
        var outputs = network.Description.Outputs;
        if (outputs.Count == 1)
            return loss!.Evaluate(Workspace.Outputs, targets, Workspace.OutputGradients, Workspace.Batch, outputShape).Mean;
        var (sum, start) = (0.0, 0);
        for (var output = 0; output < outputs.Count; output++)
        {
            var own = new float[Workspace.Batch * outputs[output].Size];
            for (var sample = 0; sample < Workspace.Batch; sample++)
                targets.AsSpan((sample * targetSize) + start, outputs[output].Size).CopyTo(own.AsSpan(sample * outputs[output].Size));
            sum += loss!.Evaluate(Workspace.Output(output), own, Workspace.OutputGradient(output), Workspace.Batch, [.. outputs[output].Shape]).Mean;
            start += outputs[output].Size;
        }

        return sum;
    }
}
