using NetGen;

namespace Digits;

/// <summary>What a network says of a number of digits.</summary>
internal sealed class Predictions
{
    private Predictions(float[] logits) => Logits = logits;

    /// <summary>[count × 10]</summary>
    public float[] Logits { get; }

    public static Predictions Of(INetwork network, Dataset digits)
    {
        var logits = new float[digits.Count * DigitData.Classes];
        network.Predict(digits.Inputs.Span, logits);
        return new(logits);
    }

    /// <summary>The digit that a picture is taken for, and its probability.</summary>
    public (int Digit, double Probability) this[int index]
    {
        get
        {
            var logits = Logits.AsSpan(index * DigitData.Classes, DigitData.Classes);
            var best = 0;
            for (var i = 1; i < logits.Length; i++)
                best = logits[i] > logits[best] ? i : best;

            // The softmax of the largest logit: 1 / Σ exp(x − max x).
            var sum = 0.0;
            foreach (var logit in logits)
                sum += Math.Exp(logit - logits[best]);
            return (best, 1 / sum);
        }
    }
}
