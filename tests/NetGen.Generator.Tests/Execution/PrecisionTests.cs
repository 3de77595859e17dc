using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Sums over many samples and places lose no more digits than sums over few; the right values are summed in double.</summary>
public sealed class PrecisionTests
{
    private const int Samples = 4_000_000;

    [Fact]
    public void Batch_normalisation_of_many_values_with_a_large_mean()
    {
        const int Batch = 64;
        const int Places = 64 * 64;
        var network = new LoadedProject("[Network, Input(3, 64, 64)] [BatchNorm] public partial class Net;").Network();
        var workspace = network.CreateWorkspace(Batch);
        var random = new CounterRandom(1);
        foreach (ref var element in workspace.Inputs)
            element = (float)(1 + (0.1 * random.NextDouble()));
        network.Forward(workspace);

        for (var channel = 0; channel < 3; channel++)
        {
            int[] places = [.. Enumerable.Range(0, Batch * Places).Select(i => (((i / Places * 3) + channel) * Places) + (i % Places))];
            var inputs = workspace.Inputs.ToArray();
            var mean = places.Average(place => (double)inputs[place]);
            var deviation = Math.Sqrt(places.Average(place => Math.Pow(inputs[place] - mean, 2)) + 1e-5);
            var error = 0.0;
            foreach (var place in places)
                error = Math.Max(error, Math.Abs(workspace.Outputs[place] - ((inputs[place] - mean) / deviation)));
            Assert.InRange(error, 0, 1e-5);
        }
    }

    [Theory]
    [LongInlineData(1, false)]
    [LongInlineData(3, false)]
    [LongInlineData(40, false)]
    [LongInlineData(1, true)]
    [InlineData(3, true)]
    public void Gradients_of_many_samples(int outputs, bool areEqual)
    {
        var network = new LoadedProject($"[Network, Input(1)] [Dense({outputs}, Name = \"layer\")] public partial class Net;").Network();
        var samples = Samples / (outputs > 3 ? 10 : 1);
        var workspace = network.CreateWorkspace(samples);
        var random = new CounterRandom(1);
        foreach (ref var element in workspace.Inputs)
            element = areEqual ? 1 : (float)(1 + random.NextDouble());
        network.Forward(workspace);
        foreach (ref var element in workspace.OutputGradients)
            element = areEqual ? 0.1f : (float)(0.1 * random.NextDouble());
        network.Backward(workspace, network.Gradients);

        var (bias, weight) = (new double[outputs], new double[outputs]);
        for (var i = 0; i < workspace.OutputGradients.Length; i++)
        {
            bias[i % outputs] += workspace.OutputGradients[i];
            weight[i % outputs] += (double)workspace.OutputGradients[i] * workspace.Inputs[i / outputs];
        }

        // Equal terms are rounded the same way again and again: by up to 2⁻²⁵ of the sum for each of the 256 terms of a block.
        AssertClose(bias, new TensorView(network.Gradients, network.Description.Parameter("layer.bias")).ToArray(), areEqual ? 256 / 33_554_432.0 : 1e-6);

        // Blocks of products are added to the gradient in memory, which is float.
        AssertClose(weight, new TensorView(network.Gradients, network.Description.Parameter("layer.weight")).ToArray(), areEqual ? 1e-4 : 1e-5);
    }

    [Theory]
    [InlineData("[Network, Input(1, 512, 512)] [Conv2D(2, 3, Padding = 1, Name = \"layer\", Bias = false)] public partial class Net;", 4)]
    [InlineData("[Network, Input(200000)] [Dense(2, Name = \"layer\", Bias = false)] public partial class Net;", 3)]
    [LongInlineData("[Network, Input(200000)] [Dense(40, Name = \"layer\", Bias = false)] public partial class Net;", 1)]
    public void Outputs_and_gradients_of_many_places(string source, int batch)
    {
        // The derivative with respect to one weight, and one output, each of hundreds of thousands of terms of the same sign.
        var network = new LoadedProject(source).Network();
        var workspace = network.CreateWorkspace(batch);
        var random = new CounterRandom(1);
        foreach (ref var element in workspace.Inputs)
            element = (float)(1 + random.NextDouble());
        var weight = network.Description.Parameter("layer.weight");
        var size = network.Description.InputSize;
        var isDense = network.Description.InputShape.Count == 1;
        if (isDense)
            new TensorView(network.Parameters, weight).CopyFrom([.. Enumerable.Repeat(0.1f, weight.Shape[0] * size)]);
        network.Forward(workspace);
        workspace.OutputGradients.Fill(0.1f);
        network.Backward(workspace, network.Gradients);
        var inputs = workspace.Inputs.ToArray();
        if (isDense)
        {
            var sum = inputs.Take(size).Sum(static value => (double)value * 0.1f);
            AssertClose([sum], [workspace.Outputs[0]], 1e-5);
            return;
        }

        // Of the kernel's middle, which meets every place.
        AssertClose([inputs.Sum(static value => (double)value * 0.1f)], [new TensorView(network.Gradients, weight).ToArray()[4]], 1e-5);
    }

    private static void AssertClose(double[] expected, float[] actual, double relative)
    {
        for (var i = 0; i < expected.Length; i++)
            Assert.InRange(Math.Abs(actual[i] - expected[i]) / Math.Abs(expected[i]), 0, relative);
    }
}
