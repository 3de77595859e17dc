using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Batch normalisation against what PyTorch computed: in training, in a prediction, and its running statistics.</summary>
public sealed class BatchNormTests
{
    private const double Tolerance = 2e-5;

    private static readonly SafeTensorsFile File = SafeTensorsFile.Read(Path.Combine(AppContext.BaseDirectory, "Fixtures", "normalization.safetensors"));

    public static TheoryData<string> Names => [.. File.Tensors.Select(static tensor => tensor.Name.Split('/')[0]).Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_what_it_is_in_PyTorch(string name)
    {
        var attributes = name.Replace("), ", ")] [", StringComparison.Ordinal);
        var network = new LoadedProject($"[Network(InputGradient = true)] [{attributes}] public sealed partial class Net;").Network();
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(Recorded(KeyOf(parameter)));
        var inputs = Recorded("input");
        var batch = inputs.Length / network.Description.InputSize;
        var predicted = new float[inputs.Length];
        network.Predict(inputs, predicted);
        AssertClose("prediction", predicted);

        var workspace = network.CreateWorkspace(batch);
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        AssertClose("output", workspace.Outputs);
        Recorded("output gradient").CopyTo(workspace.OutputGradients);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        AssertClose("input gradient", workspace.InputGradients);
        foreach (var parameter in network.Description.Parameters.Where(static parameter => !parameter.IsFrozen))
            AssertClose(KeyOf(parameter) + " gradient", new TensorView(network.Gradients, parameter).ToArray());

        network.UpdateState(workspace);
        foreach (var parameter in network.Description.Parameters.Where(static parameter => parameter.IsFrozen))
            AssertClose(KeyOf(parameter) + " after", new TensorView(network.Parameters, parameter).ToArray());

        float[] Recorded(string key) => File[$"{name}/{key}"].ToArray();

        static string KeyOf(ParameterInfo parameter) => parameter.Name[(parameter.Name.IndexOf('.', StringComparison.Ordinal) + 1)..];

        void AssertClose(string key, ReadOnlySpan<float> actual)
        {
            var expected = Recorded(key);
            Assert.Equal(expected.Length, actual.Length);
            var scale = 1 + expected.Max(Math.Abs);
            for (var place = 0; place < expected.Length; place++)
                Assert.True(Math.Abs(expected[place] - actual[place]) <= Tolerance * scale, $"{key}[{place}] is {actual[place]}, and PyTorch has {expected[place]}");
        }
    }

    [Fact]
    public void A_prediction_computes_it_with_the_convolution_before_it()
    {
        var project = new LoadedProject("[Network, Input(2, 8, 8)] [Conv2D(4, 3, Name = \"conv\")] [BatchNorm(Name = \"norm\")] [Activation(Activation.Relu)] public sealed partial class Net;");
        var forward = project.Files["Net.Forward.g.cs"];
        var predict = forward[forward.IndexOf("public void Predict(", StringComparison.Ordinal)..forward.IndexOf("class Kernels", StringComparison.Ordinal)];

        // The scale and the shift of every channel, then all the rest at once.
        Assert.Equal(2, predict.Split("Kernels.").Length - 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Training_moves_the_running_statistics_to_those_of_the_data(int workers)
    {
        var network = new LoadedProject("[Network, Input(3)] [BatchNorm(Name = \"norm\")] [Dense(1)] public sealed partial class Net;").Network();
        var random = new CounterRandom(4);
        var inputs = new float[3 * 60];
        for (var place = 0; place < inputs.Length; place++)
            inputs[place] = (float)((random.NextNormal() * (1 + (place % 3))) + (10 * (place % 3)));

        new Trainer(network, new MSELoss(), new SGD(1e-3)) { BatchSize = Trainer.FullBatch, Workers = workers }
            .Fit(new Dataset(inputs, new float[60], 3, 1), epochs: 200);

        var mean = new TensorView(network.Parameters, network.Description.Parameter("norm.running_mean")).ToArray();
        for (var feature = 0; feature < 3; feature++)
            Assert.Equal(Enumerable.Range(0, 60).Average(sample => inputs[(3 * sample) + feature]), mean[feature], 1e-3f);
    }
}
