using System.Globalization;
using NetGen.Generator.Emission;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>Every kernel as mathematics, in the words of the declaration.</summary>
public sealed class NotationTests
{
    [Fact]
    public void A_dense_layer_reads_as_in_a_textbook()
    {
        var stages = Stages.Of("Input(784, Name = \"pixels\"), Dense(128, Activation.Relu, Name = \"hidden\"), Dense(10, Name = \"output\")");

        Assert.Equal(
            [
                "hidden = relu(pixels · hidden.weightᵀ + hidden.bias)    [batch × 784] → [batch × 128]",
                "output = hidden · output.weightᵀ + output.bias    [batch × 128] → [batch × 10]",
                "∂output.bias = Σ over samples of ∂output    [batch × 10] → [10]",
                "∂output.weight[output, feature] = Σ_sample hidden[sample, feature] · ∂output[sample, output]    [batch × 128], [batch × 10] → [10 × 128]",
                "∂hidden.z = (∂output · output.weight) ⊙ relu′(hidden.z)    [batch × 10], [batch × 128] → [batch × 128]",
                "∂hidden.bias = Σ over samples of ∂hidden.z    [batch × 128] → [128]",
                "∂hidden.weight[output, feature] = Σ_sample pixels[sample, feature] · ∂hidden.z[sample, output]    [batch × 784], [batch × 128] → [128 × 784]",
            ],
            Equations(stages.TrainingKernels));
    }

    [Fact]
    public void A_softmax_reads_step_by_step()
        => Assert.Equal(
            [
                "soft.maximum = max over features of input    [batch × 3] → [batch × 1]",
                "soft.exponential = exp(input − soft.maximum); soft.sum = Σ over features of soft.exponential    [batch × 3], [batch × 1] → [batch × 3], [batch × 1]",
                "soft = soft.exponential / soft.sum    [batch × 3], [batch × 1] → [batch × 3]",
            ],
            Equations(Stages.Of("Input(3), Softmax(Name = \"soft\")").PredictionKernels));

    [Fact]
    public void A_value_that_is_stored_stands_by_its_name()
        => Assert.Equal(
            "hidden.z = input · hidden.weightᵀ + hidden.bias; hidden = hardswish(hidden.z)    [batch × 3] → [batch × 2]",
            Equations(Stages.Of("Input(3), Dense(2, Activation.HardSwish, Name = \"hidden\")").TrainingKernels)[0]);

    [Fact]
    public void A_derivative_that_is_kept_stands_beside_its_function()
        => Assert.Equal(
            "let hidden.z = input · hidden.weightᵀ + hidden.bias; hidden = silu(hidden.z); hidden.derivative = silu′(hidden.z)    [batch × 3] → [batch × 2]",
            Equations(Stages.Of("Input(3), Dense(2, Activation.Silu, Name = \"hidden\")").TrainingKernels)[0]);

    [Fact]
    public void A_gradient_that_goes_backwards_through_a_kernel_says_from_where()
    {
        var equations = Equations(Stages.Of("Input(1, 8, 8), Conv2D(2, 3), MaxPool2D(2), Conv2D(3, 2)").TrainingKernels);

        Assert.Contains(equations, static equation => equation.StartsWith("∂maxPool1[sample, channel, y, x] = ", StringComparison.Ordinal)
            && equation.Contains("conv2.weight[output, channel, 1 − ky, 1 − kx]", StringComparison.Ordinal));
        // The parts of a pool's gradient, each at its place in the window.
        Assert.Contains(
            "∂conv1.topLeft = ∂maxPool1 where conv1.topLeft is the first maximum, else 0; ∂conv1.topRight = ∂maxPool1 where conv1.topRight is the first maximum, else 0; "
            + "∂conv1.bottomLeft = ∂maxPool1 where conv1.bottomLeft is the first maximum, else 0; ∂conv1.bottomRight = ∂maxPool1 where conv1.bottomRight is the first maximum, else 0"
            + "    [batch × 2 × 6 × 6], [batch × 2 × 3 × 3] → [batch × 2 × 6 × 6]",
            equations);
        // The zeros around a picture, which are made from nothing.
        Assert.Contains("∂conv2.spread[:, :, 0, :] = 0; ∂conv2.spread[:, :, 3, :] = 0    → [batch × 3 × 4 × 4]", equations);
        Assert.Contains("∂conv2.spread[:, :, 1..3, 0] = 0; ∂conv2.spread[:, :, 1..3, 3] = 0    → [batch × 3 × 4 × 4]", equations);
    }

    [Fact]
    public void A_long_formula_is_said_in_several_that_can_be_read()
    {
        var graph = new GraphBuilder { HasUniqueNames = true };
        var x = graph.Input(0, Shape.BatchOf([3]), new ValueName("x"));
        var sum = x;
        for (var term = 1; term <= 1000; term++)
            sum = graph.Map(new Argument(0) + (new Argument(1) * (double)term), [sum, x], new ValueName(string.Create(CultureInfo.InvariantCulture, $"sum{term}")));
        var kernels = Stages.Of(graph.Build([sum])).PredictionKernels;

        var equations = kernels.Kernels.SelectMany(kernel => Notation.Of(kernels.Graph, kernel)).ToList();

        Assert.All(equations, static equation => Assert.InRange(equation.Text.Length, 0, 5000));
        Assert.Contains(equations, static equation => equation.IsLet && equation.Text.StartsWith("let sum", StringComparison.Ordinal));
        Assert.Contains(equations, static equation => equation.Text.Contains("1000", StringComparison.Ordinal));
    }

    private static List<string> Equations(KernelProgram program)
        => [.. program.Kernels.Select(kernel => $"{string.Join("; ", Notation.Of(program.Graph, kernel))}    {Notation.Shapes(program.Graph, kernel)}")];
}
