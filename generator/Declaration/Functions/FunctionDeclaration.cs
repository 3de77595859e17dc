using NetGen.Generator.Diagnostics;
using NetGen.Generator.Functions;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>A function that is to be differentiated, as it was written, and nothing of Roslyn: what is generated depends on this alone.</summary>
/// <param name="Container">The type that the method stands in.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Accessibility">Its accessibility as written in C#, which what is generated has too.</param>
/// <param name="Type">What it computes with.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Products">What is to be generated.</param>
/// <param name="Body">What it computes, or null where it cannot be read: <see cref="ReadFunction.Problems"/> or the C# compiler says why.</param>
internal sealed record FunctionDeclaration(
    FunctionContainer Container,
    string Name,
    string Accessibility,
    RealType Type,
    EquatableArray<FunctionParameter> Parameters,
    FunctionProducts Products,
    FunctionBody? Body)
{
    /// <summary>The start of its files' names, unique in the project but for upper and lower case: <c>Space.Functions.Mish.Differentiable</c>.</summary>
    public required string FileName { get; init; }

    /// <summary>The function as it was read, where it is differentiated as a program and not as one expression.</summary>
    public FunctionProgram? Program { get; init; }

    /// <summary>How its loops keep checkpoints; null where they keep every round.</summary>
    public CheckpointOption? Checkpoints { get; init; }

    /// <summary>Names that mean something else where the method stands than they do in generated code: no alias can have one of them.</summary>
    public required EquatableArray<string> TakenAliases { get; init; }
}

/// <summary>That the loops of a function keep checkpoints in the place of every round.</summary>
/// <param name="Interval">After how many rounds the next one is; null for about the root of how many there are.</param>
internal sealed record CheckpointOption(int? Interval);

/// <summary>A function that is differentiated as a program.</summary>
/// <param name="Signature">What it takes and gives.</param>
/// <param name="Model">What it does, or null where it cannot be read.</param>
internal sealed record FunctionProgram(FunctionSignature Signature, ProgramModel? Model);

/// <summary>Where generated methods go.</summary>
/// <param name="Namespace">The namespace, or the empty string.</param>
/// <param name="Types">The declarations of the types, outermost first, as they are to be opened: <c>partial class Functions</c>.</param>
internal sealed record FunctionContainer(string Namespace, EquatableArray<string> Types)
{
    /// <summary>Whether the project's public members are checked against the Common Language Specification.</summary>
    public bool IsClsChecked { get; init; }
}

/// <summary>A parameter.</summary>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Default">The value that it has where it is left out, as C#; null where it cannot be.</param>
internal sealed record FunctionParameter(string Name, string? Default);

/// <summary>What is to be generated for a function.</summary>
[Flags]
internal enum FunctionProducts
{
    /// <summary>The gradient by all parameters, and the function and the gradient over spans.</summary>
    Gradient = 1,

    /// <summary>The second derivatives.</summary>
    Hessian = 2,

    /// <summary>A loss.</summary>
    Loss = 4,

    /// <summary>The derivative by the prediction, the first parameter, alone.</summary>
    PredictionGradient = 8,
}

/// <summary>
/// What is read of one annotated method. It changes whenever its text moves, so nothing is generated from it but diagnostics; the source
/// depends on <see cref="Declared"/> alone.
/// </summary>
/// <param name="Declared">The function, or null where the class cannot be added to.</param>
/// <param name="Place">The method's name in the text.</param>
/// <param name="Problems">What is wrong.</param>
internal sealed record ReadFunction(FunctionDeclaration? Declared, LocationRecord Place, EquatableArray<PlacedProblem> Problems)
{
    /// <summary>A method of which only a problem is known.</summary>
    public static ReadFunction Unread(PlacedProblem problem) => new(null, problem.Place, [problem]);
}
