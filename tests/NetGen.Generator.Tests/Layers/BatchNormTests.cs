using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Layers;

/// <summary>What is emitted for batch normalisation; what it computes is checked in <c>NetGen.Numeric.Checks</c>.</summary>
public sealed class BatchNormTests
{
    [Fact]
    public void A_prediction_computes_it_with_the_convolution_before_it()
    {
        var project = new LoadedProject("[Network, Input(2, 8, 8)] [Conv2D(4, 3, Name = \"conv\")] [BatchNorm(Name = \"norm\")] [Activation(Activation.Relu)] public sealed partial class Net;");
        var forward = project.Files["Net.Forward.g.cs"];
        var predict = forward[forward.IndexOf("public void Predict(", StringComparison.Ordinal)..];

        // The scale and the shift of every channel, then all the rest at once.
        Assert.Equal(2, predict.Split("Kernels.").Length - 1);
    }
}
