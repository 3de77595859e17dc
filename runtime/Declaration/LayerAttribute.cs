namespace NetGen;

/// <summary>
/// A layer of a network. The layers of a class follow one another in the order in which they are written; those of a network with a
/// <see cref="ForwardAttribute">forward method</see> stand on partial methods from tensor to tensor, and are called in it.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's name: its parameters are <c>name.weight</c> and <c>name.bias</c> in files and <c>NameWeight</c> and
    /// <c>NameBias</c> in the generated code. Unless given: its kind and number, <c>dense1</c>, <c>dense2</c> and so on; the method's
    /// name, with a lower-case first letter, where it stands on a method.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// On a method: how many layers it stands for, <c>block.0</c>, <c>block.1</c> and so on, each with parameters of its own. Its first
    /// parameter is then the layer's index: <c>[Dense(64, Count = 4)] private partial Tensor Block(int index, Tensor x);</c>.
    /// </summary>
    public int Count { get; init; }

    /// <summary>
    /// Whether the layer's parameters stay as they are: they have no gradients, none is computed for them, and no optimizer sees them.
    /// PyTorch's <c>requires_grad = False</c>.
    /// </summary>
    public bool Frozen { get; init; }
}
