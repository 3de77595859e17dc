namespace NetGen.Numeric.Checks.Reference;

/// <summary>Every loss, in the variants that have terms of their own.</summary>
public static class LossCases
{
    private const int Ignored = -100;

    public static LossCase SquaredError { get; } = OfError("mean squared error", static () => new MSELoss(), static e => e * e);

    public static LossCase CrossEntropy { get; } = OfClasses("cross-entropy", static _ => new CrossEntropyLoss(), logits: true);

    public static LossCase BinaryCrossEntropy { get; } = Binary("binary cross-entropy", 1);

    public static IReadOnlyList<LossCase> All { get; } =
    [
        SquaredError,
        OfError("mean absolute error", static () => new L1Loss(), Math.Abs, kink: true),
        OfError("Huber", static () => new HuberLoss(), static e => Math.Abs(e) <= 1 ? e * e / 2 : Math.Abs(e) - 0.5),
        OfError("Huber with delta 0.5", static () => new HuberLoss(0.5f), static e => Math.Abs(e) <= 0.5 ? e * e / 2 : 0.5 * (Math.Abs(e) - 0.25)),
        OfError("smooth L1", static () => new SmoothL1Loss(), static e => Math.Abs(e) < 1 ? e * e / 2 : Math.Abs(e) - 0.5),
        OfError("smooth L1 with beta 0.25", static () => new SmoothL1Loss(0.25f), static e => Math.Abs(e) < 0.25 ? e * e * 2 : Math.Abs(e) - 0.125),
        Hinge(),
        BinaryCrossEntropy,
        Binary("binary cross-entropy with positive weight", 3),
        CrossEntropy,
        OfClasses("cross-entropy with class weights", static classes => new CrossEntropyLoss(Weights(classes)), logits: true, weighted: true),
        OfClasses("cross-entropy with label smoothing", static _ => new CrossEntropyLoss(labelSmoothing: 0.1f), logits: true, smoothing: 0.1f),
        OfClasses("cross-entropy with ignored samples", static _ => new CrossEntropyLoss(), logits: true, ignored: true),
        SoftCrossEntropy(),
        OfClasses("negative log-likelihood", static _ => new NLLLoss(), logits: false),
        OfClasses("negative log-likelihood with class weights", static classes => new NLLLoss(Weights(classes)), logits: false, weighted: true),
        KullbackLeibler("Kullback-Leibler", KLDivReduction.Mean),
        KullbackLeibler("Kullback-Leibler by samples", KLDivReduction.BatchMean),
    ];

    private static LossCase OfError(string name, Func<Loss> create, Func<double, double> ofError, bool kink = false)
        => new(name, _ => create(), static (random, outputs) => Draw(outputs, () => Normal(random)), Mean((x, y) => ofError(x - y)))
        {
            KinkDistance = kink ? static (x, y) => Math.Abs(x - y) : null,
        };

    private static LossCase Hinge()
        => new(
            "hinge",
            static _ => new HingeLoss(),
            static (random, outputs) => Draw(outputs, () => random.Next(2) == 0 ? 1 : -1),
            Mean(static (x, y) => Math.Max(0, 1 - (x * y))))
        {
            KinkDistance = static (x, y) => Math.Abs(1 - (x * y)),
        };

    private static LossCase Binary(string name, float positiveWeight)
        => new(
            name,
            _ => new BCEWithLogitsLoss(positiveWeight),
            static (random, outputs) => Draw(outputs, () => random.Next(3) / 2f),
            Mean((x, y) => (positiveWeight * y * Math.Log(1 + Math.Exp(-x))) + ((1 - y) * Math.Log(1 + Math.Exp(x)))));

    private static LossCase KullbackLeibler(string name, KLDivReduction reduction)
        => new(
            name,
            _ => new KLDivLoss(reduction),
            Distribution,
            (x, y, batch) =>
            {
                var sum = 0.0;
                for (var i = 0; i < x.Length; i++)
                    sum += y[i] * (Math.Log(y[i]) - x[i]);
                return sum / (reduction == KLDivReduction.Mean ? x.Length : batch);
            });

    private static LossCase SoftCrossEntropy()
        => new(
            "cross-entropy of probabilities",
            static _ => new CrossEntropyLoss(target: CrossEntropyTarget.Probabilities),
            Distribution,
            static (x, y, batch) =>
            {
                var sum = 0.0;
                for (var i = 0; i < x.Length; i++)
                    sum -= y[i] * (x[i] - LogSum(x, i / (x.Length / batch), x.Length / batch));
                return sum / batch;
            });

    private static LossCase OfClasses(
        string name, Func<int, Loss> create, bool logits, bool weighted = false, bool ignored = false, float smoothing = 0)
    {
        double Weight(int index) => weighted ? 0.5 + (0.25 * index) : 1;

        double Value(double[] outputs, float[] targets, int batch)
        {
            var (sum, weights, classes) = (0.0, 0.0, outputs.Length / batch);
            for (var sample = 0; sample < batch; sample++)
            {
                var target = (int)targets[sample];
                if (target == Ignored)
                    continue;
                var logSum = logits ? LogSum(outputs, sample, classes) : 0;
                weights += Weight(target);
                for (var k = 0; k < classes; k++)
                {
                    var share = (k == target ? 1.0 - smoothing : 0) + (smoothing / classes);
                    sum -= Weight(k) * share * (outputs[(sample * classes) + k] - logSum);
                }
            }

            return sum / weights;
        }

        // Four of five samples count, where some are to be left out.
        return new(
            name,
            create,
            (random, outputs) => [ignored && random.Next(5) == 0 ? Ignored : random.Next(outputs)],
            Value)
        {
            SmallestBatch = ignored ? 3 : 1,
        };
    }

    private static float[] Weights(int classes) => [.. Enumerable.Range(0, classes).Select(static index => 0.5f + (0.25f * index))];

    private static double LogSum(double[] outputs, int sample, int classes)
    {
        var sum = 0.0;
        for (var k = 0; k < classes; k++)
            sum += Math.Exp(outputs[(sample * classes) + k]);
        return Math.Log(sum);
    }

    private static Func<double[], float[], int, double> Mean(Func<double, double, double> element)
        => (outputs, targets, _) =>
        {
            var sum = 0.0;
            for (var i = 0; i < outputs.Length; i++)
                sum += element(outputs[i], targets[i]);
            return sum / outputs.Length;
        };

    private static float[] Draw(int count, Func<float> draw)
    {
        var values = new float[count];
        for (var i = 0; i < count; i++)
            values[i] = draw();
        return values;
    }

    private static float Normal(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));

    private static float[] Distribution(Random random, int outputs)
    {
        var values = Draw(outputs, () => 0.1f + random.NextSingle());
        var sum = values.Sum();
        return Array.ConvertAll(values, value => value / sum);
    }
}
