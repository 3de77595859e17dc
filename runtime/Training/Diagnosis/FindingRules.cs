namespace NetGen;

/// <summary>What numbers of layers and a history of losses mean. Every threshold is a constant with its reason.</summary>
internal sealed class FindingRules
{
    // By how much gradients may shrink or grow from one end of the network to the other. With one rate for all, a layer whose gradients are a thousand times smaller takes a thousand steps for one of the others.
    // Layers of well-initialised networks are within a factor of ten or so of each other (Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010, figures 7 and 8).
    private const double GradientSpread = 1e3;

    // How many times longer than its weights a layer's gradient may be. At a rate of 10⁻³, the smallest that optimizers here start with, one plain step would replace the weights.
    private const double LongestGradient = 1e3;

    // The share of dead units in a layer: most of it. ("You may find that as much as 40% of your network can be 'dead' if the learning rate is set too high", Stanford's CS231n, "Neural Networks Part 1"; in narrow healthy
    // layers of relu some are, too.)
    private const double DeadShare = 0.5;

    // The share of outputs at the flat ends of a sigmoid or tanh, where a derivative is at most 1/25 and 1/50 of its largest: where it is most of a layer, less than half its gradient comes through.
    private const double SaturatedShare = 0.5;

    // How far a step moves weights, as a share of them. "This ratio should be somewhere around 1e-3" (CS231n, "Neural Networks Part 3", ratio of weights to updates): a hundred times more is too much. Ten times less is too
    // little only where the loss does not fall either.
    private const double LargestUpdate = 0.1;
    private const double SmallestUpdate = 1e-4;

    // By how much the loss of the probe may be above that of the untrained network: more than dropout changes it.
    private const double LossRise = 1.5;

    // What share of its first loss is still there where a network has not begun to learn.
    private const double LossUnmoved = 0.9;

    // How much of its training loss a network has to lose after its best epoch: what falls while the validation loss rises is learned by heart, what stands still is noise.
    private const double LearnedByHeart = 0.2;

    // Generalisation loss 100·(validation / lowest validation − 1) above which a training overfits, and for how many epochs (Prechelt, "Early Stopping – But When?", 1998, takes 1 to 5 for stopping;
    // twice that, so that noise of a small validation loss is no finding).
    private const double GeneralizationLoss = 10;

    // A rise that is less than this share of what an untrained network loses matters to nobody.
    private const double SmallestRise = 0.02;
    private const int OverfittingEpochs = 3;

    // A training loss that in the last epochs fell by less than a hundredth no longer falls; above this share of what a constant guess has, the network has learned little.
    private const int UnderfittingEpochs = 5;
    private const double Standstill = 0.01;
    private const double UnderfittingShare = 0.7;

    private readonly NetworkDescription network;
    private readonly LayerProbe probe;
    private readonly double guess;

    // What rules remember of earlier reports.
    private readonly Memory memory;

    public FindingRules(NetworkDescription network, LayerProbe probe, Loss? loss, Memory memory)
    {
        (this.network, this.probe, this.memory) = (network, probe, memory);
        guess = ConstantGuess.LossOf(loss, network, probe.Targets, probe.Samples);
    }

    /// <summary>What the layers say.</summary>
    public List<Finding> OfReport(DiagnosisReport report)
    {
        var found = new List<Finding>();
        var isFirst = double.IsNaN(memory.FirstLoss);
        if (isFirst)
            memory.FirstLoss = report.Loss;
        var weights = report.Layers.Where(static layer => layer.Gradients is not null && layer.Parameters!.Value.Count > 0).ToList();
        if (weights.Count == 0)
            return found;

        // A rate that is too large makes gradients explode and units die or saturate, too; it is the cause, and comes first.
        if (!isFirst)
            Rate(report, weights, found);
        if (found.Count == 0)
            Explosion(report, weights, found);
        Dead(report, found);
        Saturation(report, found);
        if (found.Count == 0)
            Vanishing(report, weights, found);
        if (!isFirst)
            SmallRate(report, weights, found);
        return found;
    }

    /// <summary>What the losses of the epochs say.</summary>
    public IEnumerable<Finding> OfHistory(IReadOnlyList<EpochReport> epochs, long step, List<Finding> known)
    {
        var last = epochs[^1];
        var unlearned = double.IsNaN(guess) ? memory.FirstLoss : guess;
        if (last.Validation is { } validation && epochs.Where(static epoch => epoch.ValidationLoss is not null).MinBy(static epoch => epoch.ValidationLoss!.Value) is { } best
            && last.Epoch - best.Epoch >= OverfittingEpochs
            && epochs.TakeLast(OverfittingEpochs).All(epoch => epoch.ValidationLoss > best.ValidationLoss * (1 + (GeneralizationLoss / 100)))
            && validation.Loss - best.ValidationLoss > SmallestRise * unlearned
            && last.TrainLoss < best.TrainLoss * (1 - LearnedByHeart) && last.TrainLoss < validation.Loss)
        {
            yield return new Finding(
                FindingKind.Overfitting, null, last.Epoch, step,
                FormattableString.Invariant($"since epoch {best.Epoch} the training loss fell from {best.TrainLoss:G3} to {last.TrainLoss:G3}, but the validation loss rose from {best.ValidationLoss:G3} to {validation.Loss:G3}."),
                "Stop at the best epoch (EarlyStopping), or use more data, augmentation, dropout, weight decay or fewer units.");
        }

        // What has another cause is no lack of units.
        if (known.Count > 0 || epochs.Count < 2 * UnderfittingEpochs)
            yield break;
        var (now, before) = (Mean(epochs, UnderfittingEpochs, 0), Mean(epochs, UnderfittingEpochs, UnderfittingEpochs));
        if (now > before * (1 - Standstill) && now > UnderfittingShare * unlearned)
        {
            yield return new Finding(
                FindingKind.Underfitting, null, last.Epoch, step,
                FormattableString.Invariant($"for {UnderfittingEpochs} epochs the training loss has been {now:G3} and no longer falls; {(double.IsNaN(guess) ? "at first it was" : "a constant guess has")} {unlearned:G3}."),
                "Use more layers or units, other inputs, a longer training or another rate, and less regularisation. If nothing helps, the inputs may not say more about the targets.");
        }
    }

    /// <summary>What a loss, a gradient or parameters say that are infinite or not a number.</summary>
    public IEnumerable<Finding> OfFailure(NonFiniteLossException failure, TrainingRun run, List<Finding> known)
    {
        if (known.Exists(static finding => finding.Kind is FindingKind.ExplodingGradients or FindingKind.LearningRateTooLarge))
            yield break;
        // Before the first step, what is in no layer is in the data.
        var isFirst = run.Trainer.StepsTrained == 0;
        if (isFirst && failure.Layer is null)
            yield break;
        yield return isFirst
            ? new Finding(
                FindingKind.ExplodingGradients, failure.Layer, run.Epoch, 0, $"before the first step: {failure.Message}", ExplosionRemedy)
            : new Finding(
                FindingKind.LearningRateTooLarge, failure.Layer, run.Epoch, run.Trainer.StepsTrained,
                FormattableString.Invariant($"the loss was {memory.FirstLoss:G3} before the first step at learning rate {run.LearningRate:G3}, and then the training failed: {failure.Message}"),
                RateRemedy);
    }

    private const string RateRemedy = "Divide the rate by ten, warm it up, or set ClipNorm.";
    private const string ExplosionRemedy = "Use smaller initial weights (the layer's default, Xavier or He), batch or layer normalisation, or residual connections; standardise inputs and targets; ClipNorm bounds a step.";

    private static double Mean(IReadOnlyList<EpochReport> epochs, int count, int before)
        => epochs.Skip(epochs.Count - before - count).Take(count).Average(static epoch => epoch.TrainLoss);

    private void Explosion(DiagnosisReport report, List<LayerDiagnosis> weights, List<Finding> found)
    {
        if (report.Layers.FirstOrDefault(static layer => layer.Activations is { } values && !double.IsFinite(values.RootMeanSquare)) is { } infinite)
        {
            Add(infinite.Layer, $"the outputs of '{infinite.Layer}' are infinite or not a number.");
            return;
        }

        if (weights.LastOrDefault(static layer => !double.IsFinite(layer.Gradients!.Value.RootMeanSquare)) is { } broken)
        {
            Add(broken.Layer, $"the gradients of '{broken.Layer}' are infinite or not a number.");
            return;
        }

        var last = weights[^1];
        var largest = weights.MaxBy(Scale)!;
        if (Scale(last) > 0 && Scale(largest) > GradientSpread * Scale(last))
        {
            Add(largest.Layer, FormattableString.Invariant($"the gradients of '{largest.Layer}' (root mean square {Scale(largest):G3}) are {Scale(largest) / Scale(last):G2} times those of '{last.Layer}' ({Scale(last):G3})."));
            return;
        }

        var longest = weights.MaxBy(Relative)!;
        if (Relative(longest) > LongestGradient)
            Add(longest.Layer, FormattableString.Invariant($"the gradient of '{longest.Layer}' is {Relative(longest):G2} times as long as its parameters."));

        void Add(string layer, string text) => found.Add(new Finding(FindingKind.ExplodingGradients, layer, report.Epoch, report.Step, text, ExplosionRemedy));

        static double Relative(LayerDiagnosis layer) => layer.Parameters!.Value.RootMeanSquare is > 0 and var size ? layer.Gradients!.Value.RootMeanSquare / size : 0;
    }

    private void Vanishing(DiagnosisReport report, List<LayerDiagnosis> weights, List<Finding> found)
    {
        // Towards the input: the smallest before the largest.
        var largest = weights.MaxBy(Scale)!;
        var smallest = weights.TakeWhile(layer => !ReferenceEquals(layer, largest)).Where(static layer => layer.Gradients!.Value.ZeroShare < 1).MinBy(Scale);
        if (smallest is null || Scale(smallest) * GradientSpread > Scale(largest))
            return;
        var times = Scale(largest) / Scale(smallest);
        found.Add(new Finding(
            FindingKind.VanishingGradients, smallest.Layer, report.Epoch, report.Step,
            FormattableString.Invariant($"the gradients of '{smallest.Layer}' (root mean square {Scale(smallest):G3}) are {times:G2} times smaller than those of '{largest.Layer}' ({Scale(largest):G3}), so that it hardly learns."),
            "Use relu and its like in the place of sigmoid and tanh, initial weights that fit them (He, Xavier), batch or layer normalisation, residual connections, or fewer layers."));
    }

    private static void Dead(DiagnosisReport report, List<Finding> found)
    {
        // Before the first step, parts may be switched off by weights that start at 0. Behind a layer that is wholly dead there is no gradient: the last one is the cause.
        if (report.Step == 0)
            return;
        var dead = report.Layers.LastOrDefault(static layer => layer.DeadShare == 1) ?? report.Layers.Where(static layer => layer.DeadShare > DeadShare).MaxBy(static layer => layer.DeadShare);
        if (dead is null)
            return;
        found.Add(new Finding(
            FindingKind.DeadUnits, dead.Layer, report.Epoch, report.Step,
            FormattableString.Invariant($"{100 * dead.DeadShare:0}% of the units of '{dead.Layer}' get no gradient from any sample of the probe: their outputs are 0 for all of them, and they cannot learn."),
            "Use a smaller learning rate (a step that was too large may have done it), He initialisation, a bias of 0, batch normalisation, or leaky relu, ELU or GELU."));
    }

    private static void Saturation(DiagnosisReport report, List<Finding> found)
    {
        // A network that is sure of its answers saturates its last layer, as it should.
        var saturated = report.Layers.Take(report.Layers.Count - 1).Where(static layer => layer.SaturatedShare > SaturatedShare).MaxBy(static layer => layer.SaturatedShare);
        if (saturated is null)
            return;
        found.Add(new Finding(
            FindingKind.SaturatedUnits, saturated.Layer, report.Epoch, report.Step,
            FormattableString.Invariant($"{100 * saturated.SaturatedShare:0}% of the outputs of '{saturated.Layer}' are at the flat ends of its activation function, where hardly any gradient comes through."),
            "Standardise the inputs, use smaller initial weights (Xavier) or a smaller rate, normalise before the activation, or take relu."));
    }

    private void Rate(DiagnosisReport report, List<LayerDiagnosis> weights, List<Finding> found)
    {
        // One step may make the loss larger by chance, but not one that moves the weights far.
        var median = UpdateRatios(weights) is { Length: > 0 } ratios ? ratios[ratios.Length / 2] : 0;
        var hasRisen = !(report.Loss <= LossRise * memory.FirstLoss) && memory.FirstLoss > 0 && (report.Step > 1 || median > LargestUpdate);
        var isLarge = median > LargestUpdate && !(report.Loss <= LossUnmoved * memory.FirstLoss);
        if (hasRisen || (isLarge && memory.WasLarge))
        {
            var rose = FormattableString.Invariant($"the loss of the same samples was {memory.FirstLoss:G3} before the first step and is {report.Loss:G3} after {report.Step}, at learning rate {report.LearningRate:G3}");
            found.Add(new Finding(
                FindingKind.LearningRateTooLarge, null, report.Epoch, report.Step,
                median > LargestUpdate ? FormattableString.Invariant($"{rose}; a step moves the weights of a layer by {100 * median:G2}% of their length, and about 0.1% is common.") : $"{rose}.",
                RateRemedy));
        }

        memory.WasLarge = isLarge;
    }

    private void SmallRate(DiagnosisReport report, List<LayerDiagnosis> weights, List<Finding> found)
    {
        if (report.Step <= 1 || UpdateRatios(weights) is not { Length: > 0 } ratios)
            return;
        var isSmall = ratios[^1] < SmallestUpdate && report.Loss > LossUnmoved * memory.FirstLoss && memory.FirstLoss > 0;
        if (isSmall && memory.WasSmall && found.Count == 0)
        {
            found.Add(new Finding(
                FindingKind.LearningRateTooSmall, null, report.Epoch, report.Step,
                FormattableString.Invariant($"after {report.Step} steps the loss of the same samples is {report.Loss:G3}, and was {memory.FirstLoss:G3} before the first: a step at learning rate {report.LearningRate:G3} moves no layer's weights by more than {100 * ratios[^1]:G2}% of their length; about 0.1% is common."),
                "Multiply the rate by ten."));
        }

        memory.WasSmall = isSmall;
    }

    private static double[] UpdateRatios(List<LayerDiagnosis> weights)
        => [.. weights.Where(static layer => layer.UpdateRatio is not null).Select(static layer => layer.UpdateRatio!.Value).Order()];

    // The root of the mean square of the gradients that are not 0: rows of an embedding that no sample used, and dead units, say nothing of the others. The first layer's grow with the inputs.
    private double Scale(LayerDiagnosis layer)
    {
        var gradients = layer.Gradients!.Value;
        var size = gradients.ZeroShare < 1 ? gradients.RootMeanSquare / Math.Sqrt(1 - gradients.ZeroShare) : 0;
        return network.Layers.Count > 0 && layer.Layer == network.Layers[0].Name && layer.Kind != "Embedding" && probe.InputScale > 0 ? size / probe.InputScale : size;
    }

    /// <summary>What rules remember of earlier reports.</summary>
    public sealed class Memory
    {
        private double firstLoss = double.NaN;
        private bool wasLarge;
        private bool wasSmall;

        /// <summary>The loss of the probe at the first report.</summary>
        public double FirstLoss { get => firstLoss; set => firstLoss = value; }

        /// <summary>Whether steps were too long at the last report.</summary>
        public bool WasLarge { get => wasLarge; set => wasLarge = value; }

        /// <summary>Whether steps were too short at the last report.</summary>
        public bool WasSmall { get => wasSmall; set => wasSmall = value; }

        public void Exchange(StateExchange state)
        {
            state.Value("first_loss", ref firstLoss);
            state.Value("was_large", ref wasLarge);
            state.Value("was_small", ref wasSmall);
        }
    }
}
