using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Kernels;
using NetGen.Generator.Tests.Scheduling;

namespace NetGen.Generator.Tests.Passes;

/// <summary>No pass changes what a network computes: random graphs give the same outputs and gradients at every stage.</summary>
public sealed class MeaningTests
{
    private const int Batch = 3;

    private static readonly Config Config = Seeds.Property(TestTier.Cases(quick: 70, complete: 200));

    private static readonly Arbitrary<int> GraphSeeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Gathering_removing_dead_code_and_fusing_keep_the_meaning()
        => Prop.ForAll(GraphSeeds, static seed =>
        {
            var graph = Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true));
            var (given, expected) = Expected(graph, seed);

            var live = DeadCodeRemoval.Run(GatherForm.Run(graph));
            GraphVerifier.Verify(live, GraphRules.Clean);
            AssertSame(expected, Results(live, given), live);

            var fused = Fusion.Run(live);
            KernelVerifier.Verify(fused);
            AssertSame(expected, new KernelEvaluator(fused, Batch).Evaluate(given), live);
        }).Check(Config);

    [Fact]
    public void Scheduling_and_placing_keep_the_meaning()
        => Prop.ForAll(GraphSeeds, static seed => CheckProgram(RandomGraphs.Build(seed, hasWindows: true), seed)).Check(Config);

    [Fact]
    public void Exchanging_sums_over_the_batch_keeps_the_meaning()
        => Prop.ForAll(GraphSeeds, static seed => CheckProgram(RandomGraphs.Build(seed, hasWindows: false, hasBatchSums: true), seed, hasPrediction: false)).Check(Config);

    [Theory]
    [InlineData("Input(5), Dense(1)")]
    [InlineData("Input(1), Dense(1)")]
    [InlineData("Input(20), Dense(2, Activation.Tanh), Dense(3)")]
    [InlineData("Input(20), Dense(33, Activation.Relu), Dense(18), LogSoftmax")]
    [InlineData("Input(2, 9), Dense(17, Activation.Gelu), Softmax, Flatten, Dense(5)")]
    [InlineData("Input(3, 2, 1), Dense(1, Activation.Elu), Dense(8), Dense(1)")]
    [InlineData("Input(7), Softmax, Activation(Activation.Tanh)")]
    public void Stacks_keep_their_meaning(string attributes) => CheckProgram(Stages.Of(attributes).Lowered, seed: 1);

    private static void CheckProgram(NetworkGraph forward, int seed, bool hasPrediction = true)
    {
        var stages = Stages.Of(hasPrediction ? forward : InTrainingAlone(forward));
        var training = stages.Program.Training.Graph;
        var (given, expected) = Expected(training, seed);
        AssertSame(expected, new ProgramEvaluator(stages.Program.Training, stages.Program.TrainingMemory, Batch).Evaluate(given), training);

        if (!hasPrediction)
            return;
        var outputs = expected[..forward.Outputs.Count];
        AssertSame(outputs, new ProgramEvaluator(stages.Program.Prediction, stages.Program.PredictionMemory, Batch).Evaluate(given), stages.Prediction);
    }

    /// <summary>The graph in training, and something simple in a prediction, in which there is no number of samples.</summary>
    private static NetworkGraph InTrainingAlone(NetworkGraph forward)
    {
        var graph = new GraphBuilder(forward);
        var (output, shape) = (forward.Outputs[0], forward[forward.Outputs[0]].Shape);
        var zero = graph.Map(0 * new Argument(0), [graph.Reduce(Reduction.Sum, 0, Enumerable.Range(1, forward[0].Shape.Rank - 1), new("total"))], new("zero"));
        var simple = graph.Broadcast(graph.Reshape(zero, Shape.BatchOf([.. Enumerable.Repeat(1, shape.Rank - 1)]), new("zero")), shape, new("zeros"));
        return graph.Build([graph.Copy(graph.WhenTraining(output, simple, new("chosen")))]);
    }

    private static (Func<Operation, double[]> Given, double[][] Expected) Expected(NetworkGraph graph, int seed)
    {
        var random = new Random(seed);
        var given = graph.Nodes.Where(static node => node.Operation is Input or Parameter or OutputGradient or Leaf)
            .ToDictionary(static node => node.Operation, node => Tensors.Random(random, Tensors.Count(Tensors.Sizes(node.Shape, Batch))));
        return (operation => given[operation], Results(graph, operation => given[operation]));
    }

    private static double[][] Results(NetworkGraph graph, Func<Operation, double[]> given)
    {
        var values = new GraphEvaluator(graph, Batch).Evaluate(given);
        return [.. graph.Outputs.Concat(graph.Gradients).Select(node => values[node])];
    }

    private static void AssertSame(double[][] expected, double[][] actual, NetworkGraph graph)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var result = 0; result < expected.Length; result++)
        {
            var largest = expected[result].Max(Math.Abs);
            Assert.Equal(expected[result].Length, actual[result].Length);
            for (var element = 0; element < expected[result].Length; element++)
            {
                Assert.True(
                    Math.Abs(expected[result][element] - actual[result][element]) <= 1e-9 * (1 + largest),
                    $"Element {element} of result {result} is {actual[result][element]} and should be {expected[result][element]}:\n{GraphPrinter.Print(graph)}");
            }
        }
    }
}
