using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Layers that are not trained: the gradient is not computed, and there is no place for it.</summary>
public sealed class FrozenTests
{
    private const string Frozen = "[Network, Input(6)] [Dense(9, Activation.Tanh, Name = \"trunk\", Frozen = true)] [Dense(3, Name = \"head\")] public partial class Net;";

    [Fact]
    public void A_frozen_layer_has_no_gradient()
    {
        var project = new LoadedProject(Frozen);
        var network = project.Network();

        Assert.Equal(["trunk.weight", "trunk.bias", "head.weight", "head.bias"], network.Description.Parameters.Select(static parameter => parameter.Name));
        Assert.Equal([true, true, false, false], network.Description.Parameters.Select(static parameter => parameter.IsFrozen));
        Assert.Equal(network.Gradients.Length, network.TrainableParameters().Length);
        Assert.True(network.Gradients.Length < network.Parameters.Length);
        Assert.DoesNotContain("dTrunk", project.Files["Net.Backward.g.cs"], StringComparison.Ordinal);
        Assert.DoesNotContain("TrunkWeightGradient", project.Files["Net.Parameters.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_frozen_has_the_gradient_that_it_has_without()
    {
        var (frozen, free) = (new LoadedProject(Frozen).Network(), new LoadedProject(Frozen.Replace(", Frozen = true", "", StringComparison.Ordinal)).Network());
        foreach (var parameter in frozen.Description.Parameters)
            new TensorView(frozen.Parameters, parameter).CopyFrom(new TensorView(free.Parameters, free.Description.Parameter(parameter.Name)).ToArray());

        foreach (var network in new[] { frozen, free })
        {
            var workspace = network.CreateWorkspace(5);
            var random = new CounterRandom(3);
            foreach (ref var element in workspace.Inputs)
                element = (float)random.NextNormal();
            network.Forward(workspace);
            workspace.OutputGradients.Fill(1);
            network.Gradients.Fill(float.NaN);
            network.Backward(workspace, network.Gradients);
        }

        foreach (var name in new[] { "head.weight", "head.bias" })
        {
            Assert.Equal(
                new TensorView(free.Gradients, free.Description.Parameter(name)).ToArray(),
                new TensorView(frozen.Gradients, frozen.Description.Parameter(name)).ToArray());
        }
    }

    [Fact]
    public void Training_leaves_a_frozen_layer_as_it_was()
    {
        var network = new LoadedProject(Frozen).Network();
        var before = network.Parameters.ToArray();
        var random = new CounterRandom(5);
        float[] inputs = [.. Enumerable.Range(0, 60).Select(_ => (float)random.NextNormal())];
        float[] targets = [.. Enumerable.Range(0, 30).Select(_ => (float)random.NextNormal())];

        new Trainer(network, new MSELoss(), new AdamW(0.1, weightDecay: 0.5)) { BatchSize = 4 }.Fit(new Dataset(inputs, targets, 6, 3), epochs: 3);

        var trained = network.Description.TrainableLength;
        Assert.Equal(before[trained..], network.Parameters[trained..].ToArray());
        Assert.NotEqual(before[..trained], network.Parameters[..trained].ToArray());
    }

    [Fact]
    public void A_network_that_is_a_layer_is_frozen_as_a_whole()
    {
        var network = new LoadedProject(
            "[Network, Input(4)] [Dense(5, Activation.Relu)] [Dense(4)] public partial class Trunk;",
            "[Network, Input(4)] [Nested(typeof(Trunk), Name = \"trunk\", Frozen = true)] [Dense(2, Name = \"head\")] public partial class Net;").Network();

        Assert.Equal(
            ["trunk.dense1.weight", "trunk.dense1.bias", "trunk.dense2.weight", "trunk.dense2.bias"],
            network.Description.Parameters.Where(static parameter => parameter.IsFrozen).Select(static parameter => parameter.Name));
    }
}
