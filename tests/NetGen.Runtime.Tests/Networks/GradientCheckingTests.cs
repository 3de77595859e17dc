using NetGen.Runtime.Tests.Training;

namespace NetGen.Runtime.Tests.Networks;

/// <summary>Gradients that are right pass, those that are wrong in one place do not, and the table says where.</summary>
public sealed class GradientCheckingTests
{
    private static readonly float[] Inputs = [.. Enumerable.Range(0, 12).Select(static i => MathF.Sin(i))];
    private static readonly float[] Targets = [.. Enumerable.Range(0, 8).Select(static i => MathF.Cos(3 * i))];

    [Fact]
    public void Gradients_that_are_right_pass()
    {
        var network = new TwoLayerNetwork(3, 5, 2);

        var report = network.CheckGradients(Inputs, Targets).ThrowIfWrong();

        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], report.Parameters.Select(static parameter => parameter.Name));
        Assert.All(report.Parameters, static parameter => Assert.InRange(parameter.Error, 0, 0.02));
        Assert.All(report.Parameters, static parameter => Assert.True(parameter.Compared >= 4 && parameter.Unclear == 0));
        Assert.Contains("all gradients agree", report.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden.weight", 7, 1.5f)]
    [InlineData("hidden.bias", 4, 0f)]
    [InlineData("output.weight", 3, -1f)]
    [InlineData("output.bias", 0, 1.2f)]
    public void One_wrong_element_is_found(string parameter, int element, float factor)
    {
        var network = new WrongNetwork(new TwoLayerNetwork(3, 5, 2), parameter, element, factor);

        var report = network.CheckGradients(Inputs, Targets);

        Assert.False(report.IsRight);
        Assert.Equal([parameter], report.Parameters.Where(static found => found.IsWrong).Select(static found => found.Name));
        var thrown = Assert.Throws<InvalidOperationException>(report.ThrowIfWrong);
        Assert.Contains($"the gradient of {parameter} is wrong", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("WRONG", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_parameters_are_as_before()
    {
        var network = new TwoLayerNetwork(3, 5, 2);
        var before = network.Parameters.ToArray();

        network.CheckGradients(Inputs, Targets, new HuberLoss());

        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void Another_network_is_compared_beside()
    {
        var (network, same) = (new TwoLayerNetwork(3, 5, 2), new TwoLayerNetwork(3, 5, 2, seed: 9));

        var report = network.CheckGradients(Inputs, Targets, beside: same).ThrowIfWrong();
        var wrong = network.CheckGradients(Inputs, Targets, beside: new WrongNetwork(same, "output.bias", 1, 1.1f));

        Assert.All(report.Parameters, static parameter => Assert.Equal(0, parameter.ErrorBeside));
        Assert.Equal(["output.bias"], wrong.Parameters.Where(static parameter => parameter.IsWrong).Select(static parameter => parameter.Name));
        Assert.Contains("beside", wrong.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("beside", () => network.CheckGradients(Inputs, Targets, beside: new TwoLayerNetwork(3, 4, 2)));
    }

    [Fact]
    public void Lengths_are_checked()
    {
        var network = new TwoLayerNetwork(3, 5, 2);

        Assert.Throws<ArgumentException>("inputs", () => network.CheckGradients([1, 2], Targets));
        Assert.Throws<ArgumentException>("inputs", () => network.CheckGradients([], []));
        Assert.Throws<ArgumentException>("targets", () => network.CheckGradients(Inputs, [1, 2, 3]));
        Assert.Throws<ArgumentNullException>("network", () => GradientChecking.CheckGradients(null!, Inputs, Targets));
    }

    [Fact]
    public void Where_the_loss_never_changes_nothing_is_wrong_and_nothing_right()
    {
        var network = new TwoLayerNetwork(3, 5, 2);

        var report = network.CheckGradients(Inputs, Targets, new FlatLoss());

        // A gradient of 0 of a loss that stands still is as it should be.
        Assert.True(report.IsRight);
        Assert.All(report.Parameters, static parameter => Assert.Equal((0, 0, false), (parameter.Gradient, parameter.Difference, parameter.IsWrong)));
    }

    private sealed class FlatLoss : Loss
    {
        protected override LossValue Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, int batch, ReadOnlySpan<int> outputShape)
        {
            gradients.Clear();
            return new(batch, batch);
        }
    }

    /// <summary>A network whose backward pass has one wrong element.</summary>
    private sealed class WrongNetwork(INetwork network, string parameter, int element, float factor) : INetwork
    {
        public NetworkDescription Description => network.Description;

        public Span<float> Parameters => network.Parameters;

        public Span<float> Gradients => network.Gradients;

        public Workspace CreateWorkspace(int capacity) => network.CreateWorkspace(capacity);

        public void Predict(ReadOnlySpan<float> inputs, Span<float> outputs) => network.Predict(inputs, outputs);

        public void Forward(Workspace workspace) => network.Forward(workspace);

        public void Backward(Workspace workspace, Span<float> gradients, bool accumulate = false)
        {
            Assert.False(accumulate, "gradients that others have added to are not to be changed");
            network.Backward(workspace, gradients);
            var view = new TensorView(gradients, Description.Parameter(parameter));
            var values = view.ToArray();
            values[element] *= factor;
            view.CopyFrom(values);
        }
    }
}
