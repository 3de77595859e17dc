using NetGen;
using static NetGen.Functional;

namespace Residual;

/// <summary>
/// What a house costs, from 13 facts about it. Each block adds a correction to what was known before it, so that the gradient reaches the
/// first layer as it is, however many there are.
/// </summary>
[Network]
internal sealed partial class PriceNet
{
    private const int Blocks = 4;

    [Dense(32)]
    private partial Tensor Stem(Tensor x);

    [Dense(32, Count = Blocks)]
    private partial Tensor Block(int index, Tensor x);

    [Dense(1)]
    private partial Tensor Price(Tensor x);

    [Forward]
    private Tensor Forward([Shape(13)] Tensor house)
    {
        var h = Relu(Stem(house));
        for (var i = 0; i < Blocks; i++)
            h = h + Relu(Block(i, h));
        return Price(h);
    }
}

/// <summary>Losses for prices.</summary>
internal static partial class Losses
{
    /// <summary>
    /// Smallest where the share <paramref name="level"/> of all targets is below the prediction: of two errors of the same size, one to the low
    /// side costs level / (1 − level) times as much. Koenker and Bassett, "Regression quantiles", 1978.
    /// </summary>
    [Loss]
    public static float Quantile(float prediction, float target, float level)
        => prediction < target ? level * (target - prediction) : (1 - level) * (prediction - target);
}
