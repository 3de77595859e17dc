namespace NetGen;

/// <summary>
/// Draws the next number of a text from what a network says of each: by temperature, among the likeliest, against repetition. The same seed draws the same. Allocates nothing once it has seen
/// the vocabulary.
/// </summary>
public sealed class TokenSampler
{
    private float[] scores = [];
    private double[] weights = [];
    private int[] order = [];
    private readonly Comparison<int> byWeight;
    private CounterRandom random;

    /// <summary>Makes a sampler.</summary>
    /// <param name="seed">What it draws depends on this, and on how often it has drawn.</param>
    public TokenSampler(ulong seed = 0)
    {
        random = new CounterRandom(seed);
        byWeight = (left, right) => weights[right].CompareTo(weights[left]) is not 0 and var order ? order : left.CompareTo(right);
    }

    /// <summary>What logits are divided by: less than 1 for surer texts, more for more daring ones. 0 always takes the likeliest. 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = double.IsFinite(value) && value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A temperature is a finite number of at least 0.");
    } = 1;

    /// <summary>Among how many of the likeliest is drawn; all unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is less than 1.</exception>
    public int? TopK
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value ?? 1, 1, nameof(value));
            field = value;
        }
    }

    /// <summary>
    /// Only the likeliest are drawn among, as many as it takes for this probability together; 1, which is all, unless set. Holtzman et al., The Curious Case of Neural Text Degeneration, 2020.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not more than 0, or more than 1.</exception>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A probability is more than 0 and at most 1.");
    } = 1;

    /// <summary>
    /// What the logit of a number that is among the previous ones is divided by where it is positive, and multiplied by where it is not: more than 1 against repetition; 1, for none, unless set.
    /// Keskar et al., CTRL, 2019.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive or not finite.</exception>
    public double RepetitionPenalty
    {
        get;
        init => field = double.IsFinite(value) && value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A penalty is a finite positive number.");
    } = 1;

    /// <summary>Draws a number.</summary>
    /// <param name="logits">What the network says of each number of the vocabulary: logits, or logarithms of probabilities.</param>
    /// <param name="previous">The numbers that <see cref="RepetitionPenalty"/> is for. Those that are not in the vocabulary are passed over.</param>
    /// <exception cref="ArgumentException">There are no logits, or one is not a number or ∞, or all are −∞.</exception>
    public int Next(ReadOnlySpan<float> logits, ReadOnlySpan<int> previous = default)
    {
        if (logits.IsEmpty)
            throw new ArgumentException("There are no logits.", nameof(logits));
        if (scores.Length < logits.Length)
            (scores, weights, order) = (new float[logits.Length], new double[logits.Length], new int[logits.Length]);
        var own = scores.AsSpan(0, logits.Length);
        logits.CopyTo(own);
        if (RepetitionPenalty != 1)
        {
            foreach (var number in previous)
            {
                // Each once, however often it is there.
                if ((uint)number < (uint)own.Length)
                    own[number] = (float)(logits[number] > 0 ? logits[number] / RepetitionPenalty : logits[number] * RepetitionPenalty);
            }
        }

        var largest = Largest(own);
        return Temperature == 0 ? largest : Draw(own, Weigh(own, own[largest]));
    }

    private static int Largest(ReadOnlySpan<float> scores)
    {
        var largest = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i]) || float.IsPositiveInfinity(scores[i]))
                throw new ArgumentException(FormattableString.Invariant($"Logit {i} is {scores[i]}, and nothing can be drawn by it."), nameof(scores));
            largest = scores[i] > scores[largest] ? i : largest;
        }

        return float.IsNegativeInfinity(scores[largest]) ? throw new ArgumentException("All logits are −∞, and nothing can be drawn.", nameof(scores)) : largest;
    }

    /// <summary>The weight of each number, in relation to the likeliest, and their sum. Those that are not to be drawn weigh nothing.</summary>
    private double Weigh(ReadOnlySpan<float> own, float largest)
    {
        var total = 0.0;
        for (var i = 0; i < own.Length; i++)
            total += weights[i] = Math.Exp((own[i] - (double)largest) / Temperature);
        var most = Math.Min(TopK ?? own.Length, own.Length);
        if (most == own.Length && TopP == 1)
            return total;

        // The likeliest first; of equal ones the lower number, so that the same are left out everywhere.
        for (var i = 0; i < own.Length; i++)
            order[i] = i;
        order.AsSpan(0, own.Length).Sort(byWeight);
        var (kept, sum) = (0, 0.0);
        while (kept < most && (kept == 0 || sum < TopP * total))
            sum += weights[order[kept++]];
        foreach (var number in order.AsSpan(kept, own.Length - kept))
            weights[number] = 0;
        return sum;
    }

    private int Draw(ReadOnlySpan<float> own, double total)
    {
        var (left, last) = (random.NextDouble() * total, 0);
        for (var i = 0; i < own.Length; i++)
        {
            if (weights[i] == 0)
                continue;
            if ((left -= weights[i]) < 0)
                return i;
            last = i;
        }

        // What rounding leaves over belongs to the last.
        return last;
    }
}
