using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// <c>y = (x − mean) / √(variance + ε) · weight + bias</c> for each channel. In training mean and variance are those of the whole batch, and
/// the running ones follow them, once for each call; a prediction has the running ones, which make <c>y = x · scale + shift</c> with one scale and one shift for each channel,
/// computed from parameters alone, so that it is fused into the convolution or product before it.
/// </summary>
internal static class BatchNormLayer
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);
    private static readonly Scalar Z = new Argument(2);

    /// <summary>Of a single value there is no variance: where a sample has one for each channel, a batch has at least two samples.</summary>
    public static int SmallestBatch(Shape input) => input.SampleSize > input[1].Size ? 1 : 2;

    public static int Add(GraphBuilder graph, BatchNormDeclaration layer, int input)
    {
        var shape = graph[input].Shape;
        var channels = shape[1].Size;
        var name = layer.Name;
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(static axis => axis != 1)];
        var runningMean = State("running_mean", 0);
        var runningVariance = State("running_var", 1);
        int? weight = layer.Affine ? Parameter("weight", InitializerKind.Ones) : null;
        int? bias = layer.Affine ? Parameter("bias", InitializerKind.Zeros) : null;

        // In training: the batch's own mean and variance, over all samples and all places of a channel.
        var places = axes.Skip(1).Aggregate(1.0, (product, axis) => product * shape[axis].Size);
        var mean = MeanOf(input, "mean");
        var centered = graph.Map(new Map(X - Y, Formula.Difference), [input, mean], new(name + ".centered"));
        var squares = graph.Map(new Map(X * X, Formula.Square), [centered], new(name + ".squares"));
        var variance = MeanOf(squares, "variance");
        var root = graph.Map(new Map(InverseRoot(X), new($"1 / √({{0}} + {Numbers.Text(layer.Epsilon)})")), [variance], new(name + ".inverseDeviation"));
        var training = graph.Map(new Map(X * Y, Formula.Product), [centered, root], new(layer.Affine ? name + ".normalized" : name));
        if (weight is { } factor && bias is { } summand)
            training = graph.Map(new Map((X * Y) + Z, Formula.SumOf("{0} · {1} + {2}")), [training, Broadcast(factor), Broadcast(summand)], new(name));

        // In a prediction: one multiplication and one addition.
        var scale = weight is { } gain
            ? graph.Map(new Map(X * InverseRoot(Y), new($"{{0}} / √({{1}} + {Numbers.Text(layer.Epsilon)})")), [gain, runningVariance], new(name + ".scale"))
            : graph.Map(new Map(InverseRoot(X), new($"1 / √({{0}} + {Numbers.Text(layer.Epsilon)})")), [runningVariance], new(name + ".scale"));
        var shift = bias is { } offset
            ? graph.Map(new Map(X - (Y * Z), Formula.SumOf("{0} − {1} · {2}")), [offset, runningMean, scale], new(name + ".shift"))
            : graph.Map(new Map(-(X * Y), new("−{0} · {1}")), [runningMean, scale], new(name + ".shift"));
        var inference = graph.Map(new Map((X * Y) + Z, Formula.SumOf("{0} · {1} + {2}")), [input, Broadcast(scale), Broadcast(shift)], new(name));

        Follow(runningMean, mean, X, "nextRunningMean");
        // Of n values the unbiased variance is n / (n − 1) of the biased one. A single value is refused when the pass begins.
        var count = new Argument(2) * places;
        Follow(runningVariance, variance, X * count / (count - 1), "nextRunningVariance");
        return graph.WhenTraining(training, inference, new(name));

        int Parameter(string own, InitializerKind initializer)
            => graph.Parameter(new TrainableTensor($"{name}.{own}", name, [channels], initializer, 1, 1, 1));

        int State(string own, double start)
            => graph.Parameter(new TrainableTensor($"{name}.{own}", name, [channels], InitializerKind.Default, 1, 1, 1) { Start = start, IsFrozen = true });

        int Broadcast(int perChannel)
            => graph.Reshape(perChannel, new(shape.Extents.Skip(1).Select((extent, axis) => axis == 0 ? extent : new Extent(1)).ToEquatableArray()), graph[perChannel].Name);

        int MeanOf(int value, string own)
        {
            var sum = graph.Reduce(Reduction.Sum, value, axes, new($"{name}.{own}.sum"));
            return graph.Map(new Map(X / (Y * places), new($"{{0}} / ({{1}} · {Numbers.Text(places)})")), [sum, graph.BatchSize()], new($"{name}.{own}"));
        }

        // state ← (1 − momentum) · state + momentum · statistic
        void Follow(int state, int statistic, Scalar ofBatch, string own)
        {
            var perChannel = graph.Reshape(statistic, Shape.Of(channels), graph[statistic].Name);
            var next = ((1 - layer.Momentum) * Y) + (layer.Momentum * ofBatch);
            graph.Update(state, graph.Map(next, [perChannel, graph.Updated(state), graph.BatchSize()], new($"{name}.{own}")));
        }

        Scalar InverseRoot(Scalar argument) => 1.0 / new Unary(UnaryFunction.Sqrt, argument + layer.Epsilon);
    }
}
