using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Batch normalisation against what PyTorch computed: in training, in a prediction, and its running statistics.</summary>
public sealed class BatchNormTests
{
    private const double Tolerance = 2e-5;

    public static TheoryData<string> Names => [.. Recording.Normalization.Cases];

    [Theory]
    [MemberData(nameof(Names))]
    public void It_is_what_it_is_in_PyTorch(string name)
    {
        var recorded = Recording.Normalization[name];
        var attributes = name.Replace("), ", ")] [", StringComparison.Ordinal);
        var network = new LoadedProject($"[Network(InputGradient = true)] [{attributes}] public sealed partial class Net;").Network();
        foreach (var parameter in network.Description.Parameters)
            new TensorView(network.Parameters, parameter).CopyFrom(recorded.Floats(RecordedCase.KeyOf(parameter.Name)));
        var inputs = recorded.Floats("input");
        var predicted = new float[inputs.Length];
        network.Predict(inputs, predicted);
        recorded.AssertClose("prediction", predicted, Tolerance);

        var workspace = network.CreateWorkspace(recorded.Batch());
        inputs.CopyTo(workspace.Inputs);
        network.Forward(workspace);
        recorded.AssertClose("output", workspace.Outputs, Tolerance);
        recorded.Floats("output gradient").CopyTo(workspace.OutputGradients);
        network.Gradients.Fill(float.NaN);
        network.Backward(workspace, network.Gradients);
        recorded.AssertClose("input gradient", workspace.InputGradients, Tolerance);
        foreach (var parameter in network.Description.Parameters.Where(static parameter => !parameter.IsFrozen))
            recorded.AssertClose(RecordedCase.KeyOf(parameter.Name) + " gradient", new TensorView(network.Gradients, parameter).ToArray(), Tolerance);

        network.UpdateState(workspace);
        foreach (var parameter in network.Description.Parameters.Where(static parameter => parameter.IsFrozen))
            recorded.AssertClose(RecordedCase.KeyOf(parameter.Name) + " after", new TensorView(network.Parameters, parameter).ToArray(), Tolerance);
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
