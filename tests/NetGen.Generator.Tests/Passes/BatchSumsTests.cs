using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;

namespace NetGen.Generator.Tests.Passes;

/// <summary>Workers that exchange parts compute what one does with the whole batch.</summary>
public sealed class BatchSumsTests
{
    private static readonly int[] Parts = [2, 1, 3];
    private static readonly int Batch = Parts.Sum();
    private static readonly Config Config = Seeds.Property(TestTier.Cases(quick: 100, complete: 300));
    private static readonly Arbitrary<int> GraphSeeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Workers_compute_what_one_does_with_the_whole_batch(bool hasObjective)
        => Prop.ForAll(GraphSeeds, seed =>
        {
            var forward = RandomGraphs.Build(seed, hasWindows: true, hasBatchSums: true);
            var whole = DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(hasObjective ? WithObjective(forward) : forward, ofInputs: true)));
            var shared = BatchSums.Run(whole);
            GraphVerifier.Verify(shared, GraphRules.Clean);

            var given = Given(whole, seed);
            var expected = new GraphEvaluator(whole, Batch).Evaluate(operation => given[operation]);
            var actual = ByWorkers(shared, given);
            foreach (var (before, after) in whole.Outputs.Concat(whole.InputGradients).Zip(shared.Outputs.Concat(shared.InputGradients)))
                AssertClose(expected[before], [.. actual.SelectMany(values => values[after])], whole[before]);

            // The trainer adds up what each worker has of these.
            foreach (var (before, after) in Sums(whole).Zip(Sums(shared)))
                AssertClose(expected[before], Total(actual, after), whole[before]);
        }).Check(Config);

    [Fact]
    public void Without_sums_that_are_read_within_the_pass_nothing_is_exchanged()
    {
        foreach (var attributes in (string[])["Input(5), Dense(4, Activation.Tanh), Dense(2)", "Input(2, 6, 6), Conv2D(3, 3), GroupNorm(3), Flatten, Dense(2), LayerNorm, LogSoftmax"])
            Assert.DoesNotContain(Stages.Of(attributes).Program.Training.Graph.Nodes, static node => node.Operation is Exchange);
    }

    [Fact]
    public void Batch_normalisation_exchanges_two_sums_in_each_direction_and_none_in_a_prediction()
    {
        var stages = Stages.Of("Input(2, 6, 6), Conv2D(3, 3), BatchNorm(Name = \"norm\"), Flatten, Dense(2)");
        var graph = stages.Program.Training.Graph;
        var backward = graph.BackwardNodes();
        Assert.Equal(
            ["norm.mean", "norm.variance", "∂norm.variance.sum", "∂norm.mean.sum"],
            Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].Operation is Exchange).OrderBy(id => backward[id]).Select(id => graph[id].Name.ToString()));
        Assert.DoesNotContain(stages.Program.Prediction.Graph.Nodes, static node => node.Operation is Exchange);
    }

    private static IEnumerable<int> Sums(NetworkGraph graph) => graph.Gradients.Concat(graph.Objective is { } objective ? [objective] : []);

    private static NetworkGraph WithObjective(NetworkGraph forward)
    {
        var graph = new GraphBuilder(forward);
        var output = forward.Outputs[0];
        var squares = graph.Map(new Argument(0) * new Argument(0), [output], new("squares"));
        var sum = graph.Reduce(Reduction.Sum, squares, Enumerable.Range(0, graph[output].Shape.Rank), new("objective.sum"));
        var objective = graph.Map(new Argument(0) / new Argument(1), [sum, graph.BatchSize()], new("objective"));
        return graph.Build(forward.Outputs) with { Objective = objective };
    }

    private static Dictionary<Operation, double[]> Given(NetworkGraph graph, int seed)
    {
        var random = new Random(seed);
        return graph.Nodes.Where(static node => node.Operation is Input or Parameter or OutputGradient or Leaf).ToDictionary(
            static node => node.Operation,
            node => node.Operation is BatchSize ? [Batch] : Tensors.Random(random, Tensors.Count(Tensors.Sizes(node.Shape, Batch))));
    }

    /// <summary>The values of all nodes for each worker, node by node.</summary>
    private static double[][][] ByWorkers(NetworkGraph graph, Dictionary<Operation, double[]> given)
    {
        var values = Parts.Select(_ => new double[graph.Nodes.Count][]).ToArray();
        var evaluators = Parts.Select(part => new GraphEvaluator(graph, part)).ToArray();
        for (var id = 0; id < graph.Nodes.Count; id++)
        {
            var first = 0;
            for (var worker = 0; worker < Parts.Length; worker++)
            {
                var own = values[worker];
                own[id] = graph[id].Operation switch
                {
                    Exchange => Total(values, graph[id].Inputs[0]),
                    Input or Parameter or OutputGradient or Leaf when graph[id].Shape.IsBatched =>
                        [.. given[graph[id].Operation].Skip(first * graph[id].Shape.SampleSize).Take(Parts[worker] * graph[id].Shape.SampleSize)],
                    Input or Parameter or OutputGradient or Leaf => given[graph[id].Operation],
                    _ => evaluators[worker].Compute(id, node => own[node]),
                };
                first += Parts[worker];
            }
        }

        return values;
    }

    private static double[] Total(double[][][] values, int node)
        => [.. Enumerable.Range(0, values[0][node].Length).Select(place => values.Sum(own => own[node][place]))];

    private static void AssertClose(double[] expected, double[] actual, Node node)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var place = 0; place < expected.Length; place++)
            Assert.True(Math.Abs(expected[place] - actual[place]) <= 1e-9 * Math.Max(1, Math.Abs(expected[place])), $"{node.Name}[{place}] is {actual[place]} by workers, and {expected[place]} by one");
    }
}
