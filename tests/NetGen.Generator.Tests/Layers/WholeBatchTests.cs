using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>Networks that compute with sums over the batch, trained by one worker and by several: the sums are those of the whole batch.</summary>
public sealed class WholeBatchTests
{
    private const string Usings = "using NetGen; using static NetGen.Functional;\n";

    private static readonly Dictionary<string, string> Networks = new()
    {
        ["dense"] = "[Network, Input(6)] [Dense(8)] [BatchNorm] [Activation(Activation.Relu)] [Dense(5)] [BatchNorm(Affine = false, Momentum = 0.3)] [Dense(3)] public sealed partial class Net;",
        ["convolutions"] = "[Network, Input(1, 3, 2)] [Conv2D(4, 2)] [BatchNorm] [Activation(Activation.Silu)] [Flatten] [Dense(3)] public sealed partial class Net;",
        ["a layer that is called twice"] = """
            [Network]
            public sealed partial class Net
            {
                [Dense(6)] private partial Tensor First(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [Dense(3)] private partial Tensor Last(Tensor x);

                [Forward]
                private Tensor Forward([Shape(6)] Tensor x) => Last(Norm(Tanh(Norm(First(x)))) + x);
            }
            """,
        ["a network in a layer's place"] = """
            [Network, Input(6)] [Dense(6)] [BatchNorm] public sealed partial class Trunk;
            [Network]
            public sealed partial class Net
            {
                [Nested(typeof(Trunk))] private partial Tensor Body(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [Dense(3)] private partial Tensor Last(Tensor x);

                [Forward]
                private Tensor Forward([Shape(6)] Tensor x) => Last(Relu(Body(x) * Norm(x)) + Body(Sin(x)));
            }
            """,
        ["an objective"] = """
            [Network]
            public sealed partial class Net
            {
                [Dense(6)] private partial Tensor First(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [BatchNorm(Affine = false)] private partial Tensor OfOutputs(Tensor x);
                [Dense(3)] private partial Tensor Last(Tensor x);

                [Forward]
                private Tensor Forward([Shape(6)] Tensor x) => Last(Tanh(Norm(First(x))));

                [Objective]
                private Tensor Objective(Tensor output, [Shape(3)] Tensor wanted) => Mean((output - wanted) * (output - wanted)) + 0.1f * Mean(OfOutputs(Tanh(output * 2f + Slice(wanted, 0, 0, 1))) * wanted);
            }
            """,
        ["a gradient by a parameter"] = """
            [Network]
            public sealed partial class Net
            {
                [Dense(6)] private partial Tensor First(Tensor x);
                [Parameter(6)] private partial Tensor Scale();
                [Dense(3)] private partial Tensor Last(Tensor x);

                [Forward]
                private Tensor Forward([Shape(6)] Tensor x) => Last(Tanh(First(x) * Scale()));

                // The gradient of a sum over the batch, which all samples use.
                [Objective]
                private Tensor Objective(Tensor output, [Shape(3)] Tensor wanted, Tensor x)
                {
                    var error = (output - wanted) * (output - wanted);
                    var slope = Gradient(Tanh(x * Scale()), Scale());
                    return Mean(error) + 0.01f * Mean(slope * slope * Tanh(x));
                }
            }
            """,
    };

    public static TheoryData<string> Names => [.. TestTier.OneIn(2, Networks.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Several_workers_train_as_one_does(string name)
    {
        var project = Project(name);
        var one = Train(project, 1, batch: 16);
        var uneven = Train(project, 1, batch: 7);
        foreach (var workers in (int[])[2, 3, 4, 8])
        {
            // 37 samples: a last batch of 5 by 16, and of 2 by 7, which leaves most of the workers without one.
            ExpectClose(one, Train(project, workers, batch: 16), $"{workers} workers, batches of 16");
            ExpectClose(uneven, Train(project, workers, batch: 7), $"{workers} workers, batches of 7");
        }
    }

    [Theory]
    [InlineData("an objective")]
    [InlineData("a gradient by a parameter")]
    public void Several_workers_evaluate_an_objective_as_one_does(string name)
    {
        var network = Project(name).Network();
        var (inputs, targets) = Rows(23);
        var data = new Dataset(inputs, targets, 6, 3);
        var expected = Trainer(network, 1).Evaluate(data).Loss;
        foreach (var workers in (int[])[2, 5])
            Assert.Equal(expected, Trainer(network, workers).Evaluate(data).Loss, 1e-5 * Math.Abs(expected));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_number_of_workers_gives_the_same_bits(string name)
    {
        var project = Project(name);
        foreach (var workers in (int[])[3, 4])
        {
            var (first, second) = (Train(project, workers, batch: 7), Train(project, workers, batch: 7));
            Assert.Equal(first.Losses, second.Losses);
            Assert.Equal(first.Parameters, second.Parameters);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_by_several_workers_are_central_differences_of_the_whole_batch(string name)
    {
        const float Step = 1f / 256;
        var network = Project(name).Network();
        var (inputs, targets) = Rows(11);

        // At a learning rate of 0 a step gives the loss and the gradients, and leaves the parameters.
        var trainer = Trainer(network, 3);
        trainer.Optimizer.LearningRate = 0;
        trainer.Step(inputs, targets);
        var gradients = network.Gradients.ToArray();
        foreach (var parameter in network.Description.Parameters.Where(static parameter => !parameter.IsFrozen))
        {
            var slopes = new TensorView(gradients, parameter).ToArray();
            var values = new TensorView(network.Parameters, parameter).ToArray();
            for (var index = 0; index < values.Length; index += 1 + (values.Length / 7))
            {
                var value = values[index];
                var (above, below) = (At(value + Step), At(value - Step));
                _ = At(value);
                var expected = (above - below) / (2 * Step);
                Assert.True(Math.Abs(expected - slopes[index]) <= 2e-3 * Math.Max(1, Math.Abs(expected)), $"∂{parameter.Name}[{index}] is {slopes[index]}, and the difference quotient {expected}");

                double At(float changed)
                {
                    values[index] = changed;
                    new TensorView(network.Parameters, parameter).CopyFrom(values);
                    return trainer.Step(inputs, targets);
                }
            }
        }
    }

    [Fact]
    public void A_layer_that_is_called_twice_moves_its_statistics_twice()
    {
        const double Momentum = 0.25;
        var network = new LoadedProject(Usings + """
            [Network]
            public sealed partial class Net
            {
                [BatchNorm(Momentum = 0.25, Name = "norm")] private partial Tensor Norm(Tensor x);

                [Forward]
                private Tensor Forward([Shape(2)] Tensor x) => Norm(x) + Norm(3f * x + 1f);
            }
            """).Network();
        float[] inputs = [1, 2, 4, -1, 3, 0, 0, 7];
        new Trainer(network, new MSELoss(), new SGD(0)).Step(inputs, new float[8]);
        for (var channel = 0; channel < 2; channel++)
        {
            var (mean, variance) = (0.0, 1.0);
            foreach (var (scale, shift) in ((double, double)[])[(1, 0), (3, 1)])
            {
                double[] values = [.. Enumerable.Range(0, 4).Select(sample => (scale * inputs[(2 * sample) + channel]) + shift)];
                mean = ((1 - Momentum) * mean) + (Momentum * values.Average());
                variance = ((1 - Momentum) * variance) + (Momentum * values.Sum(value => (value - values.Average()) * (value - values.Average())) / 3);
            }

            Assert.Equal(mean, State("norm.running_mean")[channel], 1e-5);
            Assert.Equal(variance, State("norm.running_var")[channel], 1e-5);
        }

        float[] State(string name) => new TensorView(network.Parameters, network.Description.Parameter(name)).ToArray();
    }

    [Theory]
    [InlineData("[Network, Input(5)] [Dense(4)] [BatchNorm(Name = \"norm\")] public sealed partial class Net;", 2)]
    [InlineData("[Network, Input(5, 1, 1)] [BatchNorm(Name = \"norm\")] public sealed partial class Net;", 2)]
    [InlineData("[Network, Input(5, 2)] [BatchNorm(Name = \"norm\")] public sealed partial class Net;", 1)]
    [InlineData("[Network, Input(5)] [Dense(4)] [LayerNorm(Name = \"norm\")] public sealed partial class Net;", 1)]
    public void A_single_value_for_each_channel_is_refused_before_anything_changes(string source, int smallest)
    {
        var network = new LoadedProject(source).Network();
        var before = network.Parameters.ToArray();
        var inputs = new float[network.Description.InputSize];
        var workspace = network.CreateWorkspace(2);
        Assert.Equal(smallest, network.Description.SmallestBatch);
        network.Predict(inputs, new float[network.Description.OutputSize]);
        workspace.Batch = 1;
        if (smallest == 1)
        {
            network.Forward(workspace);
            return;
        }

        var message = Assert.Throws<InvalidOperationException>(() => network.Forward(workspace)).Message;
        Assert.Contains("BatchNorm 'norm' of Net", message, StringComparison.Ordinal);
        Assert.Contains("a batch of 1 sample", message, StringComparison.Ordinal);
        Assert.Contains("DropLast", message, StringComparison.Ordinal);
        var trainer = new Trainer(network, new MSELoss(), new SGD(1)) { BatchSize = 4, Workers = 4 };
        Assert.Contains("BatchNorm 'norm'", Assert.Throws<ArgumentException>(() => trainer.Step(inputs, new float[network.Description.OutputSize])).Message, StringComparison.Ordinal);

        // 9 = 4 + 4 + 1
        var data = new Dataset(new float[9 * inputs.Length], new float[9 * network.Description.OutputSize], inputs.Length, network.Description.OutputSize);
        Assert.StartsWith("9 samples make batches of 4 and a last one of 1. BatchNorm 'norm'", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
        trainer.BatchSize = 1;
        Assert.StartsWith("9 samples make batches of 1. BatchNorm 'norm'", Assert.Throws<ArgumentException>(() => trainer.Fit(data, 1)).Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());

        // 4 workers have a sample each, and statistics of four.
        (trainer.BatchSize, trainer.DropLast) = (4, true);
        trainer.Fit(data, 1);
        Assert.Equal(2, trainer.StepsTrained);
    }

    [Fact]
    public void A_loop_of_ones_own_moves_the_statistics_as_a_trainer_does()
    {
        var project = Project("dense");
        var (inputs, targets) = Rows(9);
        var (own, other, loss, optimizer) = (project.Network(), project.Network(), new MSELoss(), new SGD(0.1));
        var workspace = own.CreateWorkspace(9);
        var trainer = new Trainer(other, loss, new SGD(0.1));
        for (var step = 0; step < 5; step++)
        {
            inputs.CopyTo(workspace.Inputs);
            own.Forward(workspace);
            var value = loss.Evaluate(workspace.Outputs, targets, workspace.OutputGradients, 9);
            own.Backward(workspace, own.Gradients);
            optimizer.Step(own.TrainableParameters(), own.Gradients);
            Assert.Equal(value, trainer.Step(inputs, targets));
        }

        Assert.Equal(other.Parameters.ToArray(), own.Parameters.ToArray());
        Assert.NotEqual(1, new TensorView(own.Parameters, own.Description.Parameter("batchNorm1.running_var")).ToArray()[0]);
    }

    [Fact]
    public void A_part_of_a_batch_without_its_workers_is_refused()
    {
        var network = Project("dense").Network();
        var workspace = network.CreateWorkspace(4);
        workspace.WholeBatch = 8;
        Assert.Contains("4 of the 8 samples", Assert.Throws<InvalidOperationException>(() => network.Forward(workspace)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Running_statistics_stay_where_a_step_is_not_applied()
    {
        var network = Project("dense").Network();
        var before = network.Parameters.ToArray();
        var (inputs, targets) = Rows(6);
        inputs[15] = float.NaN;
        var trainer = Trainer(network, 2);
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step(inputs, targets));
        Assert.Contains("the input of sample 2 has NaN in feature 3", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    private static LoadedProject Project(string name) => new(Usings + Networks[name]);

    private static (double[] Losses, float[] Parameters) Train(LoadedProject project, int workers, int batch)
    {
        var network = project.Network();
        var (inputs, targets) = Rows(37);
        var losses = new List<double>();
        var trainer = Trainer(network, workers);
        trainer.BatchSize = batch;
        trainer.Fit(new Dataset(inputs, targets, 6, 3), epochs: 3, onStep: step => losses.Add(step.Loss));
        return ([.. losses], network.Parameters.ToArray());
    }

    private static Trainer Trainer(INetwork network, int workers)
        => network is IObjectiveNetwork objective
            ? new(objective, new SGD(0.05)) { Workers = workers, Seed = 5 }
            : new(network, new MSELoss(), new SGD(0.05)) { Workers = workers, Seed = 5 };

    private static (float[] Inputs, float[] Targets) Rows(int count)
    {
        var random = new CounterRandom(3);
        float[] inputs = [.. Enumerable.Range(0, count * 6).Select(place => (float)(random.NextNormal() * (1 + (place % 3))) + (place % 2))];
        float[] targets = [.. Enumerable.Range(0, count * 3).Select(_ => (float)random.NextNormal())];
        return (inputs, targets);
    }

    private static void ExpectClose((double[] Losses, float[] Parameters) expected, (double[] Losses, float[] Parameters) actual, string where)
    {
        Assert.Equal(expected.Losses.Length, actual.Losses.Length);
        for (var step = 0; step < expected.Losses.Length; step++)
        {
            var tolerance = 1e-5 * Math.Max(0.1, Math.Abs(expected.Losses[step])) * (step < 5 ? 1 : 10);
            Assert.True(Math.Abs(expected.Losses[step] - actual.Losses[step]) <= tolerance, $"Loss {step}, {where}: {actual.Losses[step]} for {expected.Losses[step]}");
        }

        for (var place = 0; place < expected.Parameters.Length; place++)
        {
            var tolerance = 2e-4 * Math.Max(1, Math.Abs(expected.Parameters[place]));
            Assert.True(Math.Abs(expected.Parameters[place] - actual.Parameters[place]) <= tolerance, $"Parameter {place}, {where}: {actual.Parameters[place]} for {expected.Parameters[place]}");
        }
    }
}
