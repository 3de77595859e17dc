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
    public void A_member_that_collides_takes_the_place_of_the_generated_one()
    {
        var run = Host.Run("""
            [Network]
            public sealed partial class Net
            {
                [Dense(1)] private partial Tensor Hidden(Tensor x);
                [Forward] private Tensor Forward([Shape(2)] Tensor x) => Hidden(x);
                public void Backward(Workspace workspace) { }
                public static void Use() { var net = new Net(); net.Backward(net.CreateWorkspace(1)); net.Forward(net.CreateWorkspace(2)); net.Save(nameof(Hidden)); }
            }
            """);

        Assert.Equal(["NETGEN006"], run.Diagnostics.Select(static diagnostic => diagnostic.Id));
    }

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

    [Theory]
    [InlineData("[Network] public partial class Net { [Network, Input(2), Dense(1)] public partial class Inner; }", "Net.Inner")]
    [InlineData("[Network, Input(2), Dense(1)] public partial class Net { [Network, Input(2), Dense(1)] public partial class Inner;", "Net.Inner")]
    [InlineData("[Network, Input(2), Dense(1)] public partial class Net { [Dense(2)] public event Action Done { add { } remove { } } }", "Net")]
    [InlineData("namespace Space { [Differentiable] static float F(float x) => x; [Loss] static float L(float x, float y) => x; [Network, Input(2), Dense(1)] public partial class Net; }", "Space.Net")]
    [InlineData("[Network, Input(2), Dense(1)] public partial class Net; public static partial { [Differentiable] static float F(float x) => x; }", "Net")]
    [InlineData("[Network, Input(2), Dense(1)] public partial class ; [Network, Input(2), Dense(1)] public partial class Net;", "Net")]
    public void Half_a_declaration_leaves_the_others_alone(string source, string network)
    {
        var run = Host.Run(source);

        Assert.Null(run.Result.Exception);
        Assert.DoesNotContain(run.Result.Diagnostics, static diagnostic => diagnostic.Id == "NETGEN999");
        Assert.Contains(run.Files.Keys, file => file.StartsWith(network + ".", StringComparison.Ordinal));
        Assert.DoesNotContain(run.Diagnostics, diagnostic => run.Result.GeneratedSources.Any(file => file.SyntaxTree == diagnostic.Location.SourceTree));
    }
}
