namespace NetGen;

/// <summary>
/// Says that an input of a <see cref="ForwardAttribute">forward method</see> has whole numbers, such as the characters of a text:
/// <c>[Shape(64), Vocabulary(65)] Tensor text</c>. Any other number is refused before it is used.
/// </summary>
/// <param name="size">How many different ones there are: each is at least 0 and less than this. At most 2²⁴.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class VocabularyAttribute(int size) : Attribute
{
    /// <summary>How many different ones there are.</summary>
    public int Size { get; } = size;
}
