using static NetGen.Functional;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>A variational auto-encoder with dropout, whose objective is its own.</summary>
[Network]
public sealed partial class AutoEncoder
{
    [Dense(11, Activation.Tanh)] private partial Tensor Encoder(Tensor x);

    [Dense(3)] private partial Tensor Mean(Tensor x);

    [Dense(3)] private partial Tensor LogVariance(Tensor x);

    [Dense(11, Activation.Silu)] private partial Tensor Decoder(Tensor z);

    [Dense(9)] private partial Tensor Head(Tensor h);

    [Forward]
    private (Tensor reconstruction, Tensor mean, Tensor logVariance) Forward([Shape(9)] Tensor x)
    {
        var h = Encoder(x);
        h = WhenTraining(Where(RandomUniform(11) < 0.1, 0, h / 0.9), h);
        var (mean, logVariance) = (Mean(h), LogVariance(h));
        var z = WhenTraining(mean + (Exp(0.5 * logVariance) * RandomNormal(3)), mean);
        return (Head(Decoder(z)), mean, logVariance);
    }

    [Objective]
    private static Tensor NegativeLowerBound(Tensor reconstruction, Tensor mean, Tensor logVariance, Tensor x)
    {
        var error = reconstruction - x;
        return Sum(error * error) - (0.5 * Sum(1 + logVariance - (mean * mean) - Exp(logVariance)));
    }
}
