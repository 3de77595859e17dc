using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Execution;

/// <summary>
/// A random small network from a seed: values are transformed and combined at random, by every primitive, and brought to one output that
/// depends on at least one parameter.
/// </summary>
internal sealed class RandomGraph
{
    private static readonly ActivationKind[] SmoothActivations =
        [ActivationKind.Tanh, ActivationKind.Sigmoid, ActivationKind.Gelu, ActivationKind.Silu, ActivationKind.Softplus, ActivationKind.Softsign];

    private static readonly int[] Extents = [1, 2, 3, 4, 5, 7, 8, 9, 12];

    private readonly GraphBuilder graph = new();
    private readonly List<int> values = [];
    private CounterRandom random;
    private int layers;

    private RandomGraph(ulong seed) => random = new CounterRandom(seed);

    public static NetworkGraph Of(ulong seed) => new RandomGraph(seed).Make();

    private NetworkGraph Make()
    {
        var dimensions = Enumerable.Range(0, 1 + random.NextInt32(2)).Select(_ => Pick(Extents)).ToArray();
        values.Add(graph.Input(0, Shape.BatchOf(dimensions), new ValueName("input")));
        values.Add(Dense(values[0]));
        var steps = 2 + random.NextInt32(5);
        for (var step = 0; step < steps; step++)
        {
            if (Step(Recent()) is { } next && graph[next].Shape.SampleSize <= 100)
                values.Add(next);
        }

        // Whatever came last reaches the output through a layer, so that there is always something to differentiate.
        return graph.Build([Dense(values[^1])]);
    }

    private int? Step(int value) => random.NextInt32(14) switch
    {
        0 or 1 => Dense(value),
        2 => Activation(value),
        3 or 4 => Combine(value),
        5 => Concatenate(value),
        6 => Slice(value),
        7 => Turn(value),
        8 => Flatten(value),
        9 => Reduce(value),
        10 => MatMul(value),
        11 or 12 => Convolve(value),
        _ => Product(value),
    };

    private int Dense(int value)
        => Graphs.Dense(graph, $"layer{++layers}", Pick(Extents), value, random.NextInt32(2) == 0 ? ActivationKind.None : Pick(SmoothActivations));

    private int Activation(int value)
    {
        var activation = Activations.Of(Pick(SmoothActivations));
        return graph.Map(new Map(activation.Function, Formula.Call(activation.Name)), [value], Name("activation"));
    }

    /// <summary>With another value of the same shape, or one that broadcasts to it.</summary>
    private int? Combine(int value)
    {
        var shape = graph[value].Shape;
        var others = values.Where(other => Broadcasts(graph[other].Shape, shape)).ToArray();
        if (others.Length == 0)
            return null;
        var other = Pick(others);
        var expression = Pick<Scalar>(
        [
            new Argument(0) + new Argument(1), new Argument(0) - new Argument(1), new Argument(0) * new Argument(1),
            new Argument(0) / (2.0 + (new Argument(1) * new Argument(1))),
        ]);
        return graph.Map(expression, [value, other], Name("combined"));
    }

    private int? Concatenate(int value)
    {
        var shape = graph[value].Shape;
        var axis = 1 + random.NextInt32(shape.Rank - 1);
        var others = values.Where(other => graph[other].Shape.Rank == shape.Rank && graph[other].Shape.With(axis, 1) == shape.With(axis, 1)).ToArray();
        return others.Length == 0 ? null : graph.Concatenate([value, Pick(others)], axis, Name("concatenated"));
    }

    private int Slice(int value)
    {
        var shape = graph[value].Shape;
        var axis = 1 + random.NextInt32(shape.Rank - 1);
        var length = 1 + random.NextInt32(shape[axis].Size);
        return graph.Slice(value, axis, random.NextInt32(shape[axis].Size - length + 1), length, Name("slice"));
    }

    private int? Turn(int value)
        => graph[value].Shape.Rank == 3 ? graph.Transpose(value, [0, 2, 1], Name("turned")) : null;

    private int Flatten(int value) => graph.Reshape(value, Shape.BatchOf([graph[value].Shape.SampleSize]), Name("flat"));

    private int Reduce(int value)
    {
        var axis = 1 + random.NextInt32(graph[value].Shape.Rank - 1);
        var size = graph[value].Shape[axis].Size;
        var reduction = random.NextInt32(4) == 0 ? Reduction.Max : Reduction.Sum;
        var reduced = graph.Reduce(reduction, value, [axis], Name("reduced"));
        return reduction == Reduction.Sum ? Scaled(reduced, size) : reduced;
    }

    /// <summary>A mean where there was a sum: large values would saturate what follows, and a flat slope has few digits in float.</summary>
    private int Scaled(int value, int terms) => graph.Map((1.0 / terms) * new Argument(0), [value], Name("mean"));

    private int? MatMul(int value)
    {
        if (graph[value].Shape.Rank != 3)
            return null;
        var others = values.Where(other => graph[other].Shape.Rank == 3 && graph[other].Shape[1] == graph[value].Shape[2]).ToArray();
        var product = others.Length == 0
            ? Graphs.MatMul(graph, value, graph.Transpose(value, [0, 2, 1], Name("turned")))
            : Graphs.MatMul(graph, value, Pick(others));
        return Scaled(product, graph[value].Shape[2].Size);
    }

    /// <summary>A matrix as a picture of one channel, by a kernel that fits into it, in steps of one or two.</summary>
    private int? Convolve(int value)
    {
        var shape = graph[value].Shape;
        if (shape.Rank != 3)
            return null;
        var picture = graph.Reshape(value, Shape.BatchOf([1, shape[1].Size, shape[2].Size]), Name("picture"));
        var kernel = (1 + random.NextInt32(Math.Min(3, shape[1].Size)), 1 + random.NextInt32(Math.Min(4, shape[2].Size)));
        var convolved = Graphs.Convolution(graph, $"conv{++layers}", 1 + random.NextInt32(3), kernel, 1 + random.NextInt32(2), 1, picture);
        var result = graph[convolved].Shape;
        return graph.Reshape(convolved, Shape.BatchOf([result[1].Size * result[2].Size, result[3].Size]), Name("rows"));
    }

    /// <summary>With a parameter of its own, element by element.</summary>
    private int Product(int value)
    {
        var last = graph[value].Shape[graph[value].Shape.Rank - 1].Size;
        var name = $"scale{++layers}";
        var scale = graph.Parameter(new TrainableTensor(name, name, [last], InitializerKind.Default, 2, 2, 1));
        return graph.Map(new Argument(0) * new Argument(1), [value, scale], Name("scaled"));
    }

    private int Recent() => random.NextInt32(2) == 0 ? values[^1] : Pick(values);

    private ValueName Name(string word) => new($"{word}{graph.Count}");

    private T Pick<T>(IReadOnlyList<T> items) => items[random.NextInt32(items.Count)];

    private static bool Broadcasts(Shape from, Shape to)
        => from.Rank == to.Rank && Enumerable.Range(0, to.Rank).All(axis => from[axis] == to[axis] || from[axis] == 1);
}
