namespace NetGen.Numeric.Checks.Reference;

/// <summary>One layer of the reference: from rows of so many values to as many rows.</summary>
/// <param name="inputWidth">How many values a row has that goes in.</param>
/// <param name="outputWidth">How many values a row has that comes out.</param>
public abstract class Step(int inputWidth, int outputWidth)
{
    public int InputWidth { get; } = inputWidth;

    public int OutputWidth { get; } = outputWidth;

    /// <summary>How many multiplications and additions, roughly, a row takes; for deciding how many differences are affordable.</summary>
    public virtual int Work => 10 * OutputWidth;

    /// <summary>Computes <paramref name="rows"/> rows of <paramref name="output"/> from as many of <paramref name="input"/>.</summary>
    public abstract void Compute(double[][] parameters, double[] input, double[] output, int rows);

    /// <summary>How near the values come to a place where the layer has no derivative.</summary>
    public virtual double KinkDistance(double[] input, int count) => double.PositiveInfinity;
}

/// <summary><c>y = x · weightᵀ + bias</c></summary>
/// <param name="features">The width of its input.</param>
/// <param name="units">The width of its output.</param>
/// <param name="weight">Which parameter the weight is, [units × features].</param>
/// <param name="bias">Which parameter the bias is, or −1.</param>
public sealed class DenseStep(int features, int units, int weight, int bias) : Step(features, units)
{
    public int Weight { get; } = weight;

    public int Bias { get; } = bias;

    public override int Work => InputWidth * OutputWidth;

    public override void Compute(double[][] parameters, double[] input, double[] output, int rows)
    {
        for (var row = 0; row < rows; row++)
        {
            for (var unit = 0; unit < OutputWidth; unit++)
            {
                var sum = Bias < 0 ? 0 : parameters[Bias][unit];
                for (var feature = 0; feature < InputWidth; feature++)
                    sum += parameters[Weight][(unit * InputWidth) + feature] * input[(row * InputWidth) + feature];
                output[(row * OutputWidth) + unit] = sum;
            }
        }
    }
}

/// <summary>An activation of every value.</summary>
public sealed class ActivationStep(Activation activation, int width) : Step(width, width)
{
    public Activation Activation { get; } = activation;

    public override int Work => (Activation == Activation.Gelu ? 100 : 10) * OutputWidth;

    public override void Compute(double[][] parameters, double[] input, double[] output, int rows)
    {
        for (var i = 0; i < rows * InputWidth; i++)
            output[i] = ActivationFunction.Value(Activation, input[i]);
    }

    public override double KinkDistance(double[] input, int count)
    {
        var distance = double.PositiveInfinity;
        foreach (var kink in ActivationFunction.Kinks(Activation))
        {
            for (var i = 0; i < count; i++)
                distance = Math.Min(distance, Math.Abs(input[i] - kink));
        }

        return distance;
    }
}

/// <summary><c>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ)</c> over a row, or its logarithm.</summary>
public sealed class SoftmaxStep(int width, bool isLogarithm) : Step(width, width)
{
    public override void Compute(double[][] parameters, double[] input, double[] output, int rows)
    {
        for (var start = 0; start < rows * InputWidth; start += InputWidth)
        {
            var sum = 0.0;
            for (var i = start; i < start + InputWidth; i++)
                sum += Math.Exp(input[i]);
            for (var i = start; i < start + InputWidth; i++)
                output[i] = isLogarithm ? input[i] - Math.Log(sum) : Math.Exp(input[i]) / sum;
        }
    }
}
