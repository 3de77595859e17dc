using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Memory;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Kernels;
using NetGen.Generator.Tests.Scheduling;

namespace NetGen.Generator.Tests.Passes;

/// <summary>No pass changes what a network computes: random graphs give the same outputs and gradients at every stage.</summary>
public sealed class MeaningTests
{
    private const int Batch = 3;

    private static readonly Config Config = Seeds.Property(TestTier.Cases(quick: 40, complete: 150));

    private static readonly Arbitrary<int> GraphSeeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Fact]
    public void Gathering_removing_dead_code_computing_again_and_fusing_keep_the_meaning()
        => Prop.ForAll(GraphSeeds, static seed =>
        {
            var graph = Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true));
            var (given, expected) = Expected(graph, seed);

            var live = DeadCodeRemoval.Run(GatherForm.Run(graph));
            GraphVerifier.Verify(live, GraphRules.Clean);
            AssertSame(expected, Results(live, given), live);

            live = Rematerialization.Run(live, smallest: 1);
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
    public void Joining_kernels_keeps_the_meaning()
    {
        var count = 0;
        Prop.ForAll(GraphSeeds, seed =>
        {
            var stages = Stages.Of(RandomGraphs.Build(seed, hasWindows: true));
            var (given, expected) = Expected(stages.Training, seed);
            foreach (var (scheduled, isPrediction) in new[] { (stages.Program.Training, false), (stages.Program.Prediction, true) })
            {
                var program = JoinedRuns.Run(scheduled, new PlannedNests(), isInOrder: false, smallest: 1, most: 1);
                ScheduleVerifier.Verify(program);
                var memory = MemoryPlanner.Run(program, isPrediction);
                MemoryVerifier.Verify(program, memory, isPrediction);
                count += program.Kernels.Count(static kernel => kernel.Parts.Count > 0);
                AssertSame(isPrediction ? expected[..program.Graph.Outputs.Count] : expected, new ProgramEvaluator(program, memory, Batch).Evaluate(given), program.Graph);
            }
        }).Check(Config);

        Assert.True(count >= 5, $"{count} joined kernels");
    }

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

    /// <summary>A contraction, scheduled for a target, after any number of the rewrites that make its tiles: each of them is legal, and computes the same.</summary>
    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_rewrite_of_a_contraction_keeps_the_meaning_for_vectors_of(int lanes)
    {
        var rewrites = 0;
        Prop.ForAll(GraphSeeds, seed =>
        {
            rewrites += CheckSteps(RandomGraphs.Build(seed, hasWindows: true), lanes, seed);
        }).Check(Seeds.Property(TestTier.Cases(quick: 12, complete: 75)));
        Assert.True(rewrites >= TestTier.Cases(quick: 120, complete: 500), $"{rewrites} rewrites");
    }

    [Theory]
    // Tiles of rows and columns that do not divide, panels, dot products, long sums, samples that are packed one by one and added up, zeros around a picture
    [InlineData("Input(21), Dense(37, Activation.Relu), Dense(20), Dense(2, Activation.Tanh)")]
    [LongInlineData("Input(3, 1100), Dense(2, Activation.Sigmoid), Dense(18), Flatten, Dense(3)")]
    [InlineData("Input(2100), Dense(17, Activation.Tanh), Dense(3)")]
    [LongInlineData("Input(2, 9, 9), Conv2D(8, 1), Conv2D(12, 3, Stride = 2, Padding = 1), Flatten, Dense(2)")]
    [LongInlineData("Input(6, 11, 13), Conv2D(6, 5, Activation.Gelu, Padding = 2), Conv2D(5, 3)")]
    [InlineData("Input(32, 7, 7), Conv2D(32, 3, Activation.Relu), ConvTranspose2D(3, 3, Stride = 2)")]
    public void Every_rewrite_of_a_contraction_keeps_the_meaning_of(string attributes)
    {
        for (var seed = 1; seed <= TestTier.Cases(quick: 1, complete: 3); seed++)
            CheckSteps(Stages.Of(attributes).Lowered, LanesOf(seed), seed);
    }

    private static readonly (string Attributes, int Samples)[] WithBlocks =
    [
        // Vectors that are copied for all rows, with rows left; rows that are copied for all columns, too
        ("Input(33), Dense(520, Activation.Relu), Dense(3)", 9),
        ("Input(5), Dense(1024, Activation.Relu), Dense(516), Dense(2)", 7),
        ("Input(9), Dense(512), Dense(2)", 530),
        // Rows in two blocks, of which the last is longer or shorter than a tile; sums that are cut, too
        ("Input(2800), Dense(256, Activation.Relu)", 50),
        ("Input(2800), Dense(260)", 45),
    ];

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var (attributes, samples) in TestTier.OneIn(5, WithBlocks))
                data.Add(attributes, samples);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void Blocks_and_panels_of_a_contraction_keep_the_meaning_of(string attributes, int samples)
        => CheckSteps(Stages.Of(attributes).Lowered, LanesOf(samples), seed: samples, samples);

    [Theory]
    // Rows and columns of the weight that fill whole panels, and that do not; fewer samples than a tile has, and more
    [InlineData("Input(5), Dense(301, Activation.Relu), Dense(45)", 4, 9)]
    [InlineData("Input(5), Dense(301, Activation.Relu), Dense(45)", 8, 2)]
    [InlineData("Input(5), Dense(312, Activation.Tanh), Dense(43)", 16, 13)]
    // What the next panel is copied from is fetched by tiles
    [InlineData("Input(5), Dense(320), Dense(64), Dense(3)", 16, 11)]
    [LongInlineData("Input(5), Dense(320), Dense(64), Dense(3)", 16, 3)]
    [LongInlineData("Input(5), Dense(301, Activation.Relu), Dense(45)", 16, 30)]
    [LongInlineData("Input(2, 5), Dense(90), Dense(1100)", 8, 3)]
    // Blocks of 252 rows, of which the last is shorter than a tile, or longer; rows of one size of tiles
    [LongInlineData("Input(5), Dense(130, Activation.Relu), Dense(512)", 4, 254)]
    [LongInlineData("Input(5), Dense(128), Dense(500)", 4, 265)]
    [LongInlineData("Input(2, 5), Dense(133), Dense(510)", 4, 128)]
    public void Copies_of_one_panel_of_a_weight_at_a_time_keep_the_meaning_of(string attributes, int lanes, int samples)
    {
        var stages = Stages.Of(attributes, Targets.OfLanes(lanes));

        Assert.Contains(stages.Program.Training.Kernels, static kernel => kernel.Schedule is NestSchedule { Plan: OuterProductPlan { Repacking: not null } });
        for (var seed = 1; seed <= TestTier.Cases(quick: 1, complete: 2); seed++)
            CheckSteps(stages.Lowered, lanes, seed, samples);
    }

    [Theory]
    // One panel and several, zeros around the picture, a stride, pixels as one loop; a finish in registers and after the sums; sums in blocks; a row of the
    // picture at a time
    [InlineData("Input(4, 9, 9), Conv2D(16, 3, Activation.Relu)", 8)]
    [LongInlineData("Input(6, 7, 7), Conv2D(16, 3, Activation.Relu, Padding = 1), Conv2D(8, 1), Flatten, Dense(2)", 16)]
    [InlineData("Input(3, 14, 14), Conv2D(32, 3, Activation.Sigmoid, Stride = 2, Padding = 1)", 16)]
    [LongInlineData("Input(8, 13, 13), Conv2D(16, 3, Stride = 2)", 4)]
    [LongInlineData("Input(200, 7, 7), Conv2D(48, 1)", 16)]
    [LongInlineData("Input(120, 9, 9), Conv2D(16, 3, Activation.Relu)", 16)]
    [LongInlineData("Input(12, 49, 49), Conv2D(16, 3, Stride = 2)", 16)]
    public void Results_that_are_transposed_keep_the_meaning_of(string attributes, int lanes)
    {
        var stages = Stages.Of(attributes, Targets.OfLanes(lanes));

        Assert.Contains(stages.Program.Training.Kernels, static kernel => kernel.Schedule is NestSchedule { Plan: OuterProductPlan { Unpackings: [_, ..] } });
        CheckSteps(stages.Lowered, lanes, seed: lanes, samples: 3);
        CheckProgram(stages.Lowered, seed: lanes);
    }

    [Fact]
    public void Results_that_are_transposed_may_have_something_added_that_is_not()
    {
        const string Body = """
            [Conv2D(16, 3, Padding = 1)] private partial Tensor Convolve(Tensor x);
            [Forward] private Tensor F([Shape(16, 7, 7)] Tensor x) => Relu(x + Convolve(x));
            """;
        var stages = Stages.Of(BodyNetworks.Lower(Body), Targets.OfLanes(16));

        var plans = stages.Program.Prediction.Kernels.Select(static kernel => (kernel.Schedule as NestSchedule)?.Plan).OfType<OuterProductPlan>();
        Assert.Contains(plans, static plan => plan is { Unpackings: [_], Extras: [_, _] });
        CheckSteps(stages.Lowered, lanes: 16, seed: 1, samples: 3);
        CheckProgram(stages.Lowered, seed: 1);
    }

    [Fact]
    public void Sums_leave_out_what_a_causal_mask_hides()
    {
        var stages = Stages.Of("Input(13, 32), MultiHeadAttention(2, Causal = true)");
        var ranges = stages.Program.Training.Kernels.Select(static kernel => (kernel.Schedule as NestSchedule)?.Plan).OfType<OuterProductPlan>().Where(static plan => plan.Ranges.Count == 1);

        // The mean of the values, and the gradients of values, queries and keys; not the products of queries and keys.
        Assert.Equal(4, ranges.Count());
        for (var seed = 1; seed <= TestTier.Cases(quick: 1, complete: 3); seed++)
            CheckSteps(stages.Lowered, LanesOf(seed), seed);
    }

    [Theory]
    // Lengths that blocks of columns and tiles of rows divide and do not, heads of several widths; memory in which nothing has been stored is NaN
    [LongInlineData("Input(16, 32), MultiHeadAttention(2, Causal = true)", false)]
    [LongInlineData("Input(24, 15), MultiHeadAttention(3, Causal = true)", true)]
    [LongInlineData("Input(13, 16), MultiHeadAttention(1, Causal = true)", false)]
    [InlineData("Input(27, 8), MultiHeadAttention(2, Causal = true, Rotary = true)", true)]
    [LongInlineData("Input(20, 16), TransformerEncoderLayer(2, 9, Dropout = 0, NormFirst = true, Causal = true, Activation = Activation.Gelu)", false)]
    public void What_a_causal_mask_hides_is_neither_computed_nor_read(string attributes, bool isComputedAgain)
    {
        var stages = Stages.Of(attributes, Targets.OfLanes(8));
        var kernels = UpToDiagonal(stages.Program.Training);

        // Scores, their maximum, the exponentials with their sum, the weights; the weights and the exponentials again; the gradients of the weights, of the sum and of the products.
        Assert.Equal(isComputedAgain ? 8 : 7, kernels.Length);
        Assert.Equal(isComputedAgain ? 3 : 2, kernels.Count(static kernel => kernel is ContractKernel));
        Assert.Equal(4, UpToDiagonal(stages.Program.Prediction).Length);
        for (var seed = 1; seed <= TestTier.Cases(quick: 1, complete: 3); seed++)
        {
            CheckProgram(stages.Lowered, seed);
            CheckSteps(stages.Lowered, LanesOf(seed), seed);
        }
    }

    [Theory]
    // Every position is seen; or the caller reads the weights
    [InlineData("[MultiHeadAttention(2)] private partial Tensor Look(Tensor x); [Forward] private Tensor F([Shape(16, 8)] Tensor x) => Look(x);")]
    [InlineData("[Forward] private (Tensor Weights, Tensor Mean) F([Shape(16, 16)] Tensor x) { var weights = Softmax(x + CausalMask(16), 1); return (weights, MatMul(weights, x)); }")]
    public void What_is_seen_is_computed_as_a_whole(string body)
    {
        var stages = Stages.Of(BodyNetworks.Lower(body), Targets.OfLanes(8));

        Assert.DoesNotContain(stages.Program.Prediction.Kernels, static kernel => kernel.Source is LoopKernel { CausalEnd: not null, Elements: [_, ..] });
        CheckProgram(stages.Lowered, seed: 1);
    }

    /// <summary>The kernels that end at the diagonal, and those that are parts of a joined one.</summary>
    private static Kernel[] UpToDiagonal(ScheduledProgram program)
        => [.. program.Kernels.SelectMany(static kernel => kernel.Parts.Count > 0 ? kernel.Parts : [kernel]).Select(static kernel => kernel.Source).OfType<Kernel>().Where(static kernel => kernel.CausalEnd is not null)];

    private static int LanesOf(int seed) => (seed % 3) switch { 0 => 4, 1 => 16, _ => 8 };

    /// <returns>How many rewrites were done.</returns>
    private static int CheckSteps(NetworkGraph forward, int lanes, int seed, int samples = 9)
    {
        // Enough samples for a tile, and some more.
        var random = new Random(seed);
        var rewrites = 0;
        CheckContractions(forward, lanes, seed, samples, Stepped);
        return rewrites;

        ScheduledKernel Stepped(ScheduledKernel kernel, NestSchedule schedule, TilePlan plan, Func<int, ValueName> nameOf)
        {
            var steps = TileStrategy.Of(plan, nameOf);
            foreach (var step in steps)
                NestVerifier.Verify(step, lanes: lanes);
            rewrites += steps.Count - 1;
            return kernel with { Schedule = new NestSchedule(steps[random.Next(2) == 0 ? steps.Count - 1 : random.Next(steps.Count)]) { Plan = schedule.Plan } };
        }
    }

    /// <summary>Whether a network computes the same with other schedules of its contractions.</summary>
    internal static void CheckContractions(
        NetworkGraph forward, int lanes, int seed, int samples, Func<ScheduledKernel, NestSchedule, TilePlan, Func<int, ValueName>, ScheduledKernel> change)
    {
        var stages = Stages.Of(forward, Targets.OfLanes(lanes));
        var program = stages.Program.Training;
        var changed = program with
        {
            Kernels = program.Kernels.Select(kernel => kernel.Schedule is NestSchedule { Plan: { } plan } schedule
                ? change(kernel, schedule, plan, argument => program.Graph[kernel.Arguments[argument].Node].Name)
                : kernel).ToEquatableArray(),
        };
        ScheduleVerifier.Verify(changed);
        var (given, expected) = Expected(program.Graph, seed, samples);
        AssertSame(expected, new ProgramEvaluator(changed, stages.Program.TrainingMemory, samples).Evaluate(given), program.Graph);
    }

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

    private static (Func<Operation, double[]> Given, double[][] Expected) Expected(NetworkGraph graph, int seed, int batch = Batch)
    {
        var random = new Random(seed);
        var given = graph.Nodes.Where(static node => node.Operation is Input or Parameter or OutputGradient or Leaf)
            .DistinctBy(static node => node.Operation).ToDictionary(static node => node.Operation, node => Tensors.Random(random, Tensors.Count(Tensors.Sizes(node.Shape, batch))));
        return (operation => given[operation], Results(graph, operation => given[operation], batch));
    }

    private static double[][] Results(NetworkGraph graph, Func<Operation, double[]> given, int batch = Batch)
    {
        var values = new GraphEvaluator(graph, batch).Evaluate(given);
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
