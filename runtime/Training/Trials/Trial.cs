namespace NetGen;

/// <summary>A training on trial, by a trainer with the same network, loss, optimizer and settings: when it is disposed of, network and optimizer are as before, and the first trainer never knew.</summary>
internal sealed class Trial : IDisposable
{
    private readonly INetwork network;
    private readonly Optimizer optimizer;
    private readonly OptimizerSnapshot before;
    private readonly float[] parameters;

    public Trial(Trainer trainer)
    {
        (network, optimizer) = (trainer.Network, trainer.Optimizer);
        before = new OptimizerSnapshot(optimizer, network);
        parameters = network.Parameters.ToArray();
        Trainer = trainer.CopyForTrial();
    }

    /// <summary>Who trains on trial: without metrics, callbacks, a schedule, early stopping and a display.</summary>
    public Trainer Trainer { get; }

    public void Dispose()
    {
        parameters.CopyTo(network.Parameters);
        before.Restore();
    }
}

/// <summary>All that an optimizer's next step depends on.</summary>
internal sealed class OptimizerSnapshot
{
    private readonly Optimizer optimizer;
    private readonly float learningRate;
    private readonly StateStore? state;
    private readonly int parameterCount;

    /// <exception cref="NotSupportedException">The optimizer has taken steps, and does not say what it keeps of them.</exception>
    public OptimizerSnapshot(Optimizer optimizer, INetwork network)
    {
        this.optimizer = optimizer;
        learningRate = optimizer.LearningRate;
        parameterCount = network.Description.TrainableLength;

        // Before its first step it is as it is after a reset.
        if (optimizer.StepCount == 0)
            return;
        state = new StateStore();
        optimizer.Exchange(new StateExchange(state, StateMode.Save, parameterCount));
    }

    public void Restore()
    {
        if (state is null)
            optimizer.Reset();
        else
            optimizer.Exchange(new StateExchange(state, StateMode.Load, parameterCount));
        optimizer.LearningRate = learningRate;
    }
}
