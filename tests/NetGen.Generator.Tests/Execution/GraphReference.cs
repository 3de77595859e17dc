using NetGen.Generator.Graph;

namespace NetGen.Generator.Tests.Execution;

/// <summary>
/// Evaluates a graph in double by the definitions of the primitives and nothing else: no fusion, no layout, no schedule. Each primitive is
/// a walk over an index space.
/// </summary>
internal sealed class GraphReference(NetworkGraph graph, int batch, IReadOnlyList<double[]> inputs, IReadOnlyList<double[]> parameters)
{
    private readonly Dictionary<int, double[]> values = [];

    /// <summary>Whether the graph is evaluated as a prediction.</summary>
    public bool IsPrediction { get; init; }

    /// <summary>The targets of the network's objective.</summary>
    public IReadOnlyList<double[]> Targets { get; init; } = [];

    /// <summary>The random numbers of the step.</summary>
    public RandomReference Noise { get; init; } = new(0, 0, 0);

    /// <summary>The elements of a node, in C order.</summary>
    public double[] this[int node]
    {
        get
        {
            if (!values.TryGetValue(node, out var value))
            {
                // What leaves a loop, or is computed in it, is known when the loop has run.
                if (graph[node].Loop is { } loop)
                {
                    Run(loop);
                    return values[node];
                }

                values[node] = value = Evaluate(graph[node]);
            }

            return value;
        }
    }

    /// <summary>A loop, step by step: its nodes are computed anew in each of them.</summary>
    private void Run(int number)
    {
        var loop = graph.Loops[number];
        int[] own = [.. Enumerable.Range(0, graph.Nodes.Count).Where(id => graph[id].Loop == number)];
        foreach (var outside in own.SelectMany(id => graph[id].Inputs).Where(input => graph[input].Loop != number))
            _ = this[outside];
        var states = loop.States.ToDictionary(static state => state.State, state => this[graph[state.State].Inputs[0]]);
        var collected = own.Where(id => graph[id].Operation is Collect).ToDictionary(static id => id, id => new double[IndexWalk.Count(Extents(id))]);
        for (var turn = 0; turn < loop.Steps; turn++)
        {
            var step = loop.IsReverse ? loop.Steps - 1 - turn : turn;
            bool IsAlive(int sample) => loop.Lengths is not { } lengths || step < inputs[lengths.Input][sample];
            foreach (var id in own.Where(id => graph[id].IsOfStep()))
            {
                values[id] = graph[id].Operation switch
                {
                    Carried => states[id],
                    Held => this[graph[id].Inputs[0]],
                    StepOf => SampleSteps(this[graph[id].Inputs[0]], loop.Steps, step, graph[id].Shape.SampleSize),
                    _ => Evaluate(graph[id]),
                };
            }

            foreach (var (id, sequence) in collected)
            {
                var value = values[graph[id].Inputs[0]];
                var size = value.Length / batch;
                for (var place = 0; place < value.Length; place++)
                    sequence[(((place / size * loop.Steps) + step) * size) + (place % size)] = IsAlive(place / size) ? value[place] : 0;
            }

            // A sample that has not the step keeps the states that it has.
            states = loop.States.ToDictionary(
                static state => state.State,
                state => values[state.Next].Select((next, place) => IsAlive(place / (values[state.Next].Length / batch)) ? next : states[state.State][place]).ToArray());
        }

        foreach (var (id, sequence) in collected)
            values[id] = sequence;
        foreach (var id in own.Where(id => graph[id].Operation is LastState))
            values[id] = states[graph[id].Inputs[0]];
    }

    private double[] SampleSteps(double[] sequence, int steps, int step, int size)
        => [.. Enumerable.Range(0, batch).SelectMany(sample => sequence[(((sample * steps) + step) * size)..(((sample * steps) + step + 1) * size)])];


    public int[] Extents(int node) => Extents(graph[node].Shape.Extents);

    private int[] Extents(IEnumerable<Extent> extents) => [.. extents.Select(extent => extent.IsBatch ? extent.Size * batch : extent.Size)];

    private double[] Evaluate(Node node)
    {
        var extents = Extents(node.Shape.Extents);
        var count = IndexWalk.Count(extents);
        var first = node.Inputs.Count > 0 ? this[node.Inputs[0]] : [];
        var firstExtents = node.Inputs.Count > 0 ? Extents(node.Inputs[0]) : [];
        return node.Operation switch
        {
            Input input => input.IsTarget ? Targets[input.Index] : inputs[input.Index],
            Parameter parameter => parameters[parameter.Index],
            RandomNumbers random => Noise.Values(random, count, node.Shape.IsBatched ? node.Shape.SampleSize : 0),
            BatchSize => [batch],
            WhenTraining => this[node.Inputs[IsPrediction ? 1 : 0]],
            Fill fill => [.. Enumerable.Repeat(fill.Value, count)],
            Literal literal => [.. literal.Elements.Select(static element => (double)element)],
            Gather => Gathered(node, count),
            StopGradient or Reshape => first,
            Map map => Mapped(map, node, extents, count),
            Broadcast => Copied(first, extents, FlatIndex.Broadcast(firstExtents, extents)),
            Transpose transpose => Copied(first, extents, Transposed(transpose, firstExtents)),
            Slice slice => Copied(first, extents, Sliced(slice, firstExtents)),
            Concatenate concatenate => Concatenated(concatenate, node, extents, count),
            Reduce reduce => Reduced(reduce, first, firstExtents, extents, count),
            Contract contract => Contracted(contract, node, extents, count),
            _ => throw new NotSupportedException(node.Operation.ToString()),
        };
    }

    /// <summary>Row after row, each as long as what is behind the table's rows.</summary>
    private double[] Gathered(Node node, int count)
    {
        var (table, rows, shape) = (this[node.Inputs[0]], this[node.Inputs[1]], graph[node.Inputs[0]].Shape);
        var length = count / rows.Length;
        var perTable = shape.IsBatched ? rows.Length / batch : rows.Length;
        var tableLength = shape.IsBatched ? table.Length / batch : table.Length;
        return [.. rows.SelectMany((row, place) => table.AsSpan((place / perTable * tableLength) + ((int)row * length), length).ToArray())];
    }

    private double[] Mapped(Map map, Node node, int[] extents, int count)
    {
        var result = new double[count];
        var operands = node.Inputs.Select(input => this[input]).ToArray();
        var element = new ScalarProgram(map.Expression);
        var arguments = new double[operands.Length];
        IndexWalk.Over(extents, [FlatIndex.Of(extents), .. node.Inputs.Select(input => FlatIndex.Broadcast(Extents(input), extents))], places =>
        {
            for (var operand = 0; operand < operands.Length; operand++)
                arguments[operand] = operands[operand][places[operand + 1]];
            result[places[0]] = element.Evaluate(arguments);
        });
        return result;
    }

    private static double[] Copied(double[] source, int[] extents, FlatIndex from)
    {
        var result = new double[IndexWalk.Count(extents)];
        IndexWalk.Over(extents, [FlatIndex.Of(extents), from], places => result[places[0]] = source[places[1]]);
        return result;
    }

    // Axis a of the result is axis Permutation[a] of the source.
    private static FlatIndex Transposed(Transpose transpose, int[] sourceExtents)
    {
        var source = FlatIndex.Of(sourceExtents);
        return source with { Strides = [.. transpose.Permutation.Select(axis => source.Strides[axis])] };
    }

    private static FlatIndex Sliced(Slice slice, int[] sourceExtents)
    {
        var source = FlatIndex.Of(sourceExtents);
        return new(slice.Start * source.Strides[slice.Axis], [.. source.Strides.Select((stride, axis) => axis == slice.Axis ? stride * slice.Step : stride)]);
    }

    private double[] Concatenated(Concatenate concatenate, Node node, int[] extents, int count)
    {
        var result = new double[count];
        var whole = FlatIndex.Of(extents);
        var start = 0;
        foreach (var input in node.Inputs)
        {
            var part = this[input];
            var partExtents = Extents(input);
            var into = whole with { Start = start * whole.Strides[concatenate.Axis] };
            IndexWalk.Over(partExtents, [FlatIndex.Of(partExtents), into], places => result[places[1]] = part[places[0]]);
            start += partExtents[concatenate.Axis];
        }

        return result;
    }

    private static double[] Reduced(Reduce reduce, double[] operand, int[] operandExtents, int[] extents, int count)
    {
        var result = Enumerable.Repeat(reduce.Reduction == Reduction.Sum ? 0 : double.NegativeInfinity, count).ToArray();
        IndexWalk.Over(operandExtents, [FlatIndex.Of(operandExtents), FlatIndex.Broadcast(extents, operandExtents)], places =>
        {
            ref var target = ref result[places[1]];
            var element = operand[places[0]];
            target = reduce.Reduction == Reduction.Sum ? target + element : Math.Max(target, element);
        });
        return result;
    }

    private double[] Contracted(Contract contract, Node node, int[] extents, int count)
    {
        var result = new double[count];
        var (left, right) = (this[node.Inputs[0]], this[node.Inputs[1]]);
        var space = Extents(contract.Indices.Select(static index => index.Extent));
        IndexWalk.Over(
            space,
            [
                FlatIndex.Of(contract.Output, extents, space.Length),
                FlatIndex.Of(contract.Left, Extents(node.Inputs[0]), space.Length),
                FlatIndex.Of(contract.Right, Extents(node.Inputs[1]), space.Length),
            ],
            places => result[places[0]] += left[places[1]] * right[places[2]]);
        return result;
    }
}
