using NetGen.Generator.Graph;
using NetGen.Generator.Tests.Scalars;

namespace NetGen.Generator.Tests.Graph;

/// <summary>Computes a graph node by node, in double and without any thought: what every primitive means.</summary>
internal sealed class GraphEvaluator(NetworkGraph graph, int batch)
{
    /// <summary>The values of all nodes.</summary>
    /// <param name="given">The inputs, the parameters, the outputs' gradients, and what the runtime draws and counts.</param>
    public double[][] Evaluate(Func<Operation, double[]> given)
    {
        var values = new double[graph.Nodes.Count][];
        var done = new bool[values.Length];
        for (var id = 0; id < values.Length; id++)
        {
            if (done[id])
                continue;
            if (graph[id].Loop is { } loop)
            {
                int[] own = [.. Enumerable.Range(id, values.Length - id).Where(other => graph[other].Loop == loop)];
                foreach (var other in Enumerable.Range(id, own[^1] - id).Where(other => graph[other].Loop is null))
                {
                    values[other] = Once(other);
                    done[other] = true;
                }

                Run(graph.Loops[loop], own, values, given);
                foreach (var other in own)
                    done[other] = true;
                continue;
            }

            values[id] = Once(id);
        }

        return values;

        double[] Once(int id) => graph[id].Operation is Input or Parameter or OutputGradient or Leaf ? given(graph[id].Operation) : Compute(id, node => values[node]);
    }

    /// <summary>
    /// The nodes of a loop over time, step by step. Of each of them all steps are kept, one after the other, which is what <see cref="AllSteps"/> reads.
    /// </summary>
    private void Run(TimeLoop loop, int[] own, double[][] values, Func<Operation, double[]> given)
    {
        var present = new Dictionary<int, double[]>();
        var all = own.Where(id => graph[id].IsOfStep()).ToDictionary(static id => id, _ => new double[loop.Steps][]);
        var states = loop.States.ToDictionary(static state => state.State, state => values[graph[state.State].Inputs[0]]);
        foreach (var id in own.Where(id => graph[id].Operation is Collect))
            values[id] = new double[Tensors.Count(Sizes(id))];
        foreach (var step in loop.IsReverse ? Enumerable.Range(0, loop.Steps).Reverse() : Enumerable.Range(0, loop.Steps))
        {
            double[] ValueOf(int node) => present.TryGetValue(node, out var value) ? value : values[node];
            present.Clear();
            foreach (var id in own)
            {
                var node = graph[id];
                switch (node.Operation)
                {
                    case LastState:
                        continue;
                    case Collect:
                        var inner = Tensors.Count(Sizes(id)[2..]);
                        for (var sample = 0; sample < batch; sample++)
                            present[node.Inputs[0]].AsSpan(sample * inner, inner).CopyTo(values[id].AsSpan(((sample * loop.Steps) + step) * inner));
                        continue;
                    case SumOverSteps:
                        values[id] = [.. ValueOf(node.Inputs[0]).Zip(values[id] ?? new double[Tensors.Count(Sizes(id))], static (one, other) => one + other)];
                        continue;
                }

                present[id] = node.Operation switch
                {
                    Carried => states[id],
                    Held => values[node.Inputs[0]],
                    Generator.Graph.StepOf => AtStep(node, values[node.Inputs[0]], loop.Steps, step),
                    Leaf => given(node.Operation),
                    _ => Compute(id, ValueOf),
                };
                all[id][step] = present[id];
            }

            states = loop.States.ToDictionary(static state => state.State, state => present[state.Next]);
        }

        foreach (var (id, steps) in all)
            values[id] = [.. steps.SelectMany(static step => step)];
        foreach (var id in own.Where(id => graph[id].Operation is LastState))
            values[id] = states[graph[id].Inputs[0]];
    }

    /// <summary>A sequence at a step: of [batch × T × …] one of each sample's, of [batch·T × …] one after the others.</summary>
    public double[] AtStep(Node node, double[] sequence, int steps, int step)
    {
        var count = Tensors.Count(Tensors.Sizes(node.Shape, batch));
        if (graph[node.Inputs[0]].Shape.Rank == node.Shape.Rank)
            return sequence[(step * count)..((step + 1) * count)];
        var inner = count / batch;
        return [.. Enumerable.Range(0, batch).SelectMany(sample => sequence.Skip(((sample * steps) + step) * inner).Take(inner))];
    }

    /// <summary>The value of one node from those of its inputs.</summary>
    public double[] Compute(int id, Func<int, double[]> valueOf)
    {
        var node = graph[id];
        var sizes = Sizes(id);
        var inputs = node.Inputs.Select(input => (Values: valueOf(input), Sizes: Sizes(input))).ToArray();
        return node.Operation switch
        {
            Map map => OfMap(map, sizes, inputs),
            Contract contract => OfContract(contract, sizes, inputs[0], inputs[1]),
            Reduce reduce => OfReduce(reduce, sizes, inputs[0]),
            Reshape or StopGradient or Exchange or AllSteps or Held => inputs[0].Values,
            Broadcast => Each(sizes, index => Tensors.Broadcast(inputs[0].Values, inputs[0].Sizes, index)),
            Transpose transpose => Each(sizes, index =>
            {
                var from = new int[index.Length];
                for (var axis = 0; axis < index.Length; axis++)
                    from[transpose.Permutation[axis]] = index[axis];
                return inputs[0].Values[Tensors.Place(inputs[0].Sizes, from)];
            }),
            Slice slice => Each(sizes, index => inputs[0].Values[Tensors.Place(inputs[0].Sizes, [.. index.Select((step, axis) => axis == slice.Axis ? slice.Start + (step * slice.Step) : step)])]),
            Concatenate concatenate => Each(sizes, index => OfConcatenate(concatenate.Axis, index, inputs)),
            Fill fill => Each(sizes, _ => fill.Value),
            Literal literal => [.. literal.Elements.Select(static element => (double)element)],
            Gather => Each(sizes, index => inputs[0].Values[Tensors.Place(inputs[0].Sizes, InTable(node, index, inputs[1]))]),
            IndexAdd => OfIndexAdd(node, sizes, inputs[0], inputs[1]),
            _ => throw new InvalidOperationException($"{node.Operation} has no value"),
        };
    }

    /// <summary>The element of a table by that of what is gathered: the sample, where each has a table, then the row, then the place in it.</summary>
    public int[] InTable(Node node, int[] index, (double[] Values, int[] Sizes) rows)
    {
        var row = (int)rows.Values[Tensors.Place(rows.Sizes, index.AsSpan(0, rows.Sizes.Length))];
        var table = node.Operation is Gather ? graph[node.Inputs[0]].Shape : node.Shape;
        return [.. table.IsBatched ? index[..1] : [], row, .. index[rows.Sizes.Length..]];
    }

    private double[] OfIndexAdd(Node node, int[] sizes, (double[] Values, int[] Sizes) added, (double[] Values, int[] Sizes) rows)
    {
        var sums = new double[Tensors.Count(sizes)];
        foreach (var index in Tensors.Indices(added.Sizes))
            sums[Tensors.Place(sizes, InTable(node, index, rows))] += added.Values[Tensors.Place(added.Sizes, index)];
        return sums;
    }

    private static double[] OfMap(Map map, int[] sizes, (double[] Values, int[] Sizes)[] inputs)
    {
        int[] current = [];
        var function = ScalarFunction.Of(map.Expression, [.. inputs.Select(input => (Func<double>)(() => Tensors.Broadcast(input.Values, input.Sizes, current)))]);
        return Each(sizes, index =>
        {
            current = index;
            return function();
        });
    }

    /// <summary>A sum of products by its index space: every element starts at 0.</summary>
    public double[] OfContract(Contract contract, int[] sizes, (double[] Values, int[] Sizes) left, (double[] Values, int[] Sizes) right)
    {
        var sums = new double[Tensors.Count(sizes)];
        var (toSum, toLeft, toRight) = (new Reach(contract.Output, sizes), new Reach(contract.Left, left.Sizes), new Reach(contract.Right, right.Sizes));
        foreach (var index in Tensors.Indices([.. contract.Indices.Select(variable => Tensors.Size(variable.Extent, batch))]))
            sums[toSum.Place(index)] += left.Values[toLeft.Place(index)] * right.Values[toRight.Place(index)];
        return sums;
    }

    public int[] Sizes(int node) => Tensors.Sizes(graph[node].Shape, batch);

    private static double[] OfReduce(Reduce reduce, int[] sizes, (double[] Values, int[] Sizes) input)
    {
        var results = new double[Tensors.Count(sizes)];
        Array.Fill(results, reduce.Reduction == Reduction.Sum ? 0 : double.NegativeInfinity);
        bool[] isReduced = [.. Enumerable.Range(0, input.Sizes.Length).Select(axis => reduce.Axes.Contains(axis))];
        var kept = new int[input.Sizes.Length];
        foreach (var index in Tensors.Indices(input.Sizes))
        {
            var value = input.Values[Tensors.Place(input.Sizes, index)];
            for (var axis = 0; axis < kept.Length; axis++)
                kept[axis] = isReduced[axis] ? 0 : index[axis];
            var place = Tensors.Place(sizes, kept);
            results[place] = reduce.Reduction == Reduction.Sum ? results[place] + value : Math.Max(results[place], value);
        }

        return results;
    }

    private static double OfConcatenate(int axis, int[] index, (double[] Values, int[] Sizes)[] inputs)
    {
        var start = 0;
        foreach (var (values, sizes) in inputs)
        {
            if (index[axis] < start + sizes[axis])
                return values[Tensors.Place(sizes, Moved(index, axis, -start))];
            start += sizes[axis];
        }

        throw new InvalidOperationException("The parts are too short.");
    }

    private static double[] Each(int[] sizes, Func<int[], double> element) => [.. Tensors.Indices(sizes).Select(element)];

    private static int[] Moved(int[] index, int axis, int by) => [.. index.Select((step, place) => place == axis ? step + by : step)];

    /// <summary>Where an operand of a sum of products is read, for an index of the sum.</summary>
    private sealed class Reach(Access access, int[] sizes)
    {
        private readonly AffineIndex[] axes = [.. access.Axes];
        private readonly int[] own = new int[access.Axes.Count];

        public int Place(int[] index)
        {
            for (var axis = 0; axis < own.Length; axis++)
            {
                own[axis] = axes[axis].Offset;
                foreach (var term in axes[axis].Terms)
                    own[axis] += term.Coefficient * index[term.Index];
            }

            return Tensors.Place(sizes, own);
        }
    }
}
