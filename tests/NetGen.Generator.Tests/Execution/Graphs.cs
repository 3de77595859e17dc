using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Layers;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Tests.Execution;

/// <summary>Graphs that use every primitive in ways in which no stack does.</summary>
internal static class Graphs
{
    private static readonly Map Plus = new(new Argument(0) + new Argument(1), Formula.Sum);
    private static readonly Map Times = new(new Argument(0) * new Argument(1), Formula.Product);

    public static IReadOnlyDictionary<string, Func<NetworkGraph>> All { get; } = new Dictionary<string, Func<NetworkGraph>>
    {
        ["residual"] = () => Build([9], (graph, x) =>
        {
            var h = Dense(graph, "stem", 12, x, ActivationKind.Relu);
            return Dense(graph, "head", 3, graph.Map(Plus, [h, Dense(graph, "block", 12, h, ActivationKind.Tanh)], new("sum")));
        }),
        ["concatenation of computed parts"] = () => Build([5], (graph, x) =>
            Dense(graph, "head", 2, graph.Concatenate(
                [Dense(graph, "a", 3, x, ActivationKind.Tanh), x, Dense(graph, "b", 9, x)], 1, new("both")))),
        ["concatenation as output"] = () => Build([4], (graph, x) =>
            graph.Concatenate([Dense(graph, "a", 3, x, ActivationKind.Sigmoid), Dense(graph, "b", 2, x)], 1, new("both"))),
        ["slices"] = () => Build([12], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 20, x, ActivationKind.Gelu);
            var product = graph.Map(Times, [graph.Slice(h, 1, 0, 7, new("left")), graph.Slice(h, 1, 9, 7, new("right"))], new("product"));
            return Dense(graph, "head", 2, product);
        }),
        ["slices with steps"] = () => Build([12], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 21, x, ActivationKind.Gelu);
            var product = graph.Map(Times, [graph.Slice(h, 1, 0, 7, new("left"), 3), graph.Slice(h, 1, 2, 7, new("right"), 3)], new("product"));
            return Dense(graph, "head", 2, graph.Map(Plus, [product, graph.Slice(h, 1, 6, 7, new("other"), 2)], new("sum")));
        }),
        ["slices of slices"] = () => Build([3, 10], (graph, x) =>
        {
            var h = graph.Reshape(Dense(graph, "hidden", 8, x, ActivationKind.Tanh), Shape.BatchOf([3, 4, 2]), new("pairs"));
            var odd = graph.Slice(h, 2, 1, 2, new("odd"), 2);
            var even = graph.Slice(h, 2, 0, 2, new("even"), 2);
            return graph.Map(Times, [graph.Slice(odd, 1, 0, 2, new("first")), graph.Slice(even, 1, 1, 2, new("last"))], new("product"));
        }),
        ["reshape of a slice"] = () => Build([11], (graph, x) =>
        {
            var part = graph.Slice(Dense(graph, "hidden", 19, x, ActivationKind.Tanh), 1, 2, 12, new("part"));
            var pairs = graph.Reshape(part, Shape.BatchOf([6, 2]), new("pairs"));
            return graph.Map(Times, [graph.Slice(pairs, 2, 0, 1, new("left")), graph.Slice(pairs, 2, 1, 1, new("right"))], new("product"));
        }),
        ["padding"] = () => Build([3], (graph, x) =>
            Dense(graph, "head", 4, graph.Pad(Dense(graph, "hidden", 5, x), 1, 2, 4, new("padded")), ActivationKind.Tanh)),
        ["transposition"] = () => Build([3, 10], (graph, x) =>
            Dense(graph, "head", 4, graph.Transpose(Dense(graph, "hidden", 5, x), [0, 2, 1], new("turned")), ActivationKind.Tanh)),
        ["transposed output"] = () => Build([3, 10], (graph, x) =>
            graph.Copy(graph.Transpose(Dense(graph, "hidden", 5, x), [0, 2, 1], new("turned")))),
        ["reshaped transposition"] = () => Build([4, 3], (graph, x) =>
            Dense(graph, "head", 2, graph.Reshape(
                graph.Transpose(Dense(graph, "hidden", 6, x, ActivationKind.Silu), [0, 2, 1], new("turned")), Shape.BatchOf([24]), new("flat")))),
        ["sum over the first axis of a sample"] = () => Build([6, 5], (graph, x) =>
            Dense(graph, "head", 2, graph.Reshape(
                graph.Reduce(Reduction.Sum, Dense(graph, "hidden", 11, x, ActivationKind.Tanh), [1], new("sum")), Shape.BatchOf([11]), new("flat")))),
        ["maximum over both axes"] = () => Build([6, 5], (graph, x) =>
            graph.Reshape(
                graph.Reduce(Reduction.Max, Dense(graph, "hidden", 3, x, ActivationKind.Tanh), [1, 2], new("largest")), Shape.BatchOf([1]), new("flat"))),
        ["product of two activations"] = () => Build([7, 5], (graph, x) =>
            MatMul(graph, Dense(graph, "left", 9, x), graph.Transpose(Dense(graph, "right", 9, x, ActivationKind.Tanh), [0, 2, 1], new("turned")))),
        ["attention"] = () => Build([6, 8], (graph, x) =>
        {
            var (query, key, value) = (Dense(graph, "query", 8, x), Dense(graph, "key", 8, x), Dense(graph, "value", 8, x));
            var scores = MatMul(graph, query, graph.Transpose(key, [0, 2, 1], new("keys")));
            return MatMul(graph, SoftmaxLayer.Add(graph, scores, "weights"), value);
        }),
        ["product with left transposed"] = () => Build([7, 5], (graph, x) =>
            MatMul(graph, graph.Transpose(Dense(graph, "left", 9, x), [0, 2, 1], new("turned")), Dense(graph, "right", 4, x))),
        ["product with both transposed"] = () => Build([6, 5], (graph, x) =>
            MatMul(
                graph,
                graph.Transpose(Dense(graph, "left", 9, x), [0, 2, 1], new("a")),
                graph.Transpose(Dense(graph, "right", 6, graph.Transpose(x, [0, 2, 1], new("b"))), [0, 2, 1], new("c")))),
        ["product with itself"] = () => Build([5, 4], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 4, x, ActivationKind.Tanh);
            return MatMul(graph, graph.Transpose(h, [0, 2, 1], new("turned")), h);
        }),
        ["weight used twice"] = () => Build([12], (graph, x) =>
        {
            var weight = graph.Parameter(new TrainableTensor("shared.weight", "shared", [12, 12], InitializerKind.Default, 12, 12, 1));
            var h = graph.Map(new Map(Activations.Of(ActivationKind.Tanh).Function, Formula.Call("tanh")), [Linear(graph, x, weight, "first")], new("h"));
            return Linear(graph, h, weight, "second");
        }),
        ["parameter in an elementwise step"] = () => Build([11], (graph, x) =>
        {
            var scale = graph.Parameter(new TrainableTensor("scale", "", [11], InitializerKind.Default, 11, 1, 1));
            var table = graph.Parameter(new TrainableTensor("table", "", [11, 11], InitializerKind.Default, 11, 1, 1));
            var h = graph.Map(Times, [x, scale], new("scaled"));
            var squares = graph.Reshape(graph.Reduce(Reduction.Sum, graph.Map(Times, [table, table], new("squares")), [0], new("sums")), Shape.Of(11), new("flat"));
            return Linear(graph, graph.Map(Plus, [h, squares], new("moved")), table, "product");
        }),
        ["maximum with ties"] = () => Build([4, 3], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 3, x);
            var largest = graph.Reduce(Reduction.Max, h, [2], new("largest"));
            return graph.Map(new Map(new Argument(0) - new Argument(1), Formula.Difference), [h, largest], new("below"));
        }),
        ["noise in training"] = () => Build([6], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 9, x, ActivationKind.Tanh);
            var noise = graph.Random(RandomDistribution.Normal, graph[h].Shape, new("noise"));
            return Dense(graph, "head", 2, graph.WhenTraining(graph.Map(Times, [h, noise], new("noisy")), h, new("mixed")));
        }),
        ["noise of two streams"] = () => Build([6], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 9, x, ActivationKind.Tanh);
            var scale = graph.Random(RandomDistribution.Uniform, Shape.Of(9), new("scale"));
            var noise = graph.Random(RandomDistribution.Uniform, Shape.BatchOf([9]), new("noise"));
            var noisy = graph.Map(Plus, [graph.Map(Times, [h, scale], new("scaled")), noise], new("noisy"));
            return graph.WhenTraining(Dense(graph, "head", 3, noisy), Dense(graph, "head", 3, h), new("both"));
        }),
        ["dropout"] = () => Build([6], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 9, x, ActivationKind.Tanh);
            var random = graph.Random(RandomDistribution.Uniform, graph[h].Shape, new("random"));
            var kept = new Select(Comparison.Less, new Argument(1), 0.25, 0, new Argument(0) / 0.75);
            return graph.WhenTraining(graph.Map(kept, [h, random], new("dropped")), h, new("dropout"));
        }),
        ["training on a view and prediction on a whole"] = () => Build([3, 4], (graph, x) =>
        {
            // Both [batch × 3 × 3], of which one is not in order.
            var h = Dense(graph, "hidden", 3, x, ActivationKind.Tanh);
            var either = graph.WhenTraining(graph.Transpose(h, [0, 2, 1], new("turned")), h, new("either"));
            return Dense(graph, "head", 2, graph.Reshape(either, Shape.BatchOf([9]), new("flat")));
        }),
        ["mean over the batch"] = () => Build([6], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 9, x);
            var sum = graph.Reduce(Reduction.Sum, h, [0], new("sum"));
            var mean = graph.Map(new Argument(0) / new Argument(1), [sum, graph.BatchSize()], new("mean"));
            var centred = graph.Map(new Argument(0) - new Argument(1), [h, mean], new("centred"));
            return graph.WhenTraining(centred, h, new("normalised"));
        }),
        ["value used by three"] = () => Build([8], (graph, x) =>
        {
            var h = Dense(graph, "hidden", 8, x, ActivationKind.Softplus);
            var product = graph.Map(Times, [h, Dense(graph, "gate", 8, h, ActivationKind.Sigmoid)], new("product"));
            return graph.Map(Plus, [product, graph.Map(Times, [h, x], new("other"))], new("all"));
        }),
        ["convolution of wide pictures"] = () => Build([2, 9, 28], (graph, x) => Convolution(graph, "conv", 6, (5, 5), 1, 1, x)),
        ["convolution of pictures one vector wide"] = () => Build([3, 12, 12], (graph, x) => Convolution(graph, "conv", 16, (5, 5), 1, 1, x)),
        ["convolution of narrow pictures"] = () => Build([2, 7, 7], (graph, x) => Convolution(graph, "conv", 5, (3, 3), 1, 1, x)),
        ["convolution of tiny pictures"] = () => Build([17, 5, 4], (graph, x) => Convolution(graph, "conv", 3, (2, 3), 1, 1, x)),
        ["convolution by single elements"] = () => Build([6, 5, 7], (graph, x) => Convolution(graph, "conv", 16, (1, 1), 1, 1, x)),
        ["convolution in steps of two"] = () => Build([3, 11, 21], (graph, x) => Convolution(graph, "conv", 8, (3, 3), 2, 1, x)),
        ["convolution in steps of three"] = () => Build([1, 31, 31], (graph, x) => Convolution(graph, "conv", 1, (7, 7), 3, 1, x)),
        ["convolution by rows of half a vector, two to a vector"] = () => Build([1, 3, 5], (graph, x) => Convolution(graph, "conv", 3, (2, 4), 2, 1, x)),
        ["convolution by squares of whole vectors"] = () => Build([2, 9, 9], (graph, x) => Convolution(graph, "conv", 3, (4, 4), 2, 1, x)),
        ["convolution of a whole number of vectors of small squares"] = () => Build([8, 4, 4], (graph, x) => Convolution(graph, "conv", 3, (3, 3), 1, 1, x)),
        // Packed: every sample is copied, forward and for the weight's gradient, whose samples are added up in memory.
        ["convolution of many channels in pictures narrower than a vector"] = () => Build([8, 6, 6], (graph, x) => Convolution(graph, "conv", 12, (3, 3), 1, 1, x)),
        ["convolution of many channels in steps of two"] = () => Build([6, 9, 9], (graph, x) => Convolution(graph, "conv", 12, (3, 3), 2, 1, x)),
        ["convolution of many channels in steps of three"] = () => Build([6, 13, 13], (graph, x) => Convolution(graph, "conv", 16, (3, 3), 3, 1, x)),
        ["dilated convolution of many channels"] = () => Build([6, 8, 8], (graph, x) => Convolution(graph, "conv", 12, (3, 3), 1, 2, x)),
        ["convolution of many channels in rows that overlap"] = () => Build([12, 4, 6], (graph, x) => Convolution(graph, "conv", 16, (2, 3), 1, 1, x)),
        ["gradient of a picture under many channels in steps of two"] = () => Build(
            [2, 9, 9], (graph, x) => Convolution(graph, "second", 12, (3, 3), 2, 1, Convolution(graph, "first", 8, (1, 1), 1, 1, x))),
        ["dilated convolution"] = () => Build([3, 13, 19], (graph, x) => Convolution(graph, "conv", 4, (3, 3), 1, 2, x)),
        ["depthwise convolution"] = () => Build([5, 10, 14], (graph, x) => Depthwise(graph, "conv", (3, 3), x)),
    };

    public static NetworkGraph Build(int[] input, Func<GraphBuilder, int, int> body)
    {
        var graph = new GraphBuilder();
        var output = body(graph, graph.Input(0, Shape.BatchOf(input), new ValueName("input")));
        if (graph[output].Operation is View or Input)
            output = graph.Copy(output);
        return graph.Build([output]);
    }

    public static int Dense(GraphBuilder graph, string name, int units, int input, ActivationKind activation = ActivationKind.None)
        => DenseLayer.Add(graph, new DenseDeclaration(name, units, activation, true, InitializerKind.Default), input);

    /// <summary>[batch, channels, height, width] to [batch, filters, …], and each filter's bias and a tanh.</summary>
    public static int Convolution(GraphBuilder graph, string name, int filters, (int Height, int Width) kernel, int stride, int dilation, int input)
    {
        var (channels, height, width) = (graph[input].Shape[1].Size, graph[input].Shape[2].Size, graph[input].Shape[3].Size);
        var (rows, columns) = ((height - ((kernel.Height - 1) * dilation) - 1) / stride + 1, (width - ((kernel.Width - 1) * dilation) - 1) / stride + 1);
        var weight = graph.Parameter(new TrainableTensor(name + ".weight", name, [filters, channels, kernel.Height, kernel.Width], InitializerKind.Default, channels, filters, 1));
        var bias = graph.Parameter(new TrainableTensor(name + ".bias", name, [filters], InitializerKind.Default, channels, filters, 1));
        var contract = new Contract(
            [new("sample", Extent.Batch), new("filter", filters), new("y", rows), new("x", columns), new("channel", channels), new("ky", kernel.Height), new("kx", kernel.Width)],
            Access.Of(0, 1, 2, 3),
            new Access([new([new(0, 1)], 0), new([new(4, 1)], 0), new([new(2, stride), new(5, dilation)], 0), new([new(3, stride), new(6, dilation)], 0)]),
            Access.Of(1, 4, 5, 6));
        var sums = graph.Contract(contract, input, weight, Shape.Of(Extent.Batch, filters, rows, columns), new ValueName(name + ".sums"));
        return graph.Map(
            new Map(Activations.Of(ActivationKind.Tanh).Function, Formula.Call("tanh")),
            [graph.Map(Plus, [sums, graph.Reshape(bias, Shape.Of(filters, 1, 1), new("column"))], new ValueName(name + ".z"))],
            new ValueName(name));
    }

    /// <summary>Each channel with a filter of its own.</summary>
    private static int Depthwise(GraphBuilder graph, string name, (int Height, int Width) kernel, int input)
    {
        var (channels, rows, columns) = (graph[input].Shape[1].Size, graph[input].Shape[2].Size - kernel.Height + 1, graph[input].Shape[3].Size - kernel.Width + 1);
        var weight = graph.Parameter(new TrainableTensor(name + ".weight", name, [channels, kernel.Height, kernel.Width], InitializerKind.Default, 9, 9, 1));
        var contract = new Contract(
            [new("sample", Extent.Batch), new("channel", channels), new("y", rows), new("x", columns), new("ky", kernel.Height), new("kx", kernel.Width)],
            Access.Of(0, 1, 2, 3),
            new Access([new([new(0, 1)], 0), new([new(1, 1)], 0), new([new(2, 1), new(4, 1)], 0), new([new(3, 1), new(5, 1)], 0)]),
            Access.Of(1, 4, 5));
        return graph.Contract(contract, input, weight, Shape.Of(Extent.Batch, channels, rows, columns), new ValueName(name));
    }

    /// <summary>[batch, rows, inner] · [batch, inner, columns]</summary>
    public static int MatMul(GraphBuilder graph, int left, int right)
    {
        var (rows, inner, columns) = (graph[left].Shape[1], graph[left].Shape[2], graph[right].Shape[2]);
        var contract = new Contract(
            [new("sample", Extent.Batch), new("row", rows), new("column", columns), new("inner", inner)],
            Access.Of(0, 1, 2), Access.Of(0, 1, 3), Access.Of(0, 3, 2));
        return graph.Contract(contract, left, right, Shape.Of(Extent.Batch, rows, columns), new ValueName("product"));
    }

    private static int Linear(GraphBuilder graph, int input, int weight, string name)
    {
        var (outputs, features) = (graph[weight].Shape[0], graph[weight].Shape[1]);
        var contract = new Contract(
            [new("sample", Extent.Batch), new("output", outputs), new("feature", features)], Access.Of(0, 1), Access.Of(0, 2), Access.Of(1, 2));
        return graph.Contract(contract, input, weight, Shape.Of(Extent.Batch, outputs), new ValueName(name));
    }
}
