using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>What is emitted for layers over sequences, against what <c>tests/Fixtures/record_pools.py</c> has recorded of PyTorch's.</summary>
public sealed class RecordedPoolTests
{
    private const double Tolerance = 2e-5;

    private static readonly SafeTensorsFile File = SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "pools.safetensors"));

    private static readonly string[] AllNames = [.. File.Tensors.Select(static tensor => tensor.Name.Split('/')[0]).Distinct()];

    private static readonly Lazy<LoadedProject> Project = new(static () => new(string.Join("\n", AllNames.Select(
        static (name, place) => $"[Network(InputGradient = true), {name.Replace(" with ties", "", StringComparison.Ordinal)}] public sealed partial class Net{place};"))));

    public static TheoryData<string> Names => [.. AllNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_code_computes_what_PyTorch_computes(string name)
    {
        var network = Project.Value.Network($"Net{Array.IndexOf(AllNames, name)}");
        var workspace = network.CreateWorkspace((int)File[name + "/input"].Shape[0]);
        var inputs = File[name + "/input"].ToArray();
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        AssertClose(name, "output", workspace.Outputs);
        var predicted = new float[workspace.Outputs.Length];
        network.Predict(inputs, predicted);
        AssertClose(name, "output", predicted);

        File[name + "/output gradient"].CopyTo(workspace.OutputGradients);
        network.Backward(workspace, network.Gradients);
        AssertClose(name, "input gradient", workspace.InputGradients);
    }

    private static void AssertClose(string name, string key, ReadOnlySpan<float> actual)
    {
        var expected = File[$"{name}/{key}"].ToArray();
        Assert.Equal(expected.Length, actual.Length);
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.True(
                Math.Abs(expected[place] - actual[place]) <= Tolerance * (1 + Math.Abs(expected[place])),
                $"{key}[{place}] is {actual[place]}, and PyTorch has {expected[place]}");
        }
    }
}
