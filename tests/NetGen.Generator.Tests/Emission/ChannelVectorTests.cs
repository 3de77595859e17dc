using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Emission;

/// <summary>What is written of a convolution whose channels are the vectors.</summary>
public sealed class ChannelVectorTests
{
    [Fact]
    public void Panels_of_weights_are_explained_as_they_are_named()
    {
        var run = Host.Run("[NetGen.Network, NetGen.Input(16, 9, 9), NetGen.Conv2D(32, 3, Name = \"conv\")] public sealed partial class Net;");
        var kernels = Assert.Single(run.Files, static file => file.Key.EndsWith("Kernels.g.cs", StringComparison.Ordinal)).Value;

        Assert.Contains("ConvWeightPacked(", kernels, StringComparison.Ordinal);
        Assert.Contains("ConvForwardUnpack(", kernels, StringComparison.Ordinal);
        Assert.Contains("for (var panel = 0; panel < ", kernels, StringComparison.Ordinal);
        Assert.Empty(LegendLint.Problems(kernels));
    }
}
