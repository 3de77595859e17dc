using NetGen.Numeric.Checks.Reference;

namespace NetGen.Numeric.Checks.Networks;

/// <summary>A generated network to be checked, and what it should compute.</summary>
/// <param name="Name">Names it in the names of checks.</param>
/// <param name="Create">Makes the generated network from a seed.</param>
/// <param name="Reference">The same layers once more, written by hand beside the class.</param>
public sealed record Subject(string Name, Func<ulong, INetwork> Create, ReferenceNetwork Reference)
{
    /// <summary>What the drawn parameters are multiplied by.</summary>
    public float Scale { get; init; } = 1;

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

    /// <summary>The parameters of a network in C order, as doubles, in the order of the layers.</summary>
    public static double[][] ParametersOf(INetwork network) => TensorsOf(network, network.Parameters);

    /// <summary>The gradients of a network in C order, as doubles, in the order of the layers.</summary>
    public static double[][] GradientsOf(INetwork network) => TensorsOf(network, network.Gradients);

    public override string ToString() => Name;

    private static double[][] TensorsOf(INetwork network, Span<float> buffer)
    {
        var parameters = network.Description.Parameters;
        var tensors = new double[parameters.Count][];
        for (var i = 0; i < tensors.Length; i++)
            tensors[i] = Array.ConvertAll(new TensorView(buffer, parameters[i]).ToArray(), static value => (double)value);
        return tensors;
    }
}
