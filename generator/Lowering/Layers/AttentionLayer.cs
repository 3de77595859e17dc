using NetGen.Generator.Declaration;
using NetGen.Generator.Graph;
using NetGen.Generator.Lowering.Bodies;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Lowering.Layers;

/// <summary>
/// <c>softmax(q·kᵀ/√d)·v</c> for each head, between projections of what goes in and of what comes out, as PyTorch's <c>MultiheadAttention</c>. Heads are axes of the products: nothing is
/// copied to bring them together or apart.
/// </summary>
internal static class AttentionLayer
{
    private static readonly Scalar X = new Argument(0);
    private static readonly Scalar Y = new Argument(1);

    /// <param name="inputs">
    /// The sequence; or queries, and what is looked at; or queries, keys and values. Behind them the padding of the keys and their lengths, where the layer has them.
    /// </param>
    public static int Add(GraphBuilder graph, MultiHeadAttentionDeclaration layer, int[] inputs)
    {
        int[] sequences = [.. inputs.Take(inputs.Length - (layer.HasKeyPadding ? 1 : 0) - (layer.HasLengths ? 1 : 0))];
        int? padding = layer.HasKeyPadding ? inputs[sequences.Length] : null;
        var (length, width, keys) = Check(graph, layer, sequences, padding);
        int? visible = null;
        if (layer.HasLengths)
        {
            LayerRules.Lengths(graph, layer, inputs[inputs.Length - 1], keys);
            visible = LengthRules.Mask(graph, inputs[inputs.Length - 1], keys, Part("isThere"));
        }

        var head = width / layer.Heads;
        var (queryPart, keyPart, valuePart) = Projected(graph, layer, sequences, width);
        int InHeads(int node, int rows) => graph.Reshape(node, Shape.BatchOf([rows, layer.Heads, head]), graph[node].Name);
        var (query, key, value) = (InHeads(queryPart, length), InHeads(keyPart, keys), InHeads(valuePart, keys));
        if (layer.IsRotary)
            (query, key) = (RotaryPositions.Add(graph, query, 1, RotaryPositions.Base, new(layer.Name + ".query")), RotaryPositions.Add(graph, key, 1, RotaryPositions.Base, new(layer.Name + ".key")));

        IndexVariable[] indices = [new("sample", Extent.Batch), new("head", layer.Heads), new("query", length), new("key", keys), new("feature", head)];
        var products = graph.Contract(
            new(indices.ToEquatableArray(), Access.Of(0, 1, 2, 3), Access.Of(0, 2, 1, 4), Access.Of(0, 3, 1, 4)),
            query, key, Shape.BatchOf([layer.Heads, length, keys]), Part("products"));
        var weights = Weights(graph, layer, products, length, keys, head, padding, visible);
        var heads = graph.Contract(
            new(indices.ToEquatableArray(), Access.Of(0, 2, 1, 4), Access.Of(0, 1, 2, 3), Access.Of(0, 3, 1, 4)),
            weights, value, Shape.BatchOf([length, layer.Heads, head]), Part("heads"));

        var projection = graph.Parameter(new TrainableTensor(layer.Name + ".out_proj.weight", layer.Name, [width, width], InitializerKind.Default, width, width, 1));
        var joined = graph.Reshape(heads, Shape.BatchOf([length, width]), Part("heads"));
        return WithBias(graph, layer, DenseLayer.Product(graph, joined, projection, layer.Bias ? Part("product") : new(layer.Name)), "out_proj.bias", width, new(layer.Name));

        ValueName Part(string part) => new($"{layer.Name}.{part}");
    }

    private static (int Length, int Width, int Keys) Check(GraphBuilder graph, MultiHeadAttentionDeclaration layer, int[] sequences, int? padding)
    {
        foreach (var sequence in sequences)
        {
            if (graph[sequence].Shape.Rank != 3)
                throw new LayerException(layer, $"it takes sequences [length × width], and gets {Shapes.Text(graph[sequence].Shape)}");
        }

        var (query, keys) = (graph[sequences[0]].Shape, graph[sequences[sequences.Length - 1]].Shape);
        var (length, width) = (query[1].Size, query[2].Size);
        if (width % layer.Heads != 0)
            throw new LayerException(layer, $"{Counts.Text(layer.Heads)} heads do not divide a width of {Counts.Text(width)}");
        foreach (var sequence in sequences.Skip(1))
        {
            var shape = graph[sequence].Shape;
            if (shape[2].Size != width || shape[1] != keys[1])
                throw new LayerException(layer, $"queries {Shapes.Text(query)} are {Counts.Text(width)} wide, and keys and values as long as each other, but one of them is {Shapes.Text(shape)}");
        }

        if (layer.IsCausal && keys[1].Size != length)
            throw new LayerException(layer, $"it is causal, with {Counts.Text(length)} queries and {Counts.Text(keys[1].Size)} keys, of which nobody knows which are later");
        if (layer.IsRotary && width / layer.Heads % 2 != 0)
            throw new LayerException(layer, $"it is rotary, and heads of {Counts.Text(width / layer.Heads)} have no halves");
        if (padding is { } mask && !graph[mask].Shape.SampleDimensions.SequenceEqual([keys[1].Size]))
            throw new LayerException(layer, $"the padding has a number for each of {Counts.Text(keys[1].Size)} keys, and this is {Shapes.Text(graph[mask].Shape)}");
        return (length, width, keys[1].Size);
    }

    /// <summary>Queries, keys and values: one product where they are of one sequence.</summary>
    private static (int Query, int Key, int Value) Projected(GraphBuilder graph, MultiHeadAttentionDeclaration layer, int[] sequences, int width)
    {
        var weight = graph.Parameter(new TrainableTensor(
            layer.Name + ".in_proj_weight", layer.Name, [3 * width, width], InitializerKind.XavierUniform, width, 3 * width, 1));
        int? bias = layer.Bias ? Bias(graph, layer, "in_proj_bias", 3 * width) : null;
        if (sequences.Length == 1)
        {
            var all = Project(sequences[0], 0, 3, "projected");
            return (Third(all, 0, "query"), Third(all, 1, "key"), Third(all, 2, "value"));
        }

        var query = Project(sequences[0], 0, 1, "query");
        if (sequences.Length == 3)
            return (query, Project(sequences[1], 1, 1, "key"), Project(sequences[2], 2, 1, "value"));
        var both = Project(sequences[1], 1, 2, "memory");
        return (query, Third(both, 0, "key"), Third(both, 1, "value"));

        int Third(int node, int number, string part) => graph.Slice(node, 2, number * width, width, new($"{layer.Name}.{part}"));

        int Project(int sequence, int first, int count, string name)
        {
            var part = new ValueName($"{layer.Name}.{name}");
            var product = DenseLayer.Product(
                graph, sequence, graph.Slice(weight, 0, first * width, count * width, graph[weight].Name), bias is null ? part : new(part.Text + ".product"));
            return bias is { } shift
                ? graph.Map(new Map(X + Y, Formula.Sum), [product, graph.Slice(shift, 0, first * width, count * width, graph[shift].Name)], part)
                : product;
        }
    }

    /// <summary>The weights of the mean: the softmax of the scaled products, without those that are not to be seen.</summary>
    private static int Weights(GraphBuilder graph, MultiHeadAttentionDeclaration layer, int products, int length, int keys, int head, int? padding, int? visible)
    {
        var scale = 1 / Math.Sqrt(head);
        var scores = layer.IsCausal
            ? graph.Map(new Map(scale * X + Y, Formula.SumOf($"{{0}} / √{Numbers.Text(head)} + {{1}}")), [products, CausalMask.Add(graph, length, Part("mask"))], Part("scores"))
            : graph.Map(new Map(scale * X, new($"{{0}} / √{Numbers.Text(head)}")), [products], Part("scores"));
        if (visible is { } isThere)
            scores = graph.Map(new Select(Comparison.Equal, Y, 0, double.NegativeInfinity, X), [scores, OfKeys(isThere)], Part("there"));
        if (padding is { } mask)
            scores = graph.Map(new Select(Comparison.NotEqual, Y, 0, double.NegativeInfinity, X), [scores, OfKeys(mask)], Part("visible"));
        // The first key is always there, and with lengths alone, so is something to look at.
        var weights = padding is null ? SoftmaxLayer.Add(graph, scores, layer.Name + ".attention") : SoftmaxLayer.AddOfSome(graph, scores, layer.Name + ".attention");

        return DropoutLayer.Add(graph, new DropoutDeclaration(layer.Name + ".dropout", layer.Dropout), weights);

        int OfKeys(int node) => graph.Reshape(node, Shape.BatchOf([1, 1, keys]), graph[node].Name);

        ValueName Part(string part) => new($"{layer.Name}.{part}");
    }

    private static int WithBias(GraphBuilder graph, MultiHeadAttentionDeclaration layer, int product, string bias, int width, ValueName name)
        => layer.Bias ? graph.Map(new Map(X + Y, Formula.Sum), [product, Bias(graph, layer, bias, width)], name) : product;

    private static int Bias(GraphBuilder graph, MultiHeadAttentionDeclaration layer, string name, int width)
        => graph.Parameter(new TrainableTensor($"{layer.Name}.{name}", layer.Name, [width], InitializerKind.Zeros, width, width, 1));
}
