namespace NetGen;

/// <summary>One parameter of a network: its name and logical shape, which files and people see, and where its elements lie.</summary>
/// <param name="Name">PyTorch's name for it, such as <c>hidden.weight</c>.</param>
/// <param name="Layer">The layer it belongs to, such as <c>hidden</c>.</param>
/// <param name="Shape">The logical shape, outermost first; [out, in] for a dense layer's weight.</param>
/// <param name="Layout">Where the elements lie in the flat buffers.</param>
/// <param name="Initialization">How it starts.</param>
public sealed record ParameterInfo(
    string Name,
    string Layer,
    IReadOnlyList<int> Shape,
    TensorLayout Layout,
    Initialization Initialization)
{
    /// <summary>Whether it is not trained: it has no gradient, and no optimizer sees it.</summary>
    public bool IsFrozen { get; init; }

    /// <summary>How many elements the logical shape has.</summary>
    public int Count => NetworkDescription.Product(Shape);
}
