using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Loops.Rewrites;
using NetGen.Generator.Passes;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Bodies;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Loops;

/// <summary>A nest means what its kernel means: as it is defined, and after any legal rewrites.</summary>
public sealed class NestTests(ITestOutputHelper output)
{
    private const int Batch = 3;

    private static readonly Arbitrary<int> GraphSeeds = Gen.Choose(0, int.MaxValue).ToArbitrary();

    [Theory]
    [InlineData("Input(20), Dense(17, Activation.Relu), Dense(10)")]
    [InlineData("Input(2, 9), Dense(17, Activation.Gelu), Softmax, Flatten, Dense(5)")]
    [InlineData("Input(2, 8, 9), Conv2D(3, 3, Padding = 1), MaxPool2D(2), Conv2D(4, 3, Stride = 2), BatchNorm, Flatten, Dense(3)")]
    [InlineData("Input(2, 6, 6), ConvTranspose2D(3, 3, Stride = 2), Flatten, LayerNorm, Dense(2)")]
    public void The_definition_of_every_kernel_is_legal_and_means_the_same(string attributes)
    {
        var stages = Stages.Of(attributes);
        foreach (var program in new[] { stages.TrainingKernels, stages.PredictionKernels })
            CheckDefinitions(program, seed: 1, static nest => nest);
    }

    [Fact]
    public void Definitions_of_random_graphs_mean_the_same()
        => Prop.ForAll(GraphSeeds, static seed => CheckDefinitions(Fused(seed), seed, static nest => nest)).Check(Seeds.Property(TestTier.Cases(quick: 75, complete: 150)));

    [Fact]
    public void Values_are_compared_with_the_largest_of_the_same_values()
    {
        // The gradient of max(x − s + x) compared 2·x − s with it.
        const int Seed = 118570;
        CheckDefinitions(Fused(Seed), Seed, static nest => nest, new RandomRewrites(Seed).Of);
    }

    [Theory]
    // Tiles of two sizes of a loop that has a rest behind its whole turns
    [InlineData(123623)]
    [InlineData(132391)]
    public void What_rewrites_leave_of_a_loop_is_done_once_by(int seed) => CheckDefinitions(Fused(seed), seed, new RandomRewrites(seed).Of);

    [Fact]
    public void Random_rewrites_keep_the_meaning()
    {
        var applied = new Dictionary<string, int>();
        var refused = 0;
        Prop.ForAll(GraphSeeds, seed =>
        {
            var random = new RandomRewrites(seed);
            CheckDefinitions(Fused(seed), seed, random.Of);
            foreach (var (name, count) in random.Applied)
                applied[name] = applied.GetValueOrDefault(name) + count;
            refused += random.Refused;
        }).Check(Seeds.Property(TestTier.Cases(quick: 75, complete: 150)));
        output.WriteLine($"{string.Join(", ", applied.OrderBy(static pair => pair.Key).Select(static pair => $"{pair.Value} {pair.Key}"))}; {refused} refused as illegal");
        Assert.Equal(21, applied.Keys.Count(static name => name != "TransposeInRegisters"));
        Assert.True(applied.Values.Sum() >= 500);
    }

    [Fact]
    public void Random_rewrites_of_what_is_computed_up_to_a_diagonal_keep_the_meaning()
    {
        var applied = new Dictionary<string, int>();
        var checkedKernels = 0;
        Prop.ForAll(GraphSeeds, seed =>
        {
            var random = new Random(seed);
            var (length, head) = (9 + random.Next(24), 2 * (1 + random.Next(5)));
            var stages = Stages.Of($"Input({length}, {2 * head}), MultiHeadAttention(2, Causal = true)", Targets.OfLanes(8));
            var kernels = stages.TrainingKernels with { Kernels = stages.Program.Training.Kernels.Select(static kernel => kernel.Source).OfType<Kernel>().ToEquatableArray() };
            // Where tiles that leave something out would cost too much, nothing is.
            if (!kernels.Kernels.Any(static kernel => kernel.CausalEnd is not null))
                return;
            checkedKernels += kernels.Kernels.Count(static kernel => kernel.CausalEnd is not null);
            var rewrites = new RandomRewrites(seed);
            CheckDefinitions(kernels, seed, rewrites.Of, nest => Scheduled(nest, lanes: 8, OptionalRewrites.None, random));
            foreach (var (name, count) in rewrites.Applied)
                applied[name] = applied.GetValueOrDefault(name) + count;
        }).Check(Seeds.Property(TestTier.Cases(quick: 8, complete: 60)));
        Assert.True(checkedKernels >= 7 * 4, $"only {checkedKernels} kernels are computed up to a diagonal");
        Assert.Superset(new HashSet<string> { "Split", "Reorder", "Unroll", "Divide", "Peel" }, applied.Keys.ToHashSet());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_step_of_a_strategy_keeps_the_meaning_for_vectors_of(int lanes)
        => Prop.ForAll(GraphSeeds, seed =>
        {
            var random = new Random(seed);
            CheckDefinitions(Fused(seed), seed, nest => Scheduled(nest, lanes, (OptionalRewrites)random.Next(32), random));
        }).Check(Seeds.Property(TestTier.Cases(quick: 40, complete: 150)));

    [Fact]
    public void A_later_pass_adds_to_gradients_once_whatever_is_rewritten()
    {
        var (gradients, adding) = (0, 0);
        Prop.ForAll(GraphSeeds, seed =>
        {
            var random = new Random(seed);
            var graph = GradientsApart.Run(DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true)))));
            var program = Fusion.Run(graph);
            int[] own = [.. program.Kernels.SelectMany(static kernel => kernel.Stores).Select(static output => output.Node).Where(Uses.Of(graph).IsGradient).Distinct()];
            gradients += own.Length;
            var isLater = random.Next(4) > 0;
            CheckDefinitions(program, seed, added: node => isLater && own.Contains(node) ? 1 + (node % 7) : null, nest =>
            {
                var added = AddInPasses.Of(nest, own, namesSums: random.Next(2) == 0);
                adding += ReferenceEquals(added, nest) ? 0 : 1;
                NestVerifier.Verify(added, gradients: own);
                var rewritten = random.Next(2) == 0 ? new RandomRewrites(seed).Of(added) : Scheduled(added, lanes: 8, (OptionalRewrites)random.Next(32), random);
                NestVerifier.Verify(rewritten, gradients: own);
                return rewritten;
            });
        }).Check(Seeds.Property(TestTier.Cases(quick: 75, complete: 300)));
        Assert.True(gradients >= 75 && adding >= 75, $"only {gradients} gradients, and {adding} kernels that add to one");
    }

    [Theory]
    // Long sums along and across the vector, several reduced loops, strided results, rows that end in a part of a vector
    [InlineData("Input(3, 301), LayerNorm, Flatten, Dense(37, Activation.Gelu), Softmax")]
    [InlineData("Input(2, 9, 11), Conv2D(3, 3, Stride = 2, Padding = 1), BatchNorm, MaxPool2D(2), Flatten, Dense(45), LogSoftmax")]
    public void Every_step_of_a_strategy_keeps_the_meaning_of(string attributes)
    {
        OptionalRewrites[] leftOut = [OptionalRewrites.None, OptionalRewrites.Collapse, OptionalRewrites.Blocks, OptionalRewrites.Columns, OptionalRewrites.Overlap, OptionalRewrites.Interleave];
        CheckDefinitions(Stages.Of(attributes).TrainingKernels, seed: 1, [.. leftOut.Select(static without =>
        {
            var random = new Random(1);
            return (Func<Nest, Nest>)(nest => Scheduled(nest, lanes: 8, without, random));
        })]);
    }

    [Fact]
    public void What_a_kernel_with_several_results_computes_it_computes_once()
    {
        // A step of a recurrence with gates, of which the gradients of all that it stores are one loop.
        var lowered = BodyNetworks.Lower(
            """
            [Dense(36)] private partial Tensor Gates(Tensor x);

            [Forward]
            private (Tensor state, Tensor output) F([Shape(4)] Tensor x, [Shape(9)] Tensor before)
            {
                var z = Gates(x);
                var state = Sigmoid(Slice(z, 0, 9, 9)) * before + Sigmoid(Slice(z, 0, 0, 9)) * Tanh(Slice(z, 0, 18, 9));
                return (state, Sigmoid(Slice(z, 0, 27, 9)) * Tanh(state));
            }
            """);
        foreach (var kernel in Stages.Of(lowered).TrainingKernels.Kernels.OfType<LoopKernel>())
        {
            var definition = Flatten.Of(Definition.Of(new LogicalBuffers(Stages.Of(lowered).Training, kernel), kernel)).Nest;
            Scalar[] functions = [.. definition.Body.All().SelectMany(static statement => statement switch
            {
                Let let => Functions(let.Value),
                Store store => Functions(store.Value),
                Accumulate accumulate => Functions(accumulate.Value),
                _ => [],
            })];
            // Three sigmoids and two hyperbolic tangents, however many results are made of them.
            Assert.True(functions.Count(static node => node is Unary(UnaryFunction.Sigmoid, _)) <= 3, NestPrinter.Print(definition));
            Assert.True(functions.Count(static node => node is Unary(UnaryFunction.Tanh, _)) <= 2, NestPrinter.Print(definition));
        }

        static IEnumerable<Scalar> Functions(Value value)
        {
            var nodes = new HashSet<Scalar>(ReferenceEqualityComparer.Instance);
            if (value is Compute compute)
            {
                new ScalarRewriter(node =>
                {
                    nodes.Add(node);
                    return node;
                }).Rewrite(compute.Expression);
            }

            return nodes;
        }
    }

    [Fact]
    public void A_dense_layer_is_defined_as_in_a_textbook()
    {
        var stages = Stages.Of("Input(784, Name = \"pixels\"), Dense(128, Activation.Relu, Name = \"hidden\")");
        var kernel = Assert.IsType<ContractKernel>(stages.PredictionKernels.Kernels[0]);

        Assert.Equal(
            """
            for sample in batch
              for output in 128
                let sum = 0
                for feature in 784
                  sum += pixels[sample, feature]·hidden.weight[output, feature]
                hidden[sample, output] = max(sum + hidden.bias[output], 0)

            """,
            NestPrinter.Print(Definition.Of(stages.Prediction, kernel)));
    }

    /// <summary>A step of the strategy for a nest of elements, each of which has to be legal; other nests as they are.</summary>
    private static Nest Scheduled(Nest nest, int lanes, OptionalRewrites without, Random random)
    {
        if (nest.Body.All().OfType<Accumulate>().Any(static accumulate => accumulate.Value is Compute { Expression: Binary(BinaryFunction.Multiply, Argument(0), Argument(1)), Arguments: [NetGen.Generator.Loops.Read, NetGen.Generator.Loops.Read] }))
            return nest;
        var (flat, starts) = Flatten.Of(nest);
        Nest[] steps = [.. new ElementStrategy(Targets.OfLanes(lanes), without).Of(flat)];
        foreach (var step in steps)
            NestVerifier.Verify(step, lanes: lanes);
        return new FromTheStart(starts).Rewrite(steps[random.Next(2) == 0 ? steps.Length - 1 : random.Next(steps.Length)]);
    }

    private static KernelProgram Fused(int seed) => Fusion.Run(DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true)))));

    private static void CheckDefinitions(KernelProgram program, int seed, params Func<Nest, Nest>[] rewrites) => CheckDefinitions(program, seed, static _ => null, rewrites);

    /// <param name="program">The kernels.</param>
    /// <param name="seed">What is drawn.</param>
    /// <param name="added">What is in a node's memory that a later pass adds to; null where it stores.</param>
    /// <param name="rewrites">What becomes of each definition.</param>
    private static void CheckDefinitions(KernelProgram program, int seed, Func<int, double?> added, params Func<Nest, Nest>[] rewrites)
    {
        var graph = program.Graph;
        var random = new Random(seed);
        var given = graph.Nodes.Where(static node => node.Operation is Input or Parameter or OutputGradient or Leaf or Literal).DistinctBy(static node => node.Operation)
            .ToDictionary(static node => node.Operation, node => Given(node));
        var expected = new GraphEvaluator(graph, Batch).Evaluate(operation => given[operation]);
        foreach (var rewrite in rewrites)
            CheckDefinitions(program, given, expected, rewrite, added);

        // A variance is positive.
        double[] Given(Node node)
            => node.Operation is Literal literal ? [.. literal.Elements.Select(static element => (double)element)]
                : node.Operation is BatchSize ? [Batch] : [.. Tensors.Random(random, Tensors.Count(Tensors.Sizes(node.Shape, Batch))).Select(value => node.Operation is Parameter ? Math.Abs(value) : value)];
    }

    private static void CheckDefinitions(KernelProgram program, Dictionary<Operation, double[]> given, double[][] expected, Func<Nest, Nest> rewrite, Func<int, double?> added)
    {
        var graph = program.Graph;
        var memory = new Dictionary<int, double[]>();
        var there = new Dictionary<int, double>();
        var causal = program.Kernels.Where(static kernel => kernel.CausalEnd is not null).SelectMany(static kernel => kernel is LoopKernel loop ? loop.Elements : kernel.Stores).Select(static output => output.Node).ToHashSet();
        var interpreter = new NestInterpreter(Batch, node => Memory(node));
        foreach (var kernel in program.Kernels.Where(static kernel => kernel is not LeafKernel))
        {
            // Without other workers, the sum over all workers is one's own.
            if (kernel is ExchangeKernel exchange)
            {
                memory[exchange.Node] = memory[Views.Owner(graph, exchange.Part)];
                continue;
            }

            var nest = kernel switch
            {
                ContractKernel contract => Definition.Of(graph, contract),
                IndexAddKernel add => Definition.Of(graph, add),
                _ => Definition.Of(graph, (LoopKernel)kernel),
            };
            NestVerifier.Verify(nest);
            interpreter.Run(rewrite(nest), isLaterPass: kernel.Stores.Any(output => added(output.Node) is not null));
        }

        foreach (var (node, stores) in interpreter.Stores.Where(static pair => pair.Key < RandomRewrites.FirstCopy))
        {
            // Above the diagonal, nobody needs what is stored, or that it is.
            var side = causal.Contains(node) ? graph[node].Shape[graph[node].Shape.Rank - 1].Size : 0;
            bool IsNeeded(int place) => side == 0 || place % side <= place / side % side;
            Assert.DoesNotContain(0, stores.Where((_, place) => IsNeeded(place) && !there.ContainsKey(node)));
            var largest = expected[node].Where((_, place) => IsNeeded(place)).Where(double.IsFinite).Max(Math.Abs);
            for (var place = 0; place < stores.Length; place++)
            {
                // A mask is −∞ in both.
                var wanted = expected[node][place] + there.GetValueOrDefault(node);
                if (!IsNeeded(place) || memory[node][place] == wanted)
                    continue;
                if (!(Math.Abs(memory[node][place] - wanted) <= 1e-9 * (1 + largest)))
                    Assert.Fail($"{graph[node].Name}[{place}] is {memory[node][place]} and should be {wanted}:\n{GraphPrinter.Print(graph)}");
            }
        }

        double[] Memory(int node)
        {
            if (!memory.TryGetValue(node, out var values) && node >= RandomRewrites.FirstCopy)
                Array.Fill(values = memory[node] = new double[1 << 14], double.NaN);
            if (values is null)
            {
                values = given.TryGetValue(graph[node].Operation, out var own) ? own : new double[Tensors.Count(Tensors.Sizes(graph[node].Shape, Batch))];
                // A product has zeros where its definition goes through what is hidden; its tiles do not.
                if (!given.ContainsKey(graph[node].Operation))
                {
                    if (added(node) is { } value)
                        there[node] = value;
                    Array.Fill(values, there.TryGetValue(node, out var before) ? before : causal.Contains(node) ? 0 : double.NaN);
                }

                memory[node] = values;
            }

            return values;
        }
    }

    /// <summary>Offsets from the start of a memory and not from the first element that is touched.</summary>
    private sealed class FromTheStart(IReadOnlyDictionary<int, int> starts) : NestRewriter
    {
        protected override Place Visit(Place place) => place with { Indices = [place.Indices[0] + starts[place.Buffer.Memory]], Row = Visit(place.Row) };
    }
}
