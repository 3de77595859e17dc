using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Declaration;

public sealed class StackReaderTests
{
    [Fact]
    public void Layers_are_read_in_the_order_in_which_they_are_written()
    {
        var network = Read("""
            [Network, Input(1, 28, 28, Name = "pixels")]
            [Flatten]
            [Dense(128, Activation.Relu, Name = "hidden")]
            [Activation(Activation.GeluTanh), Dense(10, Bias = false, Initializer = Initializer.HeNormal)]
            [Softmax(Name = "probabilities")]
            [LogSoftmax]
            public sealed partial class DigitNet;
            """);

        Assert.Equal(new InputDeclaration("pixels", [1, 28, 28]), network.Input);
        Assert.Equal(
            [
                new FlattenDeclaration("flatten1"),
                new DenseDeclaration("hidden", 128, ActivationKind.Relu, Bias: true, InitializerKind.Default),
                new ActivationDeclaration("activation1", ActivationKind.GeluTanh),
                new DenseDeclaration("dense2", 10, ActivationKind.None, Bias: false, InitializerKind.HeNormal),
                new SoftmaxDeclaration("probabilities"),
                new LogSoftmaxDeclaration("logSoftmax1"),
            ],
            network.Layers);
    }

    [Fact]
    public void Values_are_read_however_they_are_written()
    {
        var network = Read("""
            using Layer = NetGen.DenseAttribute;

            [NetGen.NetworkAttribute, global::NetGen.Input(dimensions: new int[] { Width * 2, Width })]
            [Layer(activation: Activation.Tanh, units: Width + 1)]
            [DenseAttribute(Width, Initializer = (Initializer)5, Name = null)]
            public sealed partial class DigitNet
            {
                private const int Width = 7;
            }
            """);

        Assert.Equal([14, 7], network.Input.Dimensions);
        Assert.Equal(
            [
                new DenseDeclaration("dense1", 8, ActivationKind.Tanh, Bias: true, InitializerKind.Default),
                new DenseDeclaration("dense2", 7, ActivationKind.None, Bias: true, InitializerKind.Zeros),
            ],
            network.Layers);
    }

    [Fact]
    public void The_network_its_input_and_its_layers_may_stand_on_different_parts_of_the_class()
    {
        var network = Read(
            "[Dense(3), Dense(1)] public partial class DigitNet;",
            "[Network] public sealed partial class DigitNet;",
            "[Input(2)] public partial class DigitNet;");

        Assert.Equal([2], network.Input.Dimensions);
        Assert.Equal(["dense1", "dense2"], network.Layers.Select(static layer => layer.Name));
    }

    [Fact]
    public void Other_attributes_are_left_alone()
    {
        var network = Read("""
            [Obsolete, Network, Input(2), Serializable, Dense(1)]
            public sealed partial class DigitNet;
            """);

        Assert.Single(network.Layers);
    }

    [Fact]
    public void To_name_a_layer_renames_no_other()
    {
        var network = Read("""
            [Network, Input(2)]
            [Dense(1), Dense(1, Name = "middle"), Softmax, Dense(1)]
            public sealed partial class DigitNet;
            """);

        Assert.Equal(["dense1", "middle", "softmax1", "dense3"], network.Layers.Select(static layer => layer.Name));
    }

    [Fact]
    public void Given_names_are_not_given_again()
    {
        var network = Read("""
            [Network, Input(2, Name = "dense1")]
            [Dense(1), Dense(1), Dense(1, Name = "dense2"), Dense(1, Name = "dense_3")]
            public sealed partial class DigitNet;
            """);

        Assert.Equal(["dense3", "dense4", "dense2", "dense_3"], network.Layers.Select(static layer => layer.Name));
    }

    [Fact]
    public void Names_may_have_letters_of_any_alphabet()
    {
        var network = Read("""
            [Network, Input(2, Name = "größe")]
            [Dense(1, Name = "εξοδος"), Dense(1, Name = "層")]
            public sealed partial class DigitNet;
            """);

        Assert.Equal("größe", network.Input.Name);
        Assert.Equal(["Εξοδος", "層"], network.Layers.Select(static layer => Identifiers.Pascal(layer.Name)));
    }

    [Fact]
    public void The_largest_input_is_read()
        => Assert.Equal([2147483591], Read("[Network, Input(2147483591), Dense(1)] public sealed partial class DigitNet;").Input.Dimensions);

    private static NetworkDeclaration Read(params string[] sources) => Assert.Single(Declarations.Read(sources));
}
