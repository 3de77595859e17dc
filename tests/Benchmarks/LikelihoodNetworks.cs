using static NetGen.Functional;

namespace NetGen.Benchmarks;

/// <summary>ADBench's Gaussian mixture and its small LSTM as networks: what they compute for a sample, for any sizes.</summary>
internal static class Likelihoods
{
    /// <summary>
    /// log Σₖ exp(αₖ + Σᵢ qₖᵢ − ½‖Qₖ(x − μₖ)‖²) − log Σₖ exp(αₖ), where Qₖ has exp(qₖ) on its diagonal and the factors below it.
    /// </summary>
    /// <param name="x">A point, [d].</param>
    /// <param name="alphas">The logarithms of the weights, [K].</param>
    /// <param name="means">The means, [K × d].</param>
    /// <param name="diagonals">The logarithms of the diagonals, [K × d].</param>
    /// <param name="factors">What is below the diagonals, [K × d × d].</param>
    /// <param name="components">K.</param>
    /// <param name="d">How many numbers a point has.</param>
    /// <returns>[1]</returns>
    public static Tensor Mixture(Tensor x, Tensor alphas, Tensor means, Tensor diagonals, Tensor factors, int components, int d)
    {
        var diagonal = Reshape(Exp(diagonals), components, d, 1) * Equal(Reshape(Range(d), d, 1), Range(d));
        var q = Tril(factors, -1) + diagonal;
        // All products with a point are one matrix product with those of a batch.
        var ofPoint = Reshape(MatMul(Reshape(x, 1, d), Transpose(Reshape(q, components * d, d))), components, d);
        var product = ofPoint - Reshape(MatMul(q, Reshape(means, components, d, 1)), components, d);
        var terms = alphas + Sum(diagonals, -1) - 0.5f * Sum(product * product, -1);
        return Reshape(LogSumExp(terms) - LogSumExp(alphas), 1);
    }

    /// <summary>A layer of gates that look at one element each.</summary>
    /// <param name="sequence">[T × width]</param>
    /// <param name="hidden">The state before the first step, [width].</param>
    /// <param name="cell">The cell before it, [width].</param>
    /// <param name="weights">Of the gates forget, in, out and change, [4 × width].</param>
    /// <param name="biases">[4 × width]</param>
    /// <param name="width">How many elements.</param>
    /// <returns>The states, [T × width].</returns>
    public static Tensor Layer(Tensor sequence, Tensor hidden, Tensor cell, Tensor weights, Tensor biases, int width)
    {
        return Scan(Step, sequence, hidden, cell).First;

        (Tensor First, Tensor Second) Step(Tensor x, Tensor h, Tensor c)
        {
            var next = c * Sigmoid(Gate(x, 0)) + Sigmoid(Gate(h, 1)) * Tanh(Gate(h, 3));
            return (Sigmoid(Gate(x, 2)) * Tanh(next), next);
        }

        Tensor Gate(Tensor of, int gate) => of * Row(weights, gate, width) + Row(biases, gate, width);
    }

    /// <summary>The logarithms of the probabilities of what comes next.</summary>
    /// <param name="states">The last layer's, [T × width].</param>
    /// <param name="extra">The factors before the layers, and the factors and biases behind them, [3 × width].</param>
    /// <param name="width">How many elements.</param>
    /// <returns>[T × width]</returns>
    public static Tensor Next(Tensor states, Tensor extra, int width)
    {
        var y = states * Row(extra, 1, width) + Row(extra, 2, width);
        return y - Log(2 + Sum(Exp(y), [-1], keepDimensions: true));
    }

    public static Tensor Row(Tensor matrix, int row, int width) => Reshape(Slice(matrix, 0, row, 1), width);
}

/// <summary>Their losses.</summary>
internal static partial class LikelihoodLosses
{
    /// <summary>The negative logarithm of a likelihood that a network gives.</summary>
    [Loss]
    public static float Likelihood(float prediction, float target) => -prediction + (0 * target);

    /// <summary>The negative logarithm of the probability of what came.</summary>
    [Loss]
    public static float NextElement(float prediction, float target) => -(prediction * target);
}

/// <summary>A mixture of 5 Gaussians in 10 dimensions.</summary>
[Network]
public sealed partial class SmallMixture
{
    [Parameter(5)] private partial Tensor Alphas();

    [Parameter(5, 10)] private partial Tensor Means();

    [Parameter(5, 10)] private partial Tensor Diagonals();

    [Parameter(5, 10, 10)] private partial Tensor Factors();

    [Forward]
    private Tensor Forward([Shape(10)] Tensor x) => Likelihoods.Mixture(x, Alphas(), Means(), Diagonals(), Factors(), 5, 10);
}

/// <summary>A mixture of 25 Gaussians in 64 dimensions.</summary>
[Network]
public sealed partial class LargeMixture
{
    [Parameter(25)] private partial Tensor Alphas();

    [Parameter(25, 64)] private partial Tensor Means();

    [Parameter(25, 64)] private partial Tensor Diagonals();

    [Parameter(25, 64, 64)] private partial Tensor Factors();

    [Forward]
    private Tensor Forward([Shape(64)] Tensor x) => Likelihoods.Mixture(x, Alphas(), Means(), Diagonals(), Factors(), 25, 64);
}

/// <summary>Two layers of 14 gates for single elements, over 128 steps.</summary>
[Network]
public sealed partial class ElementLstm
{
    [Parameter(4, 14)] private partial Tensor FirstWeights();

    [Parameter(4, 14)] private partial Tensor FirstBiases();

    [Parameter(4, 14)] private partial Tensor SecondWeights();

    [Parameter(4, 14)] private partial Tensor SecondBiases();

    [Parameter(3, 14)] private partial Tensor Extra();

    [Forward]
    private Tensor Forward([Shape(128, 14)] Tensor sequence)
    {
        var first = Likelihoods.Layer(sequence * Likelihoods.Row(Extra(), 0, 14), Zeros(14), Zeros(14), FirstWeights(), FirstBiases(), 14);
        return Likelihoods.Next(Likelihoods.Layer(first, Zeros(14), Zeros(14), SecondWeights(), SecondBiases(), 14), Extra(), 14);
    }
}
