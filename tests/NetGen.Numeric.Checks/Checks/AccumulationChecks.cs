using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>A backward pass that accumulates adds to the gradients that are there, once; one that does not overwrites whatever is there.</summary>
public static class AccumulationChecks
{
    // Of the sum of absolute values: sums that are taken in another order, of up to two blocks of samples.
    private const double Tolerance = 2e-6;

    // More samples than a block of a sum has, in which the second block adds to what the first has stored.
    private const int SeveralBlocks = 1030;

    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
            yield return new Check($"accumulation: {subject}", () => AddsOnce(subject.Make(11), [1, 6, 13]));
        foreach (var subject in Catalogue.Few)
            yield return new Check($"accumulation of several blocks: {subject}", () => AddsOnce(subject.Make(11), [SeveralBlocks]));
        foreach (var layer in RecordedLayer.All)
            yield return new Check($"accumulation: {layer.Declaration}", () => AddsOnce(layer.Create(11), [1, 5]));
        yield return new Check("accumulation: an objective", static () => AddsOnce(new AutoEncoder(seed: 11), [4, 19]));
        yield return new Check("accumulation: parameters in formulas", static () => AddsOnce(new ParametersInFormulas(seed: 11), [1, 6, 13, SeveralBlocks]));
        yield return new Check("accumulation: gradients of another length", static () =>
        {
            var network = Catalogue.Named("9-10-128-8").Make(11);
            var workspace = network.CreateWorkspace(3);
            var gradients = new float[network.Gradients.Length + 1];
            Expect.Throws<ArgumentException>(() => network.Backward(workspace, gradients, accumulate: true), "floats");
            Expect.True(Array.TrueForAll(gradients, static gradient => gradient == 0), "Gradients of another length have been written to.");
        });
    }

    private static void AddsOnce(INetwork network, int[] batches)
    {
        var workspace = network.CreateWorkspace(batches.Max() + 2);
        var length = network.Gradients.Length;
        foreach (var batch in batches.Select(batch => Math.Max(batch, network.Description.SmallestBatch)))
        {
            var fresh = Gradients(network, workspace, batch, [.. Enumerable.Repeat(float.NaN, length)], accumulate: false);
            var before = Draw.Normals(length, (ulong)batch);
            var after = Gradients(network, workspace, batch, before, accumulate: true);
            foreach (var parameter in network.Description.Parameters.Where(static parameter => !parameter.IsFrozen))
            {
                double[] Of(float[] gradients) => [.. new TensorView(gradients, parameter).ToArray().Select(static value => (double)value)];
                var (added, there) = (Of(fresh), Of(before));
                Expect.AllFinite(new TensorView(fresh, parameter).ToArray(), $"∂{parameter.Name} over what is not a number, batch {batch}");
                Expect.Close("accumulated gradients", Of(after), [.. added.Zip(there, static (gradient, old) => gradient + old)], Tolerance, 0, $"∂{parameter.Name}, added to what was there, batch {batch}");
            }
        }
    }

    /// <summary>The gradients after a pass that finds some others.</summary>
    private static float[] Gradients(INetwork network, Workspace workspace, int batch, float[] there, bool accumulate)
    {
        // What the pass before has left in the workspace is nobody's.
        Pass.Poison(workspace);
        workspace.Batch = batch;
        (workspace.Seed, workspace.Step) = (5, 6);
        var inputs = network.Description.Inputs;
        for (var input = 0; input < inputs.Count; input++)
        {
            var values = workspace.Input(input);
            (inputs[input].Vocabulary is { } vocabulary ? Draw.Classes(values.Length, vocabulary, 3) : Draw.Normals(values.Length, 3)).CopyTo(values);
        }

        var state = network.Parameters[network.Description.TrainableLength..].ToArray();
        network.Forward(workspace);
        if (network is not IObjectiveNetwork)
            Draw.Normals(workspace.OutputGradients.Length, 4).CopyTo(workspace.OutputGradients);
        var gradients = there.ToArray();
        network.Backward(workspace, gradients, accumulate);
        state.CopyTo(network.Parameters[network.Description.TrainableLength..]);
        return gradients;
    }
}
