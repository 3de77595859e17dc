namespace NetGen;

/// <summary>A layer of a network. The layers of a class follow one another in the order in which they are written.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's name: its parameters are <c>name.weight</c> and <c>name.bias</c> in files and <c>NameWeight</c> and
    /// <c>NameBias</c> in the generated code. Unless given: its kind and number, <c>dense1</c>, <c>dense2</c> and so on.
    /// </summary>
    public string? Name { get; init; }
}
