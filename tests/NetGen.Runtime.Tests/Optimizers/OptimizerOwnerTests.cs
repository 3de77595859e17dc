using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Optimizers;

/// <summary>An optimizer belongs to the parameters that it first stepped, until it is reset.</summary>
public class OptimizerOwnerTests
{
    [Fact]
    public void Another_network_of_the_same_size_is_refused_until_a_reset()
    {
        var (first, second) = (new TwoLayerNetwork(2, 3, 1, seed: 1), new TwoLayerNetwork(2, 3, 1, seed: 2, name: "Second"));
        var optimizer = new Adam();
        new Trainer(first, new MSELoss(), optimizer).Fit(Data, 2);

        // The same network in another trainer, or by its spans, goes on.
        new Trainer(first, new MSELoss(), optimizer).Fit(Data, 1);
        optimizer.Step(first.Parameters, first.Gradients);
        optimizer.Step(first);
        var before = second.Parameters.ToArray();
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(second, new MSELoss(), optimizer).Fit(Data, 1));
        Assert.Contains("earlier steps were of those of TwoLayerNetwork", exception.Message, StringComparison.Ordinal);
        Assert.Contains("nothing about Second", exception.Message, StringComparison.Ordinal);
        Assert.Contains("call Reset() first", exception.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(second));
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(second.Parameters, second.Gradients));
        Assert.Equal(before, second.Parameters.ToArray());

        optimizer.Reset();
        Assert.Equal(0, optimizer.StepCount);
        new Trainer(second, new MSELoss(), optimizer).Fit(Data, 2);
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Spans_of_another_network_are_refused_also_after_a_collection(bool collects)
    {
        var (first, second) = (new TwoLayerNetwork(2, 3, 1, seed: 1), new TwoLayerNetwork(2, 3, 1, seed: 2));
        var optimizer = new SGD(0.1, momentum: 0.9);
        optimizer.Step(first.Parameters, first.Gradients);
        if (collects)
            GC.Collect();
        optimizer.Step(first.Parameters, first.Gradients);
        if (collects)
            GC.Collect();
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(second.Parameters, second.Gradients));
        Assert.Throws<InvalidOperationException>(() => optimizer.Step(second));
        GC.KeepAlive(first);
    }

    [Fact]
    public void An_array_that_the_collector_moves_stays_the_owner()
    {
        var (parameters, gradients) = (new float[9], new float[9]);
        var optimizer = new Adam();
        for (var step = 0; step < 20; step++)
        {
            optimizer.Step(parameters, gradients);
            _ = new byte[1000 * step];
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            parameters.AsSpan().Fill(step);
        }

        Assert.Equal(20, optimizer.StepCount);
    }

    [Theory]
    [MemberData(nameof(OptimizerVariant.Names), MemberType = typeof(OptimizerVariant))]
    public void A_reset_optimizer_is_a_new_one(string name)
    {
        var random = new Random(4);
        float[] gradients = [.. Enumerable.Range(0, 13 * 8).Select(_ => (2 * random.NextSingle()) - 1)];
        var (used, fresh) = (OptimizerVariant.Create(name), OptimizerVariant.Create(name));
        var (other, byUsed, byFresh) = (new float[13], new float[13], new float[13]);
        for (var step = 0; step < 5; step++)
            used.Step(other, gradients.AsSpan(step * 13, 13));
        used.Reset();
        for (var step = 0; step < 8; step++)
        {
            used.Step(byUsed, gradients.AsSpan(step * 13, 13));
            fresh.Step(byFresh, gradients.AsSpan(step * 13, 13));
            Assert.Equal(byFresh, byUsed);
        }
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("adamw")]
    [InlineData("nadam")]
    [InlineData("adagrad_decay")]
    [InlineData("rmsprop")]
    [InlineData("sgd_dampening")]
    public void Steps_beyond_two_to_the_31_are_as_good_as_others(string name)
    {
        // β₂ = 0.999 to the power of 2³¹ is 0: there is nothing left to correct.
        var optimizer = OptimizerVariant.Create(name);
        float[] parameters = [1, 2, 3];
        optimizer.Step(parameters, [1, 1, 1]);
        typeof(Optimizer).GetProperty(nameof(Optimizer.StepCount))!.GetSetMethod(nonPublic: true)!.Invoke(optimizer, [(long)int.MaxValue]);
        for (var step = 0; step < 3; step++)
        {
            var before = parameters.ToArray();
            optimizer.Step(parameters, [1, 1, 1]);
            for (var i = 0; i < 3; i++)
                Assert.True(float.IsFinite(parameters[i]) && parameters[i] <= before[i], $"{before[i]:R} became {parameters[i]:R}.");
        }

        Assert.Equal(int.MaxValue + 3L, optimizer.StepCount);
    }

    private static Dataset Data => new(new float[] { 1, 2, 3, 4, 5, 6 }, new float[] { 1, 2, 3 }, 2, 1);
}
