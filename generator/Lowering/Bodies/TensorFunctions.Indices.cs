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

    /// <summary>1 for each step that a sample has, and 0 behind its end.</summary>
    public int LengthMask(int lengths, int steps)
    {
        CheckLengths(lengths, steps);
        return LengthRules.Mask(graph, lengths, steps, name);
    }

    /// <summary>The sum, the mean or the maximum over the steps that a sample has. What is behind its end is left out, whatever it is, and no gradient flows there.</summary>
    public int OverSteps(int sequence, int lengths)
    {
        var shape = graph[sequence].Shape;
        if (!shape.IsBatched || shape.Rank < 2)
            throw Mismatch($"{function} of {Shapes.Text(shape)}: a sequence depends on an input, and its first axis is its steps");
        var steps = shape[1].Size;
        CheckLengths(lengths, steps);
        var isMax = function == "MaxOverSteps";
        var mask = LengthRules.Mask(graph, lengths, steps, new(name.Text + ".isThere"));
        var ofEach = graph.Reshape(mask, new Shape(shape.Extents.Select((extent, axis) => axis < 2 ? extent : 1).ToEquatableArray()), graph[mask].Name);
        var valid = graph.Map(new Select(Comparison.Equal, new Argument(1), 0, isMax ? double.NegativeInfinity : 0, new Argument(0)), [sequence, ofEach], new(name.Text + ".there"));
        var reduced = graph.Reduce(isMax ? Reduction.Max : Reduction.Sum, valid, [1], function == "MeanOverSteps" ? new(name.Text + ".sum") : name);
        if (function == "MeanOverSteps")
            reduced = graph.Map(new Argument(0) / new Argument(1), [reduced, graph.Reshape(lengths, Shape.BatchOf(Enumerable.Repeat(1, shape.Rank - 1)), graph[lengths].Name)], name);
        return graph.Reshape(reduced, new Shape(shape.Extents.Where(static (_, axis) => axis != 1).ToEquatableArray()), name);
    }

    private void CheckLengths(int lengths, int steps)
        => LengthRules.Check(graph, lengths, steps, function, (kind, arguments) => new Programs.EvaluationException(kind, place, arguments));

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
