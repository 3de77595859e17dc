using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Predictors: the parameters of one moment, prepared once.</summary>
public sealed class PredictorTests
{
    /// <summary>Networks that have nothing to prepare, a packed weight, a scale and a shift, and a weight that two layers share.</summary>
    public static TheoryData<string, string> Stacks => new()
    {
        { "dense", "[Network, Input(7), Dense(5, Activation.Tanh), Dense(3)] public sealed partial class Net;" },
        { "convolutions", "[Network, Input(3, 9, 9), Conv2D(16, 3, Activation.Relu), Conv2D(24, 3, Activation.Relu), Flatten, Dense(4)] public sealed partial class Net;" },
        { "normalised", "[Network, Input(3, 9, 9), Conv2D(16, 3, Bias = false), BatchNorm, Activation(Activation.Relu), Conv2D(24, 3), BatchNorm, Flatten, Dense(4)] public sealed partial class Net;" },
        { "shared", "[Network] public sealed partial class Net { [Conv2D(16, 3, Padding = 1)] private partial Tensor Twice(Tensor x); [Dense(2)] private partial Tensor Head(Tensor x); [Forward] private Tensor F([Shape(16, 8, 8)] Tensor x) => Head(Functional.Reshape(Twice(Twice(x)), 1024)); }" },
    };

    [Theory]
    [MemberData(nameof(Stacks))]
    public void A_predictor_gives_the_bits_of_its_moment_whatever_becomes_of_the_network(string name, string source)
    {
        var network = new LoadedProject(source).Network();
        var (inputs, before) = Predicted(network, samples: 5);
        var predictor = network.CreatePredictor();

        foreach (ref var parameter in network.Parameters)
            parameter *= 1.5f;
        var other = network.CreatePredictor();
        var (_, after) = Predicted(network, samples: 5);

        Assert.NotEqual(before, after);
        Assert.Equal(before, Of(predictor, inputs, before.Length));
        Assert.Equal(after, Of(other, inputs, before.Length));
        Assert.Equal(before, Of(predictor, inputs, before.Length));
        Assert.Same(network.Description, predictor.Description);
        Assert.NotEmpty(name);
    }

    [Fact]
    public void Threads_share_a_predictor()
    {
        var network = new LoadedProject("[Network, Input(3, 9, 9), Conv2D(16, 3, Activation.Relu), Conv2D(24, 3), BatchNorm, Flatten, Dense(4)] public sealed partial class Net;").Network();
        var (inputs, expected) = Predicted(network, samples: 3);
        var predictor = network.CreatePredictor();
        network.Parameters.Clear();

        Parallel.For(0, 64, _ => Assert.Equal(expected, Of(predictor, inputs, expected.Length)));
    }

    [Fact]
    public void A_prediction_of_a_predictor_allocates_nothing()
    {
        var network = new LoadedProject("[Network, Input(3, 9, 9), Conv2D(16, 3, Activation.Relu), Conv2D(24, 3), BatchNorm, Flatten, Dense(4)] public sealed partial class Net;").Network();
        var predictor = network.CreatePredictor();
        var (inputs, outputs) = (new float[2 * network.Description.InputSize], new float[2 * network.Description.OutputSize]);
        predictor.Predict(inputs, outputs);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
            predictor.Predict(inputs, outputs);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_predictor_of_several_inputs_and_outputs_has_a_Predict_of_its_own()
    {
        var project = new LoadedProject("""
            [Network]
            public sealed partial class Net
            {
                [Dense(3)] private partial Tensor Sum(Tensor x);
                [Forward] private (Tensor run, Tensor parameters) F([Shape(2)] Tensor Run, [Shape(2)] Tensor prepared) => (Sum(Run + prepared), Run * prepared);
            }

            public static class Use
            {
                public static float[] Of(Net network, bool byPredictor)
                {
                    var (first, second, sums, products) = (new float[] { 1, 2 }, new float[] { 3, 4 }, new float[3], new float[2]);
                    if (byPredictor)
                        network.CreatePredictor().Predict(first, second, sums, products);
                    else
                        network.Predict(first, second, sums, products);
                    return [.. sums, .. products];
                }
            }
            """);
        var network = project.Network();

        var expected = (float[])project.Call("Use", "Of", network, false)!;

        Assert.Equal([3, 8], expected[3..]);
        Assert.Equal(expected, (float[])project.Call("Use", "Of", network, true)!);
        Assert.Contains("has 2 inputs and 2 outputs", Assert.Throws<NotSupportedException>(() => network.CreatePredictor().Predict(new float[4], new float[5])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Spans_that_do_not_fit_are_refused()
    {
        var predictor = new LoadedProject("[Network, Input(7), Dense(3)] public sealed partial class Net;").Network().CreatePredictor();

        Assert.Contains("are not a whole number of them", Assert.Throws<ArgumentException>(() => predictor.Predict(new float[8], new float[3])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[Network, Input(3), Dense(2)] public sealed partial class Predictor;", "Predictor")]
    [InlineData("[Network] public sealed partial class Net { [Dense(2)] private partial Tensor Predictor(Tensor x); [Forward] private Tensor F([Shape(3)] Tensor x) => Predictor(x); }", "Net")]
    [InlineData("[Network] public sealed partial class Net { public sealed class Predictor; [Dense(2)] private partial Tensor Layer(Tensor x); [Forward] private (Tensor a, Tensor b) F([Shape(3)] Tensor x, [Shape(3)] Tensor y) => (Layer(x), y); }", "Net")]
    public void The_name_is_the_developers_where_they_use_it(string source, string type)
    {
        var network = new LoadedProject(source).Network(type);

        Assert.Same(network.Description, network.CreatePredictor().Description);
    }

    private static (float[] Inputs, float[] Outputs) Predicted(INetwork network, int samples)
    {
        var random = new CounterRandom(3);
        var inputs = new float[samples * network.Description.InputSize];
        foreach (ref var input in inputs.AsSpan())
            input = (float)random.NextNormal();
        var outputs = new float[samples * network.Description.OutputSize];
        network.Predict(inputs, outputs);
        return (inputs, outputs);
    }

    private static float[] Of(IPredictor predictor, float[] inputs, int length)
    {
        var outputs = new float[length];
        predictor.Predict(inputs, outputs);
        return outputs;
    }
}
