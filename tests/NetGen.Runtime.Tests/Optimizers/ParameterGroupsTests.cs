using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Optimizers;

public class ParameterGroupsTests
{
    [Fact]
    public void Each_group_takes_the_steps_of_its_own_optimizer()
    {
        var network = new TwoLayerNetwork(3, 4, 2, seed: 1);
        var groups = new ParameterGroups(
            network, () => new SGD(0.1), ParameterGroup.Frozen("hidden"), new ParameterGroup(ParameterGroup.IsVector, () => new SGD(0.01)));
        var before = network.Parameters.ToArray();
        network.Gradients.Fill(1);

        groups.Step(network.TrainableParameters(), network.Gradients);

        AssertChange("hidden.weight", 0);
        AssertChange("hidden.bias", 0);
        AssertChange("output.weight", -0.1f);
        AssertChange("output.bias", -0.01f);

        void AssertChange(string name, float change)
        {
            var parameter = network.Description.Parameter(name);
            Assert.All(
                new TensorView(network.Parameters, parameter).ToArray().Zip(new TensorView(before, parameter).ToArray(), static (now, then) => now - then),
                difference => Assert.Equal(change, difference, 1e-6f));
        }
    }

    [Fact]
    public void All_in_one_group_is_the_optimizer_itself()
    {
        var (grouped, plain) = (new TwoLayerNetwork(3, 4, 2, seed: 1), new TwoLayerNetwork(3, 4, 2, seed: 1));
        var (groups, adam) = (new ParameterGroups(grouped, () => new AdamW(0.01)), new AdamW(0.01));
        var random = new CounterRandom(2);
        for (var step = 0; step < 5; step++)
        {
            foreach (ref var gradient in plain.Gradients)
                gradient = (float)random.NextNormal();
            plain.Gradients.CopyTo(grouped.Gradients);
            adam.Step(plain.Parameters, plain.Gradients);
            groups.Step(grouped.Parameters, grouped.Gradients);
        }

        Assert.Equal(plain.Parameters.ToArray(), grouped.Parameters.ToArray());
        Assert.Equal(5, groups.StepCount);
    }

    [Fact]
    public void A_changed_learning_rate_changes_those_of_the_groups_in_proportion()
    {
        var network = new TwoLayerNetwork(3, 4, 2, seed: 1);
        var groups = new ParameterGroups(network, () => new SGD(0.1), new ParameterGroup(ParameterGroup.OfLayer("output"), () => new SGD(0.02)));
        var parameter = network.Description.Parameter("output.bias");
        network.Gradients.Fill(1);
        new TensorView(network.Parameters, parameter).CopyFrom(new float[2]);

        groups.LearningRate = 0.05f;
        groups.Step(network.Parameters, network.Gradients);

        Assert.Equal(0.05f, groups.LearningRate);
        Assert.All(new TensorView(network.Parameters, parameter).ToArray(), static value => Assert.Equal(-0.01f, value, 1e-7f));
    }

    [Fact]
    public void A_group_without_parameters_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(
            () => new ParameterGroups(new TwoLayerNetwork(3, 4, 2), () => new SGD(), ParameterGroup.Frozen("trunk")));

        Assert.StartsWith("Group 0 contains none of the 4 parameters of TwoLayerNetwork", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_network_is_refused()
    {
        var groups = new ParameterGroups(new TwoLayerNetwork(3, 4, 2), () => new SGD());

        Assert.Throws<InvalidOperationException>(() => groups.Step(new float[8], new float[8]));
        var twin = new TwoLayerNetwork(3, 4, 2);
        Assert.Throws<InvalidOperationException>(() => groups.Step(twin));
        Assert.Throws<InvalidOperationException>(() => groups.Step(twin.Parameters, twin.Gradients));
        groups.Reset();
        Assert.Throws<InvalidOperationException>(() => groups.Step(twin));
    }
}
