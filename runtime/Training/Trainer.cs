namespace NetGen;

/// <summary>
/// Trains a network: shuffled mini-batches, a loss or the network's own objective, an optimizer, and validation, metrics, learning-rate schedule, gradient clipping and
/// early stopping where they are asked for. A step allocates nothing. The same seed, data and number of <see cref="Shards"/> give the same bits on the same
/// machine; training for 5 epochs twice is training for 10.
/// </summary>
/// <example>
/// <code>
/// var trainer = new Trainer(network, new CrossEntropyLoss(), new Adam()) { BatchSize = 64, Metrics = [new Accuracy()] };
/// var history = trainer.Fit(train, epochs: 10, validation);
/// </code>
/// </example>
public sealed partial class Trainer
{
    /// <summary>The <see cref="BatchSize"/> that takes all samples in every step.</summary>
    public const int FullBatch = int.MaxValue;

    // Of one row of a dataset.
    private readonly int inputSize;
    private readonly int targetSize;

    private int batchSize = 32;
    private float? clipNorm;

    /// <summary>Makes a trainer of a network, a loss and an optimizer. Where the network has several inputs, the rows of a dataset have them concatenated.</summary>
    /// <exception cref="ArgumentException">The network has an objective of its own, and takes no loss; or it has several outputs, of which a loss is told nothing;
    /// or the loss does not fit what the network computes last, such as <see cref="CrossEntropyLoss"/> a softmax.</exception>
    public Trainer(INetwork network, Loss loss, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        if (network is IObjectiveNetwork)
            throw new ArgumentException($"{network.Description.Name} has an objective of its own; make its trainer without a loss.", nameof(loss));
        if (network.Description.Outputs.Count > 1)
        {
            throw new ArgumentException(
                $"{network.Description.Name} has the outputs {Describe.Tensors(network.Description.Outputs)}, and a loss is of a network with one; say what it is trained for in a method marked [Objective].",
                nameof(network));
        }

        loss.CheckFits(network.Description);
        Network = network;
        Loss = loss;
        Optimizer = optimizer;
        inputSize = network.Description.Inputs.Sum(static input => input.Size);
        targetSize = ClassLayout.Product(loss.TargetShape([.. network.Description.OutputShape]));
    }

    /// <summary>
    /// Makes a trainer of a network with an objective of its own, and an optimizer. The rows of a dataset have the network's inputs
    /// concatenated, and the objective's targets concatenated.
    /// </summary>
    public Trainer(IObjectiveNetwork network, Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        Network = network;
        Optimizer = optimizer;
        inputSize = network.Description.Inputs.Sum(static input => input.Size);
        targetSize = network.Description.Targets.Sum(static target => target.Size);
    }

    /// <summary>The network that is trained.</summary>
    public INetwork Network { get; }

    /// <summary>What is minimised; null where it is the network's own objective.</summary>
    public Loss? Loss { get; }

    /// <summary>What changes the parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>
    /// How many samples make a step: 1, <see cref="FullBatch"/> or any number between; 32 unless set. The last batch of an epoch has
    /// what is left, unless <see cref="DropLast"/> leaves it out.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int BatchSize
    {
        get => batchSize;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            batchSize = value;
        }
    }

    /// <summary>
    /// Whether an epoch leaves out its last batch where that is smaller than <see cref="BatchSize"/>, as PyTorch's <c>drop_last</c>; it does not
    /// unless set. Which samples are left out changes with <see cref="Shuffle"/> from epoch to epoch.
    /// </summary>
    public bool DropLast { get; set; }

    /// <summary>Whether each epoch takes the samples in a new random order; it does unless set otherwise.</summary>
    public bool Shuffle { get; set; } = true;

    /// <summary>
    /// Decides the order of the samples in each epoch, and with the number of the step the random numbers that the network draws, which are
    /// the same for any number of workers.
    /// </summary>
    public ulong Seed { get; set; }

    /// <summary>
    /// What is reported besides the loss, for training and validation samples. Where a network has several outputs, each metric says which one
    /// it is of: <c>new Accuracy { Output = "kind" }</c>.
    /// </summary>
    public IList<Metric> Metrics { get; init; } = [];

    /// <summary>The learning rate of every step; that of the optimizer as it is unless set.</summary>
    public LearningRateSchedule? Schedule { get; set; }

    /// <summary>
    /// The longest that the gradient of all parameters may be: <c>g ← g · min(1, ClipNorm / (‖g‖ + 10⁻⁶))</c>, as PyTorch's
    /// <c>clip_grad_norm_</c>. Not clipped unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive and finite.</exception>
    public float? ClipNorm
    {
        get => clipNorm;
        set
        {
            if (value is { } norm && (!(norm > 0) || !float.IsFinite(norm)))
                throw new ArgumentOutOfRangeException(nameof(value), value, "A norm to clip at is positive and finite.");
            clipNorm = value;
        }
    }

    /// <summary>Whether training ends when the validation loss no longer falls; it does not unless set.</summary>
    public EarlyStopping? EarlyStopping { get; set; }

    /// <summary>All whole epochs so far, also after a training that was cancelled or failed.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>How many whole epochs have been trained.</summary>
    public int EpochsTrained { get; private set; }

    /// <summary>How many steps have been taken.</summary>
    public long StepsTrained { get; private set; }

    /// <summary>
    /// What is told of the moments of a training, and may change it. <see cref="EarlyStopping"/> and the arguments of <see cref="Fit"/> come before them;
    /// <see cref="Checkpoints"/> come last, wherever they are in the list, so that they see what the others did.
    /// </summary>
    public IList<ITrainingCallback> Callbacks { get; init; } = [];

    /// <summary>Where the present or last call of <see cref="Fit"/> stands.</summary>
    internal TrainingPosition? Position { get; private set; }

    /// <summary>Trains for so many epochs more; after <see cref="LoadCheckpoint"/>, up to so many epochs from where the interrupted training began.</summary>
    /// <param name="train">What to learn from.</param>
    /// <param name="epochs">
    /// How many times to go through it; at least 1. After <see cref="LoadCheckpoint"/> those that the interrupted training had taken are among them, so that the same
    /// program can be started again; where it had taken all of them, this ends at once.
    /// </param>
    /// <param name="validation">Held-out samples, to be evaluated after each epoch.</param>
    /// <param name="progress">Told of each epoch. (<see cref="Progress{T}"/> calls back on another thread, later.)</param>
    /// <param name="onStep">Called after each step, on this thread; may change the optimizer's learning rate.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns><see cref="History"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The samples do not fit the network, the loss or a metric, or one has a number or a target that is not allowed; nothing has changed then. (Samples that are not in memory are
    /// checked as they are read: the parameters are then those after the last step.)
    /// </exception>
    /// <exception cref="IOException">Samples cannot be read from a file.</exception>
    /// <exception cref="DataFileException">A file that samples are read from is malformed.</exception>
    /// <exception cref="InvalidOperationException">
    /// A metric does not say which of several outputs it is of, names one that is not there, or does not fit the loss; or the optimizer
    /// has stepped another network before; or a checkpoint was loaded, and settings or callbacks have changed since; or this trainer is training already.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// It was cancelled, between two steps: the parameters are those after the last step, the whole epochs are in <see cref="History"/>, and
    /// a later call starts the interrupted epoch anew.
    /// </exception>
    /// <exception cref="NonFiniteLossException">
    /// A loss or its gradient is infinite or not a number: the step was not applied, and the parameters are those after the last good one.
    /// Or a step made the parameters so. Or the validation loss is, after an epoch that is in <see cref="History"/>: with
    /// <see cref="EarlyStopping.RestoreBest"/> the parameters are those of the best epoch.
    /// </exception>
    public TrainingHistory Fit(
        IDataset train,
        int epochs,
        IDataset? validation = null,
        IProgress<EpochReport>? progress = null,
        Action<StepReport>? onStep = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        if (loop is not null)
            throw new InvalidOperationException("Fit is called while this trainer trains, by a callback or on another thread. Wait until it has returned; a callback that trains something makes a trainer of its own.");
        DataCheck.Sizes(Network.Description, Loss, train, nameof(train));
        CheckStreams(train, nameof(train));
        var steps = StepsOf(train);
        if (validation is not null)
            DataCheck.Sizes(Network.Description, Loss, validation, nameof(validation));
        var metrics = MetricBinding.Of(Metrics.ToArray(), Network, Loss);
        DataCheck.Values(Network.Description, Loss, metrics, train, nameof(train));
        DataCheck.SomeTargetCounts(Loss, train, nameof(train));
        if (validation is not null)
        {
            DataCheck.Values(Network.Description, Loss, metrics, validation, nameof(validation));
            DataCheck.SomeTargetCounts(Loss, validation, nameof(validation));
        }

        if (EarlyStopping is { NeedsValidation: true } && validation is null)
            throw new ArgumentException("Early stopping needs samples for validation.", nameof(validation));

        if (FastDevRun is { } batches)
        {
            (train, validation) = (new FirstBatches(train, batches), validation is null ? null : new FirstBatches(validation, batches));
            (epochs, steps) = (1, steps is { } all ? Math.Min(all, batches) : null);
        }

        var resumed = TakeResumed(train, validation);
        Position = resumed ?? new TrainingPosition { FirstEpoch = EpochsTrained };
        Position.TakeSizes(train, validation);
        var run = new TrainingRun(this, train, validation, Position.FirstEpoch + epochs, steps, isResumed: resumed is not null);
        List<ITrainingCallback> callbacks = [];
        if (EarlyStopping is not null)
            callbacks.Add(EarlyStopping);
        if (Progress is not null)
            callbacks.Add(Progress);
        if (progress is not null || onStep is not null)
            callbacks.Add(new DelegateCallback(progress, onStep));
        History.StopReason = null;
        using (var loop = new TrainingLoop(this, run, [.. callbacks, .. Callbacks.Where(static callback => callback is not Checkpoints), .. Callbacks.OfType<Checkpoints>()], metrics))
            Run(loop, Position, cancellationToken);
        History.StopReason = EpochsTrained < run.LastEpoch ? run.StopReason : null;
        return History;
    }

    /// <summary>
    /// Takes one step with a batch: forward pass, loss, backward pass, clipping, optimizer, running statistics. For a training loop of one's own:
    /// nothing else is to be called. Allocates nothing for batches up to the largest so far.
    /// </summary>
    /// <param name="inputs">The batch's inputs, [batch × input]; where the network has several, a row has them concatenated, as in a <see cref="Dataset"/>.</param>
    /// <param name="targets">The batch's targets, [batch × target]; empty where an objective has none.</param>
    /// <returns>The batch's loss, before the step; not a number where no target counts.</returns>
    /// <exception cref="ArgumentException">
    /// The lengths do not fit the network and the loss, or the batch is smaller than <see cref="NetworkDescription.SmallestBatch"/>; nothing has
    /// changed then.
    /// </exception>
    /// <exception cref="NonFiniteLossException">As of <see cref="Fit"/>.</exception>
    public double Step(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets)
    {
        var count = CheckStep(inputs.Length, targets.Length);
        var step = OwnStep(count);
        SetLearningRate();
        step.Begin(Seed, StepsTrained);
        step.State = State;
        var (epoch, number) = (EpochsTrained + 1, StepsTrained + 1);
        var loss = step.Forward(inputs, targets, count);
        if (!IsFinite(loss))
            CheckLoss(step, new Dataset(inputs.ToArray(), targets.ToArray(), inputs.Length / count, targets.Length / count).FirstBatch(), loss, epoch, number);
        Descend(step, loss, epoch, number);
        return loss.Mean;
    }

    /// <summary>Sets the rate of the next step, where the trainer has a schedule.</summary>
    internal void SetLearningRate()
    {
        if (Schedule is not null)
            Optimizer.LearningRate = Schedule.Rate(StepsTrained, EpochsTrained);
    }

    /// <summary>
    /// What decides the order of the samples in the next epoch, where they do not keep theirs, and their augmentation. A function of seed and epoch alone, so that a training
    /// can be taken up where it was left.
    /// </summary>
    internal ulong EpochSeed() => new CounterRandom(Seed) { Counter = (ulong)EpochsTrained }.NextUInt64();

    /// <summary>Takes an epoch into the history.</summary>
    internal void EndEpoch(EpochReport report)
    {
        EpochsTrained++;
        History.Add(report);
    }

    /// <summary>Checks the loss of a batch before its gradient is used.</summary>
    /// <exception cref="NonFiniteLossException">It is infinite or not a number.</exception>
    internal void CheckLoss(TrainingStep step, IBatchReader batch, LossValue loss, int epoch, long number)
    {
        if (IsFinite(loss))
            return;
        var (layer, cause) = NonFiniteDiagnosis.OfLoss(Network, step, batch);
        throw new NonFiniteLossException(epoch, number, loss.Mean, layer, cause);
    }

    /// <summary>The rest of a step whose loss is known: gradients, parameters, running statistics.</summary>
    internal void Descend(TrainingStep step, LossValue loss, int epoch, long number)
    {
        var outcome = step.Descend(loss, Optimizer, ClipNorm);
        if (outcome != StepOutcome.Taken)
        {
            var (layer, cause) = outcome == StepOutcome.GradientIsNotFinite ? NonFiniteDiagnosis.OfGradients(Network) : NonFiniteDiagnosis.OfUpdate(Network, Optimizer);
            throw new NonFiniteLossException(epoch, number, loss.Mean, layer, cause);
        }

        StepsTrained++;
    }

    // Where nothing counts the mean is not a number, but the gradient is zero, and the step is taken as any other.
    private static bool IsFinite(LossValue loss) => loss.Count == 0 || double.IsFinite(loss.Mean);

    // How many steps an epoch has, where that is known. It has one, and none with a batch that is too small for a layer.
    private int? StepsOf(IDataset train)
    {
        if (train.Count is not { } count)
        {
            return BatchSize == FullBatch
                ? throw new ArgumentException("A dataset that does not say how many samples it has cannot be one batch; set BatchSize to the number of samples in a step.", nameof(train))
                : null;
        }

        if (DropLast && BatchSize != FullBatch && BatchSize > count)
        {
            throw new ArgumentException(
                $"An epoch of {count} samples has no batch of {BatchSize}, and DropLast leaves out smaller ones; choose a BatchSize of at most {count}, or set DropLast to false.", nameof(train));
        }

        var batch = Math.Min(BatchSize, count);
        var last = DropLast || count % batch == 0 ? batch : count % batch;
        if (Math.Min(batch, last) < Network.Description.SmallestBatch)
        {
            throw new ArgumentException(
                $"{count} samples make batches of {batch}{(last < batch ? $" and a last one of {last}" : "")}. {Network.Description.TooSmall((int)Math.Min(batch, last))}", nameof(train));
        }

        var batches = (count + (DropLast ? 0 : batch - 1)) / batch;
        return (int)((batches + AccumulateBatches - 1) / AccumulateBatches);
    }

    private int CheckStep(int inputs, int targets)
    {
        var description = Network.Description;
        var count = inputs / inputSize;
        if (count == 0 || inputs != (long)count * inputSize)
            throw new ArgumentException($"{description.Name} expects inputs of {inputSize} floats; {inputs} are not a whole number of them.", nameof(inputs));
        if (targets != (long)count * targetSize)
            throw new ArgumentException($"{count} samples have {(long)count * targetSize} floats of targets, {targetSize} each, but there are {targets}.", nameof(targets));
        if (CarryState && count != BatchSize)
            throw new ArgumentException($"With CarryState each step has a window of the same {BatchSize} sequences, as BatchSize says, and there are {count} samples.", nameof(inputs));
        return count >= description.SmallestBatch ? count : throw new ArgumentException(description.TooSmall(count), nameof(inputs));
    }
}
