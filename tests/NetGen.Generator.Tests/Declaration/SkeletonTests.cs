using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Declaration;

public sealed class SkeletonTests
{
    [Fact]
    public void A_network_with_an_error_keeps_its_members()
        => Snapshot.Verify(Host.Run("""
            namespace Space;

            public partial class Outer
            {
                [Network, Input(784)]
                [Dense(0, Activation.Relu, Name = "hidden")]
                [Dense(10, Bias = false, Name = "output")]
                [Softmax]
                public sealed partial class DigitNet;
            }
            """));

    [Fact]
    public void A_class_that_cannot_be_added_to_is_left_alone()
        => Assert.Empty(Host.Run("[Network, Input(2), Dense(1)] public class DigitNet;").Files);

    [Fact]
    public void An_error_in_one_network_leaves_the_others_alone()
    {
        var run = Host.Run("""
            [Network, Input(2), Dense(0)] public partial class Broken;
            [Network, Input(2), Dense(1)] public partial class Whole;
            """);

        Assert.Equal(["NETGEN025"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
        Assert.Contains("Broken.Skeleton.g.cs", run.Files.Keys);
        Assert.Contains(run.Files.Keys, static file => file.StartsWith("Whole.", StringComparison.Ordinal) && !file.Contains("Skeleton", StringComparison.Ordinal));
    }
}
