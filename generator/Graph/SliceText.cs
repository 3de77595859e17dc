namespace NetGen.Generator.Graph;

/// <summary>Tells where in a tensor a slice of it is, as C# writes ranges, which leave their end out: <c>[:, 4..8]</c>, along all axes.</summary>
internal static class SliceText
{
    /// <summary>The range of the slice that a node is, or a view of; null where there is none, and of slices of slices.</summary>
    /// <param name="nodes">The graph's nodes.</param>
    /// <param name="node">The node.</param>
    /// <param name="shown">The node whose parts are told; −1 for the first that is no view.</param>
    public static string? Of(Func<int, Node> nodes, int node, int shown = -1)
    {
        var slices = new List<int>();
        for (; node != shown && nodes(node).Operation is View and not (StepOf or AllSteps or LastState); node = nodes(node).Inputs[0])
        {
            if (nodes(node).Operation is Slice)
                slices.Add(node);
        }

        if (slices.Count != 1 || nodes(slices[0]).Operation is not Slice { Step: 1 } slice)
            return null;
        var whole = nodes(nodes(slices[0]).Inputs[0]).Shape;
        return string.Join(", ", Enumerable.Range(0, whole.Rank).Select(axis => axis == slice.Axis ? Between(slice.Start, slice.Length) : ":"));
    }

    /// <summary>The ranges that a part has along all axes, <c>:</c> for those that are whole; null for other kinds of parts.</summary>
    /// <param name="whole">The tensor.</param>
    /// <param name="offset">How far in it the part begins.</param>
    /// <param name="part">The part.</param>
    public static string? Of(Shape whole, int offset, Shape part)
        => Ranges(whole, offset, part) is { } ranges && ranges.Any(static range => !range.IsWhole) ? string.Join(", ", ranges.Select(static range => range.IsWhole ? ":" : Between(range.Start, range.Length))) : null;

    /// <summary>The same as numbers.</summary>
    public static IReadOnlyList<(int Start, int Length, bool IsWhole)>? Ranges(Shape whole, int offset, Shape part)
    {
        if (whole.Rank != part.Rank)
            return null;
        var strides = Views.Contiguous(whole);
        var ranges = new List<(int, int, bool)>();
        for (var axis = 0; axis < whole.Rank; axis++)
        {
            var start = offset / strides[axis];
            offset %= strides[axis];
            ranges.Add((start, part[axis].Size, part[axis] == whole[axis]));
        }

        return offset == 0 ? ranges : null;
    }

    /// <summary><c>4..8</c>, or <c>4</c> for one element.</summary>
    public static string Between(int start, int length) => length == 1 ? Numbers.Text(start) : $"{Numbers.Text(start)}..{Numbers.Text(start + length)}";
}
