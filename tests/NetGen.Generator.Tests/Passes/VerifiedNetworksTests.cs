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

        Prop.ForAll(network.ToArbitrary(), static attributes => { Stages.Of(attributes); }).QuickCheckThrowOnFailure();
    }
}
