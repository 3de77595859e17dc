using NetGen.Generator.Lowering;
using NetGen.Generator.Tests.Infrastructure;
using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Layers on methods, tensors of the network's own, and networks in networks.</summary>
public sealed class LayerTests
{
    [Fact]
    public void A_layer_that_is_called_twice_is_shared()
    {
        var graph = Lower("[Dense(3, Activation.Tanh)] private partial Tensor Hidden(Tensor x); [Forward] Tensor F([Shape(3)] Tensor x) => Hidden(Hidden(x));");

        Assert.Equal(["hidden.weight", "hidden.bias"], graph.Parameters.Select(static parameter => parameter.Name));
        Assert.Equal("hidden", Assert.Single(graph.Layers).Name);
        Assert.Equal("hidden2", graph[graph.Outputs[0]].Name.Text);
    }

    [Fact]
    public void Layers_are_called_as_they_ask_to_be()
    {
        var graph = Lower("[Dense(3, Name = \"fc\", Count = 2)] private partial Tensor Hidden(int i, Tensor x); [Forward] Tensor F([Shape(3)] Tensor x) => Hidden(1, Hidden(0, x));");

        Assert.Equal(["fc.0.weight", "fc.0.bias", "fc.1.weight", "fc.1.bias"], graph.Parameters.Select(static parameter => parameter.Name));
    }

    [Fact]
    public void A_parameter_is_a_method_or_a_property()
    {
        var graph = Lower("""
            [Parameter(2, 5, 3, Initializer = Initializer.HeNormal)] private partial Tensor Kernel();
            [Parameter(3, Initializer = Initializer.Ones, Name = "gamma")] private partial Tensor Scale { get; }
            [Forward] Tensor F([Shape(3)] Tensor x) => x * Kernel() * Scale * this.Scale;
            """);

        Assert.Equal(["kernel", "gamma"], graph.Parameters.Select(static parameter => parameter.Name));
        Assert.Equal((15, 6), (graph.Parameters[0].FanIn, graph.Parameters[0].FanOut));
        Assert.Equal(["Parameter", "Parameter"], graph.Layers.Select(static layer => layer.Kind));
    }

    [Fact]
    public void A_stack_is_a_layer_of_a_body()
    {
        const string Trunk = "[Network, Input(4)] [Dense(8, Activation.Relu, Name = \"hidden\")] [Dense(2)] public sealed partial class Trunk;";
        var graph = Lower("[Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x); [Forward] Tensor F([Shape(4)] Tensor a, [Shape(4)] Tensor b) => Trunk(a) - Trunk(b);", Trunk);

        Assert.Equal(
            ["trunk.hidden.weight", "trunk.hidden.bias", "trunk.dense2.weight", "trunk.dense2.bias"], graph.Parameters.Select(static parameter => parameter.Name));
        Assert.Equal(["trunk.hidden", "trunk.dense2"], graph.Layers.Select(static layer => layer.Name));
    }

    [Fact]
    public void A_body_with_several_inputs_and_outputs_is_a_layer_of_a_body()
    {
        const string Pair = """
            [Network]
            public sealed partial class Pair
            {
                [Dense(3)] private partial Tensor Mix(Tensor x);
                [Parameter(3)] private partial Tensor Shift();
                [Forward] private (Tensor sum, Tensor difference) F([Shape(3)] Tensor a, [Shape(3)] Tensor b) => (Mix(a + b), a - b + Shift());
            }
            """;
        var graph = Lower(
            "[Nested(typeof(Pair), Count = 2)] private partial (Tensor sum, Tensor difference) Pair(int index, Tensor a, Tensor b); "
            + "[Forward] Tensor F([Shape(3)] Tensor x) { var (s, d) = Pair(0, x, x * 2); (s, d) = Pair(1, d, s); return s * d; }", Pair);

        Assert.Equal(
            ["pair.0.mix.weight", "pair.0.mix.bias", "pair.0.shift", "pair.1.mix.weight", "pair.1.mix.bias", "pair.1.shift"],
            graph.Parameters.Select(static parameter => parameter.Name));
    }

    [Fact]
    public void A_network_is_a_layer_of_a_stack()
    {
        var declaration = Declarations.Read("""
            [Network, Input(4)] [Dense(8)] public sealed partial class Trunk;
            [Network, Input(4)] [Nested(typeof(Trunk), Name = "trunk")] [Dense(2)] public sealed partial class Net;
            """).Single(static network => network.Class.Name == "Net");

        Assert.Equal(
            ["trunk.dense1.weight", "trunk.dense1.bias", "dense1.weight", "dense1.bias"],
            NetworkLowering.Of(declaration).Graph!.Parameters.Select(static parameter => parameter.Name));
    }

    [Fact]
    public void A_stack_and_the_body_that_says_the_same_are_one_graph()
    {
        var stack = Declarations.Read("[Network, Input(4, Name = \"x\")] [Dense(8, Activation.Relu, Name = \"hidden\")] [Softmax] [Dense(2, Name = \"logits\")] public sealed partial class Net;").Single();
        var body = Lower("""
            [Dense(8, Activation.Relu)] private partial Tensor Hidden(Tensor x);
            [Softmax(Name = "softmax1")] private partial Tensor Normalize(Tensor x);
            [Dense(2)] private partial Tensor Logits(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) => Logits(Normalize(Hidden(x)));
            """);

        Assert.Equal(WithoutOrigins(NetworkLowering.Of(stack).Graph!), WithoutOrigins(body));

        static NetGen.Generator.Graph.NetworkGraph WithoutOrigins(NetGen.Generator.Graph.NetworkGraph graph) => graph with { Nodes = graph.Nodes.Select(static node => node with { Origin = null }).ToEquatableArray() };
    }

    [Fact]
    public void The_generated_members_are_those_of_the_parameters()
    {
        const string Members = """
            [Dense(3, Count = 2)] private partial Tensor Block(int index, Tensor x);
            [Parameter(3)] private partial Tensor Scale();
            [Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) => Trunk(Block(1, Block(0, x)) * Scale());
            """;
        const string Use = """
            [Network, Input(3)] [Dense(2, Name = "head")] public sealed partial class Trunk;
            static class Use
            {
                static int All(Net net) => net.Block0Weight.Count + net.Block1BiasGradient.Count + net.ScaleParameter.Count + net.TrunkHeadWeight.Count;
            }
            """;

        Host.Run(Source(Members, Use)).AssertClean();
    }
}
