namespace NetGen.Runtime.Tests.Losses;

internal enum TargetKind
{
    Real,
    Sign,
    Probability,
    Distribution,
    ClassIndex,
    ClassIndexOrIgnored,
}

/// <summary>A loss with one choice of settings: how to make it, what its targets are, and its naive twin.</summary>
internal sealed record LossVariant(
    string Name, Func<int, Loss> Create, TargetKind Targets, Func<double[], float[], int, double> Reference)
{
    private const int Ignored = -100;

    public static IReadOnlyList<LossVariant> All { get; } = [.. Elementwise(), .. Binary(), .. Classes()];

    public static IEnumerable<object[]> Names => All.Select(variant => new object[] { variant.Name });

    public static LossVariant Named(string name) => All.Single(variant => variant.Name == name);

    /// <summary>The class weights that the recorded fixtures have too.</summary>
    public static float ClassWeight(int index) => 0.5f + (0.25f * index);

    public static float[] ClassWeights(int classes) => [.. Enumerable.Range(0, classes).Select(ClassWeight)];

    /// <summary>A batch that this loss can take. Log-probabilities and logits are both drawn as normal numbers.</summary>
    public (float[] Outputs, float[] Targets) Draw(Random random, int batch, int width)
    {
        float[] outputs = [.. Enumerable.Range(0, batch * width).Select(_ => Normal(random) * 2)];
        float[] targets = Targets switch
        {
            TargetKind.Real => [.. outputs.Select(_ => Normal(random))],
            TargetKind.Sign => [.. outputs.Select(_ => random.Next(2) == 0 ? 1f : -1f)],
            TargetKind.Probability => [.. outputs.Select(_ => random.NextSingle())],
            TargetKind.Distribution => [.. Enumerable.Range(0, batch).SelectMany(_ => Distribution(random, width))],
            TargetKind.ClassIndex => [.. Enumerable.Range(0, batch).Select(_ => (float)random.Next(width))],
            _ => [.. Enumerable.Range(0, batch).Select(i => i % 3 == 1 ? Ignored : (float)random.Next(width))],
        };
        return (outputs, targets);
    }

    private static IEnumerable<LossVariant> Elementwise()
    {
        static LossVariant Real(string name, Func<Loss> create, Func<double, double> ofError)
            => new(name, _ => create(), TargetKind.Real, (x, y, _) => NaiveLosses.Mean(x, y, (a, b) => ofError(a - b)));

        yield return Real("mse", () => new MSELoss(), error => error * error);
        yield return Real("l1", () => new L1Loss(), Math.Abs);
        yield return Real("huber", () => new HuberLoss(), error => NaiveLosses.Huber(error, 1));
        yield return Real("huber_delta_0.5", () => new HuberLoss(0.5f), error => NaiveLosses.Huber(error, 0.5));
        yield return Real("smooth_l1", () => new SmoothL1Loss(), error => NaiveLosses.SmoothL1(error, 1));
        yield return Real("smooth_l1_beta_0.25", () => new SmoothL1Loss(0.25f), error => NaiveLosses.SmoothL1(error, 0.25));
        yield return Real("smooth_l1_beta_0", () => new SmoothL1Loss(0), Math.Abs);
        yield return new(
            "hinge", _ => new HingeLoss(), TargetKind.Sign, (x, y, _) => NaiveLosses.Mean(x, y, (a, b) => Math.Max(0, 1 - (a * b))));
        yield return new(
            "kl_mean", _ => new KLDivLoss(), TargetKind.Distribution, (x, y, _) => NaiveLosses.Mean(x, y, NaiveLosses.KullbackLeibler));
        yield return new(
            "kl_batchmean",
            _ => new KLDivLoss(KLDivReduction.BatchMean),
            TargetKind.Distribution,
            (x, y, batch) => NaiveLosses.Mean(x, y, NaiveLosses.KullbackLeibler) * x.Length / batch);
    }

    private static IEnumerable<LossVariant> Binary()
    {
        static Func<double[], float[], int, double> Reference(Func<int, double> positiveWeight)
            => (x, y, batch) => x.Select((logit, i) =>
                NaiveLosses.BinaryCrossEntropy(logit, y[i], positiveWeight(i % (x.Length / batch)))).Average();

        yield return new("bce", _ => new BCEWithLogitsLoss(), TargetKind.Probability, Reference(_ => 1));
        yield return new("bce_weight_3", _ => new BCEWithLogitsLoss(3), TargetKind.Probability, Reference(_ => 3));
        yield return new(
            "bce_weights",
            width => new BCEWithLogitsLoss(ClassWeights(width)),
            TargetKind.Probability,
            Reference(column => ClassWeight(column)));
    }

    private static IEnumerable<LossVariant> Classes()
    {
        foreach (var (suffix, isWeighted, targets) in new[]
        {
            ("", false, TargetKind.ClassIndex),
            ("_weight", true, TargetKind.ClassIndex),
            ("_ignore", false, TargetKind.ClassIndexOrIgnored),
            ("_weight_ignore", true, TargetKind.ClassIndexOrIgnored),
        })
        {
            float[] Weights(int classes) => isWeighted ? ClassWeights(classes) : [];
            double Weight(int index) => isWeighted ? ClassWeight(index) : 1;

            yield return new(
                "nll" + suffix,
                classes => new NLLLoss(Weights(classes)),
                targets,
                (x, y, batch) => NaiveLosses.NegativeLogLikelihood([.. x.Chunk(x.Length / batch)], y, Weight));
            foreach (var smoothing in new[] { 0, 0.1f })
            {
                var smooth = smoothing > 0 ? "_smooth" : "";
                yield return new(
                    "ce" + suffix + smooth,
                    classes => new CrossEntropyLoss(Weights(classes), labelSmoothing: smoothing),
                    targets,
                    (x, y, batch) => NaiveLosses.NegativeLogLikelihood(
                        [.. x.Chunk(x.Length / batch).Select(NaiveLosses.LogSoftmax)], y, Weight, smoothing));
                if (targets == TargetKind.ClassIndex)
                {
                    yield return new(
                        "ce_probabilities" + suffix + smooth,
                        classes => new CrossEntropyLoss(
                            Weights(classes), labelSmoothing: smoothing, target: CrossEntropyTarget.Probabilities),
                        TargetKind.Distribution,
                        (x, y, batch) => NaiveLosses.SoftCrossEntropy([.. x.Chunk(x.Length / batch)], y, Weight, smoothing));
                }
            }
        }
    }

    private static float Normal(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static float[] Distribution(Random random, int width)
    {
        var exponentials = Enumerable.Range(0, width).Select(_ => Math.Exp(Normal(random))).ToArray();
        var sum = exponentials.Sum();
        return [.. exponentials.Select(exponential => (float)(exponential / sum))];
    }
}
