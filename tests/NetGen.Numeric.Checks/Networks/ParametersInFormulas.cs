using static NetGen.Functional;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>
/// Parameters that stand in formulas: through a function, transposed, in several places, multiplied with one another. Their gradients are more than a sum over the samples:
/// the sum times a derivative, or several sums.
/// </summary>
[Network]
public sealed partial class ParametersInFormulas
{
    [Parameter(19, 13)] private partial Tensor Factor();

    [Parameter(19)] private partial Tensor Scale();

    [Parameter(13)] private partial Tensor Shift();

    [Dense(13)] private partial Tensor Tied(Tensor x);

    [Forward]
    private Tensor Forward([Shape(19)] Tensor x)
    {
        var h = Tanh(MatMul(x * Exp(Scale()), Softplus(Factor())) + (Shift() * Shift()));
        h = h + Tanh(Tied(h)) + (Sigmoid(Shift()) * Sum(Scale() * Scale()));
        return (MatMul(h, Transpose(Factor())) * Scale()) + MatMul(MatMul(h, Weight(nameof(Tied))), Transpose(Factor()));
    }
}
