using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Writes contractions that scatter as ones that gather. The gradient of a convolution's input, and a transposed convolution, add each
/// product to the element <c>y·stride + ky·dilation</c> of the result, so that no element of it is complete before all are. Read the other
/// way round, <c>result[y] = Σ image[y + ky·dilation]·weight[kernel − 1 − ky]</c>, where the image has stride − 1 zeros between its
/// elements, and dilation·(kernel − 1) of them in front and behind. Of a result of which only a part is read, only that is computed.
/// </summary>
internal sealed class GatherForm
{
    private readonly NetworkGraph graph;
    private readonly GraphBuilder builder = new();
    private readonly int[] places;
    private readonly int[] users;
    private readonly HashSet<int> roots;

    private GatherForm(NetworkGraph graph)
    {
        this.graph = graph;
        places = new int[graph.Nodes.Count];
        users = new int[graph.Nodes.Count];
        foreach (var input in graph.Nodes.SelectMany(static node => node.Inputs))
            users[input]++;
        roots = [.. graph.Roots, .. graph.Layers.SelectMany(static layer => new[] { layer.Input, layer.Output })];
    }

    public static NetworkGraph Run(NetworkGraph graph)
        => graph.Nodes.Any(static node => node.Operation is Contract contract && Scatters(contract, node.Shape)) ? new GatherForm(graph).Rewrite() : graph;

    private static bool Scatters(Contract contract, Shape output) => Enumerable.Range(0, output.Rank).Any(axis => Scatters(contract, output, axis));

    private static bool Scatters(Contract contract, Shape output, int axis)
        => contract.Output.Axes[axis] is var affine
            && (affine.Offset != 0 || affine.Terms.Count > 1 || affine.Terms.Any(term => term.Coefficient != 1 || contract.Indices[term.Index].Extent != output[axis]));

    private NetworkGraph Rewrite()
    {
        var done = new bool[places.Length];
        var firstBackward = int.MaxValue;
        for (var id = 0; id < places.Length; id++)
        {
            if (id == graph.FirstBackward)
                firstBackward = builder.Count;
            if (done[id])
                continue;
            var node = graph[id];
            if (node.Operation is not Contract contract || !Scatters(contract, node.Shape))
            {
                places[id] = builder.Take(node, node.Inputs.Select(input => places[input]));
                continue;
            }

            var parts = node.Shape.Extents.Select(static extent => (Start: 0, Length: extent)).ToArray();
            var last = id;
            while (SlicedTo(last) is { } next && graph[next].Operation is Slice slice && Scatters(contract, node.Shape, slice.Axis))
            {
                parts[slice.Axis] = (parts[slice.Axis].Start + slice.Start, slice.Length);
                done[next] = true;
                last = next;
            }

            places[last] = Gather(contract, places[node.Inputs[0]], places[node.Inputs[1]], parts, graph[last].Name);
        }

        return graph.WithNodes(builder.Nodes, places) with { FirstBackward = firstBackward };
    }

    /// <summary>The slice that is all that is read of a node, if it is.</summary>
    private int? SlicedTo(int id)
    {
        if (users[id] != 1 || roots.Contains(id))
            return null;
        var user = id + 1;
        while (!graph[user].Inputs.Contains(id))
            user++;
        return graph[user].Operation is Slice { Step: 1 } ? user : null;
    }

    /// <summary>The parts of a contraction's result, computed element by element.</summary>
    private int Gather(Contract contract, int left, int right, (int Start, Extent Length)[] parts, ValueName name)
    {
        // The image is what has a place for every sample; which of the two it is makes no difference to the result.
        var isLeft = builder[left].Shape.IsBatched || !builder[right].Shape.IsBatched;
        var (image, imageAccess) = isLeft ? (left, contract.Left) : (right, contract.Right);
        var weightAccess = isLeft ? contract.Right : contract.Left;
        var output = new Shape(parts.Select(static part => part.Length).ToEquatableArray());

        var indices = contract.Indices.ToArray();
        var outputAxes = contract.Output.Axes.ToArray();
        var imageAxes = imageAccess.Axes.ToArray();
        var weightAxes = weightAccess.Axes.ToArray();
        var spreads = new List<Spread>();
        for (var axis = 0; axis < output.Rank; axis++)
        {
            if (!Scatters(contract, output, axis) && parts[axis].Start == 0)
                continue;
            var (start, length) = (parts[axis].Start, parts[axis].Length.Size);
            var affine = contract.Output.Axes[axis];
            var place = affine.Terms.Single(term => imageAccess.Uses(term.Index));
            var element = affine.Terms.SingleOrDefault(term => weightAccess.Uses(term.Index));
            var imageAxis = Array.FindIndex(imageAxes, own => own.Terms.Any(term => term.Index == place.Index));
            var kernel = element is null ? 1 : indices[element.Index].Extent.Size;
            var dilation = element?.Coefficient ?? 1;

            // The element of the image, zeros between included, that the result's first one meets first.
            var first = start - affine.Offset - (dilation * (kernel - 1));
            var spread = Spread.Over(imageAxis, indices[place.Index].Extent.Size, place.Coefficient, first, start + length - 1 - affine.Offset);
            spreads.Add(spread);

            indices[place.Index] = indices[place.Index] with { Extent = length };
            outputAxes[axis] = new([new(place.Index, 1)], 0);
            imageAxes[imageAxis] = new(element is null ? [new(place.Index, 1)] : [new(place.Index, 1), new(element.Index, dilation)], first + spread.Before);
            if (element is null)
                continue;
            var weightAxis = Array.FindIndex(weightAxes, own => own.Terms.Any(term => term.Index == element.Index));
            weightAxes[weightAxis] = new([new(element.Index, -1)], kernel - 1);
        }

        image = SpreadOut(image, spreads);
        var (imageForm, weightForm) = (new Access(imageAxes.ToEquatableArray()), new Access(weightAxes.ToEquatableArray()));
        var gathered = new Contract(
            indices.ToEquatableArray(), new(outputAxes.ToEquatableArray()), isLeft ? imageForm : weightForm, isLeft ? weightForm : imageForm);
        return isLeft ? builder.Contract(gathered, image, right, output, name) : builder.Contract(gathered, left, image, output, name);
    }

    /// <summary>Puts the zeros of several axes between and around the elements of an image.</summary>
    private int SpreadOut(int image, List<Spread> spreads)
    {
        var name = new ValueName(builder[image].Name.Text + ".spread", builder[image].Name.IsGradient);
        var split = new List<Extent>();
        var merged = new List<Extent>();
        for (var axis = 0; axis < builder[image].Shape.Rank; axis++)
        {
            var extent = builder[image].Shape[axis];
            var spread = spreads.Find(spread => spread.Axis == axis);
            split.Add(extent);
            merged.Add(spread is null ? extent : spread.Length);
            if (spread is { Stride: > 1 })
                split.Add(1);
        }

        // An element and the zeros behind it are a row; so are the zeros in front and behind.
        image = builder.Reshape(image, new(split.ToEquatableArray()), builder[image].Name);
        foreach (var spread in spreads.OrderByDescending(static spread => spread.Axis))
        {
            var axis = spread.Axis + spreads.Count(other => other.Axis < spread.Axis && other.Stride > 1);
            image = builder.Pad(image, axis, spread.RowsBefore, spread.RowsAfter, name);
            if (spread.Stride > 1)
                image = builder.Pad(image, axis + 1, 0, spread.Stride - 1, name);
        }

        return builder.Reshape(image, new(merged.ToEquatableArray()), name);
    }

    /// <summary>The zeros along one axis of an image, in rows of <paramref name="Stride"/> elements.</summary>
    private sealed record Spread(int Axis, int Size, int Stride, int RowsBefore, int RowsAfter)
    {
        public int Before => RowsBefore * Stride;

        public int Length => (RowsBefore + Size + RowsAfter) * Stride;

        /// <summary>As many zeros as make elements <paramref name="first"/> to <paramref name="last"/> be there.</summary>
        public static Spread Over(int axis, int size, int stride, int first, int last)
            => new(axis, size, stride, Rows(-first, stride), Rows(last + 1 - (size * stride), stride));

        private static int Rows(int elements, int stride) => elements <= 0 ? 0 : (elements + stride - 1) / stride;
    }
}
