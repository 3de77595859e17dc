using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Bodies;

/// <summary>Functions that are compositions of primitives: their gradients are those of the primitives.</summary>
internal sealed partial class TensorFunctions
{
    /// <summary>The logarithm of the sum of exponentials. The largest element is taken off before; it is a constant for the gradient.</summary>
    public int LogSumExp(int x, int[] axes, bool keepDimensions)
    {
        var shape = graph[x].Shape;
        var own = ReducedAxes(shape, axes);
        if (own.Length == 0)
            return x;
        var largest = graph.Reduce(Reduction.Max, x, own, name with { Text = name.Text + ".largest" });
        // Where all are infinite, nothing is taken off.
        largest = graph.StopGradient(graph.Map(
            new Select(Comparison.Equal, new Unary(UnaryFunction.Abs, new Argument(0)), double.PositiveInfinity, 0, new Argument(0)), [largest], name with { Text = name.Text + ".largest" }));
        var powers = graph.Map(new Unary(UnaryFunction.Exp, new Argument(0) - new Argument(1)), [x, largest], name with { Text = name.Text + ".powers" });
        var sum = graph.Reduce(Reduction.Sum, powers, own, name with { Text = name.Text + ".sum" });
        var result = graph.Map(new Unary(UnaryFunction.Log, new Argument(0)) + new Argument(1), [sum, largest], name);
        return keepDimensions ? result : WithoutAxes(result, shape, own);
    }

    /// <summary>Tensors of one shape along a new axis.</summary>
    public int Stack(int[] parts, int axis)
    {
        if (parts.Length == 0)
            throw Mismatch("Stack of no tensors: there is at least one");
        var dimensions = graph[parts[0]].Shape.SampleDimensions.ToArray();
        foreach (var part in parts)
        {
            var others = graph[part].Shape.SampleDimensions.ToArray();
            if (!others.SequenceEqual(dimensions))
                throw Mismatch($"Stack of {Shapes.Text(dimensions)} and {Shapes.Text(others)}: they are to have one shape");
        }

        var own = axis < 0 ? axis + dimensions.Length + 1 : axis;
        if (own < 0 || own > dimensions.Length)
            throw Mismatch($"Stack of {Shapes.Text(dimensions)} along axis {Counts.Text(axis)}: the new axis is one of 0 to {Counts.Text(dimensions.Length)}");
        var longer = dimensions.ToList();
        longer.Insert(own, 1);
        return Concatenate([.. parts.Select(part => graph.Reshape(part, Shapes.With(graph[part].Shape.IsBatched, longer), graph[part].Name))], own);
    }

    /// <summary>The lower or the upper triangle of the last two axes.</summary>
    public int Triangle(int x, int diagonal, bool isUpper)
    {
        var shape = graph[x].Shape;
        if (Shapes.SampleRank(shape) < 2)
            throw Mismatch($"{function} of {Shapes.Text(shape)}: it has no rows and columns; give it at least 2 axes");
        var (rows, columns) = (shape[shape.Rank - 2].Size, shape[shape.Rank - 1].Size);
        var column = CausalMask.Numbers(graph, columns, new(name.Text + ".column"));
        var row = graph.Reshape(CausalMask.Numbers(graph, rows, new(name.Text + ".row")), Shape.Of(rows, 1), new(name.Text + ".row"));
        return graph.Map(
            new Select(isUpper ? Comparison.GreaterOrEqual : Comparison.LessOrEqual, new Argument(1) - new Argument(2), diagonal, new Argument(0), 0), [x, column, row], name);
    }

    /// <summary>
    /// Sums or products of each element and those before it. What lies one, two, four … elements before is combined in turn, as Hillis and Steele do: about log₂ n
    /// steps of n elements.
    /// </summary>
    public int Cumulative(int x, int axis, bool isProduct)
    {
        var shape = graph[x].Shape;
        var own = Shapes.Axis(shape, axis, function, place);
        var extent = shape[own].Size;
        var sum = isProduct ? new Argument(0) * new Argument(1) : new Argument(0) + new Argument(1);
        for (var distance = 1; distance < extent; distance *= 2)
        {
            var dimensions = shape.SampleDimensions.ToArray();
            dimensions[own - Shapes.First(shape)] = distance;
            var before = graph.Fill(isProduct ? 1 : 0, Shapes.With(isBatched: false, dimensions), new(name.Text + ".before"));
            if (shape.IsBatched)
                before = graph.Broadcast(before, Shape.BatchOf(dimensions), new(name.Text + ".before"));
            var moved = graph.Concatenate([before, graph.Slice(x, own, 0, extent - distance, graph[x].Name)], own, new(name.Text + ".moved"));
            x = graph.Map(sum, [x, moved], name);
        }

        return x;
    }
}
