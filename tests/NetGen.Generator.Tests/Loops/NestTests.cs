using FsCheck;
using FsCheck.Fluent;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Loops;
using NetGen.Generator.Passes;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Loops;

/// <summary>A nest means what its kernel means: as it is defined, and after any legal rewrites.</summary>
public sealed class NestTests(ITestOutputHelper output)
{
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
        Assert.Equal(9, applied.Count);
        Assert.True(applied.Values.Sum() >= 500);
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

    private static KernelProgram Fused(int seed) => Fusion.Run(DeadCodeRemoval.Run(GatherForm.Run(Differentiation.Run(RandomGraphs.Build(seed, hasWindows: true)))));

    private static void CheckDefinitions(KernelProgram program, int seed, Func<Nest, Nest> rewrite)
    {
        const int Batch = 3;
        var graph = program.Graph;
        var random = new Random(seed);
        var given = graph.Nodes.Where(static node => node.Operation is Input or Parameter or OutputGradient or Leaf)
            .ToDictionary(static node => node.Operation, node => Given(node));
        var expected = new GraphEvaluator(graph, Batch).Evaluate(operation => given[operation]);

        var memory = new Dictionary<int, double[]>();
        var interpreter = new NestInterpreter(Batch, node => Memory(node));
        foreach (var kernel in program.Kernels.Where(static kernel => kernel is not LeafKernel))
        {
            // Without other workers, the sum over all workers is one's own.
            if (kernel is ExchangeKernel exchange)
            {
                memory[exchange.Node] = memory[Views.Owner(graph, exchange.Part)];
                continue;
            }

            var nest = kernel is ContractKernel contract ? Definition.Of(graph, contract) : Definition.Of(graph, (LoopKernel)kernel);
            NestVerifier.Verify(nest);
            interpreter.Run(rewrite(nest));
        }

        foreach (var (node, stores) in interpreter.Stores)
        {
            Assert.All(stores, static count => Assert.True(count >= 1));
            var largest = expected[node].Max(Math.Abs);
            for (var place = 0; place < stores.Length; place++)
            {
                Assert.True(
                    Math.Abs(memory[node][place] - expected[node][place]) <= 1e-9 * (1 + largest),
                    $"{graph[node].Name}[{place}] is {memory[node][place]} and should be {expected[node][place]}:\n{GraphPrinter.Print(graph)}");
            }
        }

        // A variance is positive.
        double[] Given(Node node)
            => node.Operation is BatchSize ? [Batch] : [.. Tensors.Random(random, Tensors.Count(Tensors.Sizes(node.Shape, Batch))).Select(value => node.Operation is Parameter ? Math.Abs(value) : value)];

        double[] Memory(int node)
        {
            if (!memory.TryGetValue(node, out var values))
            {
                values = given.TryGetValue(graph[node].Operation, out var own) ? own : new double[Tensors.Count(Tensors.Sizes(graph[node].Shape, Batch))];
                if (!given.ContainsKey(graph[node].Operation))
                    Array.Fill(values, double.NaN);
                memory[node] = values;
            }

            return values;
        }
    }
}
