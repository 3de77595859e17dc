namespace NetGen;

/// <summary>How a parameter starts.</summary>
/// <param name="Initializer">The distribution.</param>
/// <param name="FanIn">How many inputs reach one output of the layer.</param>
/// <param name="FanOut">How many outputs one input of the layer reaches.</param>
/// <param name="Gain">What the layer's activation asks the spread to be multiplied by; used by the Xavier initialisers only.</param>
public sealed record Initialization(Initializer Initializer, int FanIn, int FanOut, double Gain = 1)
{
    /// <summary>What every element starts from, in the place of what <see cref="Initializer"/> draws; null for that.</summary>
    public double? Start { get; init; }

    /// <summary>The row along the first axis that starts from zero, in the place of what is drawn for it; null for none.</summary>
    public int? ZeroRow { get; init; }

    /// <summary>Draws all elements of <paramref name="tensor"/>, in C order of its logical shape, from <paramref name="random"/>.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Initializer"/> is not one of the enumeration's.</exception>
    public void Fill(TensorView tensor, ref CounterRandom random)
    {
        var values = new float[tensor.Count];
        switch (Initializer)
        {
            case var _ when Start is { } start:
                Array.Fill(values, (float)start);
                break;
            case Initializer.Default:
                FillUniform(values, 1 / Math.Sqrt(FanIn), ref random);
                break;
            case Initializer.XavierUniform:
                FillUniform(values, Gain * Math.Sqrt(6.0 / (FanIn + FanOut)), ref random);
                break;
            case Initializer.XavierNormal:
                FillNormal(values, Gain * Math.Sqrt(2.0 / (FanIn + FanOut)), ref random);
                break;
            case Initializer.HeUniform:
                FillUniform(values, Math.Sqrt(6.0 / FanIn), ref random);
                break;
            case Initializer.HeNormal:
                FillNormal(values, Math.Sqrt(2.0 / FanIn), ref random);
                break;
            case Initializer.Zeros:
                break;
            case Initializer.Ones:
                Array.Fill(values, 1);
                break;
            case Initializer.Normal:
                FillNormal(values, Gain, ref random);
                break;
            default:
                throw new InvalidOperationException($"'{tensor.Name}' asks for initialiser {Initializer}, which does not exist.");
        }

        if (ZeroRow is { } row)
            values.AsSpan(row * (values.Length / tensor.Shape[0]), values.Length / tensor.Shape[0]).Clear();
        tensor.CopyFrom(values);
    }

    /// <summary>Draws all parameters of a network, one after the other.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="network">What they are.</param>
    /// <param name="seed">The same seed gives the same values.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public static void FillAll(Span<float> parameters, NetworkDescription network, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(network);
        var random = new CounterRandom(seed);
        foreach (var parameter in network.Parameters)
            parameter.Initialization.Fill(new TensorView(parameters, parameter), ref random);
    }

    private static void FillUniform(Span<float> values, double bound, ref CounterRandom random)
    {
        foreach (ref var value in values)
            value = (float)(((2 * random.NextDouble()) - 1) * bound);
    }

    private static void FillNormal(Span<float> values, double deviation, ref CounterRandom random)
    {
        foreach (ref var value in values)
            value = (float)(random.NextNormal() * deviation);
    }
}
