using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>A pass depends on the batch alone: not on what the workspace held before, nor on its capacity.</summary>
public static class WorkspaceChecks
{
    // Down, up, to one, and the same again; the last is the capacity.
    private static readonly int[] Batches = [17, 3, 16, 1, 16, 18, 19];
    private const int Capacity = 19;

    public static IEnumerable<Check> All()
    {
        foreach (var subject in Catalogue.All)
        {
            yield return new Check($"workspace reused: {subject}", () => HoldsNothingOfEarlierBatches(subject));
            yield return new Check($"workspace uninitialised: {subject}", () => ReadsNothingUninitialised(subject));
        }

        foreach (var subject in Catalogue.Few)
        {
            yield return new Check($"workspaces apart: {subject}", () => SharesNothingWithAnother(subject));
            yield return new Check($"forward before backward: {subject}", () => WantsForwardBeforeBackward(subject));
        }
    }

    private static void HoldsNothingOfEarlierBatches(Subject subject)
    {
        var network = subject.Make(7);
        var workspace = network.CreateWorkspace(Capacity);
        for (var i = 0; i < Batches.Length; i++)
        {
            var (inputs, outputGradients) = Data(network, Batches[i], seed: (ulong)i);
            var fresh = Pass.Run(network, network.CreateWorkspace(Batches[i]), inputs, outputGradients);
            fresh.ExpectSame(Pass.Run(network, workspace, inputs, outputGradients), $"of batch {Batches[i]} at step {i} of {subject}");
        }
    }

    private static void ReadsNothingUninitialised(Subject subject)
    {
        var network = subject.Make(7);
        foreach (var batch in (int[])[1, 5, 19])
        {
            var (inputs, outputGradients) = Data(network, batch, seed: 9);
            var clean = Pass.Run(network, network.CreateWorkspace(Capacity), inputs, outputGradients);
            Expect.AllFinite(clean.Outputs, $"Outputs of {subject}");
            var workspace = network.CreateWorkspace(Capacity);
            Pass.Poison(workspace);
            clean.ExpectSame(Pass.Run(network, workspace, inputs, outputGradients), $"of batch {batch} of {subject} in a workspace of NaN");

            // The backward pass too may find anything where it has not been told to read.
            network.Gradients.Clear();
            clean.ExpectSame(Pass.Run(network, workspace, inputs, outputGradients), $"of batch {batch} of {subject} once more");
        }
    }

    private static void SharesNothingWithAnother(Subject subject)
    {
        var network = subject.Make(7);
        var (inputs, outputGradients) = Data(network, 6, seed: 1);
        var (otherInputs, _) = Data(network, 11, seed: 2);
        var expected = Pass.Run(network, network.CreateWorkspace(6), inputs, outputGradients);

        // Another pass, and predictions, between the forward and the backward pass of this one.
        var workspace = network.CreateWorkspace(6);
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var other = network.CreateWorkspace(11);
        otherInputs.CopyTo(other.Inputs);
        network.Forward(other);
        network.Predict(otherInputs, new float[11 * network.Description.OutputSize]);
        outputGradients.CopyTo(workspace.OutputGradients);
        var gradients = new float[network.Gradients.Length];
        network.Backward(workspace, gradients);
        Expect.SameBits(expected.Gradients, gradients, $"Gradients of {subject}, written elsewhere");
    }

    private static void WantsForwardBeforeBackward(Subject subject)
    {
        var network = subject.Make(7);
        var workspace = network.CreateWorkspace(Capacity);
        void Refuses(params string[] parts)
        {
            var gradients = network.Gradients.ToArray();
            Expect.Throws<InvalidOperationException>(() => network.Backward(workspace, network.Gradients), parts);
            Expect.SameBits(gradients, network.Gradients, $"Gradients of {subject}, refused");
        }

        Refuses(network.Description.Name, "call Forward before each Backward");
        workspace.Batch = 6;
        network.Forward(workspace);
        workspace.Batch = 5;
        Refuses("of 5 samples", "Forward was of 6");
        workspace.Batch = 6;
        network.Backward(workspace, network.Gradients);
        Refuses("call Forward before each Backward");
        network.Forward(workspace);
        network.Backward(workspace, network.Gradients, accumulate: true);
    }

    private static (float[] Inputs, float[] OutputGradients) Data(INetwork network, int batch, ulong seed)
        => (Draw.Normals(batch * network.Description.InputSize, 2 * seed), Draw.Normals(batch * network.Description.OutputSize, (2 * seed) + 1));
}
