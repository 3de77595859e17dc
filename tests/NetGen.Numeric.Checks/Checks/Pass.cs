using System.Runtime.InteropServices;

namespace NetGen.Numeric.Checks;

/// <summary>What one forward and one backward pass give.</summary>
/// <param name="Outputs">[batch × output]</param>
/// <param name="Gradients">All of them, padding included.</param>
/// <param name="State">What the frozen parameters would become: running statistics.</param>
internal sealed record Pass(float[] Outputs, float[] Gradients, float[] State)
{
    /// <summary>Both passes over a workspace, for inputs and output gradients that are given. Changes no parameter.</summary>
    public static Pass Run(INetwork network, Workspace workspace, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradients)
    {
        var state = network.Parameters[network.Description.TrainableLength..];
        var before = state.ToArray();
        workspace.Batch = inputs.Length / network.Description.InputSize;
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        var outputs = workspace.Outputs.ToArray();
        outputGradients.CopyTo(workspace.OutputGradients);
        network.Backward(workspace, network.Gradients);
        var after = state.ToArray();
        before.CopyTo(state);
        return new Pass(outputs, network.Gradients.ToArray(), after);
    }

    /// <summary>Fills all of a workspace, what lies between and behind its tensors included, with what is not a number.</summary>
    public static void Poison(Workspace workspace)
        => MemoryMarshal.CreateSpan(ref workspace.Sample(0, 0), (int)(workspace.Bytes / sizeof(float))).Fill(float.NaN);

    /// <summary>That two passes are the same bit by bit.</summary>
    public void ExpectSame(Pass actual, string where)
    {
        Expect.SameBits(Outputs, actual.Outputs, $"Outputs {where}");
        Expect.SameBits(Gradients, actual.Gradients, $"Gradients {where}");
        Expect.SameBits(State, actual.State, $"Running statistics {where}");
    }
}
