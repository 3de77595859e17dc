namespace NetGen.Runtime.Tests.Training;

/// <summary>mean (output − target)², the simplest loss there is.</summary>
internal sealed class PlainSquaredError : Loss
{
    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        var sum = 0.0;
        for (var i = 0; i < outputs.Length; i++)
        {
            sum += ((double)outputs[i] - targets[i]) * ((double)outputs[i] - targets[i]);
            if (!gradients.IsEmpty)
                gradients[i] = 2 * (outputs[i] - targets[i]) / outputs.Length;
        }

        return new LossValue(sum, outputs.Length);
    }
}

/// <summary>Cross-entropy of class indices. Classes may weigh differently; the mean is then over the weights, not over the samples.</summary>
internal sealed class PlainCrossEntropy(params float[] weights) : Loss
{
    public override ReadOnlySpan<int> TargetShape(ReadOnlySpan<int> outputShape) => outputShape[..^1];

    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        var (sum, total, classes) = (0.0, Total(targets), outputShape[^1]);
        for (var position = 0; position < targets.Length; position++)
        {
            var logits = outputs.Slice(position * classes, classes);
            var logSum = LogSum(logits);
            sum += Weight(targets[position]) * (logSum - logits[(int)targets[position]]);
            for (var c = 0; c < classes && !gradients.IsEmpty; c++)
            {
                gradients[(position * classes) + c]
                    = (float)(Weight(targets[position]) / total * (Math.Exp(logits[c] - logSum) - (c == (int)targets[position] ? 1 : 0)));
            }
        }

        return new LossValue(sum, total);
    }

    private static double LogSum(ReadOnlySpan<float> logits)
    {
        double largest = logits[0];
        foreach (var logit in logits)
            largest = Math.Max(largest, logit);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return largest + Math.Log(sum);
    }

    private double Total(ReadOnlySpan<float> targets)
    {
        var total = 0.0;
        foreach (var target in targets)
            total += Weight(target);
        return total;
    }

    private double Weight(float target) => weights.Length == 0 ? 1 : weights[(int)target];
}

/// <summary>A loss that says what a test tells it to.</summary>
internal sealed class ScriptedLoss(Func<int, double> lossOfCall, Func<int, float> gradientOfCall) : Loss
{
    private int calls;

    protected override LossValue Compute(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
    {
        gradients.Fill(gradientOfCall(calls));
        return LossValue.OfMean(lossOfCall(calls++), batch);
    }
}

/// <summary>parameters −= learning rate · gradients, and a log of the rates.</summary>
internal sealed class PlainDescent(float learningRate) : Optimizer(learningRate)
{
    public List<float> Rates { get; } = [];

    public List<double> GradientNorms { get; } = [];

    public bool Logs { get; init; } = true;

    protected override bool Update(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        var squares = 0.0;
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] -= LearningRate * gradients[i];
            squares += (double)gradients[i] * gradients[i];
        }

        if (Logs)
        {
            Rates.Add(LearningRate);
            GradientNorms.Add(Math.Sqrt(squares));
        }

        return AllFinite(parameters);
    }

    protected override void Clear()
    {
    }
}

/// <summary>Small problems to learn.</summary>
internal static class Samples
{
    /// <summary>Two overlapping clouds of points in the plane, and which cloud each is of.</summary>
    public static Dataset Clouds(int count, ulong seed = 7)
    {
        var random = new CounterRandom(seed);
        var inputs = new float[count * 2];
        var targets = new float[count];
        for (var i = 0; i < count; i++)
        {
            targets[i] = random.NextInt32(2);
            inputs[2 * i] = (float)(random.NextNormal() + (targets[i] * 2) - 1);
            inputs[(2 * i) + 1] = (float)(random.NextNormal() - (targets[i] * 2) + 1);
        }

        return new Dataset(inputs, targets, 2, 1);
    }

    /// <summary>Points on a sine.</summary>
    public static Dataset Sine(int count)
    {
        var inputs = Enumerable.Range(0, count).Select(i => (float)(i * 2 * Math.PI / count)).ToArray();
        return new Dataset(inputs, inputs.Select(MathF.Sin).ToArray(), 1, 1);
    }
}
