namespace NetGen;

/// <summary>
/// Says that an input of a <see cref="ForwardAttribute">forward method</see> has the lengths of sequences, a whole number for each sample:
/// <c>Forward([Shape(64), Vocabulary(65)] Tensor text, [Lengths] Tensor lengths)</c>. Each is at least 1 and at most the number of steps of the sequence. Any other number is refused
/// before it is used.
/// </summary>
/// <remarks>The sequence is the parameter before it, unless its name is given: <c>[Lengths(nameof(text))]</c>. Its first axis is the steps.</remarks>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class LengthsAttribute : Attribute
{
    /// <summary>The lengths of the sequence that is the parameter before it.</summary>
    public LengthsAttribute()
    {
    }

    /// <summary>The lengths of another parameter.</summary>
    /// <param name="sequence">Its name.</param>
    public LengthsAttribute(string sequence) => Sequence = sequence;

    /// <summary>The parameter that has the sequence; null for the one before it.</summary>
    public string? Sequence { get; }
}
