using Microsoft.CodeAnalysis;
using NetGen.Generator.Declaration.Programs;
using NetGen.Generator.Diagnostics;
using NetGen.Generator.Functions;
using NetGen.Generator.Programs;
using NetGen.Generator.Scalars;

namespace NetGen.Generator.Declaration.Functions;

/// <summary>Reads the body of a scalar function as one expression over its parameters: as a program, which is then evaluated.</summary>
internal static class FunctionBodyReader
{
    /// <summary>What the method computes, or null where it cannot be read.</summary>
    /// <param name="method">A static method whose parameters and result are all numbers of one type.</param>
    /// <param name="type">What its numbers are.</param>
    /// <param name="compilation">Where the methods are found that it calls.</param>
    /// <param name="problems">Receives what is wrong.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static FunctionBody? Read(
        IMethodSymbol method,
        RealType type,
        Microsoft.CodeAnalysis.Compilation compilation,
        ProblemList problems,
        CancellationToken cancellation)
    {
        var found = new ProblemList();
        var reader = new ProgramReader(method.ContainingType, [], compilation, found, cancellation);
        var program = reader.ReadFunction(method);
        var body = found.HasErrors ? null : Evaluated(() => new ScalarInterpreter(program, type.IsSingle) { WritesOpenLoopsOut = true }.Run(), method, reader, found);
        problems.AddRange(found);
        return body;
    }

    /// <summary>Reads a function of numbers as an expression, or as a program where that is better, or where it is no expression.</summary>
    public static (FunctionBody? Body, FunctionProgram? Program) ReadEither(
        IMethodSymbol method, RealType type, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems, CancellationToken cancellation)
    {
        var found = new ProblemList();
        var reader = new ProgramReader(method.ContainingType, [], compilation, found, cancellation);
        var program = reader.ReadFunction(method);
        if (found.HasErrors)
        {
            problems.AddRange(found);
            return (null, null);
        }

        var asExpression = new ProblemList();
        var body = Evaluated(() => new ScalarInterpreter(program, type.IsSingle).Run(), method, reader, asExpression);
        var isGood = body is not null && IsGoodAsExpression(body);
        if (isGood && !program.HasLoop)
        {
            problems.AddRange(found);
            return (body, null);
        }

        var asProgram = new ProblemList();
        var signature = ProgramSignatureReader.Read(method).Signature;
        var procedure = signature is null ? null : Evaluated(() => ProcedureInterpreter.Of(program, signature, type), method, reader, asProgram);
        // A loop that stays one is code whose length does not depend on its rounds.
        // But what would overflow in it, and does not as one expression, stays one.
        if (body is not null && ((isGood && procedure?.Steps.Exists(static step => step is Loop) != true) || OverflowsAsItIsWritten(body)))
            procedure = null;
        // Over spans the rounds of a short loop that may end before any of them are choices.
        if (procedure is not null && body is null)
            body = Evaluated(() => new ScalarInterpreter(program, type.IsSingle, MostInExpression) { WritesOpenLoopsOut = true }.Run(), method, reader, new ProblemList());
        if (procedure is null && body is null)
            found.AddRange((asExpression.Has(ProblemKind.FunctionTooLarge) || asExpression.Has(ProblemKind.UnknownValue)) && asProgram.HasErrors ? asProgram : asExpression);
        problems.AddRange(found);
        return (body, procedure is null ? null : new FunctionProgram(signature!, program));
    }

    /// <summary>Reads a function that takes or gives more than numbers.</summary>
    public static FunctionProgram ReadProgram(
        IMethodSymbol method, RealType type, FunctionSignature signature, Microsoft.CodeAnalysis.Compilation compilation, ProblemList problems, CancellationToken cancellation)
    {
        var found = new ProblemList();
        var reader = new ProgramReader(method.ContainingType, [], compilation, found, cancellation);
        var program = reader.ReadFunction(method);
        var procedure = found.HasErrors ? null : Evaluated(() => ProcedureInterpreter.Of(program, signature, type), method, reader, found);
        problems.AddRange(found);
        return new(signature, procedure is null ? null : program);
    }

    /// <summary>Why checkpoints change nothing in a function that could be read; null where they do.</summary>
    public static string? CheckpointObstacle(FunctionProgram? program, RealType type)
        => Checkpoints.Obstacle(program?.Model is { } model ? DeepStack.Run(() => ProcedureInterpreter.Of(model, program.Signature, type)) : new Procedure(type));

    /// <summary>How many operations an expression may have that is differentiated as one.</summary>
    public const int MostInExpression = 150;

    /// <summary>
    /// Whether the derivative of an expression is good code: it is short, and nothing that takes many cycles is computed although another value may be
    /// chosen.
    /// </summary>
    private static bool IsGoodAsExpression(FunctionBody body)
    {
        var function = body.Expressions.ToScalars()[0];
        if (body.Expressions.Nodes.Count > MostInExpression)
            return false;
        var isGood = true;
        new ScalarRewriter(node =>
        {
            isGood &= node is not Select(_, _, _, var whenTrue, var whenFalse) || !(Costs.HasExpensive(whenTrue) || Costs.HasExpensive(whenFalse));
            return node;
        }).Rewrite(function);
        return isGood;
    }

    /// <summary>How many operations are searched for what overflows.</summary>
    private const int MostSearched = 1_000;

    private static bool OverflowsAsItIsWritten(FunctionBody body)
    {
        if (body.Expressions.Nodes.Count > MostSearched)
            return false;
        var function = body.Expressions.ToScalars()[0];
        return ScalarList.Of([Simplifier.Simplify(function)]) != ScalarList.Of([StableForms.Of(function)]);
    }

    private static T? Evaluated<T>(Func<T> evaluate, IMethodSymbol method, ProgramReader reader, ProblemList found)
        where T : class
    {
        try
        {
            return DeepStack.Run(evaluate);
        }
        catch (EvaluationException exception)
        {
            if (exception.Kind is { } kind)
                found.Add(kind, exception.Place < 0 ? LocationRecord.From(method.Locations[0]) : reader.Places[exception.Place], [.. exception.Arguments]);
            else
                found.LeaveToTheCompiler();
            return null;
        }
    }
}
