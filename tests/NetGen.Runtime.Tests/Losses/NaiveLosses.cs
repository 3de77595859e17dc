namespace NetGen.Runtime.Tests.Losses;

/// <summary>The losses once more, as their definitions read, in double, with no care for speed or large logits.</summary>
internal static class NaiveLosses
{
    public static double Mean(double[] outputs, float[] targets, Func<double, double, double> element)
        => outputs.Zip(targets, (output, target) => element(output, target)).Average();

    public static double Huber(double error, double delta)
        => Math.Abs(error) <= delta ? 0.5 * error * error : delta * (Math.Abs(error) - (0.5 * delta));

    public static double SmoothL1(double error, double beta)
        => Math.Abs(error) < beta ? 0.5 * error * error / beta : Math.Abs(error) - (0.5 * beta);

    public static double BinaryCrossEntropy(double logit, double target, double positiveWeight)
    {
        var probability = 1 / (1 + Math.Exp(-logit));
        return -(positiveWeight * target * Math.Log(probability)) - ((1 - target) * Math.Log(1 - probability));
    }

    public static double KullbackLeibler(double logProbability, double target)
        => target == 0 ? 0 : target * (Math.Log(target) - logProbability);

    public static double[] LogSoftmax(double[] logits)
    {
        var logSum = Math.Log(logits.Sum(Math.Exp));
        return [.. logits.Select(logit => logit - logSum)];
    }

    /// <summary>Negative log-likelihood of log-probabilities, with label smoothing.</summary>
    public static double NegativeLogLikelihood(
        double[][] logProbabilities, float[] targets, Func<int, double> weight, double smoothing = 0, int ignored = -100)
    {
        double sum = 0, weights = 0;
        for (var sample = 0; sample < targets.Length; sample++)
        {
            var right = (int)targets[sample];
            if (right == ignored)
                continue;
            var classes = logProbabilities[sample].Length;
            sum -= (1 - smoothing) * weight(right) * logProbabilities[sample][right];
            for (var k = 0; k < classes; k++)
                sum -= smoothing / classes * weight(k) * logProbabilities[sample][k];
            weights += weight(right);
        }

        return sum / weights;
    }

    /// <summary>Cross-entropy against a probability for each class, with label smoothing.</summary>
    public static double SoftCrossEntropy(double[][] logits, float[] targets, Func<int, double> weight, double smoothing)
    {
        var sum = 0.0;
        for (var sample = 0; sample < logits.Length; sample++)
        {
            var logs = LogSoftmax(logits[sample]);
            for (var k = 0; k < logs.Length; k++)
            {
                var target = ((1 - smoothing) * targets[(sample * logs.Length) + k]) + (smoothing / logs.Length);
                sum -= weight(k) * target * logs[k];
            }
        }

        return sum / logits.Length;
    }
}
