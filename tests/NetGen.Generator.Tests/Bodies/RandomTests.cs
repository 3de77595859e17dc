using NetGen.Generator.Tests.Infrastructure;
using NetGen.Numerics;
using static NetGen.Generator.Tests.Bodies.BodyNetworks;

namespace NetGen.Generator.Tests.Bodies;

/// <summary>Random numbers in forward methods, and what stands for them in a prediction.</summary>
public sealed class RandomTests
{
    private const string Noisy = """
        [Dense(3, Initializer = Initializer.Zeros)] private partial Tensor Mix(Tensor x);
        [Forward] (Tensor normal, Tensor uniform) F([Shape(3)] Tensor x)
        {
            var h = Mix(x);
            return (WhenTraining(h + RandomNormal(3), h), WhenTraining(h + RandomUniform(3), h + 0.5));
        }
        """;

    private const string Dropout = """
        [Dense(8, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
        [Dense(2)] private partial Tensor Head(Tensor x);
        [Forward] Tensor F([Shape(3)] Tensor x)
        {
            var h = Hidden(x);
            return Head(WhenTraining(Where(RandomUniform(8) < 0.25, 0, h / 0.75), h));
        }
        """;

    [Fact]
    public void Random_numbers_and_a_choice_are_nodes()
        => AssertGraph(
            """
            %0 = input  [batch × 3]  x
            %1 = normal random numbers, stream 0  [batch × 3]  noise
            %2 = map %0 + %1  [batch × 3]  added
            %3 = uniform random numbers, stream 1  [batch × 3]  random
            %4 = map %2·%3  [batch × 3]  product
            %5 = %4 in training, %0 in prediction  [batch × 3]  output
            %6 = map %5  [batch × 3]  output  → output
            """,
            "[Forward] Tensor F([Shape(3)] Tensor x) { var noise = RandomNormal(3); return WhenTraining((x + noise) * RandomUniform(3), x); }");

    [Fact]
    public void Training_adds_the_numbers_of_seed_step_stream_and_place_and_prediction_none()
    {
        var network = new LoadedProject(Source(Noisy)).Network();
        var workspace = network.CreateWorkspace(5);
        (workspace.Seed, workspace.Step, workspace.FirstSample) = (7, 11, 100);
        workspace.Input(0).Clear();

        network.Forward(workspace);

        for (var place = 0; place < 15; place++)
        {
            Assert.Equal(RandomFill.NormalAt(RandomFill.Key(7, 11, 0), 300 + place), workspace.Output(0)[place]);
            Assert.Equal(RandomFill.UniformAt(RandomFill.Key(7, 11, 1), 300 + place), workspace.Output(1)[place]);
        }
    }

    [Fact]
    public void A_workers_part_of_a_batch_has_the_numbers_of_the_whole()
    {
        var network = new LoadedProject(Source(Noisy)).Network();
        var whole = Run(network, 0, 10);

        Assert.Equal(whole[..12], Run(network, 0, 4));
        Assert.Equal(whole[12..], Run(network, 4, 6));

        static float[] Run(INetwork network, int first, int count)
        {
            var workspace = network.CreateWorkspace(count);
            workspace.FirstSample = first;
            workspace.Input(0).Clear();
            network.Forward(workspace);
            return workspace.Output(0).ToArray();
        }
    }

    [Fact]
    public void Another_step_or_seed_has_other_numbers()
    {
        var network = new LoadedProject(Source(Noisy)).Network();
        var results = new List<float>();
        foreach (var (seed, step) in new[] { (1UL, 0L), (1UL, 1L), (2UL, 0L) })
        {
            var workspace = network.CreateWorkspace(1);
            (workspace.Seed, workspace.Step) = (seed, step);
            network.Forward(workspace);
            results.Add(workspace.Output(0)[0]);
        }

        Assert.Equal(3, results.Distinct().Count());
    }

    [Fact]
    public void A_prediction_is_what_the_choice_says_and_has_no_random_numbers()
    {
        var project = new LoadedProject(Source(Dropout));
        var network = project.Network();
        var plain = new LoadedProject(Source("""
            [Dense(8, Activation.Tanh)] private partial Tensor Hidden(Tensor x);
            [Dense(2)] private partial Tensor Head(Tensor x);
            [Forward] Tensor F([Shape(3)] Tensor x) => Head(Hidden(x));
            """)).Network();
        network.Parameters.CopyTo(plain.Parameters);
        float[] inputs = [1, -2, 3, 0.5f, 0, -1];
        float[] outputs = new float[4], expected = new float[4];

        network.Predict(inputs, outputs);
        plain.Predict(inputs, expected);

        Assert.Equal(expected, outputs);
        var prediction = project.Files["Net.Forward.g.cs"].Split("public void Predict")[1].Split("private static partial class Kernels")[0];
        Assert.DoesNotContain("RandomFill", prediction, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradients_flow_through_noise_that_both_passes_see() => new RunningNetwork(Dropout).AssertParameterGradients();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Training_with_noise_does_not_depend_on_the_number_of_workers(int workers)
    {
        var project = new LoadedProject(Source(Dropout));
        var random = new CounterRandom(5);
        var inputs = Enumerable.Range(0, 60).Select(_ => (float)random.NextNormal()).ToArray();
        var targets = Enumerable.Range(0, 40).Select(place => inputs[place * 3 / 2]).ToArray();

        var (one, several) = (Train(1), Train(workers));

        for (var place = 0; place < one.Length; place++)
            Assert.InRange(several[place] - one[place], -1e-5, 1e-5);

        float[] Train(int count)
        {
            var network = project.Network();
            new Trainer(network, new MSELoss(), new SGD(0.1f)) { BatchSize = 7, Workers = count }.Fit(new Dataset(inputs, targets, 3, 2), 3);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_network_with_noise_can_be_a_layer_twice_with_noise_of_its_own()
    {
        var graph = Lower(
            "[Nested(typeof(Trunk))] private partial Tensor Trunk(Tensor x); [Forward] Tensor F([Shape(3)] Tensor x) => Trunk(x) - Trunk(x);",
            Source("[Dense(3)] private partial Tensor Mix(Tensor x); [Forward] Tensor F([Shape(3)] Tensor x) => WhenTraining(Mix(x) + RandomNormal(3), x);")
                .Replace("class Net", "class Trunk", StringComparison.Ordinal).Split("using static NetGen.Functional;")[1]);

        Assert.Equal([0, 1], graph.Nodes.Select(static node => node.Operation).OfType<Generator.Graph.RandomNumbers>().Select(static random => random.Stream));
    }
}
