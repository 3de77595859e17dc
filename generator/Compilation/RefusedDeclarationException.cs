using NetGen.Generator.Diagnostics;

namespace NetGen.Generator.Compilation;

/// <summary>A declaration that is well written and cannot be compiled. No later layer can be judged, so that the first problem ends the compilation.</summary>
internal sealed class RefusedDeclarationException(Problem problem) : Exception(problem.ToString())
{
    public Problem Problem => problem;
}
