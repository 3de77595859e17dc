using NetGen.Numeric.Checks.Networks;

namespace NetGen.Numeric.Checks;

/// <summary>What does not fit is refused, with the numbers, before anything is computed.</summary>
public static class ArgumentChecks
{
    public static IEnumerable<Check> All()
    {
        yield return new Check("arguments: inputs that are not whole samples", static () =>
            Expect.Throws<ArgumentException>(static () => Network().Predict(new float[20], new float[16]), "9", "20"));
        yield return new Check("arguments: outputs for another number of samples", static () =>
            Expect.Throws<ArgumentException>(static () => Network().Predict(new float[27], new float[16]), "8", "3", "24", "16"));
        yield return new Check("arguments: outputs over the inputs", static () =>
        {
            var memory = new float[40];
            Expect.Throws<ArgumentException>(() => Network().Predict(memory.AsSpan(0, 9), memory.AsSpan(8, 8)), "'outputs'", "'inputs'");
        });
        yield return new Check("arguments: outputs and gradients over the parameters", static () =>
        {
            var network = Network();
            Expect.Throws<ArgumentException>(() => network.Predict(new float[9], network.Parameters[..8]), "'outputs'", "'Parameters'");
            var workspace = network.CreateWorkspace(1);
            network.Forward(workspace);
            Expect.Throws<ArgumentException>(() => network.Backward(workspace, network.Parameters), "'gradients'", "'parameters'");
        });
        yield return new Check("arguments: gradients of another length", static () =>
        {
            var network = Network();
            var workspace = network.CreateWorkspace(2);
            network.Forward(workspace);
            Expect.Throws<ArgumentException>(
                () => network.Backward(workspace, new float[100]), network.Description.BufferLength.ToString(System.Globalization.CultureInfo.InvariantCulture), "100");
        });
        yield return new Check("arguments: a workspace of another network", static () =>
        {
            var foreign = new Widths.Of9x9x9x9().CreateWorkspace(4);
            var network = Network();
            Expect.Throws<ArgumentException>(() => network.Forward(foreign), "Of9x10x128x8");
            Expect.Throws<ArgumentException>(() => network.Backward(foreign), "Of9x10x128x8");
        });
        yield return new Check("arguments: a workspace of another instance", static () =>
        {
            // It belongs to the class: its layout is the same.
            var workspace = new Widths.Of9x10x128x8(1).CreateWorkspace(4);
            Network().Forward(workspace);
        });
        yield return new Check("arguments: no workspace", static () =>
        {
            Expect.Throws<ArgumentNullException>(static () => Network().Forward(null!), "workspace");
            Expect.Throws<ArgumentNullException>(static () => Network().Backward(null!), "workspace");
        });
        yield return new Check("arguments: capacities and batches", static () =>
        {
            Expect.Throws<ArgumentOutOfRangeException>(static () => Network().CreateWorkspace(0), "0");
            Expect.Throws<ArgumentOutOfRangeException>(static () => Network().CreateWorkspace(int.MaxValue), "2147483647");
            var workspace = Network().CreateWorkspace(4);
            Expect.Throws<ArgumentOutOfRangeException>(() => workspace.Batch = 5, "4", "5");
            Expect.Throws<ArgumentOutOfRangeException>(() => workspace.Batch = 0, "4", "0");
        });
        yield return new Check("arguments: indices of a tensor", static () =>
        {
            Expect.Throws<ArgumentOutOfRangeException>(static () => _ = Network().Dense2Weight[128, 0], "dense2.weight", "128");
            Expect.Throws<ArgumentOutOfRangeException>(static () => _ = Network().Dense2Weight[0, -1], "dense2.weight", "-1", "10");
            Expect.Throws<ArgumentOutOfRangeException>(static () => _ = Network().Dense2Weight[0], "dense2.weight", "2", "1");
            Expect.Throws<ArgumentException>(static () => Network().Dense2Weight.CopyTo(new float[9]), "dense2.weight", "1280", "9");
        });
    }

    private static Widths.Of9x10x128x8 Network() => new();
}
