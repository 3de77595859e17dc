using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Which values the backward pass computes again, and what that saves.</summary>
public sealed class RematerializationTests(ITestOutputHelper output)
{
    private const string Distances = """
        [Dense(2)] private partial Tensor Place(Tensor points);
        [Forward] private Tensor F([Shape(48, 3)] Tensor points)
        {
            var places = Place(points);
            var difference = Reshape(places, 48, 1, 2) - Reshape(places, 1, 48, 2);
            var near = Exp(-Sum(difference * difference, 2));
            return MatMul(near, places);
        }
        """;

    private const string Additive = """
        [Dense(8)] private partial Tensor Query(Tensor x);
        [Dense(8)] private partial Tensor Key(Tensor x);
        [Dense(1)] private partial Tensor Score(Tensor x);
        [Forward] private Tensor F([Shape(40, 6)] Tensor x)
            => MatMul(Softmax(Reshape(Score(Tanh(Reshape(Query(x), 40, 1, 8) + Reshape(Key(x), 1, 40, 8))), 40, 40)), x);
        """;

    [Theory]
    [InlineData("Input(64, 32), MultiHeadAttention(4, Causal = true), Dense(32)", 4 * 64 * 64)]
    [InlineData("Input(65, 32), MultiHeadAttention(2), Dense(3)", 2 * 65 * 65)]
    [InlineData("Input(96, 16), TransformerEncoderLayer(2, 32, Dropout = 0, NormFirst = true, Causal = true), TransformerEncoderLayer(2, 32, Dropout = 0), Dense(2)", 2 * 96 * 96)]
    public void Attention_keeps_nothing_as_large_as_its_scores(string attributes, int scores)
        => AssertNothingKept(Stages.Of(attributes), scores);

    [Theory]
    [InlineData(Distances, 48 * 48)]
    [InlineData(Additive, 40 * 40 * 8)]
    [InlineData("[MultiHeadAttention(2)] private partial Tensor Look(Tensor x, Tensor memory); [Forward] private Tensor F([Shape(33, 8)] Tensor x, [Shape(70, 8)] Tensor memory) => Look(x, memory);", 2 * 33 * 70)]
    public void Nor_does_a_forward_method_of_ones_own(string body, int largest) => AssertNothingKept(Stages.Of(BodyNetworks.Lower(body)), largest);

    [Fact]
    public void What_a_layer_takes_for_the_backward_pass_grows_with_the_length_and_not_with_its_square()
    {
        var (one, two) = (Layer(128), Layer(512));
        output.WriteLine($"A layer of 128 positions keeps {one} floats of a sample, of 512 {two}; scores are {2 * 128 * 128} and {2 * 512 * 512}.");

        Assert.InRange(two, one, (4 * one) + 1024);

        // The memory of a step is there once, whatever the number of layers.
        static long Layer(int length) => Length(length, 4) - Length(length, 3);

        static long Length(int length, int layers)
            => Stages.Of($"Input({length}, 16), {string.Join(", ", Enumerable.Repeat("MultiHeadAttention(2, Causal = true)", layers))}, Dense(2)").Program.TrainingMemory.SampleLength;
    }

    [Theory]
    // A layer's product; a normalisation, which is as large as what it is made of; few numbers; random numbers, which are kept, and the weights without them are not; what the caller reads;
    // which of all products is the largest
    [InlineData("[Dense(512, Activation.Gelu)] private partial Tensor Wide(Tensor x); [Dense(2)] private partial Tensor Last(Tensor x); [Forward] private Tensor F([Shape(32)] Tensor x) => Last(Wide(x));")]
    [InlineData("[LayerNorm] private partial Tensor Norm(Tensor x); [Dense(64)] private partial Tensor First(Tensor x); [Dense(2)] private partial Tensor Last(Tensor x); [Forward] private Tensor F([Shape(64, 64)] Tensor x) => Last(Norm(Relu(First(x)) * x));")]
    [InlineData("[MultiHeadAttention(2)] private partial Tensor Look(Tensor x); [Forward] private Tensor F([Shape(16, 8)] Tensor x) => Look(x);")]
    [InlineData("[Dense(4)] private partial Tensor Wide(Tensor x); [Forward] private (Tensor Weights, Tensor Mean) F([Shape(48, 4)] Tensor x) { var weights = Wide(x); weights = MatMul(weights, Transpose(weights)); return (weights, MatMul(weights, x)); }")]
    [InlineData("[Dense(4)] private partial Tensor Wide(Tensor x); [Forward] private Tensor F([Shape(48, 4)] Tensor x) { var wide = Wide(x); return Max(MatMul(wide, Transpose(x)), 1); }")]
    public void Others_are_kept(string body) => Assert.DoesNotContain(Stages.Of(BodyNetworks.Lower(body)).Training.Nodes, static node => node.IsComputedAgain);

    [Fact]
    public void Random_numbers_are_drawn_once()
    {
        var graph = Stages.Of("Input(64, 16), MultiHeadAttention(2, Dropout = 0.1), Dense(2)").Training;

        Assert.Contains(graph.Nodes, static node => node.IsComputedAgain);
        Assert.Equal(1, graph.Nodes.Count(static node => node.Operation is RandomNumbers));
    }

    [Fact]
    public void Copies_stand_right_before_their_first_reader_and_read_small_values_of_the_forward_pass()
    {
        var graph = Stages.Of("Input(64, 32), MultiHeadAttention(4, Causal = true), Dense(32)").Training;
        var copies = Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].IsComputedAgain).ToArray();

        Assert.Equal(["mask", "products", "scores", "attention.shifted", "attention.exponential", "attention"], copies.Where(id => graph[id].Operation is Map or Contract).Select(id => graph[id].Name.Text[(graph[id].Name.Text.IndexOf('.') + 1)..]));
        Assert.Equal(copies[^1] - copies[0], copies.Length - 1);
        Assert.Contains(copies[^1], graph[copies[^1] + 1].Inputs);
        Assert.All(["attention.maximum", "attention.sum"], name => Assert.Single(graph.Nodes, node => node.Name.Text.EndsWith(name, StringComparison.Ordinal) && !node.Name.IsGradient && node.Operation is Reduce));
    }

    [Fact]
    public void Copies_belong_to_the_backward_pass()
    {
        var count = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var graph = Rematerialization.Run(DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true)))), smallest: 1);
            count += graph.Nodes.Count(static node => node.IsComputedAgain);
            var backward = graph.BackwardNodes();
            Assert.All(Enumerable.Range(0, backward.Length).Where(id => graph[id].IsComputedAgain), id => Assert.True(backward[id] && graph[id].Inputs.All(input => !backward[input] || graph[input].IsComputedAgain)));
        }).Check(Seeds.Property(TestTier.Cases(quick: 100, complete: 400)));

        Assert.True(count >= 5, $"{count} copies");
    }

    [Theory]
    [InlineData("(KeepGradients = true)")]
    [InlineData("(Code = EmittedCode.Readable)")]
    public void All_is_kept_where_it_is_to_be_looked_at(string arguments)
    {
        var text = Text($"[Network{arguments}, Input(64, 16), MultiHeadAttention(2)] public sealed partial class Net;");

        Assert.DoesNotContain("computed again", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_story_says_what_is_computed_again()
    {
        var text = Text("[Network, Input(64, 16), MultiHeadAttention(2, Name = \"look\")] public sealed partial class Net;");

        Assert.Contains("look.attention.exponential and look.attention are computed again, so that their memory is free", text, StringComparison.Ordinal);
        Assert.Contains("Kernels.LookProjectedGradient(", text, StringComparison.Ordinal);
        Assert.Contains("\"look.attention again of one turn\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(", Input(64, 32), MultiHeadAttention(4, Causal = true), Dense(3)", "")]
    [LongInlineData(", Input(70, 12), MultiHeadAttention(2, Dropout = 0.2), Dense(3)", "")]
    [InlineData(", Input(33, 8), TransformerEncoderLayer(1, 12, Dropout = 0.1), Dense(3)", "")]
    [InlineData("", Distances)]
    [InlineData("", Additive)]
    public void Gradients_have_the_same_bits_as_where_all_is_kept(string attributes, string body)
    {
        var (again, kept) = (Gradients("", attributes, body), Gradients("(KeepGradients = true)", attributes, body));

        Assert.True(again.Floats < kept.Floats);
        Assert.Contains(kept.Gradients, static value => value != 0);
        Assert.Equal(kept.Gradients, again.Gradients);
    }

    private static (float[] Gradients, long Floats) Gradients(string arguments, string attributes, string body)
    {
        var project = new LoadedProject($"using static NetGen.Functional; [Network{arguments}{attributes}] public sealed partial class Net {{ {body} }}");
        var network = project.Network();
        var workspace = network.CreateWorkspace(3);
        var random = new CounterRandom(4);
        foreach (ref var value in workspace.Inputs)
            value = (float)random.NextNormal();
        network.Forward(workspace);
        foreach (ref var value in workspace.OutputGradients)
            value = (float)random.NextNormal();
        network.Backward(workspace, network.Gradients);
        return (network.Gradients.ToArray(), workspace.Bytes / sizeof(float));
    }

    private static string Text(string source) => string.Join("\n", Host.Run(source).AssertClean().Files.Values);

    /// <summary>Nothing as large lives from the forward to the backward pass.</summary>
    private void AssertNothingKept(Stages stages, int largest)
    {
        var (program, memory) = (stages.Program.Training, stages.Program.TrainingMemory);
        var firstBackward = program.Kernels.ToList().FindIndex(static kernel => kernel.IsBackward);
        var kept = memory.Placements.Where(place => place.Kind == MemoryKind.Sample && place.FirstKernel < firstBackward && place.LastKernel >= firstBackward).ToArray();
        output.WriteLine($"{memory.SampleLength} floats a sample, {kept.Sum(static place => (long)place.Size)} of them from the forward to the backward pass");

        Assert.NotEmpty(kept);
        Assert.All(kept, place => Assert.True(place.Size < largest, stages.Training[place.Node].Name.Text));
        Assert.Contains(memory.Placements, place => place.Size >= largest || place.Form == TensorForm.Passed);
    }
}
