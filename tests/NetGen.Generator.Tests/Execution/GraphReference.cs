using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Execution;

/// <summary>
/// Evaluates a graph in double, element by element, by the definitions of the primitives and nothing else: no fusion, no layout, no
/// schedule.
/// </summary>
internal sealed class GraphReference(NetworkGraph graph, int batch, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> parameters)
{
    private readonly Dictionary<int, double[]> values = [];

    /// <summary>Whether the graph is evaluated as a prediction.</summary>
    public bool IsPrediction { get; init; }

    /// <summary>The targets of the network's objective.</summary>
    public IReadOnlyList<double[]> Targets { get; init; } = [];

    /// <summary>The random numbers of the step.</summary>
    public RandomReference Noise { get; init; } = new(0, 0, 0);

    /// <summary>The elements of a node, in C order.</summary>
    public double[] this[int node] => values.TryGetValue(node, out var value) ? value : values[node] = Evaluate(graph[node]);

    public int[] Extents(int node)
        => [.. graph[node].Shape.Extents.Select(extent => extent.IsBatch ? extent.Size * batch : extent.Size)];

    private double[] Evaluate(Node node)
    {
        var extents = node.Shape.Extents.Select(extent => extent.IsBatch ? extent.Size * batch : extent.Size).ToArray();
        var count = extents.Aggregate(1, static (product, extent) => product * extent);
        var first = node.Inputs.Count > 0 ? this[node.Inputs[0]] : [];
        var firstExtents = node.Inputs.Count > 0 ? Extents(node.Inputs[0]) : [];
        switch (node.Operation)
        {
            case Input input:
                return input.IsTarget ? Targets[input.Index] : inputs[input.Index];
            case Parameter parameter:
                return parameters[parameter.Index];
            case RandomNumbers random:
                return Noise.Values(random, count, node.Shape.IsBatched ? node.Shape.SampleSize : 0);
            case BatchSize:
                return [batch];
            case WhenTraining:
                return this[node.Inputs[IsPrediction ? 1 : 0]];
            case Fill fill:
                return Enumerable.Repeat(fill.Value, count).ToArray();
            case StopGradient or Reshape:
                return first;
            case Map map:
                return All(extents, index => ScalarEvaluator.Evaluate(
                    map.Expression, [.. node.Inputs.Select(operand => this[operand][Place(Extents(operand), Broadcasted(index, Extents(operand)))])]));
            case Broadcast:
                return All(extents, index => first[Place(firstExtents, Broadcasted(index, firstExtents))]);
            case Transpose transpose:
                return All(extents, index =>
                {
                    var source = new int[index.Length];
                    for (var axis = 0; axis < index.Length; axis++)
                        source[transpose.Permutation[axis]] = index[axis];
                    return first[Place(firstExtents, source)];
                });
            case Slice slice:
                return All(extents, index => first[Place(firstExtents, [.. index.Select((place, axis) => axis == slice.Axis ? slice.Start + (place * slice.Step) : place)])]);
            case Concatenate concatenate:
                return All(extents, index => Part(node, concatenate, index));
            case Reduce reduce:
                return Reduced(reduce, first, firstExtents, extents, count);
            case Contract contract:
                return Contracted(contract, node, extents, count);
            default:
                throw new NotSupportedException(node.Operation.ToString());
        }
    }

    private double Part(Node node, Concatenate concatenate, int[] index)
    {
        var place = index[concatenate.Axis];
        foreach (var input in node.Inputs)
        {
            var extents = Extents(input);
            if (place < extents[concatenate.Axis])
                return this[input][Place(extents, [.. index.Select((own, axis) => axis == concatenate.Axis ? place : own)])];
            place -= extents[concatenate.Axis];
        }

        throw new InvalidOperationException("outside of every part");
    }

    private static double[] Reduced(Reduce reduce, double[] operand, int[] operandExtents, int[] extents, int count)
    {
        var result = Enumerable.Repeat(reduce.Reduction == Reduction.Sum ? 0 : double.NegativeInfinity, count).ToArray();
        _ = All(operandExtents, index =>
        {
            var target = Place(extents, [.. index.Select((place, axis) => reduce.Axes.Contains(axis) ? 0 : place)]);
            var element = operand[Place(operandExtents, index)];
            result[target] = reduce.Reduction == Reduction.Sum ? result[target] + element : Math.Max(result[target], element);
            return 0;
        });
        return result;
    }

    private double[] Contracted(Contract contract, Node node, int[] extents, int count)
    {
        var result = new double[count];
        var (left, right) = (this[node.Inputs[0]], this[node.Inputs[1]]);
        var (leftExtents, rightExtents) = (Extents(node.Inputs[0]), Extents(node.Inputs[1]));
        _ = All([.. contract.Indices.Select(index => index.Extent.IsBatch ? index.Extent.Size * batch : index.Extent.Size)], index =>
        {
            result[Place(extents, Affine(contract.Output, index))]
                += left[Place(leftExtents, Affine(contract.Left, index))] * right[Place(rightExtents, Affine(contract.Right, index))];
            return 0;
        });
        return result;
    }

    private static int[] Affine(Access access, int[] index)
        => [.. access.Axes.Select(axis => axis.Offset + axis.Terms.Sum(term => term.Coefficient * index[term.Index]))];

    private static int[] Broadcasted(int[] index, int[] extents)
        => [.. extents.Select((extent, axis) => extent == 1 ? 0 : index[axis + index.Length - extents.Length])];

    private static int Place(int[] extents, int[] index)
    {
        var place = 0;
        for (var axis = 0; axis < extents.Length; axis++)
            place = (place * extents[axis]) + index[axis];
        return place;
    }

    private static double[] All(int[] extents, Func<int[], double> element)
    {
        var result = new double[extents.Aggregate(1, static (product, extent) => product * extent)];
        var index = new int[extents.Length];
        for (var place = 0; place < result.Length; place++)
        {
            var rest = place;
            for (var axis = extents.Length - 1; axis >= 0; axis--)
            {
                index[axis] = rest % extents[axis];
                rest /= extents[axis];
            }

            result[place] = element([.. index]);
        }

        return result;
    }
}
