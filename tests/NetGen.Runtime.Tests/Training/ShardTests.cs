using NetGen.Runtime.Tests.Optimizers;

namespace NetGen.Runtime.Tests.Training;

/// <summary>With a number of shards, any number of workers gives the same bits.</summary>
public class ShardTests
{
    private const int Inputs = 20;

    public static TheoryData<string> Optimizers => [.. TestTier.OneIn(3, OptimizerVariant.Names.Select(static name => (string)name[0]))];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Every_optimizer_gives_the_same_bits_with_any_number_of_workers(string optimizer)
    {
        foreach (var clipNorm in (float?[])[null, 0.05f])
        {
            var one = Train(1, 4, () => OptimizerVariant.Create(optimizer), clipNorm);
            foreach (var workers in (int[])[2, 3, 4, 7])
                AssertSame(one, Train(workers, 4, () => OptimizerVariant.Create(optimizer), clipNorm), $"{optimizer}, {workers} workers, clipped at {clipNorm}");
        }
    }

    [Theory]
    [InlineData(1, 17)]
    [InlineData(2, 1)]
    [InlineData(3, 16)]
    [InlineData(5, 7)]
    [InlineData(8, 5)]
    [InlineData(64, 13)]
    [InlineData(4, Trainer.FullBatch)]
    public void Odd_batches_and_batches_smaller_than_the_shards_give_the_same_bits(int shards, int batch)
    {
        // 45 samples: the last batch is smaller, but for those of 1 and 5 and of all.
        var one = Train(1, shards, static () => new Adam(0.01), 0.5f, batch);
        foreach (var workers in (int[])[2, 3, 4, shards])
            AssertSame(one, Train(workers, shards, static () => new Adam(0.01), 0.5f, batch), $"{workers} workers");
    }

    [Fact]
    public void Another_number_of_shards_differs_by_rounding_alone()
    {
        var one = Train(1, 1, static () => new SGD(0.1), null);
        foreach (var shards in (int[])[2, 3, 8])
        {
            var several = Train(1, shards, static () => new SGD(0.1), null);
            Assert.NotEqual(one.Parameters, several.Parameters);
            for (var i = 0; i < one.Parameters.Length; i++)
                Assert.Equal(one.Parameters[i], several.Parameters[i], 1e-5f);
        }
    }

    [Fact]
    public void Without_a_number_of_shards_they_are_the_workers()
    {
        foreach (var workers in (int[])[1, 2, 3])
            AssertSame(Train(1, workers, static () => new Adam(0.01), null), Train(workers, null, static () => new Adam(0.01), null), $"{workers} workers");
    }

    [Fact]
    public void Parameter_groups_and_optimizers_of_ones_own_give_the_same_bits()
    {
        foreach (var optimizer in (Func<INetwork, Optimizer>[])
        [
            static _ => new PlainDescent(0.1f),
            static network => new ParameterGroups(network, static () => new Adam(0.01), ParameterGroup.Frozen("output"), new ParameterGroup(ParameterGroup.IsVector, static () => new SGD(0.1, momentum: 0.9))),
            static network => new ParameterGroups(network, static () => new AdamW(0.01), new ParameterGroup(ParameterGroup.OfLayer("output"), static () => new PlainDescent(0.1f))),
        ])
        {
            var one = Train(1, 4, optimizer, 0.5f);
            foreach (var workers in (int[])[2, 3, 4])
                AssertSame(one, Train(workers, 4, optimizer, 0.5f), $"{one.Optimizer}, {workers} workers");
        }
    }

    [Fact]
    public void Groups_that_threads_share_step_as_they_do_alone()
    {
        var (shared, alone) = (new TwoLayerNetwork(Inputs, 200, 5), new TwoLayerNetwork(Inputs, 200, 5));
        var data = Draw(16);
        var trainer = new Trainer(shared, new PlainCrossEntropy(), Groups(shared)) { Workers = 3, Shards = 3 };
        var optimizer = Groups(alone);

        // More steps than it takes until parameters are rounded.
        for (var step = 0; step < 260; step++)
        {
            trainer.Step(data.Inputs.Span, data.Targets.Span);
            optimizer.Step(alone.TrainableParameters(), shared.Gradients);
            Assert.Equal(alone.Parameters.ToArray(), shared.Parameters.ToArray());
        }

        static ParameterGroups Groups(INetwork network) => new(
            network,
            static () => new Adam(0.01, weightDecay: 0.3),
            new ParameterGroup(ParameterGroup.IsVector, static () => new RMSprop(0.01, momentum: 0.5)),
            new ParameterGroup(ParameterGroup.OfLayer("output"), static () => new NAdam()));
    }

    [Fact]
    public void Steps_of_a_loop_of_ones_own_give_the_same_bits()
    {
        var data = Draw(100);
        var one = Steps(1);
        foreach (var workers in (int[])[2, 3, 5])
            Assert.Equal(one, Steps(workers));
        Assert.NotEqual(one, Steps(1, shards: 2));

        float[] Steps(int workers, int shards = 5)
        {
            var trainer = new Trainer(new TwoLayerNetwork(Inputs, 200, 5), new PlainCrossEntropy(), new Adam(0.01)) { Workers = workers, Shards = shards, ClipNorm = 0.4f };
            foreach (var count in (int[])[7, 100, 3, 1, 64])
                trainer.Step(data.Inputs.Span[..(count * Inputs)], data.Targets.Span[..count]);
            return trainer.Network.Parameters.ToArray();
        }
    }

    [Fact]
    public void The_number_of_shards_may_change_between_steps_of_ones_own()
    {
        var data = Draw(30);
        var batches = new List<int>();
        var network = new ListeningNetwork(new TwoLayerNetwork(Inputs, 30, 5), workspace => batches.Add(workspace.Batch));
        var trainer = new Trainer(network, new PlainCrossEntropy(), new SGD(0.1));
        foreach (var shards in (int?[])[null, 3, 4, null])
        {
            trainer.Shards = shards;
            trainer.Step(data.Inputs.Span, data.Targets.Span);
        }

        Assert.Equal([30, 10, 10, 10, 8, 7, 8, 7, 30], batches);
    }

    [Fact]
    public void Shards_are_computed_by_the_workers_that_there_are()
    {
        var threads = new System.Collections.Concurrent.ConcurrentDictionary<int, int>();
        var network = new ListeningNetwork(new TwoLayerNetwork(Inputs, 30, 5), _ => threads.AddOrUpdate(Environment.CurrentManagedThreadId, 1, static (_, passes) => passes + 1));
        new Trainer(network, new PlainCrossEntropy(), new SGD(0.1)) { Workers = 2, Shards = 5 }.Step(Draw(20).Inputs.Span, Draw(20).Targets.Span);
        Assert.Equal([2, 3], threads.Values.Order());
    }

    [Fact]
    public void An_evaluation_gives_the_same_bits_with_any_number_of_workers()
    {
        var network = new TwoLayerNetwork(Inputs, 30, 5);
        foreach (var count in (int[])[1, 3, 511, 1300])
        {
            var one = Evaluate(1);
            Assert.Equal(one, Evaluate(2));
            Assert.Equal(one, Evaluate(3));
            Assert.Equal(one, Evaluate(6));

            (double, double) Evaluate(int workers)
            {
                var evaluation = new Trainer(network, new PlainCrossEntropy(), new SGD(0.1)) { Workers = workers, Shards = 6 }.Evaluate(Draw(count), new Accuracy());
                return (evaluation.Loss, evaluation["accuracy"]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_one_shard_throws_ends_all_and_the_next_step_works(int workers)
    {
        var fails = true;
        var data = Draw(16);
        var network = new ListeningNetwork(new TwoLayerNetwork(Inputs, 30, 5), workspace =>
        {
            if (fails && workspace.FirstSample == 12)
                throw new InvalidTimeZoneException("fell over");
        });
        var trainer = new Trainer(network, new PlainCrossEntropy(), new Adam()) { Workers = workers, Shards = 4 };
        var before = network.Parameters.ToArray();
        for (var attempt = 0; attempt < 3; attempt++)
            Assert.Equal("fell over", Assert.Throws<InvalidTimeZoneException>(() => trainer.Step(data.Inputs.Span, data.Targets.Span)).Message);
        Assert.Equal(before, network.Parameters.ToArray());
        Assert.Equal((0, 0), (trainer.StepsTrained, trainer.Optimizer.StepCount));
        fails = false;
        trainer.Step(data.Inputs.Span, data.Targets.Span);
        Assert.Equal(1, trainer.StepsTrained);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void What_is_found_wrong_when_all_have_their_gradients_comes_out_and_changes_nothing(int workers)
    {
        var data = Draw(16);
        var optimizer = new Adam();
        optimizer.Step(new TwoLayerNetwork(Inputs, 200, 5));
        var network = new TwoLayerNetwork(Inputs, 200, 5);
        var before = network.Parameters.ToArray();
        var trainer = new Trainer(network, new PlainCrossEntropy(), optimizer) { Workers = workers, Shards = 4 };
        Assert.StartsWith("The optimizer's earlier steps were of", Assert.Throws<InvalidOperationException>(() => trainer.Step(data.Inputs.Span, data.Targets.Span)).Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
        optimizer.Reset();
        trainer.Step(data.Inputs.Span, data.Targets.Span);
        Assert.NotEqual(before, network.Parameters.ToArray());
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, null)]
    [InlineData(2, 1f)]
    [InlineData(4, 1f)]
    public void A_gradient_that_is_not_finite_is_found_in_any_part(int workers, float? clipNorm)
    {
        var calls = 0;
        var trainer = new Trainer(new TwoLayerNetwork(Inputs, 200, 5), new ScriptedLoss(_ => 1, call => call == calls ? float.NaN : 0.01f), new NAdam()) { Workers = workers, Shards = 4, ClipNorm = clipNorm };
        var (inputs, targets) = (Draw(16).Inputs, new float[80]);
        calls = 1;
        trainer.Step(inputs.Span, targets);
        var before = trainer.Network.Parameters.ToArray();
        Assert.Throws<NonFiniteLossException>(() => trainer.Step(inputs.Span, targets));
        Assert.Equal(before, trainer.Network.Parameters.ToArray());
        Assert.Equal((1, 1), (trainer.StepsTrained, trainer.Optimizer.StepCount));
        trainer.Step(inputs.Span, targets);

        // The optimizer has forgotten nothing and learned nothing of the step that was not taken.
        var other = new Trainer(new TwoLayerNetwork(Inputs, 200, 5), new ScriptedLoss(_ => 1, _ => 0.01f), new NAdam()) { Shards = 4, ClipNorm = clipNorm };
        other.Step(inputs.Span, targets);
        other.Step(inputs.Span, targets);
        Assert.Equal(other.Network.Parameters.ToArray(), trainer.Network.Parameters.ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Parameters_that_a_step_made_infinite_are_found_in_any_part(int workers)
    {
        // Only the last bias, in the last worker's part, gets a gradient that the learning rate makes infinite.
        var network = new TwoLayerNetwork(Inputs, 200, 1);
        network.View("output.weight").CopyFrom(new float[200]);
        network.View("hidden.bias").CopyFrom(new float[200]);
        var trainer = new Trainer(network, new ScriptedLoss(_ => 1, _ => 10), new SGD(3e38)) { Workers = workers, Shards = 3 };
        var exception = Assert.Throws<NonFiniteLossException>(() => trainer.Step(new float[16 * Inputs], new float[16]));
        Assert.Equal("output", exception.Layer);
        Assert.Contains("'output.bias' has -Infinity", exception.Message, StringComparison.Ordinal);
        Assert.Contains("The parameters are no longer of use", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_exchanges_without_saying_so_is_refused()
    {
        var network = new ListeningNetwork(new TwoLayerNetwork(2, 3, 2), static workspace =>
        {
            var part = 1f;
            workspace.Exchange(ref part, ref part, 1);
            Assert.Equal(4, part);
        });
        var data = Samples.Clouds(8);
        var trainer = new Trainer(network, new PlainCrossEntropy(), new SGD()) { Workers = 4 };
        trainer.Step(data.Inputs.Span, data.Targets.Span);
        (trainer.Workers, trainer.Shards) = (2, 4);
        Assert.Contains("set NetworkDescription.UsesBatchSums", Assert.Throws<InvalidOperationException>(() => trainer.Step(data.Inputs.Span, data.Targets.Span)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_below_one_are_refused()
    {
        var trainer = new Trainer(new TwoLayerNetwork(2, 3, 2), new PlainCrossEntropy(), new SGD());
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Shards = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Workers = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.AccumulateBatches = 0);
        trainer.Shards = null;
    }

    private static Training Train(int workers, int? shards, Func<Optimizer> optimizer, float? clipNorm, int batch = 16)
        => Train(workers, shards, _ => optimizer(), clipNorm, batch);

    private static Training Train(int workers, int? shards, Func<INetwork, Optimizer> optimizer, float? clipNorm, int batch = 16)
    {
        // Several blocks of parameters, and one that is not whole.
        var network = new TwoLayerNetwork(Inputs, 200, 5);
        var losses = new List<double>();
        var trainer = new Trainer(network, new PlainCrossEntropy(1, 2, 3, 0.5f, 1), optimizer(network))
        {
            BatchSize = batch,
            Workers = workers,
            Shards = shards,
            ClipNorm = clipNorm,
            Seed = 5,
            Metrics = [new Accuracy()],
        };
        var history = trainer.Fit(Draw(45), 2, Draw(33, seed: 2), onStep: step => losses.Add(step.Loss));
        foreach (var epoch in history.Epochs)
            losses.AddRange([epoch.TrainLoss, epoch.ValidationLoss!.Value, epoch.Train["accuracy"], epoch.Validation!["accuracy"]]);
        return new Training(trainer.Optimizer.GetType().Name, network.Parameters.ToArray(), [.. losses]);
    }

    private static void AssertSame(Training one, Training other, string what)
    {
        Assert.True(one.Losses.SequenceEqual(other.Losses), $"{what}: other losses");
        Assert.True(one.Parameters.AsSpan().SequenceEqual(other.Parameters), $"{what}: other parameters");
    }

    private static Dataset Draw(int count, ulong seed = 1)
    {
        var random = new CounterRandom(seed);
        var (inputs, targets) = (new float[count * Inputs], new float[count]);
        for (var i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextNormal();
        for (var i = 0; i < count; i++)
            targets[i] = random.NextInt32(5);
        return new Dataset(inputs, targets, Inputs, 1);
    }

    private sealed record Training(string Optimizer, float[] Parameters, double[] Losses);
}
