using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Adds a network's objective to its graph: the values of every sample, and their mean over the batch.</summary>
internal static class ObjectiveLowering
{
    /// <summary>
    /// The node of <c>Σ values / (n · batch)</c>, where n is the number of values of a sample. The batch is the whole one, so that the parts of
    /// several workers add up to the mean.
    /// </summary>
    /// <exception cref="EvaluationException">The objective has a mistake.</exception>
    public static int Add(GraphBuilder graph, TensorInterpreter interpreter, ObjectiveDeclaration objective, IReadOnlyList<int> inputs, IReadOnlyList<int> outputs)
    {
        int[] targets = [.. objective.Targets.Select((target, index) => graph.Target(index, Shape.BatchOf(target.Dimensions), new ValueName(target.Name), target.Vocabulary))];
        var values = interpreter.RunObjective(objective, [.. objective.Arguments.Select(argument => argument.Kind switch
        {
            ObjectiveArgumentKind.Output => outputs[argument.Index],
            ObjectiveArgumentKind.Input => inputs[argument.Index],
            _ => targets[argument.Index],
        })]);

        var shape = graph[values].Shape;
        var sum = graph.Reduce(Reduction.Sum, values, Enumerable.Range(0, shape.Rank), new ValueName("objective.sum"));
        var mean = Simplifier.Simplify(new Argument(0) / ((double)shape.SampleSize * new Argument(1)));
        return graph.Map(mean, [sum, graph.BatchSize()], new ValueName("objective"));
    }
}
