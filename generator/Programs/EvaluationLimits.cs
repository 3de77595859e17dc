namespace NetGen.Generator.Programs;

/// <summary>
/// How much a network may ask of the compiler, which runs while the developer types. The largest networks in use stay far below: a GPT of 48 layers has
/// about 2,000 operations and 600 parameter tensors.
/// </summary>
internal static class EvaluationLimits
{
    /// <summary>How many expressions and statements may be carried out.</summary>
    public const int Steps = 200_000;

    /// <summary>How many elements all arrays and lists may have that are made, together.</summary>
    public const int Elements = 200_000;

    /// <summary>How many characters all texts may have that are made, together.</summary>
    public const int Characters = 200_000;

    /// <summary>How many operations on tensors a network may have.</summary>
    public const int Operations = 4_000;

    /// <summary>How deeply expressions and statements may be nested in a method. A chain of operators counts once.</summary>
    public const int Nesting = 250;

    /// <summary>How deeply calls of methods may be nested.</summary>
    public const int Calls = 250;

    /// <summary>How many layers one method may stand for.</summary>
    public const int Count = 1_000;

    /// <summary>How many tensors of parameters a network may have.</summary>
    public const int Tensors = 10_000;
}
