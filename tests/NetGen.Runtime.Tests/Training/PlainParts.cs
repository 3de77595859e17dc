namespace NetGen.Runtime.Tests.Training;

/// <summary>mean (output − target)², the simplest loss there is.</summary>
internal sealed class PlainSquaredError : Loss
{
    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
    {
        for (var i = 0; i < outputs.Length; i++)
            gradients[i] = 2 * (outputs[i] - targets[i]) / outputs.Length;
        return Evaluate(outputs, targets, batch);
    }

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var sum = 0.0;
        for (var i = 0; i < outputs.Length; i++)
            sum += ((double)outputs[i] - targets[i]) * ((double)outputs[i] - targets[i]);
        return sum / outputs.Length;
    }
}

/// <summary>Cross-entropy of class indices. Classes may weigh differently; the mean is then over the weights, not over the samples.</summary>
internal sealed class PlainCrossEntropy(params float[] weights) : Loss
{
    public override int TargetSize(int outputSize) => 1;

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
    {
        var total = Total(targets);
        var classes = outputs.Length / batch;
        for (var sample = 0; sample < batch; sample++)
        {
            var logits = outputs.Slice(sample * classes, classes);
            var weight = Weight(targets[sample]) / total;
            var logSum = LogSum(logits);
            for (var c = 0; c < classes; c++)
                gradients[(sample * classes) + c] = (float)(weight * (Math.Exp(logits[c] - logSum) - (c == (int)targets[sample] ? 1 : 0)));
        }

        return Evaluate(outputs, targets, batch);
    }

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch)
    {
        var sum = 0.0;
        var classes = outputs.Length / batch;
        for (var sample = 0; sample < batch; sample++)
        {
            var logits = outputs.Slice(sample * classes, classes);
            sum += Weight(targets[sample]) * (LogSum(logits) - logits[(int)targets[sample]]);
        }

        return sum / Total(targets);
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

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch)
    {
        gradients.Fill(gradientOfCall(calls));
        return lossOfCall(calls++);
    }

    public override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int batch) => lossOfCall(calls++);
}

/// <summary>parameters −= learning rate · gradients, and a log of the rates.</summary>
internal sealed class PlainDescent(float learningRate) : Optimizer(learningRate)
{
    public List<float> Rates { get; } = [];

    public List<double> GradientNorms { get; } = [];

    public bool Logs { get; init; } = true;

    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradients)
    {
        var squares = 0.0;
        for (var i = 0; i < parameters.Length; i++)
        {
            parameters[i] -= LearningRate * gradients[i];
            squares += (double)gradients[i] * gradients[i];
        }

        StepCount++;
        if (!Logs)
            return;
        Rates.Add(LearningRate);
        GradientNorms.Add(Math.Sqrt(squares));
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
