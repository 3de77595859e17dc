namespace NetGen;

/// <summary>What the numbers of a target mean.</summary>
public enum TargetKind
{
    /// <summary>Anything: nothing is checked.</summary>
    Any,

    /// <summary>Finite numbers.</summary>
    Values,

    /// <summary>The index of the right class, one whole number for each position.</summary>
    ClassIndex,

    /// <summary>A probability for each class, which sum to 1 at each position.</summary>
    Probabilities,

    /// <summary>Independent labels, one for each output: 0 for no, 1 for yes, or a probability between them.</summary>
    Labels,

    /// <summary>One sign for each output: 1 or −1.</summary>
    Signs,
}

/// <summary>
/// How the targets of a loss are written. Datasets are checked against it before a training, and metrics read targets by it.
/// </summary>
/// <param name="Kind">What the numbers mean.</param>
public sealed record TargetFormat(TargetKind Kind)
{
    /// <summary>Finite numbers, as many as outputs.</summary>
    public static TargetFormat Values { get; } = new(TargetKind.Values);

    /// <summary>Anything: nothing is checked.</summary>
    public static TargetFormat Any { get; } = new(TargetKind.Any);

    /// <summary>Which axis of a sample's output has the classes: from 0, or from −1 backwards. The last unless set.</summary>
    public int ClassAxis { get; init; } = -1;

    /// <summary>The class index that leaves its position out; null where none does.</summary>
    public int? IgnoreIndex { get; init; }
}
