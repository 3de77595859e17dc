namespace NetGen.Runtime.Tests.Training;

/// <summary>Backward passes that add to the gradients that are there.</summary>
public sealed class AddedGradientTests
{
    [Fact]
    public void A_pass_that_adds_gives_the_sum_of_both()
    {
        var network = new TwoLayerNetwork(3, 5, 2);
        var workspace = network.CreateWorkspace(4);
        var (first, second) = (Gradients(network, workspace, seed: 1), Gradients(network, workspace, seed: 2));
        var sum = first.ToArray();

        Forward(network, workspace, seed: 2);
        network.Backward(workspace, sum, accumulate: true);

        Assert.Equal(first.Zip(second, static (one, other) => one + other), sum);
        Assert.Contains(second, static gradient => gradient != 0);
    }

    [Fact]
    public void A_pass_that_does_not_add_overwrites()
    {
        var network = new TwoLayerNetwork(3, 5, 2);
        var workspace = network.CreateWorkspace(4);
        var expected = Gradients(network, workspace, seed: 2);
        var gradients = Gradients(network, workspace, seed: 1);

        Forward(network, workspace, seed: 2);
        network.Backward(workspace, gradients, accumulate: false);

        Assert.Equal(expected, gradients);
    }

    [Fact]
    public void Only_the_first_pass_that_adds_allocates()
    {
        var network = new TwoLayerNetwork(3, 5, 2);
        var workspace = network.CreateWorkspace(4);
        var gradients = Gradients(network, workspace, seed: 1);
        network.Backward(workspace, gradients, accumulate: true);

        var before = GC.GetAllocatedBytesForCurrentThread();
        network.Backward(workspace, gradients, accumulate: true);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Gradients_of_another_length_are_refused_and_left_as_they_are()
    {
        var network = new TwoLayerNetwork(3, 5, 2);
        var workspace = network.CreateWorkspace(4);
        Forward(network, workspace, seed: 1);
        var gradients = new float[network.Gradients.Length + 1];

        Assert.Throws<ArgumentException>(() => network.Backward(workspace, gradients, accumulate: true));

        Assert.All(gradients, static gradient => Assert.Equal(0, gradient));
    }

    private static float[] Gradients(TwoLayerNetwork network, Workspace workspace, ulong seed)
    {
        Forward(network, workspace, seed);
        var gradients = new float[network.Gradients.Length];
        network.Backward(workspace, gradients);
        return gradients;
    }

    private static void Forward(TwoLayerNetwork network, Workspace workspace, ulong seed)
    {
        var random = new CounterRandom(seed);
        foreach (ref var input in workspace.Inputs)
            input = (float)random.NextNormal();
        network.Forward(workspace);
        foreach (ref var gradient in workspace.OutputGradients)
            gradient = (float)random.NextNormal();
    }
}
