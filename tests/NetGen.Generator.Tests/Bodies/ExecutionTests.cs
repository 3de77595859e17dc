using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Networks of many topologies, compiled and run: their gradients are those of central differences.</summary>
public sealed class ExecutionTests
{
    private static readonly Dictionary<string, string> Topologies = new()
    {
        ["a residual network"] = """
            [Dense(6)] private partial Tensor Stem(Tensor x);
            [Dense(6, Count = 2)] private partial Tensor Block(int index, Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) { var h = Tanh(Stem(x)); for (var i = 0; i < 2; i++) h = h + Tanh(Block(i, h)); return Head(h); }
            """,
        ["two inputs and shared weights"] = """
            [Dense(5, Activation.Tanh)] private partial Tensor Encode(Tensor x);
            [Dense(1)] private partial Tensor Compare(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor left, [Shape(4)] Tensor right) { var (a, b) = (Encode(left), Encode(right)); return Compare(Concatenate(a, b, a * b)); }
            """,
        ["two heads, one of them positive"] = """
            [Dense(5, Activation.Tanh)] private partial Tensor Trunk(Tensor x);
            [Dense(3)] private partial Tensor Mean(Tensor x);
            [Dense(2)] private partial Tensor Spread(Tensor x);
            [Forward] (Tensor mean, Tensor spread, Tensor hidden) F([Shape(4)] Tensor x) { var h = Trunk(x); return (Mean(h), Softplus(Spread(h)) + 0.1f, h); }
            """,
        ["tensors of its own"] = """
            [Parameter(3, Initializer = Initializer.Ones)] private partial Tensor Scale();
            [Parameter(3)] private partial Tensor Shift();
            [Parameter(1)] private partial Tensor Temperature();
            [Forward] Tensor F([Shape(2, 3)] Tensor x) => Tanh(x * Scale() + Shift()) * Exp(Temperature());
            """,
        ["normalisation by mean and variance"] = """
            [Dense(5)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor x) { var h = Mix(x); var centred = h - Mean(h, [0], true); return centred / Sqrt(Mean(centred * centred, [0], true) + 0.1f); }
            """,
        ["attention"] = """
            [Dense(4, Bias = false)] private partial Tensor Query(Tensor x);
            [Dense(4, Bias = false)] private partial Tensor Key(Tensor x);
            [Dense(4)] private partial Tensor Value(Tensor x);
            [Forward] Tensor F([Shape(3, 2)] Tensor x) => MatMul(Softmax(MatMul(Query(x), Transpose(Key(x))) / 2), Value(x));
            """,
        ["slices, transposes and reshapes"] = """
            [Dense(12, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(2)] Tensor x) { var h = Reshape(Mix(x), 3, 4); var a = Slice(h, 1, 1, 2); return Flatten(Transpose(a) * 2) + Slice(Flatten(h), 0, -6, 6); }
            """,
        ["dense connections"] = """
            [Dense(2, Activation.Tanh, Count = 3)] private partial Tensor Grow(int index, Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) { var all = new List<Tensor> { x }; for (var i = 0; i < 3; i++) all.Add(Grow(i, Concatenate(all))); return Concatenate(all); }
            """,
        ["a stopped gradient beside one that flows"] = """
            [Dense(3, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) { var h = Mix(x); return h * 3 - 0 * StopGradient(h); }
            """,
        ["a choice by comparison"] = """
            [Dense(4)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) { var h = Mix(x); return Where(Slice(x, 0, 0, 1) > 0, h * h, Tanh(h)); }
            """,
        ["a network in a network"] = """
            [Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4)] Tensor a, [Shape(4)] Tensor b) => Head(Trunk(a) + 2 * Trunk(b));
            """,
        ["a matrix of its own, in two products"] = """
            [Parameter(3, 4)] private partial Tensor Weight();
            [Forward] (Tensor, Tensor) F([Shape(3)] Tensor x, [Shape(2, 4)] Tensor y) => (MatMul(x, Weight()), MatMul(Weight(), Transpose(y)));
            """,
        ["an embedding, and a place for each of its rows"] = """
            [Embedding(7, 5)] private partial Tensor Letters(Tensor text);
            [Parameter(4, 5)] private partial Tensor Places();
            [Dense(3)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(4), Vocabulary(7)] Tensor text) => Head(Tanh(Letters(text) + Places()));
            """,
        ["rows of each sample's own, by numbers that it finds"] = """
            [Dense(5, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Forward] (Tensor, Tensor) F([Shape(3, 4)] Tensor x, [Shape(2), Vocabulary(3)] Tensor places)
            {
                var h = Mix(x);
                return (Gather(h, places) * 2, Gather(h, Range(2)) + Gather(h, Maximum(Minimum(places - 1, 2), 0)) + 0.1f * Sum(ArgMax(h)));
            }
            """,
        ["numbers of a table, in places that are the same for all samples"] = """
            [Parameter(5)] private partial Tensor Table();
            [Forward] Tensor F([Shape(3)] Tensor x, [Shape(3), Vocabulary(3)] Tensor places) => Gather(Table(), WhenTraining(Range(3), places)) * Tanh(x);
            """,
        ["tied weights, sinusoidal places and ones"] = """
            [Embedding(7, 6)] private partial Tensor Letters(Tensor text);
            [Forward] (Tensor, Tensor) F([Shape(4), Vocabulary(7)] Tensor text)
            {
                var h = Tanh(Letters(text) + SinusoidalPositions(4, 6));
                return (MatMul(h, Transpose(Weight(nameof(Letters)))), OneHot(text, 7) * Constant([1f, 2, 3, 4, 5, 6, 7]) * Sum(h, [1], true));
            }
            """,
        ["attention of a sequence to itself"] = """
            [MultiHeadAttention(2, Causal = true)] private partial Tensor Look(Tensor x);
            [Forward] Tensor F([Shape(5, 6)] Tensor x) => Look(x);
            """,
        ["attention with rotary places, no bias and padding"] = """
            [MultiHeadAttention(2, Bias = false, Rotary = true, KeyPadding = true)] private partial Tensor Look(Tensor x, Tensor padding);
            [Forward] Tensor F([Shape(5, 8)] Tensor x) => Look(x, Sum(Slice(x, 1, 0, 1), 1) < Full(-0.5f, 5));
            """,
        ["attention to another sequence"] = """
            [MultiHeadAttention(3)] private partial Tensor Look(Tensor x, Tensor memory);
            [MultiHeadAttention(1)] private partial Tensor Compare(Tensor x, Tensor keys, Tensor values);
            [Forward] (Tensor, Tensor) F([Shape(5, 6)] Tensor x, [Shape(4, 6)] Tensor memory) => (Look(x, memory), Compare(x, memory, Tanh(memory)));
            """,
        ["layers of a transformer"] = """
            [TransformerEncoderLayer(2, 10, Dropout = 0, Activation = Activation.Tanh)] private partial Tensor Encode(Tensor x);
            [TransformerDecoderLayer(2, 7, Dropout = 0, NormFirst = true, Activation = Activation.Gelu)] private partial Tensor Decode(Tensor x, Tensor memory);
            [Forward] Tensor F([Shape(5, 6)] Tensor x, [Shape(4, 6)] Tensor y) => Decode(x, Encode(y));
            """,
        ["an embedding in two places"] = """
            [Embedding(6, 8)] private partial Tensor Letters(Tensor text);
            [Dense(3)] private partial Tensor Head(Tensor x);
            [Forward] (Tensor, Tensor) F([Shape(3), Vocabulary(6)] Tensor first, [Shape(2, 2), Vocabulary(5)] Tensor second)
                => (Head(Letters(first)), Tanh(Sum(Letters(second), 0, 1)));
            """,
        ["a sum of two tensors of its own in a product"] = """
            [Parameter(3, 4)] private partial Tensor A();
            [Parameter(3, 4)] private partial Tensor B();
            [Forward] Tensor F([Shape(3)] Tensor x) => MatMul(x, A() + B());
            """,
        ["numbers that are the same for all samples"] = """
            [Parameter(3)] private partial Tensor Scale();
            [Parameter(3)] private partial Tensor Shift();
            [Forward] Tensor F([Shape(3)] Tensor x) => x * MatMul(Scale(), Shift()) + Sum(Scale()) * Mean(Shift() * Shift(), 0);
            """,
        ["products with vectors"] = """
            [Dense(12, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Parameter(4)] private partial Tensor Column();
            [Parameter(3)] private partial Tensor Row();
            [Forward] (Tensor, Tensor, Tensor) F([Shape(3)] Tensor x, [Shape(3)] Tensor y)
            {
                var h = Reshape(Mix(x), 3, 4);
                return (MatMul(h, Column()), MatMul(Row(), h), MatMul(y * Row(), MatMul(h, Column())) * Full(1, 1));
            }
            """,
        ["sums to one number"] = """
            [Dense(3, Activation.Tanh)] private partial Tensor Mix(Tensor x);
            [Forward] (Tensor total, Tensor largest) F([Shape(2, 3)] Tensor x) { var h = Mix(x); return (Sum(h), Max(Concatenate(Slice(h, 0, 0, 1), Slice(h, 0, 1, 1) + 3), 0)); }
            """,
    };

    private const string Trunk = "[Network, Input(4)] [Dense(3, Activation.Tanh)] [Dense(3)] public sealed partial class Trunk;";

    public static TheoryData<string> Names => [.. Topologies.Keys];

    public static TheoryData<string> Executed => [.. TestTier.OneIn(3, Topologies.Keys)];

    [Theory]
    [MemberData(nameof(Executed))]
    public void Gradients_of_parameters_are_central_differences(string topology) => new RunningNetwork(Topologies[topology], Trunk).AssertParameterGradients();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_stage_of_the_compiler_is_legal(string topology) => Stages.Of(BodyNetworks.Lower(Topologies[topology], Trunk));

    [Theory]
    [InlineData("a residual network")]
    [InlineData("two inputs and shared weights")]
    [InlineData("attention")]
    [InlineData("tensors of its own")]
    public void Gradients_of_inputs_are_central_differences(string topology)
        => new RunningNetwork(Topologies[topology], Trunk, inputGradient: true).AssertInputGradients();

    [Fact]
    public void A_layer_behind_a_stopped_gradient_is_frozen()
    {
        var network = new LoadedProject(BodyNetworks.Source("""
            [Dense(3, Activation.Tanh)] private partial Tensor Frozen(Tensor x);
            [Dense(3)] private partial Tensor Mix(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) => Mix(StopGradient(Frozen(x)));
            """)).Network();
        var workspace = network.CreateWorkspace(4);
        workspace.Inputs.Fill(1);
        workspace.OutputGradients.Fill(1);
        network.Gradients.Fill(float.NaN);

        network.Forward(workspace);
        network.Backward(workspace, network.Gradients);

        Assert.All(new TensorView(network.Gradients, network.Description.Parameter("frozen.weight")).ToArray(), static gradient => Assert.Equal(0, gradient));
        Assert.All(new TensorView(network.Gradients, network.Description.Parameter("mix.bias")).ToArray(), static gradient => Assert.Equal(4, gradient));
    }

    [Fact]
    public void Gradients_of_inputs_are_there_only_where_they_are_asked_for()
    {
        var network = new LoadedProject("[Network, Input(3)] [Dense(2)] public sealed partial class Net;").Network();

        var exception = Assert.Throws<InvalidOperationException>(() => network.CreateWorkspace(1).InputGradients.Length);
        Assert.Contains("InputGradient = true", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_with_several_inputs_and_outputs_predicts_by_their_names()
    {
        const string Members = """
            [Dense(2, Initializer = Initializer.Zeros)] private partial Tensor Mix(Tensor x);
            [Forward] (Tensor difference, Tensor product) F([Shape(2)] Tensor left, [Shape(2)] Tensor right) => (left - right + Mix(left), left * right);
            """;
        const string Use = """
            public static class Use
            {
                public static void Predict(INetwork network, float[] left, float[] right, float[] difference, float[] product)
                    => ((Net)network).Predict(left: left, right: right, difference: difference, product: product);
            }
            """;
        var project = new LoadedProject(BodyNetworks.Source(Members, Use));
        var network = project.Network();
        float[] difference = new float[4], product = new float[4];

        project.Call("Use", "Predict", network, new float[] { 1, 2, 3, 4 }, new float[] { 5, 7, 11, 13 }, difference, product);

        Assert.Equal([-4, -5, -8, -9], difference);
        Assert.Equal([5, 14, 33, 52], product);
        Assert.Equal(["left", "right"], network.Description.Inputs.Select(static input => input.Name));
        Assert.Equal(["difference", "product"], network.Description.Outputs.Select(static output => output.Name));
        Assert.Contains("2 inputs and 2 outputs", Assert.Throws<NotSupportedException>(() => network.Predict(new float[4], new float[4])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => network.CreateWorkspace(2).Inputs.Length);
        var mismatch = Assert.ThrowsAny<Exception>(() => project.Call("Use", "Predict", network, new float[4], new float[2], difference, product)).InnerException!;
        Assert.Contains("'right' for each of 2 samples", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forward_method_that_is_called_says_that_it_never_runs()
    {
        var project = new LoadedProject(BodyNetworks.Source(
            "[Dense(2)] private partial Tensor Mix(Tensor x); [Forward] private Tensor F([Shape(2)] Tensor x) => Mix(x); public static void Run(INetwork net) => ((Net)net).F(null!);"));

        var exception = Assert.ThrowsAny<Exception>(() => project.Call("Net", "Run", project.Network()));
        Assert.Contains("never runs", exception.InnerException!.Message, StringComparison.Ordinal);
    }
}
