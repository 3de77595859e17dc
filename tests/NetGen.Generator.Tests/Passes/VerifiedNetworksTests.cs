using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Whatever network is declared, every pass gives what the next one may rely on.</summary>
public sealed class VerifiedNetworksTests
{
    private static readonly string[] Activations = [.. Enum.GetNames<Activation>().Skip(1)];

    [Theory]
    [InlineData("Input(1), Dense(1)")]
    [InlineData("Input(784), Dense(128, Activation.Relu), Dense(10)")]
    [InlineData("Input(3), Dense(5, Activation.Gelu, Bias = false), Softmax, Dense(1)")]
    [InlineData("Input(2, 3, 5), Dense(7), Flatten, LogSoftmax")]
    [InlineData("Input(4), Softmax")]
    [InlineData("Input(2, 3), Flatten")]
    [InlineData("Input(4), Activation(Activation.Tanh)")]
    [InlineData("Input(4), Softmax, Softmax, LogSoftmax")]
    [InlineData("Input(9), Dense(3, Activation.Mish), Dense(3, Activation.Mish), Dense(3, Activation.Mish)")]
    [InlineData("Input(1, 28, 28), Conv2D(6, 5, Activation.Relu), MaxPool2D(2), Conv2D(16, 5, Activation.Relu), MaxPool2D(2), Flatten, Dense(10)")]
    [InlineData("Input(3, 9, 7), Conv2D(8, 3, Padding = 1, Stride = 2), GroupNorm(4), PRelu(8), AveragePool2D(2), Conv2D(5, 1), GlobalAveragePool")]
    [InlineData("Input(4, 5, 5), ConvTranspose2D(2, 3, Stride = 2, Padding = 1), Upsample(2, UpsampleMode.Bilinear), Dropout2D(0.2), Conv2D(1, 3, SamePadding = true)")]
    [InlineData("Input(4, 20), Conv1D(6, 3, Activation.Gelu, Dilation = 2, Groups = 2), LayerNorm, Dropout(0.1), Flatten, Dense(2)")]
    [InlineData("Input(4, 31), ZeroPad1D(1, 0), Conv1D(6, 3, Activation.Relu), MaxPool1D(2), Conv1D(5, 3), AveragePool1D(3, Stride = 2), AdaptiveMaxPool1D(4), Flatten, Dense(2)")]
    public void Every_stage_is_legal(string attributes) => Stages.Of(attributes);

    [Fact]
    public void Every_stage_of_random_stacks_is_legal()
    {
        var size = Gen.Elements(1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 24, 31, 33, 64, 130);
        var layer = Gen.Frequency(
            (6, from units in size
                from activation in Gen.Elements(Activations)
                from bias in Gen.Elements("", ", Bias = false")
                select $"Dense({units}, Activation.{activation}{bias})"),
            (1, Gen.Elements(Activations).Select(static activation => $"Activation(Activation.{activation})")),
            (1, Gen.Elements("Flatten", "Softmax", "LogSoftmax")));
        var network = from dimensions in size.ListOf(2)
                      from count in Gen.Choose(0, 6)
                      from layers in layer.ListOf(count)
                      select $"Input({string.Join(", ", dimensions)}), {string.Join(", ", layers.Append("Dense(3)"))}";

        Prop.ForAll(network.ToArbitrary(), static attributes => { Stages.Of(attributes); }).Check(Seeds.Property(TestTier.Cases(quick: 40, complete: 100)));
    }
}
