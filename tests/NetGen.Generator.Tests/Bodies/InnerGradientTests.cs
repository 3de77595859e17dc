using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Derivatives inside of networks and objectives, which are differentiated once more to train them.</summary>
public sealed class InnerGradientTests
{
    private static readonly Dictionary<string, string> Networks = new()
    {
        ["an equation of heat"] = """
            [Dense(7, Activation.Tanh, Count = 2)] private partial Tensor Hidden(int index, Tensor x);
            [Dense(1)] private partial Tensor Temperature(Tensor x);
            [Forward] Tensor F([Shape(1)] Tensor x, [Shape(1)] Tensor t) => Temperature(Hidden(1, Hidden(0, Concatenate(x, t))));
            [Objective] private Tensor Residual(Tensor u, Tensor x, Tensor t, [Shape(1)] Tensor measured)
            {
                var residual = Gradient(u, t) - 0.3 * Gradient(Gradient(u, x), x);
                return residual * residual + (u - measured) * (u - measured);
            }
            """,
        ["a gradient that is to be small"] = """
            [Dense(6, Activation.Softplus)] private partial Tensor Hidden(Tensor x);
            [Dense(3)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) => Head(Hidden(x));
            [Objective] private Tensor Penalty(Tensor y, Tensor x, [Shape(3)] Tensor target)
            {
                var slope = Gradient(LogSoftmax(y), x);
                return Sum((y - target) * (y - target)) + Sum(slope * slope);
            }
            """,
        ["a gradient through dropout"] = """
            [Dense(6, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
            [Dense(1)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) { var h = Hidden(x); return Head(WhenTraining(Where(RandomUniform(6) < 0.5, 0, 2 * h), h)); }
            [Objective] private Tensor Penalty(Tensor y, Tensor x) { var slope = Gradient(y, x); return slope * slope + y * 0.1; }
            """,
    };

    private const string Energy = """
        [Dense(6, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
        [Dense(1)] private partial Tensor Head(Tensor x);
        [Forward] (Tensor energy, Tensor force) F([Shape(2, 3)] Tensor positions)
        {
            var distance = Slice(positions, 0, 0, 1) - Slice(positions, 0, 1, 1);
            var energy = Sum(Head(Hidden(Flatten(distance * distance))), [0], true);
            return (energy, -Gradient(energy, positions));
        }
        """;

    public static TheoryData<string> Names => [.. Networks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_of_gradients_are_central_differences(string name) => new RunningObjective(Networks[name]).AssertParameterGradients();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_value_is_that_of_the_graph(string name)
    {
        var graph = BodyNetworks.Lower(Networks[name]);
        _ = Stages.Of(graph);
        new RunningObjective(Networks[name]).AssertValue(graph, isPrediction: false);
        new RunningObjective(Networks[name]).AssertValue(graph, isPrediction: true);
    }

    [Fact]
    public void First_and_second_derivatives_are_those_of_the_textbook()
    {
        var network = new LoadedProject(BodyNetworks.Source("""
            [Parameter(1, Initializer = Initializer.Ones)] private partial Tensor Scale();
            [Forward] (Tensor value, Tensor first, Tensor second) F([Shape(3)] Tensor x)
            {
                var y = Scale() * Sum(x * x * x);
                var first = Gradient(y, x);
                return (y, first, Gradient(first, x));
            }
            """)).Network();
        var workspace = network.CreateWorkspace(2);
        float[] x = [1, 2, -3, 0.5f, 0, 4];
        x.CopyTo(workspace.Inputs);

        network.Forward(workspace);

        Assert.Equal([-18, 64.125f], workspace.Output(0).ToArray());
        Assert.Equal(x.Select(static value => 3 * value * value), workspace.Output(1).ToArray());
        Assert.Equal(x.Select(static value => 6 * value), workspace.Output(2).ToArray());
    }

    [Fact]
    public void Forces_are_the_slope_of_the_energy_and_can_be_trained()
    {
        var running = new RunningNetwork(Energy);
        running.AssertParameterGradients();

        var network = new LoadedProject(BodyNetworks.Source(Energy)).Network();
        var workspace = RunningObjective.Fill(network, 1);
        network.Forward(workspace);
        var forces = workspace.Output(1).ToArray();
        for (var place = 0; place < 6; place++)
        {
            const float Step = 1f / 256;
            var position = workspace.Inputs[place];
            var slope = (Energy(position + Step) - Energy(position - Step)) / (2 * Step);
            workspace.Inputs[place] = position;
            Assert.Equal(-slope, forces[place], 1e-3);

            float Energy(float moved)
            {
                workspace.Inputs[place] = moved;
                network.Forward(workspace);
                return workspace.Output(0)[0];
            }
        }
    }
}
