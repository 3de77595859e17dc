using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;

namespace NetGen.Generator.Declaration.Bodies;

/// <summary>What holds for every method of tensors that is read and never runs: a forward method, an objective.</summary>
internal static class ReadMethods
{
    /// <summary>Why it cannot be read, or null.</summary>
    public static string? ReasonAgainst(IMethodSymbol method)
    {
        if (method.IsAsync)
            return "it is async, and is read when the network is compiled; remove 'async'";
        if (method.TypeParameters.Length > 0)
            return "it is generic; its code is written for the declared shapes alone";
        if (method.IsAbstract || method.IsPartialDefinition || method.IsExtern)
            return "it has no body, which is what is read";
        return null;
    }

    /// <summary>Whether a parameter is a tensor by value. One of a type that is not there is left to the compiler, and any other refused.</summary>
    public static bool IsPlainTensor(IParameterSymbol parameter, ProblemList problems, Action<string> refuse)
    {
        if (TensorTypes.IsTensor(parameter.Type) && parameter is { RefKind: RefKind.None, IsParams: false })
            return true;
        if (parameter.Type.TypeKind == TypeKind.Error)
            problems.LeaveToTheCompiler();
        else
            refuse($"its parameter '{parameter.Name}' is not a plain Tensor; what is constant can be a const member");
        return false;
    }
}
