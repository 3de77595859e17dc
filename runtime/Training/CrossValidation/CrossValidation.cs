namespace NetGen;

/// <summary>
/// k-fold cross-validation: the samples are parted into k folds, and k networks are trained, each on all folds but one and evaluated on that one. So every sample is validated on once, by a network
/// that has not seen it.
/// </summary>
/// <example>
/// <code>
/// var result = new CrossValidation(folds: 5) { IsStratified = true }.Run(
///     data, epochs: 50, fold => new Trainer(new Iris(seed: 1), new CrossEntropyLoss(), new Adam()) { Metrics = [new Accuracy()] });
/// Console.WriteLine(result);
/// </code>
/// </example>
public sealed class CrossValidation
{
    private readonly int repeats = 1;

    /// <summary>Makes the procedure.</summary>
    /// <param name="folds">How many folds there are; at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is less than 2.</exception>
    public CrossValidation(int folds)
    {
        if (folds < 2)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, "There are at least 2 folds: one to validate on, and one to learn from.");
        FoldCount = folds;
    }

    /// <summary>How many folds there are.</summary>
    public int FoldCount { get; }

    /// <summary>How many times the samples are parted anew, and everything is done again; once unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int Repeats
    {
        get => repeats;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            repeats = value;
        }
    }

    /// <summary>Whether each fold has each class in the share in which all samples have it; not unless set. See <see cref="Dataset.StratifiedSplit"/>.</summary>
    public bool IsStratified { get; init; }

    /// <summary>The class of a sample, by its number, for stratified folds; its target unless set.</summary>
    public Func<int, int>? ClassOf { get; init; }

    /// <summary>Decides the folds: the same seed, the same folds.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// What is done with the samples of a fold before the training: fit on <see cref="Fold.Train"/> alone, apply to both parts, so that nothing of the validation samples is known in training.
    /// <c>fold => fold with { Train = …, Validation = … }</c>. Nothing unless set.
    /// </summary>
    public Func<Fold, Fold>? Prepare { get; init; }

    /// <summary>Parts the samples, for a loop of one's own.</summary>
    /// <returns>All folds of all repeats, each made when it is asked for.</returns>
    /// <exception cref="ArgumentException">There are more folds than samples, or than samples of a class.</exception>
    public IEnumerable<Fold> Split(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Count < FoldCount)
            throw new ArgumentException(FormattableString.Invariant($"{FoldCount} folds of {data.Count} samples leave folds without a sample; choose at most {data.Count}."), nameof(data));
        var parts = new int[Repeats][][];
        for (var repeat = 0; repeat < Repeats; repeat++)
            parts[repeat] = Part(data, repeat);
        return Folds();

        IEnumerable<Fold> Folds()
        {
            for (var repeat = 0; repeat < parts.Length; repeat++)
            {
                for (var index = 0; index < FoldCount; index++)
                {
                    int[] train = [.. parts[repeat].Where((_, other) => other != index).SelectMany(static part => part).Order()];
                    yield return new Fold(repeat + 1, index + 1, data.Subset(train), data.Subset(parts[repeat][index]));
                }
            }
        }
    }

    /// <summary>Trains and evaluates a network for each fold.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="epochs">How many epochs each is trained; fewer where its trainer stops early.</param>
    /// <param name="createTrainer">Makes a new network and its trainer for a fold; the same settings each time.</param>
    /// <param name="progress">Told of each fold that is done, on this thread.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>The loss and the trainer's metrics over the validation samples of each fold, and their means and deviations.</returns>
    /// <exception cref="ArgumentException">There are more folds than samples, or than samples of a class; or as of <see cref="Trainer.Fit"/>.</exception>
    /// <exception cref="InvalidOperationException">A trainer was given twice, or two have the same network.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="NonFiniteLossException">As of <see cref="Trainer.Fit"/>.</exception>
    public CrossValidationResult Run(
        Dataset data, int epochs, Func<Fold, Trainer> createTrainer, Action<FoldResult>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(createTrainer);
        ArgumentOutOfRangeException.ThrowIfLessThan(epochs, 1);
        var results = new List<FoldResult>();
        var networks = new HashSet<INetwork>(ReferenceEqualityComparer.Instance);
        foreach (var drawn in Split(data))
        {
            var fold = Prepare is null ? drawn : Prepare(drawn);
            var trainer = createTrainer(fold);
            if (!networks.Add(trainer.Network) || trainer.EpochsTrained > 0)
                throw new InvalidOperationException($"The trainer of {fold} has a network that was trained on another fold, and knows its validation samples. Make a new network and a new trainer for each fold.");
            trainer.Fit(fold.Train, epochs, fold.Validation, cancellationToken: cancellationToken);
            var result = new FoldResult(fold.Repeat, fold.Index, fold.Validation.Count, trainer.Evaluate(fold.Validation), trainer.History);
            results.Add(result);
            progress?.Invoke(result);
        }

        return new CrossValidationResult(results);
    }

    private int[][] Part(Dataset data, int repeat)
    {
        var random = new CounterRandom(new CounterRandom(Seed) { Counter = (ulong)repeat }.NextUInt64());
        var parts = new List<int>[FoldCount];
        for (var index = 0; index < parts.Length; index++)
            parts[index] = [];

        // Dealt out one by one, class after class: a fold has as many samples as another, give or take one, of each class and in all.
        var next = 0;
        foreach (var sample in Order(data, ref random))
        {
            parts[next].Add(sample);
            next = (next + 1) % FoldCount;
        }

        return [.. parts.Select(static part => part.Order().ToArray())];
    }

    private int[] Order(Dataset data, ref CounterRandom random)
    {
        if (IsStratified)
        {
            var groups = SampleGroups.Of(data, ClassOf, ref random);
            SampleGroups.CheckSizes(groups, FoldCount, FormattableString.Invariant($"{FoldCount} folds"), nameof(data));
            return [.. groups.SelectMany(static group => group.Samples)];
        }

        int[] order = [.. Enumerable.Range(0, data.Count)];
        random.Shuffle<int>(order);
        return order;
    }
}

/// <summary>The samples of one training of a cross-validation.</summary>
/// <param name="Repeat">Which repeat it is of, from 1.</param>
/// <param name="Index">Which fold is validated on, from 1.</param>
/// <param name="Train">What to learn from: all other folds.</param>
/// <param name="Validation">The fold.</param>
public sealed record Fold(int Repeat, int Index, Dataset Train, Dataset Validation)
{
    /// <summary>Such as <c>fold 2 of repeat 1: 120 samples to learn from, 30 to validate on</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"fold {Index} of repeat {Repeat}: {Train.Count} samples to learn from, {Validation.Count} to validate on");
}
