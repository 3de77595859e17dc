namespace NetGen;

/// <summary>A network as data, for tools and messages. Nothing is computed from it.</summary>
/// <param name="Name">The class's name.</param>
/// <param name="InputShape">The shape of one input sample, without the batch; of the first input where there are several.</param>
/// <param name="OutputShape">The shape of one output sample, without the batch; of the first output where there are several.</param>
/// <param name="Layers">The layers, in order.</param>
/// <param name="Parameters">The parameters, in the order in which files list them.</param>
/// <param name="BufferLength">How many floats the flat parameters have, padding included.</param>
public sealed record NetworkDescription(
    string Name,
    IReadOnlyList<int> InputShape,
    IReadOnlyList<int> OutputShape,
    IReadOnlyList<LayerInfo> Layers,
    IReadOnlyList<ParameterInfo> Parameters,
    int BufferLength)
{
    /// <summary>The inputs, in order: one, called <c>input</c>, unless given.</summary>
    public IReadOnlyList<TensorInfo> Inputs { get; init; } = [new("input", InputShape)];

    /// <summary>The outputs, in order: one, called <c>output</c>, unless given.</summary>
    public IReadOnlyList<TensorInfo> Outputs { get; init; } = [new("output", OutputShape)];

    /// <summary>
    /// How many floats of the flat parameters are trained, padding included: the first ones, as many as there are gradients. Frozen
    /// parameters lie behind them.
    /// </summary>
    public int TrainableLength { get; init; } = BufferLength;

    /// <summary>The targets of the network's own objective, in order; none where it has no objective, or one without targets.</summary>
    public IReadOnlyList<TensorInfo> Targets { get; init; } = [];

    /// <summary>The states of recurrences that a <see cref="SequenceState"/> carries from pass to pass; none unless the network is declared with <see cref="NetworkAttribute.State"/>.</summary>
    public IReadOnlyList<TensorInfo> States { get; init; } = [];

    /// <summary>
    /// How many samples a batch of training has at least: 2 where batch normalisation has one value for each channel in a sample, since of a
    /// single value there is no variance; else 1. A prediction takes any number.
    /// </summary>
    public int SmallestBatch { get; } = Layers.Select(static layer => layer.SmallestBatch).DefaultIfEmpty(1).Max();

    /// <summary>
    /// Whether a training pass computes with sums over the whole batch, such as the statistics of batch normalisation (<see cref="Workspace.Exchange"/>). Shards of a
    /// batch then wait for each other in the middle of a pass, and each has a thread of its own.
    /// </summary>
    public bool UsesBatchSums { get; init; }

    /// <summary>Gives the steps of the passes of training, in order. They are made when they are asked for: no pass needs them.</summary>
    public Func<IReadOnlyList<NetworkStep>> Steps { get; init; } = static () => [];

    /// <summary>Gives the tensors of a workspace, in the order of their places. They are made when they are asked for.</summary>
    public Func<IReadOnlyList<WorkspaceTensor>> Tensors { get; init; } = static () => [];

    /// <summary>How many parameters there are, without padding.</summary>
    public int ParameterCount => Parameters.Sum(static parameter => parameter.Count);

    /// <summary>How many multiply-adds the forward pass takes for one sample.</summary>
    public long MultiplyAdds => Layers.Sum(static layer => layer.MultiplyAdds);

    // The sizes are asked for at every step and every prediction.
    /// <summary>The shape of one input sample; of the first input where there are several.</summary>
    public IReadOnlyList<int> InputShape
    {
        get;
        init => (field, InputSize) = (value, Product(value));
    } = InputShape;

    /// <summary>The shape of one output sample; of the first output where there are several.</summary>
    public IReadOnlyList<int> OutputShape
    {
        get;
        init => (field, OutputSize) = (value, Product(value));
    } = OutputShape;

    /// <summary>How many floats one input sample has.</summary>
    public int InputSize { get; private init; } = Product(InputShape);

    /// <summary>How many floats one output sample has.</summary>
    public int OutputSize { get; private init; } = Product(OutputShape);

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public ParameterInfo Parameter(string name)
        => Parameters.FirstOrDefault(parameter => parameter.Name == name)
            ?? throw new KeyNotFoundException(
                $"{Name} has no parameter '{name}'. It has {string.Join(", ", Parameters.Select(static parameter => $"'{parameter.Name}'"))}.");

    /// <summary>
    /// The names of the layers and inputs that a layer is computed from, in order, through everything between them that is no layer: several where tensors are added
    /// or concatenated before it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public IReadOnlyList<string> SourcesOf(int layer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(layer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(layer, Layers.Count);
        return Layers[layer].Sources ?? [layer > 0 ? Layers[layer - 1].Name : Inputs[0].Name];
    }

    /// <summary>The names of the layers and inputs that an output is computed from, in order.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="output"/> is null.</exception>
    public IReadOnlyList<string> SourcesOf(TensorInfo output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return output.Sources ?? [Layers.Count > 0 ? Layers[^1].Name : Inputs[0].Name];
    }

    /// <summary>What is wrong with a batch of training that is smaller than <see cref="SmallestBatch"/>.</summary>
    internal string TooSmall(int batch)
    {
        var layer = Layers.First(layer => layer.SmallestBatch > batch);
        return $"{layer.Kind} '{layer.Name}' of {Name} takes the mean and the variance of each channel over the batch, and a batch of {batch} sample has a single value for each "
            + $"of {layer.InputShape[0]} channels. Train with at least {layer.SmallestBatch} samples in every batch: choose another BatchSize, or set Trainer.DropLast where the last batch of an epoch is too small.";
    }

    internal static int Product(IReadOnlyList<int> shape)
    {
        // By index: an enumerator would be allocated, and every prediction asks for the sizes.
        var product = 1;
        for (var axis = 0; axis < shape.Count; axis++)
            product *= shape[axis];
        return product;
    }
}

/// <summary>An input, an output or a target of a network.</summary>
/// <param name="Name">Its name in the forward method, such as <c>house</c>.</param>
/// <param name="Shape">The shape of one sample.</param>
public sealed record TensorInfo(string Name, IReadOnlyList<int> Shape)
{
    /// <summary>How many floats one sample has.</summary>
    public int Size => NetworkDescription.Product(Shape);

    /// <summary>Of an input or a target of whole numbers, how many different ones there are: each is at least 0 and less than this. Null for numbers of any kind.</summary>
    public int? Vocabulary { get; init; }

    /// <summary>Of an input of lengths, how many steps the sequences have: each length is a whole number from 1 to this. Null for numbers of any kind.</summary>
    public int? Longest { get; init; }

    /// <summary>
    /// What computes an output last in a prediction: <c>Softmax</c>, <c>LogSoftmax</c>, the name of an <see cref="Activation"/>, <c>Linear</c> for
    /// a dense layer, a convolution or another matrix product without an activation, or null for anything else. Losses refuse what does not fit them.
    /// </summary>
    public string? LastOperation { get; init; }

    /// <summary>What an output is computed from, where that is not the last layer alone; see <see cref="NetworkDescription.SourcesOf(TensorInfo)"/>.</summary>
    public IReadOnlyList<string>? Sources { get; init; }
}

/// <summary>One layer of a network.</summary>
/// <param name="Name">The layer's name, such as <c>hidden</c>.</param>
/// <param name="Kind">What it is, such as <c>Dense</c>.</param>
/// <param name="InputShape">The shape of one sample that goes in.</param>
/// <param name="OutputShape">The shape of one sample that comes out.</param>
/// <param name="ParameterCount">How many parameters it has.</param>
/// <param name="MultiplyAdds">How many multiply-adds its forward pass takes for one sample.</param>
/// <param name="Activations">
/// Where its outputs lie in a <see cref="Workspace"/> after the forward pass, or null where they are never stored because the next
/// layer is computed in the same kernel.
/// </param>
public sealed record LayerInfo(
    string Name,
    string Kind,
    IReadOnlyList<int> InputShape,
    IReadOnlyList<int> OutputShape,
    int ParameterCount,
    long MultiplyAdds,
    WorkspaceSlot? Activations)
{
    /// <summary>How many samples a batch of training has at least; see <see cref="NetworkDescription.SmallestBatch"/>.</summary>
    public int SmallestBatch { get; init; } = 1;

    /// <summary>What it is computed from, where that is not the layer before it; see <see cref="NetworkDescription.SourcesOf(int)"/>.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>What computes its outputs last, as <see cref="TensorInfo.LastOperation"/>: the name of its activation function where it has one.</summary>
    public string? LastOperation { get; init; }
}
