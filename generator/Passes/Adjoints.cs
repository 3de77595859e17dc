using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>What a node passes back to one of its inputs.</summary>
/// <param name="Input">The input.</param>
/// <param name="Gradient">Its gradient, or that of a part of it.</param>
/// <param name="Part">Which part, where it is not the whole.</param>
internal readonly record struct Contribution(int Input, int Gradient, Slice? Part = null);

/// <summary>
/// Collects what flows back to each node from its users. The adjoint of a node is the sum of it, taken when nothing more can come. Slices
/// that lie side by side are no summands with zeros around each, but the parts of one concatenation: a pool takes its windows as slices,
/// and attention its query, key and value.
/// </summary>
internal sealed class Adjoints(GraphBuilder graph, int nodes)
{
    private readonly List<Contribution>?[] contributions = new List<Contribution>?[nodes];

    public void Add(Contribution contribution) => (contributions[contribution.Input] ??= []).Add(contribution);

    /// <summary>The adjoint of a node, to which nothing is added any more; null where nothing flows back.</summary>
    public int? Of(int node)
    {
        if (contributions[node] is not { } own)
            return null;
        var name = NameOf(node);

        // What several users pass back is added up for none of them alone.
        var origins = own.Select(contribution => graph[contribution.Gradient].Origin).Distinct().ToArray();
        graph.Origin = origins.Length == 1 ? origins[0] : null;
        var summands = own.GroupBy(static contribution => contribution.Part is { } part ? (part.Axis, part.Step) : (Axis: -1, Step: 0))
            .SelectMany(group => group.Key.Axis < 0
                ? group.Select(static contribution => contribution.Gradient)
                : [Assemble(graph[node].Shape, group.Key.Axis, group.Key.Step, [.. group], name)]);
        var adjoint = Sum(summands, name);
        contributions[node] = [new(node, adjoint)];
        return adjoint;
    }

    /// <summary>The adjoint of a node as far as it has been asked for; null where it is a sum that nobody has needed.</summary>
    public int? Known(int node) => contributions[node] is [{ Part: null } only] ? only.Gradient : null;

    /// <summary>Of a state after a time step, the gradient is that of the next state: the state of the step itself is the one before it.</summary>
    private ValueName NameOf(int node)
        => graph[node].Loop is { } loop && graph.Loops[loop].States.Any(state => state.Next == node) ? (graph[node].Name with { Text = graph[node].Name.Text + ".next" }).Gradient : graph[node].Name.Gradient;

    private int Sum(IEnumerable<int> summands, ValueName name)
        => summands.Aggregate((sum, summand) => graph.Map(GradientRules.Sum, [sum, summand], name));

    /// <summary>The slices at their places along an axis, and zeros everywhere else.</summary>
    private int Assemble(Shape shape, int axis, int step, Contribution[] slices, ValueName name)
    {
        var places = slices.Select(static slice => (slice.Part!.Start, slice.Part.Length, slice.Gradient));
        if (step == 1)
            return Line(shape[axis].Size, axis, [.. places], name);

        // Elements number step·i + phase are column 'phase' of a matrix, whose concatenated rows are the axis.
        var rows = (shape[axis].Size + step - 1) / step;
        var matrix = shape.Extents.Take(axis).Concat([rows, step]).Concat(shape.Extents.Skip(axis + 1)).ToEquatableArray();
        var columns = places
            .Select(place => (Phase: place.Start % step, Start: place.Start / step, place.Length, Gradient: Column(place.Gradient, axis, name)))
            .ToLookup(static place => place.Phase, static place => (place.Start, place.Length, place.Gradient));
        var parts = Enumerable.Range(0, step).Select(phase => columns[phase].Any()
            ? Line(rows, axis, [.. columns[phase]], name)
            : graph.Fill(0, new Shape(matrix).With(axis + 1, 1), name));
        var whole = graph.Concatenate([.. parts], axis + 1, name);
        return graph.Slice(graph.Reshape(whole, shape.With(axis, rows * step), name), axis, 0, shape[axis].Size, name);
    }

    /// <summary>The same elements with an axis of length 1 behind one of their own.</summary>
    private int Column(int gradient, int axis, ValueName name)
    {
        var extents = graph[gradient].Shape.Extents.ToList();
        extents.Insert(axis + 1, 1);
        return graph.Reshape(gradient, new Shape(extents.ToEquatableArray()), name);
    }

    /// <summary>Pieces at their places along an axis: those that do not overlap in one concatenation, and the sum of as many as it takes.</summary>
    private int Line(int length, int axis, (int Start, int Length, int Gradient)[] pieces, ValueName name)
    {
        var lines = new List<(List<int> Parts, int End)>();
        foreach (var (start, own, gradient) in pieces.OrderBy(static piece => piece.Start))
        {
            var line = lines.FindIndex(line => line.End <= start);
            if (line < 0)
            {
                line = lines.Count;
                lines.Add(([], 0));
            }

            lines[line].Parts.AddRange([.. Zeros(gradient, axis, start - lines[line].End, name), gradient]);
            lines[line] = (lines[line].Parts, start + own);
        }

        return Sum(
            lines.Select(line => graph.Concatenate([.. line.Parts, .. Zeros(line.Parts[^1], axis, length - line.End, name)], axis, name)).ToArray(), name);
    }

    /// <summary>Zeros as long as a gap, or nothing where there is none.</summary>
    private int[] Zeros(int alike, int axis, int length, ValueName name)
        => length == 0 ? [] : [graph.Fill(0, graph[alike].Shape.With(axis, length), name)];
}
