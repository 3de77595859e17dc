using NetGen.Generator.Graph;
using NetGen.Generator.Kernels;

namespace NetGen.Generator.Scheduling;

/// <summary>
/// Schedules a loop over elements: drops axes of length 1 and makes one loop of axes that lie side by side in every tensor, so that an
/// activation over [batch × 128] is one loop over batch · 128 elements.
/// </summary>
internal static class ElementScheduler
{
    public static ScheduledKernel Schedule(NetworkGraph graph, EquatableArray<TensorLayout> layouts, LoopKernel kernel)
    {
        var tensors = kernel.Reads.Concat(kernel.Stores.Select(static output => output.Node)).Select(node => StoredTensor.Of(graph, layouts, node));
        if (tensors.Any(static tensor => tensor.BlockedAxis >= 0))
            return Flat(graph, layouts, kernel);

        var arguments = new ArgumentList(isShared: true);
        var operands = kernel.Operands.Select(node => Read(node, kernel.Space)).ToList();
        var elements = kernel.Elements.Select(output => Write(output, kernel.Space)).ToList();
        var extras = (kernel.Reduction?.Extras ?? []).Select(node => Read(node, kernel.Space)).ToList();
        var reduced = kernel.Reduction?.Axes ?? [];
        var results = (kernel.Reduction?.Outputs ?? []).Select(output => Result(Write(output, kernel.Space))).ToList();

        var all = operands.Concat(elements).Concat(extras).Concat(results).ToArray();
        var loops = VectorLast(Loops(kernel.Space, reduced, all), reduced, all, elements.Concat(results).ToArray());
        Operand Over(Reached tensor)
            => new(tensor.Argument, loops.Select(loop => tensor.Strides[loop.Innermost]).ToEquatableArray(), 0, tensor.IsPadded, tensor.Offset);
        EquatableArray<StoredOperand> Stored(List<Reached> tensors, EquatableArray<KernelOutput> outputs)
            => tensors.Select((tensor, place) => new StoredOperand(Over(tensor), outputs[place].Expression)).ToEquatableArray();

        var reduction = kernel.Reduction is { } reduction1
            ? new ReductionSchedule(
                reduction1.Kind,
                Enumerable.Range(0, loops.Count).Where(loop => reduced.Contains(loops[loop].Innermost)).ToEquatableArray(),
                reduction1.Expression,
                extras.Select(Over).ToEquatableArray(),
                Stored(results, reduction1.Outputs))
            : null;
        var schedule = new ElementSchedule(
            loops.Select(static loop => new IndexVariable(loop.Name, loop.Extent)).ToEquatableArray(),
            operands.Select(Over).ToEquatableArray(),
            Stored(elements, kernel.Elements),
            reduction);
        return new ScheduledKernel(kernel, kernel.IsBackward, schedule, arguments.ToArray());

        Reached Read(int node, Shape space)
        {
            var tensor = StoredTensor.Of(graph, layouts, node);
            return new Reached(
                arguments.Read(tensor.Owner), Views.Stretch(tensor.Shape, PlainStrides(tensor, graph), space), tensor.IsPadded, tensor.Offset);
        }

        // A result that is part of a concatenation has neighbours along the reduced axis that are not its own.
        Reached Result(Reached tensor)
            => tensor with { Strides = tensor.Strides.Select((stride, axis) => reduced.Contains(axis) ? 0 : stride).ToEquatableArray() };

        Reached Write(KernelOutput output, Shape space)
        {
            var tensor = StoredTensor.Of(graph, layouts, output.Node);
            return new Reached(
                arguments.Write(tensor.Owner), Views.Stretch(tensor.Shape, PlainStrides(tensor, graph), space), tensor.IsPadded, output.Offset);
        }
    }

    /// <summary>Tensors in panels, all alike: one loop over memory as it lies, padding included.</summary>
    private static ScheduledKernel Flat(NetworkGraph graph, EquatableArray<TensorLayout> layouts, LoopKernel kernel)
    {
        var arguments = new ArgumentList(isShared: true);
        StoredTensor? first = null;
        Operand Whole(int node, Func<int, int> number)
        {
            var tensor = StoredTensor.Of(graph, layouts, node);
            first ??= tensor;
            if (tensor.BlockedAxis != first.BlockedAxis || tensor.Block != first.Block || tensor.BlockStride != first.BlockStride)
                throw new InvalidGraphException($"{graph[node].Name} and {graph[first.Owner].Name} lie in different panels");
            return new Operand(number(tensor.Owner), [1], 0, IsPadded: true, 0);
        }

        if (kernel.Reduction is not null)
            throw new InvalidGraphException($"{graph[kernel.Operands[0]].Name} lies in panels and cannot be reduced");
        var operands = kernel.Operands.Select(node => Whole(node, owner => arguments.Read(owner))).ToEquatableArray();
        var elements = kernel.Elements
            .Select(output => new StoredOperand(Whole(output.Node, owner => arguments.Write(owner)), output.Expression)).ToEquatableArray();
        var layout = layouts.First(layout => layout.BlockedAxis == first!.BlockedAxis && layout.Block == first.Block && layout.BlockStride == first.BlockStride
            && layout.Strides == first.Strides);
        return new ScheduledKernel(
            kernel, kernel.IsBackward, new ElementSchedule([new IndexVariable("element", layout.Length)], operands, elements, null), arguments.ToArray());
    }

    /// <summary>The axes of the space as loops: none of length 1, neighbours that every tensor has side by side made one.</summary>
    private static List<AxisLoop> Loops(Shape space, EquatableArray<int> reduced, Reached[] tensors)
    {
        var loops = new List<AxisLoop>();
        var reducesOneElement = reduced.All(axis => space[axis] == 1);
        for (var axis = 0; axis < space.Rank; axis++)
        {
            if (space[axis] == 1 && !(reducesOneElement && reduced.Contains(axis)))
                continue;
            var name = axis == 0 && space[axis].IsBatch ? "sample" : axis == space.Rank - 1 ? "feature" : "position";
            var inner = new AxisLoop(name, space[axis], axis);
            if (loops.Count > 0 && CanMerge(loops[loops.Count - 1], inner, reduced, tensors))
                loops[loops.Count - 1] = new AxisLoop("element", loops[loops.Count - 1].Extent * inner.Extent, axis);
            else
                loops.Add(inner);
        }

        if (loops.Count == 0)
            loops.Add(new AxisLoop("element", 1, space.Rank - 1));
        return loops;
    }

    /// <summary>
    /// The loop that is the vector comes last: one along which every tensor lies side by side or stays, if there is one; else one along
    /// which what is stored does, and the rest is gathered.
    /// </summary>
    private static List<AxisLoop> VectorLast(List<AxisLoop> loops, EquatableArray<int> reduced, Reached[] tensors, Reached[] stored)
    {
        var vector = Enumerable.Range(0, loops.Count)
            .Where(loop => !loops[loop].Extent.IsBatch || reduced.Count == 0 || reduced.Contains(loops[loop].Innermost))
            .OrderBy(loop => stored.Count(tensor => !IsVector(tensor, loops[loop])))
            .ThenBy(loop => tensors.Count(tensor => !IsVector(tensor, loops[loop])))
            .ThenByDescending(static loop => loop)
            .First();
        return [.. loops.Where((_, loop) => loop != vector), loops[vector]];

        static bool IsVector(Reached tensor, AxisLoop loop) => tensor.Strides[loop.Innermost] is 0 or 1;
    }

    private static bool CanMerge(AxisLoop outer, AxisLoop inner, EquatableArray<int> reduced, Reached[] tensors)
        => reduced.Contains(outer.Innermost) == reduced.Contains(inner.Innermost)
            && tensors.All(tensor => tensor.Strides[outer.Innermost] == tensor.Strides[inner.Innermost] * inner.Extent.Size);

    private static EquatableArray<int> PlainStrides(StoredTensor tensor, NetworkGraph graph)
        => tensor.BlockedAxis < 0
            ? tensor.Strides
            : throw new InvalidGraphException($"{graph[tensor.Owner].Name} lies in panels and cannot be read element by element");

    private sealed record Reached(int Argument, EquatableArray<int> Strides, bool IsPadded, int Offset);

    /// <summary>A loop over one axis, or over several, of which <paramref name="Innermost"/> gives the distance between neighbours.</summary>
    private sealed record AxisLoop(string Name, Extent Extent, int Innermost);
}
