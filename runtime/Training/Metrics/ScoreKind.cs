namespace NetGen;

/// <summary>What the outputs of a network of classes are.</summary>
public enum ScoreKind
{
    /// <summary>Logits: their softmax, or the sigmoid of a single one, are the probabilities.</summary>
    Logits,

    /// <summary>Probabilities.</summary>
    Probabilities,

    /// <summary>Logarithms of probabilities.</summary>
    LogProbabilities,
}

/// <summary>Makes probabilities of the outputs of a position.</summary>
internal sealed class ScoreReading(ClassDecision classes, ScoreKind kind)
{
    /// <summary>What a metric has to say that does not know what the outputs are.</summary>
    public const string Unknown = "it needs probabilities, and neither the loss nor the last layer says whether the outputs are logits or probabilities. Set Scores, such as { Scores = ScoreKind.Logits }.";

    private readonly double[] probabilities = new double[classes.Classes];

    /// <summary>What the loss and the last layer say of the outputs; null where they say nothing.</summary>
    public static ScoreKind? KindOf(MetricSource source) => source.Loss switch
    {
        CrossEntropyLoss or BCEWithLogitsLoss => ScoreKind.Logits,
        NLLLoss or KLDivLoss => ScoreKind.LogProbabilities,
        _ => source.Output.LastOperation switch
        {
            LastOperations.Softmax or LastOperations.Sigmoid or LastOperations.HardSigmoid => ScoreKind.Probabilities,
            LastOperations.LogSoftmax => ScoreKind.LogProbabilities,
            _ => null,
        },
    };

    /// <summary>The probability of each class at a position; valid until the next call.</summary>
    public ReadOnlySpan<double> Probabilities(ReadOnlySpan<float> outputs, int position)
    {
        if (classes.IsBinary)
        {
            double output = outputs[position];
            var yes = kind switch
            {
                ScoreKind.Logits => 1 / (1 + Math.Exp(-output)),
                ScoreKind.LogProbabilities => Math.Exp(output),
                _ => output,
            };
            (probabilities[0], probabilities[1]) = (kind == ScoreKind.Logits ? 1 / (1 + Math.Exp(output)) : 1 - yes, yes);
            return probabilities;
        }

        var sum = kind == ScoreKind.Logits ? LogSum(outputs, position) : 0;
        for (var index = 0; index < probabilities.Length; index++)
        {
            double output = classes.Score(outputs, position, index);
            probabilities[index] = kind == ScoreKind.Probabilities ? output : Math.Exp(output - sum);
        }

        return probabilities;
    }

    /// <summary>The logarithm of the probability of a class at a position; of probabilities, clipped to 2⁻²³ … 1, as in scikit-learn for floats.</summary>
    public double LogProbability(ReadOnlySpan<float> outputs, int position, int index)
    {
        if (!classes.IsBinary)
        {
            double output = classes.Score(outputs, position, index);
            return kind switch
            {
                ScoreKind.Logits => output - LogSum(outputs, position),
                ScoreKind.LogProbabilities => output,
                _ => Log(output),
            };
        }

        double single = outputs[position];
        var isYes = index == 1;
        return kind switch
        {
            // ln σ(x) = −ln(1 + e⁻ˣ), without an exponential that overflows.
            ScoreKind.Logits => Math.Min(isYes ? single : -single, 0) - Math.Log(1 + Math.Exp(-Math.Abs(single))),
            ScoreKind.LogProbabilities => isYes ? single : Log(1 - Math.Exp(single)),
            _ => Log(isYes ? single : 1 - single),
        };
    }

    private static double Log(double probability)
        => double.IsNaN(probability) ? probability : Math.Log(Math.Clamp(probability, float.BitIncrement(1) - 1, 1));

    // ln Σ exp(x), without an exponential that overflows.
    private double LogSum(ReadOnlySpan<float> outputs, int position)
    {
        double largest = float.NegativeInfinity;
        for (var index = 0; index < classes.Classes; index++)
            largest = Math.Max(largest, classes.Score(outputs, position, index));
        var sum = 0.0;
        for (var index = 0; index < classes.Classes; index++)
            sum += Math.Exp(classes.Score(outputs, position, index) - largest);
        return largest + Math.Log(sum);
    }
}
