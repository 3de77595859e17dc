using Microsoft.CodeAnalysis;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads differentiable methods of <c>float</c> as functions of elements, which kernels compute eight at a time.</summary>
internal static class ElementFunctions
{
    /// <summary>How many operations a function may have, all shared parts written out: a fused kernel repeats it wherever it stores.</summary>
    private const int MostOperations = 200;

    /// <summary>The function, or why it cannot be one; neither where that is told at the method itself.</summary>
    public static (ActivationFunction? Function, string? Reason) Read(
        IMethodSymbol method, Microsoft.CodeAnalysis.Compilation compilation, CancellationToken cancellation)
    {
        if (!FunctionAttributes.IsOn(method))
            return (null, "mark it [Differentiable]");
        var problems = new ProblemList();
        method = method.OriginalDefinition;
        if (FunctionBodyReader.Read(method, RealType.Single, compilation, problems, cancellation) is not { } body)
            return (null, ReasonAgainst(method, problems, compilation, cancellation));
        var function = body.Expressions.ToScalars()[0];
        if (CSharpTarget.Vector256.Unsupported(function) is { Count: > 0 } unsupported)
            return (null, $"{string.Join(" and ", unsupported)} cannot be computed on vectors");
        return ScalarSize.Of(function) > MostOperations
            ? (null, $"written out it has more than {Counts.Text(MostOperations)} operations, and a kernel repeats it wherever it stores; take fewer rounds of its loops, or apply it in parts, one after the other")
            : (new(method.Name, ScalarList.Of([function])), null);
    }

    /// <summary>Why a method that can be differentiated is no function of elements; null where it cannot, which is told at the method itself.</summary>
    private static string? ReasonAgainst(IMethodSymbol method, ProblemList problems, Microsoft.CodeAnalysis.Compilation compilation, CancellationToken cancellation)
    {
        if (FunctionAttributes.Find(method, FunctionAttributes.Loss) is not null
            || FunctionBodyReader.ReadEither(method, RealType.Single, compilation, new ProblemList(), cancellation) is (null, null))
            return null;
        return problems.ToEquatableArray() is [var first, ..] ? $"elements are computed side by side, by one expression. {first.Message}" : null;
    }

    /// <summary>What to write in the place of a method of another project, which cannot be read.</summary>
    public static string InsteadOf(IMethodSymbol method)
    {
        if (!method.IsStatic || !MathFunctions.IsKnownType(MetadataNames.Of(method.ContainingType)))
            return "write out what it computes in a static method of 'float', and mark that [Differentiable]";
        if (method.GetDocumentationCommentId() is not { } signature || !LibraryFunctions.Has(signature) || LibraryFunctions.Find(signature).OfOpen is not { } function)
            return $"{FunctionAdvice.Instead(method.Name, method.ContainingType.Name)} in a static method of 'float', and mark that [Differentiable]";
        var build = new ScalarBuilder(isSingle: true);
        return function(build, [.. method.Parameters.Select(parameter => build.Argument(parameter.Ordinal))]) is OpenNumber(var scalar, _)
            && CSharpTarget.Vector256.Unsupported(scalar).Count == 0
            ? "write one that calls it, and mark that [Differentiable]"
            : "it cannot be computed on vectors either; write it with other functions in a static method of 'float', and mark that [Differentiable]";
    }

    /// <summary>Whether a method takes plain floats, gives one, and belongs to no object.</summary>
    public static bool IsOfFloats(IMethodSymbol method)
        => method is { IsStatic: true, ReturnType.SpecialType: SpecialType.System_Single }
            && method.Parameters.All(static parameter => parameter is { Type.SpecialType: SpecialType.System_Single, RefKind: RefKind.None });
}
