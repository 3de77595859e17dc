namespace NetGen;

/// <summary>The shape of one sample of the network's input, without the batch: <c>[Input(784)]</c> or <c>[Input(1, 28, 28)]</c>.</summary>
/// <remarks>
/// There is a constructor for each usual number of axes, because an array as the argument of an attribute is not in the Common Language
/// Specification, and C# warns of one in assemblies that are checked for it.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class InputAttribute : Attribute
{
    /// <summary>A sample of one axis.</summary>
    /// <param name="first">How many values it has; at least 1.</param>
    public InputAttribute(int first) => Dimensions = [first];

    /// <summary>A sample of two axes.</summary>
    /// <param name="first">The extent of the outer axis; at least 1.</param>
    /// <param name="second">That of the inner one; at least 1.</param>
    public InputAttribute(int first, int second) => Dimensions = [first, second];

    /// <summary>A sample of three axes, such as an image [channels, height, width].</summary>
    /// <param name="first">The extent of the outermost axis; at least 1.</param>
    /// <param name="second">That of the second one; at least 1.</param>
    /// <param name="third">That of the innermost one; at least 1.</param>
    public InputAttribute(int first, int second, int third) => Dimensions = [first, second, third];

    /// <summary>A sample of any number of axes.</summary>
    /// <param name="dimensions">The extents of a sample, outermost first; each at least 1.</param>
    public InputAttribute(params int[] dimensions) => Dimensions = dimensions;

    /// <summary>The extents of a sample, outermost first.</summary>
    public IReadOnlyList<int> Dimensions { get; }

    /// <summary>
    /// For an input of whole numbers, such as the characters of a text, how many different ones there are: each is at least 0 and less than this. Any other number is refused
    /// before it is used. At most 2²⁴.
    /// </summary>
    public int Vocabulary { get; init; }

    /// <summary>
    /// For a sequence, whose first axis is its steps: whether samples have lengths of their own. The network has a second input then, <c>lengths</c>, with a whole number for each sample
    /// from 1 to the number of steps. Recurrences and attention take no notice of the steps behind it.
    /// </summary>
    public bool Lengths { get; init; }

    /// <summary>The input's name in the generated code; <c>input</c> unless given.</summary>
    public string? Name { get; init; }
}
