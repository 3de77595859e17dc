namespace NetGen.Numeric.Checks.Networks;

/// <summary>A generated network to be checked.</summary>
/// <param name="Name">Names it in the names of checks.</param>
/// <param name="Create">Makes the generated network from a seed.</param>
public record Subject(string Name, Func<ulong, INetwork> Create)
{
    /// <summary>What the drawn parameters are multiplied by.</summary>
    public float Scale { get; init; } = 1;

    /// <summary>
    /// Makes the network whose forward pass computes what this one predicts: what is left of it out of training, written by hand, with
    /// parameters of the same names. None where training computes the same.
    /// </summary>
    public Func<INetwork>? Inference { get; init; }

    /// <summary>Whether the outputs of a sample depend, in training, on the others of its batch.</summary>
    public bool MixesSamples { get; init; }

    /// <summary>A network with drawn parameters.</summary>
    public INetwork Make(ulong seed)
    {
        var network = Create(seed);
        if (Scale != 1)
        {
            foreach (ref var parameter in network.Parameters)
                parameter *= Scale;
        }

        return network;
    }

    /// <summary>The network whose forward pass computes what <paramref name="network"/> predicts: itself, or one with the same parameters.</summary>
    public INetwork InferenceOf(INetwork network)
    {
        if (Inference is null)
            return network;
        var inference = Inference();
        foreach (var parameter in network.Description.Parameters)
        {
            var values = new TensorView(network.Parameters, parameter).ToArray();
            new TensorView(inference.Parameters, inference.Description.Parameter(parameter.Name)).CopyFrom(values);
        }

        return inference;
    }

    /// <summary>The parameters of a network in C order, as doubles, in the order of the layers.</summary>
    public static double[][] ParametersOf(INetwork network) => TensorsOf(network, network.Parameters);

    /// <summary>The gradients of a network in C order, as doubles, in the order of the layers.</summary>
    public static double[][] GradientsOf(INetwork network) => TensorsOf(network, network.Gradients);

    public sealed override string ToString() => Name;

    private static double[][] TensorsOf(INetwork network, Span<float> buffer)
    {
        var parameters = network.Description.Parameters;
        var tensors = new double[parameters.Count][];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = Array.ConvertAll(new TensorView(buffer, parameters[i]).ToArray(), static value => (double)value);
        return tensors;
    }
}
