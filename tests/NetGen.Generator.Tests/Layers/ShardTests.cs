using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>With a number of shards, compiled networks learn the same bits by any number of workers; with micro-batches, what they learn from a large batch.</summary>
public sealed class ShardTests
{
    private const string Body = """
        using NetGen; using static NetGen.Functional;
        [Network]
        public sealed partial class Net
        {
        """;

    private static readonly Dictionary<string, string> Networks = new()
    {
        ["dense"] = "using NetGen; [Network, Input(6)] [Dense(70, Activation.Relu)] [Dense(40, Activation.Tanh)] [Dense(3)] public sealed partial class Net;",
        ["dropout"] = "using NetGen; [Network, Input(6)] [Dense(40)] [Dropout(0.3)] [Activation(Activation.Silu)] [Dense(3)] public sealed partial class Net;",
        ["convolutions"] = "using NetGen; [Network, Input(1, 3, 2)] [Conv2D(4, 2, Activation.Relu)] [Flatten] [Dense(3)] public sealed partial class Net;",
        ["batch normalisation"] = "using NetGen; [Network, Input(6)] [Dense(8)] [BatchNorm] [Activation(Activation.Relu)] [Dense(5)] [BatchNorm(Affine = false, Momentum = 0.3)] [Dense(3)] public sealed partial class Net;",
        ["batch normalisation over places"] = "using NetGen; [Network, Input(1, 3, 2)] [Conv2D(4, 2)] [BatchNorm] [Dropout(0.2)] [Flatten] [Dense(3)] public sealed partial class Net;",
        ["an objective with noise"] = Body + """
                [Dense(12, Activation.Tanh)] private partial Tensor Mix(Tensor x);
                [Dense(3)] private partial Tensor Last(Tensor x);
                [Forward] Tensor F([Shape(6)] Tensor x) => Last(WhenTraining(Mix(x) + 0.1 * RandomNormal(12), Mix(x)));
                [Objective] private Tensor Loss(Tensor y, [Shape(3)] Tensor target) { var e = y + 0.1 * RandomNormal(3) - target; return Mean(e * e); }
            }
            """,
        ["an objective of several inputs"] = Body + """
                [Dense(3, Activation.Tanh)] private partial Tensor Encode(Tensor x);
                [Forward] (Tensor left, Tensor right) F([Shape(2)] Tensor a, [Shape(4)] Tensor b) => (Encode(Concatenate(a, a)), Encode(b));
                [Objective] private Tensor Distance(Tensor left, Tensor right, [Shape(1)] Tensor same, [Shape(2)] Tensor margin)
                {
                    var distance = Sum((left - right) * (left - right), [0], true);
                    return Where(same > 0, distance, Relu(1.5 - distance)) + 0.1 * Mean(margin * margin * Slice(left, 0, 0, 2), [0], true);
                }
            }
            """,
        ["an objective with sums over the batch"] = Body + """
                [Dense(6)] private partial Tensor First(Tensor x);
                [BatchNorm] private partial Tensor Norm(Tensor x);
                [BatchNorm(Affine = false)] private partial Tensor OfOutputs(Tensor x);
                [Dense(3)] private partial Tensor Last(Tensor x);
                [Forward] private Tensor Forward([Shape(6)] Tensor x) => Last(Tanh(Norm(First(x))));
                [Objective] private Tensor Objective(Tensor output, [Shape(3)] Tensor wanted)
                    => Mean((output - wanted) * (output - wanted)) + 0.1f * Mean(OfOutputs(Tanh(output * 2f + Slice(wanted, 0, 0, 1))) * wanted);
            }
            """,
    };

    public static TheoryData<string> Names => [.. TestTier.OneIn(2, Networks.Keys)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_number_of_workers_gives_the_same_bits(string name)
    {
        // 37 samples: a last batch of 5 by 16, and of 2 by 7, which is smaller than the shards.
        foreach (var (shards, batch) in ((int, int)[])[(4, 16), (5, 7), (3, 16)])
        {
            var one = Train(name, 1, shards, batch);
            foreach (var workers in (int[])[2, 3, shards])
            {
                var several = Train(name, workers, shards, batch);
                Assert.Equal(one.Losses, several.Losses);
                Assert.Equal(one.Parameters, several.Parameters);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shards_learn_what_the_whole_batch_does(string name) => AssertClose(Descend(name, 1, null, 16), Descend(name, 1, 4, 16));

    [Theory]
    [InlineData("dense")]
    [InlineData("dropout")]
    [InlineData("convolutions")]
    [InlineData("an objective with noise")]
    [InlineData("an objective of several inputs")]
    public void Micro_batches_learn_what_the_large_batch_does(string name)
    {
        AssertClose(Descend(name, 1, null, 15), Descend(name, 1, null, 5, accumulate: 3));
        AssertClose(Descend(name, 1, null, 16), Descend(name, 2, 3, 4, accumulate: 4));
    }

    [Fact]
    public void Running_statistics_follow_every_micro_batch_and_stay_where_a_step_fails()
    {
        var network = Project("batch normalisation").Network();
        var trainer = new Trainer(network, new MSELoss(), new SGD(0)) { BatchSize = 8, Shuffle = false, AccumulateBatches = 3 };
        var (inputs, targets) = Rows(24);
        trainer.Fit(new Dataset(inputs, targets, 6, 3), 1);
        Assert.Equal(1, trainer.StepsTrained);

        // At a learning rate of 0, three steps move them as three micro-batches do.
        var single = Project("batch normalisation").Network();
        var steps = new Trainer(single, new MSELoss(), new SGD(0)) { BatchSize = 8, Shuffle = false };
        steps.Fit(new Dataset(inputs, targets, 6, 3), 1);
        Assert.Equal(single.Parameters.ToArray(), network.Parameters.ToArray());

        // A loss that overflows in the last micro-batch: parameters and statistics are those of before the step.
        var before = network.Parameters.ToArray();
        targets[^1] = 3e38f;
        Assert.Throws<NonFiniteLossException>(() => trainer.Fit(new Dataset(inputs, targets, 6, 3), 1));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void A_description_says_whether_shards_wait_for_each_other()
    {
        foreach (var name in Networks.Keys)
            Assert.Equal(name.Contains("batch", StringComparison.Ordinal), Project(name).Network().Description.UsesBatchSums);
    }

    private static (double[] Losses, float[] Parameters) Train(string name, int workers, int? shards, int batch) => Train(name, new Adam(0.01), workers, shards, batch);

    // Adam would make a step of the rounding errors of a gradient that is 0, such as that of a bias before batch normalisation.
    private static (double[] Losses, float[] Parameters) Descend(string name, int workers, int? shards, int batch, int accumulate = 1)
        => Train(name, new SGD(0.05), workers, shards, batch, accumulate);

    private static (double[] Losses, float[] Parameters) Train(string name, Optimizer optimizer, int workers, int? shards, int batch, int accumulate = 1)
    {
        var network = Project(name).Network();
        var trainer = network is IObjectiveNetwork objective ? new Trainer(objective, optimizer) : new Trainer(network, new MSELoss(), optimizer);
        (trainer.BatchSize, trainer.Workers, trainer.Shards, trainer.AccumulateBatches, trainer.Seed, trainer.ClipNorm) = (batch, workers, shards, accumulate, 3, 0.7f);
        var losses = new List<double>();
        var (inputs, targets) = Rows(37);
        var data = new Dataset(inputs, targets, 6, 3);
        var history = trainer.Fit(data, 2, data, onStep: step => losses.Add(step.Loss));
        losses.AddRange(history.Epochs.Select(static epoch => epoch.ValidationLoss!.Value));
        return ([.. losses], network.Parameters.ToArray());
    }

    private static void AssertClose((double[] Losses, float[] Parameters) one, (double[] Losses, float[] Parameters) other)
    {
        Assert.Equal(one.Losses.Length, other.Losses.Length);
        for (var i = 0; i < one.Losses.Length; i++)
            Assert.Equal(one.Losses[i], other.Losses[i], 2e-5 * Math.Max(1, Math.Abs(one.Losses[i])));
        for (var i = 0; i < one.Parameters.Length; i++)
            Assert.Equal(one.Parameters[i], other.Parameters[i], 5e-5f);
    }

    private static (float[] Inputs, float[] Targets) Rows(int count)
    {
        var random = new CounterRandom(11);
        var (inputs, targets) = (new float[6 * count], new float[3 * count]);
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextNormal();
        for (var i = 0; i < targets.Length; i++)
            targets[i] = (float)random.NextNormal();
        return (inputs, targets);
    }

    private static LoadedProject Project(string name) => new(Networks[name]);
}
