using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Functions of whole numbers and of places.</summary>
internal sealed partial class TensorFunctions
{
    public int Gather(int table, int indices)
    {
        var shape = graph[table].Shape;
        if (Shapes.SampleRank(shape) == 0)
            throw Mismatch($"Gather of {Shapes.Text(shape)}: a table has rows");
        var rows = shape[Graph.Gather.RowAxis(shape)].Size;
        IndexRules.Check(graph, indices, rows, function, (kind, arguments) => new Programs.EvaluationException(kind, place, arguments));
        if (shape.IsBatched && !graph[indices].Shape.IsBatched)
            indices = graph.Broadcast(Aligned(indices), Shape.BatchOf(graph[indices].Shape.SampleDimensions), graph[indices].Name);
        return graph.Gather(table, indices, null, name);

        int Aligned(int node) => graph.Reshape(node, new Shape(graph[node].Shape.Extents.Prepend(1).ToEquatableArray()), graph[node].Name);
    }

    public int OneHot(int indices, int classes)
    {
        var shape = graph[indices].Shape;
        var column = graph.Reshape(indices, new Shape(shape.Extents.Append(1).ToEquatableArray()), graph[indices].Name);
        var numbers = CausalMask.Numbers(graph, classes, new(name.Text + ".class"));
        return graph.Map(new Select(Comparison.Equal, new Argument(0), new Argument(1), 1, 0), [column, numbers], name);
    }

    /// <summary>
    /// The smallest place at which the largest element is: of the places of all that are equal to it, with the largest of their negatives. What is no number has none, and gives the last place.
    /// </summary>
    public int ArgMax(int x, int axis)
    {
        var shape = graph[x].Shape;
        var own = Shapes.Axis(shape, axis, function, place);
        var count = shape[own].Size;
        var largest = graph.Reduce(Reduction.Max, x, [own], new(name.Text + ".largest"));
        var places = graph.Reshape(
            CausalMask.Numbers(graph, count, new(name.Text + ".place")), new Shape(Enumerable.Range(own, shape.Rank - own).Select(other => other == own ? new Extent(count) : 1).ToEquatableArray()), new(name.Text + ".place"));
        var negative = graph.Map(
            new Select(Comparison.Equal, new Argument(0), new Argument(1), -new Argument(2), double.NegativeInfinity), [x, largest, places], new(name.Text + ".negative"));
        var first = graph.Reduce(Reduction.Max, negative, [own], new(name.Text + ".first"));
        var inside = new Binary(BinaryFunction.Max, new Binary(BinaryFunction.Min, -new Argument(0), count - 1), 0);
        var index = graph.StopGradient(graph.Map(inside, [first], name));
        return graph.Reshape(index, new Shape(shape.Extents.Where((_, other) => other != own).DefaultIfEmpty(1).ToEquatableArray()), name);
    }

    public int RotaryPositions(int x, double wavelength)
    {
        var shape = graph[x].Shape;
        if (Shapes.SampleRank(shape) < 2 || shape[shape.Rank - 1].Size % 2 != 0)
            throw Mismatch($"RotaryPositions of {Shapes.Text(shape)}: it has an axis of places, and behind it one of an even width");
        if (!(wavelength > 0) || double.IsInfinity(wavelength))
            throw Mismatch($"RotaryPositions with a base of {Numbers.Text(wavelength)}: it is a positive number");
        return Layers.RotaryPositions.Add(graph, x, shape.Rank - 2, wavelength, name);
    }
}
