using System.Diagnostics.CodeAnalysis;

namespace NetGen;

/// <summary>
/// What a network computes of two samples that are always the same, with its noise: where that differs, networks of the same shapes do, such as by an activation or a share of dropout, which
/// a description does not have.
/// </summary>
internal static class NetworkProbe
{
    /// <summary>What it is called in a checkpoint.</summary>
    public const string Name = "probe";

    private const ulong Seed = 20;

    // Other processors round otherwise; another activation is far from it.
    private const double Tolerance = 1e-4;

    /// <summary>The outputs of a training pass, and the objective where there is one; nothing where a network refuses the samples.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A network that cannot be probed is saved and loaded as any other.")]
    public static float[] Run(INetwork network)
    {
        try
        {
            return Compute(network);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return [];
        }
    }

    /// <summary>What a network would compute with other parameters, which it does not keep.</summary>
    public static float[] RunWith(INetwork network, SafeTensorsFile parameters)
    {
        var own = network.Parameters.ToArray();
        try
        {
            NetworkFile.Load(network, parameters);
            return Run(network);
        }
        finally
        {
            own.CopyTo(network.Parameters);
        }
    }

    /// <summary>Whether two networks with the same parameters compute the same, but for rounding.</summary>
    public static bool AreSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        if (expected.Length != actual.Length)
            return false;
        var scale = 1.0;
        foreach (var value in expected)
            scale = float.IsFinite(value) ? Math.Max(scale, Math.Abs(value)) : scale;
        for (var i = 0; i < expected.Length; i++)
        {
            var areSame = float.IsFinite(expected[i]) && float.IsFinite(actual[i])
                ? Math.Abs((double)expected[i] - actual[i]) <= Tolerance * scale
                : expected[i].Equals(actual[i]);
            if (!areSame)
                return false;
        }

        return true;
    }

    private static float[] Compute(INetwork network)
    {
        var description = network.Description;
        var batch = Math.Max(2, description.SmallestBatch);
        var workspace = network.CreateWorkspace(batch);
        workspace.Batch = batch;
        (workspace.Seed, workspace.Step, workspace.FirstSample, workspace.WholeBatch) = (Seed, 0, 0, batch);

        // Noughts and ones are an input of any kind, indices too.
        var random = new CounterRandom(Seed);
        var inputs = new float[description.Inputs.Sum(static input => input.Size)];
        var targets = new float[description.Targets.Sum(static target => target.Size)];
        for (var sample = 0; sample < batch; sample++)
        {
            foreach (ref var value in inputs.AsSpan())
                value = random.NextInt32(2);
            workspace.SetSample(sample, inputs, targets);
        }

        network.Forward(workspace);
        List<float> found = [];
        for (var i = 0; i < description.Outputs.Count; i++)
            found.AddRange(workspace.Output(i));
        if (network is IObjectiveNetwork)
            found.Add(workspace.Objective);
        return [.. found];
    }
}
