using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering;
using NetGen.Generator.Passes;
using NetGen.Generator.Tests.Execution;
using NetGen.Generator.Tests.Graph;
using NetGen.Generator.Tests.Infrastructure;
using NetGen.Generator.Tests.Kernels;
using NetGen.Generator.Tests.Scheduling;

namespace NetGen.Generator.Tests.Recurrence;

/// <summary>
/// A recurrence through all stages, in double: its gradients are central differences of what its graph says, step by step, and no stage changes them.
/// </summary>
internal static class RecurrenceCheck
{
    private const int Batch = 3;
    private const double Step = 1e-5;

    // Of each parameter, and of the input.
    private const int CheckedElements = 10;

    /// <summary>The graph of a network whose members are given.</summary>
    public static NetworkGraph Lower(string members)
    {
        Assert.True(TryLower(members, out var graph));
        return graph!;
    }

    /// <summary>The same, where an output depends on every layer.</summary>
    public static bool TryLower(string members, out NetworkGraph? graph)
    {
        // Without the emitted part, the layers' methods have no body, which C# refuses.
        var declarations = new Declarations();
        Host.Run(Host.Compile($"using static NetGen.Functional; [Network] public partial class Net {{ {members} }}"), declarations.Compile);
        var lowering = NetworkLowering.Of(Assert.Single(declarations.Compiled));
        graph = lowering.Graph;
        Assert.All(lowering.Problems, static problem => Assert.Equal(ProblemKind.NothingDepends, problem.Kind));
        return graph is not null;
    }

    public static void Run(NetworkGraph graph, int seed)
    {
        GraphVerifier.Verify(graph, GraphRules.Any);
        var random = new Random(seed);
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
        var inputs = graph.Nodes.Where(static node => node.Operation is Input).Select(node => Draw(Batch * node.Shape.SampleSize)).ToArray();
        var parameters = graph.Parameters.Select(tensor => Draw(tensor.Count)).ToArray();
        var seeds = graph.Outputs.Select(output => Draw(Batch * graph[output].Shape.SampleSize)).ToArray();
        double[][] Outputs()
        {
            var reference = new GraphReference(graph, Batch, inputs, parameters);
            return [.. graph.Outputs.Select(output => reference[output])];
        }

        double[] Given(Operation operation) => operation switch
        {
            Parameter parameter => parameters[parameter.Index],
            Input input => inputs[input.Index],
            OutputGradient gradient => seeds[gradient.Output],
            _ => throw new NotSupportedException(operation.ToString()),
        };

        double[][] Results(NetworkGraph stage)
        {
            var values = new GraphEvaluator(stage, Batch).Evaluate(Given);
            return [.. stage.Outputs.Concat(stage.Gradients).Concat(stage.InputGradients).Select(node => values[node])];
        }

        var differentiated = Differentiation.Run(graph, ofInputs: true);
        GraphVerifier.Verify(differentiated, GraphRules.Any);
        var expected = Results(differentiated);
        AssertSame(Outputs(), expected[..graph.Outputs.Count], "reference");
        double Objective() => Outputs().Zip(seeds, static (output, seed) => output.Zip(seed, static (value, weight) => value * weight).Sum()).Sum();
        foreach (var (place, tensor) in parameters.Concat(inputs).Index())
        {
            var places = Enumerable.Range(0, tensor.Length).ToArray();
            random.Shuffle(places);
            foreach (var element in places.Take(CheckedElements))
            {
                var value = tensor[element];
                tensor[element] = value + Step;
                var above = Objective();
                tensor[element] = value - Step;
                var below = Objective();
                tensor[element] = value;
                var slope = (above - below) / (2 * Step);
                var gradient = expected[graph.Outputs.Count + place][element];
                Assert.True(
                    Math.Abs(slope - gradient) <= 1e-6 * (1 + Math.Abs(slope)),
                    $"gradient {place}[{element}] is {gradient}, but the central difference is {slope}\n{GraphPrinter.Print(differentiated)}");
            }
        }

        // No pass changes what is computed.
        var moved = LoopMotion.Run(differentiated);
        GraphVerifier.Verify(moved, GraphRules.Any with { AllowsSumsOfSteps = false });
        AssertSame(expected, Results(moved), "moved\n" + GraphPrinter.Print(moved));
        var live = DeadCodeRemoval.Run(GatherForm.Run(moved));
        AssertSame(expected, Results(live), "live");
        var fused = Fusion.Run(live);
        NetGen.Generator.Kernels.KernelVerifier.Verify(fused);
        AssertSame(
            expected[..(graph.Outputs.Count + parameters.Length)], new KernelEvaluator(fused, Batch).Evaluate(Given),
            "kernels\n" + GraphPrinter.Print(live) + NetGen.Generator.Kernels.KernelPrinter.Print(fused));

        var stages = Stages.Of(graph);
        AssertSame(
            expected[..(graph.Outputs.Count + parameters.Length)],
            new ProgramEvaluator(stages.Program.Training, stages.Program.TrainingMemory, Batch).Evaluate(Given), "program");
        AssertSame(
            expected[..graph.Outputs.Count], new ProgramEvaluator(stages.Program.Prediction, stages.Program.PredictionMemory, Batch).Evaluate(Given), "prediction");
    }

    private static void AssertSame(double[][] expected, double[][] actual, string stage)
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
                    $"Element {element} of result {result} is {actual[result][element]} and should be {expected[result][element]}: {stage}");
            }
        }
    }
}
