using System.Globalization;
using NetGen.Generator.Compilation;
using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;
using NetGen.Generator.Memory;
using NetGen.Generator.Scalars;
using NetGen.Generator.Scheduling;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Typing;
using Xunit.Abstractions;

namespace NetGen.Generator.Tests.Passes;

/// <summary>What each pass takes for a deep network.</summary>
public sealed class DeepNetworkTests(ITestOutputHelper output)
{
    /// <summary>Four times as deep takes about four times as long. A scan over all nodes for each node would take sixteen times.</summary>
    [Fact]
    public void Time_grows_with_depth_and_not_with_its_square()
    {
        _ = Best(20);
        var blocks = TestTier.Cases(quick: 30, complete: 100);
        var (shallow, deep) = (Best(blocks), Best(4 * blocks));
        Assert.InRange(deep / shallow, 1, 9);
    }

    /// <summary>The shortest of several runs, in milliseconds of this thread.</summary>
    private double Best(int blocks)
    {
        var graph = Graph(blocks);
        var best = double.MaxValue;
        for (var run = 0; run < 3; run++)
        {
            var clock = new Clock();
            var start = ThreadTime.Now;
            var program = Pipeline.Run(graph, Targets.Default, clock);
            var passes = (ThreadTime.Now - start).TotalMilliseconds;
            best = Math.Min(best, passes);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program.Training.Graph.Nodes.Count} nodes, {passes:0} ms: {clock}"));
        }

        return best;
    }

    private static NetworkGraph Graph(int blocks)
    {
        var graph = new GraphBuilder { HasUniqueNames = true };
        var x = graph.Input(0, Shape.BatchOf([16]), new ValueName("x"));
        for (var block = 0; block < blocks; block++)
        {
            var name = "b" + block.ToString(CultureInfo.InvariantCulture);
            var weight = graph.Parameter(new TrainableTensor(name + ".weight", name, [16, 16], InitializerKind.Default, 16, 16, 1));
            var bias = graph.Parameter(new TrainableTensor(name + ".bias", name, [16], InitializerKind.Default, 16, 16, 1));
            var scale = graph.Map(new Argument(0) * new Argument(0), [bias], new ValueName(name + "scale"));
            var h = NetGen.Generator.Lowering.Bodies.MatrixProduct.Add(graph, x, graph.Transpose(weight, [1, 0], new ValueName(name)), new ValueName(name + "h"));
            h = graph.Map(new Argument(0) + new Argument(1), [h, bias], new ValueName(name + "z"));
            h = graph.Map(new Unary(UnaryFunction.Tanh, new Argument(0)), [h], new ValueName(name + "t"));
            h = graph.Map(new Argument(0) * new Argument(1), [h, scale], new ValueName(name + "u"));
            x = graph.Map(new Argument(0) + new Argument(1), [x, h], new ValueName(name + "x"));
            graph.Layer(name, "Block", x, x);
        }

        return graph.Build([x]);
    }

    private sealed class Clock : PipelineObserver
    {
        private readonly List<string> times = [];
        private TimeSpan last = ThreadTime.Now;

        public override string ToString() => string.Join(", ", times);

        public override NetworkGraph Graph(Stage stage, NetworkGraph graph) => Note(stage, graph);

        public override KernelProgram Kernels(Stage stage, KernelProgram program) => Note(stage, program);

        public override ScheduledProgram Schedule(Stage stage, ScheduledProgram program) => Note(stage, program);

        public override MemoryPlan Memory(Stage stage, ScheduledProgram program, MemoryPlan memory) => Note(stage, memory);

        private T Note<T>(Stage stage, T value)
        {
            times.Add(string.Create(CultureInfo.InvariantCulture, $"{stage} {(ThreadTime.Now - last).TotalMilliseconds:0}"));
            last = ThreadTime.Now;
            return value;
        }
    }
}
