namespace NetGen.Numeric.Checks.Reference;

/// <summary>
/// A stack of layers in double, computed by the loops that define it. It shares nothing with the generator: neither its layouts nor its
/// formulas, and it has no backward pass.
/// </summary>
public sealed class ReferenceNetwork
{
    private readonly List<Step> steps = [];
    private readonly int inputSize;
    private int size;
    private int width;
    private int parameters;

    private ReferenceNetwork(int[] input)
    {
        inputSize = input.Aggregate(1, static (product, extent) => product * extent);
        size = inputSize;
        width = input[^1];
    }

    public IReadOnlyList<Step> Steps => steps;

    public int InputSize => inputSize;

    public int OutputSize => size;

    /// <summary>Starts with the extents of one sample.</summary>
    public static ReferenceNetwork From(params int[] input) => new(input);

    public ReferenceNetwork Dense(int units, Activation activation = Activation.None, bool bias = true)
    {
        steps.Add(new DenseStep(width, units, parameters, bias ? parameters + 1 : -1));
        parameters += bias ? 2 : 1;
        size = size / width * units;
        width = units;
        return activation == Activation.None ? this : Activate(activation);
    }

    public ReferenceNetwork Activate(Activation activation) => Add(new ActivationStep(activation, width));

    public ReferenceNetwork Softmax() => Add(new SoftmaxStep(width, isLogarithm: false));

    public ReferenceNetwork LogSoftmax() => Add(new SoftmaxStep(width, isLogarithm: true));

    /// <summary>From here on a sample is one row.</summary>
    public ReferenceNetwork Flatten()
    {
        width = size;
        return this;
    }

    /// <summary>All values between the layers for a batch: the inputs first, the outputs last.</summary>
    public double[][] Compute(double[][] parameters, double[] inputs)
    {
        var values = new double[steps.Count + 1][];
        values[0] = inputs;
        var samples = inputs.Length / inputSize;
        for (var i = 0; i < steps.Count; i++)
        {
            var rows = values[i].Length / steps[i].InputWidth;
            values[i + 1] = new double[rows * steps[i].OutputWidth];
        }

        ComputeFrom(0, parameters, values, samples);
        return values;
    }

    /// <summary>Computes what comes after the first <paramref name="first"/> layers anew, from what these gave.</summary>
    public void ComputeFrom(int first, double[][] parameters, double[][] values, int samples)
    {
        for (var i = first; i < steps.Count; i++)
            steps[i].Compute(parameters, values[i], values[i + 1], values[i].Length / steps[i].InputWidth);
        if (values[^1].Length != samples * size)
            throw new InvalidOperationException($"The reference gave {values[^1].Length} values for {samples} samples of {size}.");
    }

    /// <summary>How near any layer comes to a place where it has no derivative.</summary>
    public double KinkDistance(double[][] values)
    {
        var distance = double.PositiveInfinity;
        for (var i = 0; i < steps.Count; i++)
            distance = Math.Min(distance, steps[i].KinkDistance(values[i], values[i].Length));
        return distance;
    }

    private ReferenceNetwork Add(Step step)
    {
        steps.Add(step);
        return this;
    }
}
