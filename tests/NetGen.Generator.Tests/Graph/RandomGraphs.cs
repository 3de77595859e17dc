using NetGen.Generator.Graph;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Graph;

/// <summary>Random forward graphs of all primitives, over smooth functions, so that their gradients can be compared with central differences.</summary>
internal sealed class RandomGraphs
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    private static readonly Scalar[] OfOne =
    [
        new Unary(UnaryFunction.Tanh, X), new Unary(UnaryFunction.Sin, X), new Unary(UnaryFunction.Sigmoid, X), new Unary(UnaryFunction.Softplus, X),
        new Unary(UnaryFunction.Exp, -(X * X)), 0.5 * X * X, 1 - X, X / (1 + (X * X)),
    ];

    private static readonly Scalar[] OfTwo =
    [
        X + Y, X - Y, X * Y, X / (2 + (Y * Y)), new Unary(UnaryFunction.Tanh, X + (2 * Y)), X * new Unary(UnaryFunction.Sigmoid, Y),
    ];

    private readonly Random random;
    private readonly bool hasWindows;
    private readonly bool hasBatchSums;
    private readonly GraphBuilder graph = new();
    private readonly List<int> values = [];
    private int names;

    private RandomGraphs(int seed, bool hasWindows, bool hasBatchSums)
    {
        random = new Random(seed);
        this.hasBatchSums = hasBatchSums;
        this.hasWindows = hasWindows;
    }

    /// <param name="seed">The same seed gives the same graph.</param>
    /// <param name="hasWindows">Whether there are contractions with affine accesses, as a convolution has.</param>
    /// <param name="hasBatchSums">Whether there are means over the batch, in which the samples meet.</param>
    public static NetworkGraph Build(int seed, bool hasWindows, bool hasBatchSums = false) => new RandomGraphs(seed, hasWindows, hasBatchSums).Build();

    private NetworkGraph Build()
    {
        var rank = random.Next(1, 4);
        values.Add(graph.Input(0, Shape.BatchOf(Enumerable.Range(0, rank).Select(_ => random.Next(1, 5))), new("x")));
        for (var steps = random.Next(1, 12); steps > 0; steps--)
        {
            var value = Step(random.Next(3) > 0 ? values[^1] : values[random.Next(values.Count)]);
            // Nothing grows without bound.
            if (graph[value].Shape.SampleSize <= 200)
                values.Add(value);
        }

        return graph.Build([graph.Map(new Unary(UnaryFunction.Tanh, X), [values[^1]], new("output"))]);
    }

    private int Step(int input)
    {
        var shape = graph[input].Shape;
        var axis = shape.Rank < 2 ? -1 : random.Next(1, shape.Rank);
        if (hasBatchSums && random.Next(4) == 0)
            return BatchMean(input);
        return random.Next(hasWindows ? 15 : 14) switch
        {
            0 or 1 => graph.Map(OfOne[random.Next(OfOne.Length)], [input], Name("map")),
            2 when axis > 0 => graph.Map(OfTwo[random.Next(OfTwo.Length)], [input, Parameter(Stretchable(shape))], Name("map")),
            3 => graph.Map(OfTwo[random.Next(OfTwo.Length)], [input, Alike(shape)], Name("map")),
            4 when axis > 0 => Dense(input),
            5 when axis > 0 => Product(input),
            6 when axis > 0 => graph.Map(OfTwo[random.Next(OfTwo.Length)], [input, graph.Reduce(Reduction.Sum, input, [axis], Name("sum"))], Name("map")),
            7 when axis > 0 => graph.Reduce(Reduction.Max, input, [axis], Name("maximum")),
            8 => graph.Reshape(input, Shape.BatchOf([shape.SampleSize]), Name("flat")),
            9 when shape.Rank > 2 => graph.Transpose(input, [0, .. Enumerable.Range(1, shape.Rank - 1).OrderBy(_ => random.Next())], Name("transposed")),
            10 when axis > 0 => Sliced(input, axis),
            11 when axis > 0 => graph.Concatenate([input, graph.Map(OfOne[0], [input], Name("part"))], axis, Name("joined")),
            12 when axis > 0 => graph.Pad(input, axis, random.Next(2), random.Next(3), Name("padded")),
            13 when axis > 0 => Gathered(input),
            14 when axis > 0 => Window(input),
            _ => graph.Map(OfOne[0], [input], Name("map")),
        };
    }

    /// <summary>A function of a value and of its means over the batch, perhaps over other axes too, and with steps in between.</summary>
    private int BatchMean(int input)
    {
        var axes = Enumerable.Range(0, graph[input].Shape.Rank).Where(axis => axis == 0 || random.Next(2) == 0);
        var mean = graph.Map(X / Y, [graph.Reduce(Reduction.Sum, input, axes, Name("sum")), graph.BatchSize()], Name("mean"));
        for (var steps = random.Next(3); steps > 0; steps--)
        {
            mean = random.Next(3) switch
            {
                0 => graph.Map(OfOne[random.Next(OfOne.Length)], [mean], Name("ofMean")),
                1 => graph.Map(OfTwo[random.Next(OfTwo.Length)], [mean, Parameter([.. graph[mean].Shape.SampleDimensions])], Name("ofMean")),
                _ => graph.Map(OfTwo[random.Next(OfTwo.Length)], [mean, mean], Name("ofMean")),
            };
        }

        return graph.Map(OfTwo[random.Next(OfTwo.Length)], [input, mean], Name("map"));
    }

    /// <summary>A shape that broadcasts to a sample of another: some axes are 1, and some in front are missing.</summary>
    private int[] Stretchable(Shape shape)
        => [.. shape.Extents.Skip(random.Next(1, shape.Rank)).Select(extent => random.Next(3) == 0 ? 1 : extent.Size)];

    /// <summary>An earlier value of the same shape, or this one again.</summary>
    private int Alike(Shape shape)
    {
        var alike = values.Where(value => graph[value].Shape == shape).ToArray();
        return alike[random.Next(alike.Length)];
    }

    /// <summary>A matrix over the last axis, which lies one way or the other and comes left or right.</summary>
    private int Dense(int input)
    {
        var shape = graph[input].Shape;
        var (kept, units, features) = (shape.Rank - 1, random.Next(1, 5), shape[shape.Rank - 1].Size);
        var indices = Enumerable.Range(0, kept).Select(axis => new IndexVariable("i" + axis, shape[axis])).Append(new("output", units)).Append(new("feature", features));
        var isTransposed = random.Next(2) == 0;
        var weight = Parameter(isTransposed ? [features, units] : [units, features]);
        var ofWeight = isTransposed ? Access.Of(kept + 1, kept) : Access.Of(kept, kept + 1);
        var ofInput = Access.Of([.. Enumerable.Range(0, kept), kept + 1]);
        var result = Access.Of([.. Enumerable.Range(0, kept), kept]);
        return random.Next(3) == 0
            ? graph.Contract(new(indices.ToEquatableArray(), result, ofWeight, ofInput), weight, input, shape.With(kept, units), Name("dense"))
            : graph.Contract(new(indices.ToEquatableArray(), result, ofInput, ofWeight), input, weight, shape.With(kept, units), Name("dense"));
    }

    /// <summary>The products of all rows of each sample with one another: <c>x · xᵀ</c>, of two values where there are two.</summary>
    private int Product(int input)
    {
        var matrix = graph.Reshape(input, Shape.BatchOf([graph[input].Shape.SampleSize / Last(input).Size, Last(input).Size]), Name("matrix"));
        var shape = graph[matrix].Shape;
        var other = Alike(shape, matrix);
        var indices = new IndexVariable[] { new("sample", Extent.Batch), new("row", shape[1]), new("column", shape[1]), new("feature", shape[2]) };
        return graph.Contract(
            new(indices.ToEquatableArray(), Access.Of(0, 1, 2), Access.Of(0, 1, 3), Access.Of(0, 2, 3)), matrix, other, Shape.Of(Extent.Batch, shape[1], shape[1]), Name("product"));
    }

    private int Alike(Shape shape, int otherwise) => values.FirstOrDefault(value => graph[value].Shape == shape, otherwise);

    private Extent Last(int node) => graph[node].Shape[graph[node].Shape.Rank - 1];

    private int Sliced(int input, int axis)
    {
        var size = graph[input].Shape[axis].Size;
        var (start, step) = (random.Next(size), random.Next(1, 4));
        return graph.Slice(input, axis, start, random.Next(1, ((size - start - 1) / step) + 2), Name("slice"), step);
    }

    /// <summary>Rows of each sample, or of a table of the network's own, by numbers that are the same for all samples.</summary>
    private int Gathered(int input)
    {
        var isOwn = random.Next(2) == 0;
        var shape = graph[input].Shape;
        var table = isOwn ? Parameter([random.Next(1, 5), .. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 11))]) : input;
        var rows = graph[table].Shape[isOwn ? 0 : 1].Size;
        var (count, others) = (random.Next(1, 6), random.Next(1, 3));
        var numbers = graph.Literal(
            Enumerable.Range(0, count * others).Select(_ => (float)random.Next(rows)).ToEquatableArray(), new Shape([1, .. others == 1 ? [count] : new Extent[] { count, others }]), Name("numbers"));
        var gathered = graph.Gather(
            table, graph.Broadcast(numbers, Shape.BatchOf(graph[numbers].Shape.Extents.Skip(1).Select(static extent => extent.Size)), Name("numbers")), padding: null, Name("rows"));
        if (!isOwn)
            return gathered;
        var sum = graph.Reduce(Reduction.Sum, gathered, Enumerable.Range(1, graph[gathered].Shape.Rank - 1), Name("sum"));
        return graph.Map(X * Y, [input, graph.Reshape(sum, new Shape([Extent.Batch, .. Enumerable.Repeat((Extent)1, shape.Rank - 1)]), Name("sum"))], Name("map"));
    }

    /// <summary>A weighted sum over a window that moves along the last axis: one stride, one dilation, no padding.</summary>
    private int Window(int input)
    {
        var flat = graph.Reshape(input, Shape.BatchOf([graph[input].Shape.SampleSize]), Name("flat"));
        var length = graph[flat].Shape[1].Size;
        var (taps, stride, dilation) = (random.Next(1, 4), random.Next(1, 3), random.Next(1, 3));
        var places = ((length - 1 - ((taps - 1) * dilation)) / stride) + 1;
        if (places < 1 || length - 1 < (taps - 1) * dilation)
            return flat;
        var indices = new IndexVariable[] { new("sample", Extent.Batch), new("place", places), new("tap", taps) };
        var moving = new Access([new([new(0, 1)], 0), new([new(1, stride), new(2, dilation)], 0)]);
        return graph.Contract(
            new(indices.ToEquatableArray(), Access.Of(0, 1), moving, Access.Of(2)), flat, Parameter([taps]), Shape.BatchOf([places]), Name("window"));
    }

    private int Parameter(int[] dimensions)
        => graph.Parameter(new TrainableTensor(Name("parameter").Text, "layer", dimensions.ToEquatableArray(), InitializerKind.Default, 1, 1, 1));

    private ValueName Name(string kind) => new($"{kind}{++names}");
}
