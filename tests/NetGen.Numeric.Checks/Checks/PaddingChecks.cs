using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>
/// What no parameter's logical shape names in the flat buffers is padding: zero from the start, after a backward pass, and after steps of
/// every optimizer.
/// </summary>
public static class PaddingChecks
{
    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
            yield return new Check($"padding: {subject}", () => IsZeroAfterBackward(subject));
        foreach (var subject in Catalogue.Few)
        {
            foreach (var (name, create) in Optimizers.All)
                yield return new Check($"padding under {name}: {subject}", () => IsZeroAfterSteps(subject, create()));
        }
    }

    private static void IsZeroAfterBackward(Subject subject)
    {
        var network = subject.Make(11);
        var padding = PaddingOf(network);
        ExpectZero(network.Parameters, padding, $"Parameters of a new {subject}");
        var workspace = network.CreateWorkspace(18);
        foreach (var batch in (int[])[1, 6, 13, 18])
        {
            Pass.Run(network, workspace, Draw.Normals(batch * network.Description.InputSize, 1), Draw.Normals(batch * network.Description.OutputSize, 2));
            ExpectZero(network.Gradients, padding, $"Gradients of {subject} after batch {batch}");
        }

        ExpectZero(network.Parameters, padding, $"Parameters of {subject} after the passes");
    }

    private static void IsZeroAfterSteps(Subject subject, Optimizer optimizer)
    {
        var network = subject.Make(11);
        var padding = PaddingOf(network);
        var before = network.Parameters.ToArray();
        var workspace = network.CreateWorkspace(9);
        for (var step = 0; step < 6; step++)
        {
            var batch = 9 - step;
            Pass.Run(
                network,
                workspace,
                Draw.Normals(batch * network.Description.InputSize, (ulong)step),
                Draw.Normals(batch * network.Description.OutputSize, (ulong)step + 50));
            optimizer.Step(network.TrainableParameters(), network.Gradients);
            Expect.AllFinite(network.Parameters, $"Parameters of {subject} after step {step}");
            ExpectZero(network.Parameters, padding, $"Parameters of {subject} after step {step}");
        }

        Expect.True(!before.AsSpan().SequenceEqual(network.Parameters), "The optimizer changes nothing.");
    }

    /// <summary>The places that belong to no parameter, by the layouts in the description.</summary>
    private static int[] PaddingOf(INetwork network)
    {
        var isUsed = new bool[network.Parameters.Length];
        foreach (var parameter in network.Description.Parameters)
            Mark(parameter, 0, parameter.Layout.Offset, isUsed);
        var used = isUsed.Count(static used => used);
        Expect.True(
            used == network.Description.ParameterCount,
            $"{network.Description.ParameterCount} parameters lie in {used} different places of the buffer.");
        return [.. Enumerable.Range(0, isUsed.Length).Where(place => !isUsed[place])];
    }

    private static void Mark(ParameterInfo parameter, int axis, int place, bool[] isUsed)
    {
        if (axis == parameter.Shape.Count)
        {
            isUsed[place] = true;
            return;
        }

        for (var index = 0; index < parameter.Shape[axis]; index++)
            Mark(parameter, axis + 1, place + parameter.Layout.Along(axis, index), isUsed);
    }

    private static void ExpectZero(ReadOnlySpan<float> buffer, int[] padding, string what)
    {
        // Frozen parameters, which lie last, have no gradients.
        for (var i = 0; i < padding.Length && padding[i] < buffer.Length; i++)
            Expect.True(buffer[padding[i]] == 0, $"{what}: the padding at {padding[i]} of {buffer.Length} is {buffer[padding[i]]:R}, not 0.");
    }
}
