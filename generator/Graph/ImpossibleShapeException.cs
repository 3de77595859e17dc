using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Graph;

/// <summary>A shape that a declaration asks for and that cannot be: what the developer wrote is to be mended, not the compiler.</summary>
/// <param name="kind">What is wrong with it.</param>
/// <param name="reason">The arithmetic, as the message gives it.</param>
internal sealed class ImpossibleShapeException(ProblemKind kind, string reason) : Exception(reason)
{
    public ProblemKind Kind => kind;
}
