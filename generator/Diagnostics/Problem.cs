namespace NetGen.Generator.Diagnostics;

/// <summary>A problem found without Roslyn.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Layer">Which layer it is at: its index, or <see cref="AtInput"/>, or <see cref="AtClass"/>.</param>
/// <param name="Arguments">What fills the gaps of the message.</param>
internal sealed record Problem(ProblemKind Kind, int Layer, EquatableArray<string> Arguments)
{
    /// <summary>Which expression of the forward method it is at, or −1 where it is at a layer.</summary>
    public int Expression { get; init; } = -1;

    public const int AtInput = -1;

    public const int AtClass = -2;
}
