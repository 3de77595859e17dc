using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>The functions that change shapes or combine elements, on nodes of the graph.</summary>
/// <param name="function">What it is called in messages.</param>
/// <param name="place">Where it is written.</param>
/// <param name="name">What the result is called.</param>
internal sealed partial class TensorFunctions(GraphBuilder graph, string function, int place, ValueName name)
{
    public int Node(Value value) => value switch
    {
        TensorValue { Node: var node } => node,
        NumberValue => throw Mismatch($"{function} takes a tensor with axes, and this is a number; make one with Full"),
        _ => throw new EvaluationException(ProblemKind.ImpossibleConstant, place, $"An operand of {function} is not set"),
    };

    /// <summary>One of two tensors, which are of one shape.</summary>
    public int WhenTraining(int training, int inference)
    {
        var (first, second) = (graph[training].Shape, graph[inference].Shape);
        if (!first.SampleDimensions.SequenceEqual(second.SampleDimensions))
            throw Mismatch($"WhenTraining of {Shapes.Text(first)} and {Shapes.Text(second)}: they stand for one another, and so have one shape");
        var shape = first.IsBatched ? first : second;
        return graph.WhenTraining(graph.Broadcast(training, shape, graph[training].Name), graph.Broadcast(inference, shape, graph[inference].Name), name);
    }

    public int Slice(int x, int axis, int start, int length)
    {
        var shape = graph[x].Shape;
        var own = Shapes.Axis(shape, axis, function, place);
        var extent = shape[own].Size;
        var first = start < 0 ? start + extent : start;
        if (length < 1)
            throw Mismatch($"Slice of {Shapes.Text(shape)}: a length of {Counts.Text(length)}; it is at least 1");
        if (first < 0 || first > extent - length)
            throw Mismatch($"Slice of {Shapes.Text(shape)}: axis {Counts.Text(axis)} has {Counts.Text(extent)} elements, not {Counts.Text(length)} from {Counts.Text(start)} on");
        return graph.Slice(x, own, first, length, name);
    }

    public int Reshape(int x, int[] dimensions)
    {
        var shape = graph[x].Shape;
        var size = shape.SampleSize;
        var open = dimensions.Count(static dimension => dimension == -1);
        var known = dimensions.Where(static dimension => dimension != -1).Aggregate(1L, static (product, dimension) => product * dimension);
        if (open > 1)
            throw Mismatch($"Reshape to {Shapes.Text(dimensions)}: only one dimension can be −1");
        if (dimensions.Any(static dimension => dimension is < 1 and not -1))
            throw Mismatch($"Reshape to {Shapes.Text(dimensions)}: dimensions are at least 1");
        if (open == 1 && size % known != 0)
            throw Mismatch($"Reshape of {Shapes.Text(shape)} to {Shapes.Text(dimensions)}: {Counts.Text(size)} elements are not a multiple of {Counts.Text(known)}");
        if (open == 0 && size != known)
            throw Mismatch($"Reshape of {Shapes.Text(shape)} to {Shapes.Text(dimensions)}: {Counts.Text(size)} ≠ {Counts.Text(known)} elements");
        return graph.Reshape(x, Shapes.With(shape.IsBatched, dimensions.Select(dimension => dimension == -1 ? (int)(size / known) : dimension)), name);
    }

    public int Transpose(int x, int[] axes)
    {
        var shape = graph[x].Shape;
        var rank = Shapes.SampleRank(shape);
        int[] own = axes.Length == 0
            ? [.. Enumerable.Range(0, rank).Reverse().Select(axis => axis + Shapes.First(shape))]
            : [.. axes.Select(axis => Shapes.Axis(shape, axis, function, place))];
        if (own.Length != rank || own.Distinct().Count() != rank)
            throw Mismatch($"Transpose of {Shapes.Text(shape)} by ({string.Join(", ", axes.Select(static axis => Counts.Text(axis)))}): each of its {Counts.Text(rank)} axes is to be there once");
        return graph.Transpose(x, shape.IsBatched ? [0, .. own] : own, name);
    }

    public int Concatenate(int[] parts, int axis)
    {
        if (parts.Length == 0)
            throw Mismatch("Concatenate of no tensors: there is at least one");
        var isBatched = parts.Any(part => graph[part].Shape.IsBatched);
        var first = graph[parts[0]].Shape;
        var own = Shapes.Axis(first, axis, function, place) - Shapes.First(first);
        var dimensions = first.SampleDimensions.ToArray();
        var length = 0L;
        foreach (var part in parts)
        {
            var others = graph[part].Shape.SampleDimensions.ToArray();
            if (others.Length != dimensions.Length)
                throw Mismatch($"Concatenate of {Shapes.Text(dimensions)} and {Shapes.Text(others)}: {Counts.Text(dimensions.Length)} ≠ {Counts.Text(others.Length)} axes");
            for (var place = 0; place < dimensions.Length; place++)
            {
                if (place != own && dimensions[place] != others[place])
                    throw Mismatch($"Concatenate of {Shapes.Text(dimensions)} and {Shapes.Text(others)} along axis {Counts.Text(axis)}: {Counts.Text(dimensions[place])} ≠ {Counts.Text(others[place])}");
            }

            length += others[own];
        }

        Shapes.CheckSize(dimensions.Select((extent, place) => place == own ? (int)Math.Min(length, int.MaxValue) : extent), function, place);
        int[] aligned = [.. parts.Select(part => isBatched && !graph[part].Shape.IsBatched
            ? graph.Broadcast(part, Shape.BatchOf(graph[part].Shape.SampleDimensions), graph[part].Name)
            : part)];
        return graph.Concatenate(aligned, own + (isBatched ? 1 : 0), name);
    }

    /// <summary>Sum, mean or maximum.</summary>
    public int Reduce(int x, int[] axes, bool keepDimensions)
    {
        var shape = graph[x].Shape;
        var own = ReducedAxes(shape, axes);
        if (own.Length == 0)
            return x;
        var count = own.Aggregate(1, (product, axis) => product * shape[axis].Size);
        var isMean = function == "Mean";
        var reduced = graph.Reduce(function == "Max" ? Reduction.Max : Reduction.Sum, x, own, isMean ? name with { Text = name.Text + ".sum" } : name);
        if (isMean)
            reduced = graph.Map(Simplifier.Simplify(new Argument(0) / (double)count), [reduced], name);
        return keepDimensions ? reduced : WithoutAxes(reduced, shape, own);
    }

    /// <summary>The axes that are reduced: those that are given, or all.</summary>
    private int[] ReducedAxes(Shape shape, int[] axes)
    {
        var first = Shapes.First(shape);
        int[] own = axes.Length == 0
            ? [.. Enumerable.Range(first, shape.Rank - first)]
            : [.. axes.Select(axis => Shapes.Axis(shape, axis, function, place))];
        if (own.Distinct().Count() != own.Length)
            throw Mismatch($"{function} of {Shapes.Text(shape)} along ({string.Join(", ", axes.Select(static axis => Counts.Text(axis)))}): an axis is there twice");
        return own;
    }

    /// <summary>A tensor that was reduced, without the axes of length 1 that are left of it.</summary>
    private int WithoutAxes(int reduced, Shape shape, int[] axes)
    {
        // A number that is the same for all samples has one axis, since every tensor of the graph has.
        var kept = shape.Extents.Where((_, axis) => !axes.Contains(axis)).DefaultIfEmpty(1);
        return graph.Reshape(reduced, new Shape(kept.ToEquatableArray()), name);
    }

    /// <summary>Softmax or its logarithm; they work along the last axis, to which another one is brought first.</summary>
    public int Softmax(int x, int axis)
    {
        var shape = graph[x].Shape;
        var own = Shapes.Axis(shape, axis, function, place);
        int[] swapped = [.. Enumerable.Range(0, shape.Rank)];
        (swapped[own], swapped[shape.Rank - 1]) = (shape.Rank - 1, own);
        var last = graph.Transpose(x, swapped, graph[x].Name);
        var origin = graph.Origin;
        graph.Origin = new(origin?.Of, origin?.Source) { Textbook = function == "Softmax" ? Textbooks.Softmax(name.Text) : Textbooks.LogSoftmax(name.Text) };
        var result = function == "Softmax" ? SoftmaxLayer.Add(graph, last, name.Text) : SoftmaxLayer.AddLogarithmic(graph, last, name.Text);
        graph.Origin = origin;
        return graph.Transpose(result, swapped, name);
    }

    public int MatMul(int left, int right)
    {
        try
        {
            var (isRow, isColumn) = (Shapes.SampleRank(graph[left].Shape) == 1, Shapes.SampleRank(graph[right].Shape) == 1);
            if (!isRow && !isColumn)
                return MatrixProduct.Add(graph, left, right, name);

            // A vector is a matrix of one row or one column: the gradient of the other operand then sums over that.
            var product = MatrixProduct.Add(graph, isRow ? WithAxis(left, -2) : left, isColumn ? WithAxis(right, -1) : right, name);
            var shape = graph[product].Shape;
            var kept = shape.Extents.Where((_, axis) => !(isRow && axis == shape.Rank - 2) && !(isColumn && axis == shape.Rank - 1)).DefaultIfEmpty(1);
            return graph.Reshape(product, new Shape(kept.ToEquatableArray()), name);
        }
        catch (MatrixShapeException exception)
        {
            throw Mismatch($"MatMul of {Shapes.Text(graph[left].Shape)} and {Shapes.Text(graph[right].Shape)}: {exception.Message}");
        }
    }

    /// <summary>A vector as a matrix, with an axis of length 1 before or behind its own.</summary>
    private int WithAxis(int vector, int place)
    {
        var extents = graph[vector].Shape.Extents.ToList();
        extents.Insert(extents.Count + 1 + place, 1);
        return graph.Reshape(vector, new Shape(extents.ToEquatableArray()), graph[vector].Name);
    }

    private EvaluationException Mismatch(string message) => new(ProblemKind.MismatchedShapes, place, message);
}
