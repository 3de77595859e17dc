using NetGen.Generator.Diagnostics;
using NetGen.Generator.Graph;

namespace NetGen.Generator.Compilation;

/// <summary>A network's declaration compiled: the files to add, or what is wrong with its shapes. Advice comes beside files.</summary>
internal sealed record CompiledNetwork(EquatableArray<SourceFile> Files, EquatableArray<Problem> Problems);

/// <summary>A file to add to the project: <c>Space.DigitNet.Forward.g.cs</c>.</summary>
internal sealed record SourceFile(string Name, string Text);

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
