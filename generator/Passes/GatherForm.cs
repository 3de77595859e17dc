using NetGen.Generator.Graph;

namespace NetGen.Generator.Passes;

/// <summary>
/// Writes contractions that scatter as ones that gather. The gradient of a convolution's input, and a transposed convolution, add each
/// product to the element <c>y·stride + ky·dilation</c> of the result, so that no element of it is complete before all are. Read the other
/// way round, <c>result[y] = Σ image[y + ky·dilation]·weight[kernel − 1 − ky]</c>, where the image has dilation·(kernel − 1) zeros in front
/// and behind. A stride of two makes two such sums of it, with half of the kernel each: its even elements add to the even elements of the
/// result, and the odd ones to the odd. Of a result of which only a part is read, only that is computed.
/// </summary>
internal sealed class GatherForm
{
    /// <summary>What an image with zeros around it is called.</summary>
    private const string Around = ".spread";

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
        roots = [.. graph.Roots, .. graph.Loops.SelectMany(static loop => loop.States).Select(static state => state.Next), .. graph.Layers.SelectMany(static layer => new[] { layer.Input, layer.Output })];
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

            builder.Origin = node.Origin;
            places[last] = builder.Within(node.Loop, () => Gather(contract, places[node.Inputs[0]], places[node.Inputs[1]], parts, graph[last].Name));
        }

        return graph.WithNodes(builder.Nodes, places) with { FirstBackward = firstBackward };
    }

    /// <summary>The slice that is all that is read of a node, if it is.</summary>
    private int? SlicedTo(int id)
    {
        if (users[id] != 1 || roots.Contains(id))
            return null;
        var user = Uses.Of(graph)[id][0];
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

        var axes = Enumerable.Range(0, output.Rank).Where(axis => Scatters(contract, output, axis) || parts[axis].Start != 0)
            .Select(axis => ScatteredAxis.Of(contract, axis, parts[axis].Start, output[axis].Size, imageAccess, weightAccess)).ToArray();
        // The last axis first, so that what is above and below is as wide as the whole, and can be left out where sums leave out its rows.
        foreach (var axis in axes.AsEnumerable().Reverse())
            image = builder.Pad(image, axis.OfImage, axis.Before, axis.After, new(builder[image].Name.Text.Replace(Around, "") + Around, builder[image].Name.IsGradient));
        var split = axes.Where(static axis => axis.Stride > 1).ToArray();
        if (split.Length == 0)
            return Add(axes.Select(static _ => 0), name);

        // The phases of the last axis lie side by side, then those of the one before it.
        var interleaved = Interleaved(0, []);
        var whole = new Shape(output.Extents.Select((extent, axis) => split.FirstOrDefault(own => own.OfOutput == axis) is { } own ? own.Steps * own.Stride : extent).ToEquatableArray());
        var result = builder.Reshape(interleaved, whole, name);

        // A result in pieces is copied: whoever reads it may need it whole, as the caller does the gradient of an input.
        var cut = split.Aggregate(result, (node, axis) => builder.Slice(node, axis.OfOutput, 0, output[axis.OfOutput].Size, name));
        return cut == result ? result : builder.Copy(cut, name);

        int Interleaved(int depth, int[] chosen)
        {
            if (depth < split.Length)
            {
                var phases = Enumerable.Range(0, split[depth].Stride).Select(phase => Interleaved(depth + 1, [.. chosen, phase])).ToArray();
                return builder.Concatenate(phases, split[depth].OfOutput + depth + 1, new(name.Text + ".phases", name.IsGradient));
            }

            var phase = Add(
                axes.Select(axis => Array.IndexOf(split, axis) is >= 0 and var place ? chosen[place] : 0),
                new($"{name.Text}.phase{string.Concat(chosen.Select(Numbers.Text))}", name.IsGradient));
            return builder.Reshape(
                phase,
                new(builder[phase].Shape.Extents.SelectMany((extent, axis) => split.Any(own => own.OfOutput == axis) ? new[] { extent, 1 } : [extent]).ToEquatableArray()),
                builder[phase].Name);
        }

        // Every stride-th element of the result along each axis, from the one on that the phase is the number of.
        int Add(IEnumerable<int> phases, ValueName name)
        {
            var met = axes.Zip(phases, static (axis, phase) => (Axis: axis, Phase: axis.Phases[phase])).ToArray();
            var shape = output.Extents.ToArray();
            foreach (var axis in axes)
                shape[axis.OfOutput] = axis.Steps;
            var result = new Shape(shape.ToEquatableArray());
            if (met.Any(static chosen => chosen.Phase.Elements == 0))
                return builder.Fill(0, result, name);

            var indices = contract.Indices.ToArray();
            var outputAxes = contract.Output.Axes.ToArray();
            var imageAxes = imageAccess.Axes.ToArray();
            var weightAxes = weightAccess.Axes.ToArray();
            foreach (var (axis, phase) in met)
            {
                indices[axis.Place] = indices[axis.Place] with { Extent = axis.Steps };
                outputAxes[axis.OfOutput] = new([new(axis.Place, 1)], 0);
                if (axis.Element < 0)
                {
                    imageAxes[axis.OfImage] = new([new(axis.Place, 1)], phase.First + axis.Before);
                }
                else
                {
                    indices[axis.Element] = indices[axis.Element] with { Extent = phase.Elements };
                    imageAxes[axis.OfImage] = new([new(axis.Place, 1), new(axis.Element, axis.Dilation)], phase.First + axis.Before);
                    weightAxes[axis.OfWeight] = new([new(axis.Element, -axis.Step)], phase.LastElement);
                }
            }

            var (imageForm, weightForm) = (new Access(imageAxes.ToEquatableArray()), new Access(weightAxes.ToEquatableArray()));
            var gathered = new Contract(
                indices.ToEquatableArray(), new(outputAxes.ToEquatableArray()), isLeft ? imageForm : weightForm, isLeft ? weightForm : imageForm);
            return isLeft ? builder.Contract(gathered, image, right, result, name) : builder.Contract(gathered, left, image, result, name);
        }
    }

    /// <summary>
    /// An axis of the result to whose element <c>place·stride + element·dilation + offset</c> products are added. The elements of the
    /// result that are <paramref name="Stride"/> apart, a phase, meet the same elements of the kernel: every <paramref name="Step"/>-th.
    /// </summary>
    /// <param name="OfOutput">The axis of the result.</param>
    /// <param name="OfImage">The axis of the image.</param>
    /// <param name="OfWeight">The axis of the kernel, or −1.</param>
    /// <param name="Place">The index that goes through the image, and from now on through a phase.</param>
    /// <param name="Element">The index that goes through the kernel, or −1.</param>
    /// <param name="Stride">How many phases there are.</param>
    /// <param name="Step">The distance between the kernel's elements that a phase meets.</param>
    /// <param name="Dilation">The distance between the image's elements that those meet.</param>
    /// <param name="Steps">How many elements a phase has.</param>
    /// <param name="Before">How many zeros are needed in front of the image.</param>
    /// <param name="After">How many zeros are needed behind it.</param>
    private sealed record ScatteredAxis(
        int OfOutput, int OfImage, int OfWeight, int Place, int Element, int Stride, int Step, int Dilation, int Steps, int Before, int After, Phase[] Phases)
    {
        public static ScatteredAxis Of(Contract contract, int axis, int start, int length, Access image, Access weight)
        {
            var affine = contract.Output.Axes[axis];
            var place = affine.Terms.Single(term => image.Uses(term.Index));
            var element = affine.Terms.SingleOrDefault(term => weight.Uses(term.Index));
            var (stride, dilation) = (place.Coefficient, element?.Coefficient ?? 1);
            var size = contract.Indices[place.Index].Extent.Size;
            var kernel = element is null ? 1 : contract.Indices[element.Index].Extent.Size;
            var step = stride / CommonDivisor(stride, dilation);
            var distance = dilation * step / stride;
            var steps = (length + stride - 1) / stride;

            // place·stride = start + phase − offset − element·dilation + stride·i, for the i-th element of the phase.
            var phases = new Phase[stride];
            for (var phase = 0; phase < stride; phase++)
            {
                var first = 0;
                while (first < kernel && (start + phase - affine.Offset - (first * dilation)) % stride != 0)
                    first++;
                var elements = first < kernel ? ((kernel - 1 - first) / step) + 1 : 0;
                var last = first + (step * (elements - 1));
                phases[phase] = new(elements, last, (start + phase - affine.Offset - (last * dilation)) / stride);
            }

            var used = phases.Where(static phase => phase.Elements > 0).ToArray();
            return new(
                axis,
                AxisOf(image, place.Index),
                element is null ? -1 : AxisOf(weight, element.Index),
                place.Index,
                element?.Index ?? -1,
                stride,
                step,
                distance,
                steps,
                Math.Max(0, -used.Min(static phase => phase.First)),
                Math.Max(0, used.Max(phase => phase.First + ((phase.Elements - 1) * distance) + steps) - size),
                phases);
        }

        private static int AxisOf(Access access, int index) => Enumerable.Range(0, access.Axes.Count).First(axis => access.Axes[axis].Terms.Any(term => term.Index == index));

        private static int CommonDivisor(int a, int b) => b == 0 ? a : CommonDivisor(b, a % b);
    }

    /// <summary>Every stride-th element of an axis of the result.</summary>
    /// <param name="Elements">How many elements of the kernel meet it.</param>
    /// <param name="LastElement">The last of them.</param>
    /// <param name="First">Which element of the image that one meets first.</param>
    private sealed record Phase(int Elements, int LastElement, int First);
}
